"""把后果画成图：SVG 与 HTML，不用网络。 Draw the effects as SVG or HTML, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from zhunru.errors import UserError
from zhunru.whatif.dimension import Dimension
from zhunru.whatif.effects import Tally, WhatIf
from zhunru.whatif.formats import FIGURES, figures

_WIDTH: Final = 960
_AXIS: Final = 620
_LONGEST_BAR: Final = 260
_BAR_HEIGHT: Final = 20
_LINE: Final = 32
_FIRST_LINE: Final = 52
_LINE_OF_TEXT: Final = 22


def to_svg(found: WhatIf, dimension: Dimension) -> str:
    """Draw a bar per group: to the left who loses, to the right who gains.

    Args:
        found: The effects.
        dimension: By what to tally.

    Returns:
        The SVG text; everything from the input is escaped.
    """
    tallies = found.by(dimension)
    most = max((max(one.gained, one.lost) for one in tallies), default=0)
    words = [setting.words.zh for setting in found.settings]
    head = _FIRST_LINE + _LINE_OF_TEXT * len(words) + _LINE_OF_TEXT // 2
    bars = [_bar(one, head + 16 + _LINE * index, most) for index, one in enumerate(tallies)]
    return _template("whatif.svg.jinja").render(
        title=_title(dimension),
        lines=[
            {"text": text, "y": _FIRST_LINE + _LINE_OF_TEXT * index}
            for index, text in enumerate(words)
        ],
        bars=bars,
        head=head,
        axis=_AXIS,
        bar_height=_BAR_HEIGHT,
        width=_WIDTH,
        height=head + 32 + _LINE * len(bars),
    )


def to_html(found: WhatIf, dimension: Dimension) -> str:
    """Put the chart and its figures on one page, without outside resources.

    Args:
        found: The effects.
        dimension: By what to tally.

    Returns:
        The HTML text; everything from the input is escaped.
    """
    return _template("whatif.html.jinja").render(
        title=_title(dimension),
        # 图里的文字已转义。 The chart has escaped its own texts.
        chart=Markup(to_svg(found, dimension)),
        as_of=found.as_of.isoformat(),
        columns=(f"{dimension.zh} {dimension.en}", *FIGURES),
        rows=[(one.group.zh, *figures(one)) for one in (*found.by(dimension), found.total)],
    )


_CHARTS: Final = {".svg": to_svg, ".html": to_html}


def chart_for(path: Path, found: WhatIf, dimension: Dimension) -> str:
    """Draw the chart that a file's ending asks for.

    Args:
        path: The file to be written.
        found: The effects.
        dimension: By what to tally.

    Returns:
        The text of the file.

    Raises:
        UserError: If the ending is neither `.svg` nor `.html`.
    """
    check_ending(path)
    return _CHARTS[path.suffix.lower()](found, dimension)


def check_ending(path: Path) -> None:
    """Refuse a file whose ending stands for no chart.

    Args:
        path: The file to be written.

    Raises:
        UserError: If the ending is neither `.svg` nor `.html`.
    """
    if path.suffix.lower() not in _CHARTS:
        raise UserError(
            f"图“{path.name}”的扩展名应为 {'、'.join(_CHARTS)} 之一。"
            f" The chart's name must end in one of {', '.join(_CHARTS)}."
        )


def _title(dimension: Dimension) -> str:
    return f"门槛改变，谁得谁失：按{dimension.zh} Who gains and who loses"


def _bar(tally: Tally, y: int, most: int) -> dict[str, Any]:
    scale = _LONGEST_BAR / most if most else 0
    return {
        "label": tally.group.zh,
        "y": y,
        "text_y": y + _BAR_HEIGHT - 5,
        "lost": tally.lost,
        "gained": tally.gained,
        "lost_width": round(tally.lost * scale),
        "gained_width": round(tally.gained * scale),
    }


def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("zhunru"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
