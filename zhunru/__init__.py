"""准入：中国医疗技术准入规定的知识图谱。

Zhunru: a knowledge graph of China's medical-technology access rules, with the
tools to query, browse, validate against, and export it.

The functions below are the public interface; see `zhunru/api.py`.
"""

import sys
from importlib.metadata import version
from types import ModuleType

from zhunru.api import ask, evidence, load, requirements, validate

__version__ = version("zhunru")

__all__ = ["__version__", "ask", "evidence", "load", "requirements", "validate"]


class _Package(ModuleType):
    """The package, in which public functions keep the names that they share with modules.

    Importing `zhunru.ask` would put that module in the place of the function `ask`.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
