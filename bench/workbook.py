"""一家医院的工作簿到网页报告，含启动。 A hospital's workbook to an HTML report, start-up included.

300 staff and 20,000 cases, as a person would run it: `zhunru validate` in a process of its own.
Run it with `make bench`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from machine import describe
from rich.console import Console

from zhunru.inputs import vocabulary
from zhunru.reading import criteria
from zhunru.tables import load_tables

STAFF, CASES, ROUNDS = 300, 20_000, 5
AS_OF = date(2026, 1, 1)

Line = dict[str, object]


def tables() -> dict[str, list[Line]]:
    """Invent the rows, by table and field."""
    graded = [
        one
        for one in criteria().values()
        if one.role.notation == "independent-operator" and one.covers("4")
    ]
    techniques = sorted({one.technique.label.zh for one in graded})
    titles = vocabulary().allowed("title")
    people = range(STAFF)

    def of_person(number: int) -> str:
        return techniques[number % len(techniques)]

    return {
        "institutions": [{"institution": "H01", "name": "虚构医院", "log_start": "2018-01-01"}],
        "staff": [_person(number) for number in people],
        "titles": [
            {"staff": f"D{n:03}", "title": titles[n % len(titles)], "since": _day(n * 11)}
            for n in people
        ],
        "case_log": [
            {
                "case": f"C{number}",
                "date": _day(2900 + number % 2900),
                "institution": "H01",
                "staff": f"D{number % STAFF:03}",
                "technique": of_person(number % STAFF),
                "grade": "四级手术" if number % 3 else "三级手术",
                "case_role": "独立完成" if number % 2 else "参与完成",
            }
            for number in range(CASES)
        ],
        "credentials": [
            {
                "credential": f"A{n:03}",
                "staff": f"D{n:03}",
                "technique": of_person(n),
                "grade": "四级手术",
                "role": "独立术者",
            }
            for n in people
        ],
    }


def _person(number: int) -> Line:
    return {
        "staff": f"D{number:03}",
        "institution": "H01",
        "category": "医师",
        "in_house": "是",
        "clinical_since": _day(number),
    }


def _day(number: int) -> date:
    return date(2010, 1, 1) + timedelta(days=number)


def write_workbook(path: Path) -> None:
    """Write the workbook with Chinese headers, a sheet per table."""
    book = openpyxl.Workbook(write_only=True)
    for name, lines in tables().items():
        table = load_tables()[name]
        sheet = book.create_sheet(table.title)
        sheet.append([field.title for field in table.fields])
        for line in lines:
            sheet.append([line.get(field.name) for field in table.fields])
    book.save(path)


def main() -> None:
    """Print the median of some rounds."""
    console = Console()
    console.print(describe())
    zhunru = Path(sys.executable).with_name("zhunru")
    with tempfile.TemporaryDirectory() as folder:
        book, report = Path(folder) / "hospital.xlsx", Path(folder) / "report.html"
        write_workbook(book)
        command = [zhunru, "validate", book, "--as-of", AS_OF.isoformat(), "--report", report]
        # 缓存放在此处，首次即无缓存。 The cache is here, so that the first run finds none.
        os.environ["XDG_CACHE_HOME"] = folder
        first, *spent = [_timed(list(map(str, command))) for _ in range(1 + ROUNDS)]
        if not report.exists():
            raise SystemExit("没有写出报告 no report was written")
        size = report.stat().st_size / 1e6
    start = statistics.median(_timed([str(zhunru), "--help"]) for _ in range(ROUNDS))
    console.print(
        f"{STAFF} 人 staff, {CASES:,} 例 cases: {statistics.median(spent):.2f} s "
        f"（{min(spent):.2f}–{max(spent):.2f}；首次 first {first:.2f} s；网页 HTML {size:.1f} MB）"
    )
    console.print(f"zhunru --help: {start:.2f} s")


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
