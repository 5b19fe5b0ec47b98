"""按文件名选定报告的形式，写成文件。 Choose the form of a report by file name, and write the file.

The writers are imported when they are needed: a workbook needs openpyxl, a page needs Jinja.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from zhunru.errors import UserError
from zhunru.files import write_bytes
from zhunru.intake.sources import READABLE, Source
from zhunru.report import Report

#: Writes a report to bytes; the sources are the files that were validated, if there were any.
Writer = Callable[[Report, Sequence[Source]], bytes]


def _html(report: Report, _: Sequence[Source]) -> bytes:
    from zhunru.reports.html_report import to_html

    return to_html(report).encode()


def _xlsx(report: Report, sources: Sequence[Source]) -> bytes:
    from zhunru.reports.workbook import to_xlsx

    return to_xlsx(report, sources)


def _csv(report: Report, _: Sequence[Source]) -> bytes:
    from zhunru.reports.csv_report import to_csv

    return to_csv(report).encode()


def _json(report: Report, _: Sequence[Source]) -> bytes:
    from zhunru.reports.json_report import to_json

    return to_json(report).encode()


def _sarif(report: Report, _: Sequence[Source]) -> bytes:
    from zhunru.reports.sarif_report import to_sarif

    return to_sarif(report).encode()


def _turtle(report: Report, _: Sequence[Source]) -> bytes:
    from zhunru.reports.shacl_report import to_turtle

    return to_turtle(report).encode()


#: The writers by ending of the file name; an ending that contains another comes first.
WRITERS: Final[dict[str, Writer]] = {
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".sarif.json": _sarif,
    ".sarif": _sarif,
    ".json": _json,
    ".ttl": _turtle,
}


def writer_for(path: Path) -> Writer:
    """Choose the writer for a file by its ending.

    Args:
        path: The file to be written.

    Returns:
        The function that writes that form.

    Raises:
        UserError: If the ending stands for no form, naming those there are.
    """
    name = path.name.lower()
    for ending, writer in WRITERS.items():
        if name.endswith(ending):
            return writer
    raise UserError(
        f"报告“{path.name}”的扩展名应为 {'、'.join(WRITERS)} 之一。"
        f" The report's name must end in one of {', '.join(WRITERS)}."
    )


def check_target(path: Path, inputs: Sequence[Path]) -> None:
    """Make sure, before anything is computed, that a report may be written to a file.

    Args:
        path: The file to be written.
        inputs: What is to be validated: files, and folders of files.

    Raises:
        UserError: If the ending stands for no form, or the report would replace an input or be
            taken for one the next time.
    """
    writer_for(path)
    place = path.resolve()
    for given in (one.resolve() for one in inputs):
        inside = place.parent == given and place.suffix.lower() in READABLE
        if place == given or inside:
            raise UserError(
                f"报告“{path}”会覆盖输入的数据，或下次被当作输入，请写到别处。"
                f" The report {path} would replace the input, or be read as input the next time;"
                " write it elsewhere."
            )


def write_report(path: Path, report: Report, inputs: Sequence[Path] = ()) -> None:
    """Write a report file in one step: a crash leaves the old file or the new one.

    Args:
        path: The file; its ending chooses the form.
        report: The report.
        inputs: What was validated; a workbook is returned with the findings beside its cells.

    Raises:
        UserError: If the ending stands for no form.
        OSError: If the file cannot be written, or an input not be read any more.
    """
    writer = writer_for(path)
    write_bytes(path, writer(report, _sources(inputs) if writer is _xlsx else ()))


def _sources(inputs: Sequence[Path]) -> list[Source]:
    from zhunru.intake.opening import files_at, sources_of

    return [source for path in inputs for file in files_at(path) for source in sources_of(file)]
