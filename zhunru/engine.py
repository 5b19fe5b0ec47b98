"""选择检查卷宗的引擎。 Choose the engine that checks dossiers.

All engines give the same verdicts: columns are the fastest, pySHACL is the reference, `shacl` is
fast and reads the same shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from zhunru.dossiers import Dossier
from zhunru.engine_names import Engine
from zhunru.errors import UserError
from zhunru.outcomes import EngineError, Outcomes
from zhunru.progress import Advance, silent

__all__ = ["Engine", "EngineError", "Outcomes", "fastest_shacl", "leaf_outcomes"]


def fastest_shacl() -> Engine:
    """Return the faster SHACL engine of those that are installed."""
    return Engine.SHACL if find_spec("shacl") else Engine.PYSHACL


def leaf_outcomes(
    dossiers: Sequence[Dossier], advance: Advance = silent, engine: Engine = Engine.COLUMNS
) -> dict[str, Outcomes]:
    """Give a verdict on every leaf of every dossier.

    Args:
        dossiers: The dossiers, of any criteria; their values must have the leaves' datatypes.
        advance: Told how many dossiers were done, for a progress bar.
        engine: Which engine checks them.

    Returns:
        The outcomes by IRI of the dossier.

    Raises:
        UserError: If the engine is not installed.
        EngineError: If the engine gives a result that well-typed evidence cannot give.
    """
    if engine is Engine.COLUMNS:
        from zhunru.columnar_engine import leaf_outcomes as check
    elif engine is Engine.PYSHACL:
        from zhunru.pyshacl_engine import leaf_outcomes as check
    elif find_spec("shacl"):
        from zhunru.rust_shacl_engine import leaf_outcomes as check
    else:
        raise UserError(
            "没有安装 shacl 引擎，请运行 pip install 'zhunru[shacl]'。"
            " The shacl engine is not installed: pip install 'zhunru[shacl]'."
        )
    return check(dossiers, advance)
