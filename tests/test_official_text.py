"""Parsing official texts: the tree itself, and texts as people paste them from a PDF."""

import re
from pathlib import Path

import pytest

from zhunru.numbering import chinese_to_int, fold_width
from zhunru.official_text import OfficialText, parse, read_official_text

INVENTED = Path(__file__).parent / "fixtures" / "invented" / "sources" / "model-technique-2099.txt"
PAGE_NUMBERS = ("{}", "- {} -", "— {} —", "第 {} 页", "第{}页 共9页", "－{}－", "{}/9")
LINES_A_PAGE = 17


def columns(text: str) -> int:
    """Count as a printer does: a Chinese character is twice as wide as a Latin one."""
    return sum(2 if ord(c) > 0x2000 else 1 for c in text)


def wrap_by_characters(line: str, width: int) -> list[str]:
    """Break after so many characters, in the middle of words and numbers, too."""
    return [line[i : i + width] for i in range(0, len(line), width)]


def wrap_by_columns(line: str, width: int) -> list[str]:
    """Break as a word processor does: numbers stay whole, punctuation hangs over the margin."""
    lines = [""]
    for word in re.findall(r"[A-Za-z0-9.%,]+|\s+|.", line):
        if columns(lines[-1] + word) > 2 * width and word not in "，。；：、）》":
            lines.append("")
        lines[-1] += word
    return lines


def as_pasted(
    text: str, width: int, *, by_columns: bool, indent: str = "", kept: bool = True
) -> str:
    """Turn a text with one clause a line into what people paste from a PDF.

    Args:
        text: one clause a line.
        width: characters a line.
        by_columns: whether Latin characters are half as wide, as in a word processor.
        indent: what a paragraph begins with.
        kept: whether the indent survives the pasting.
    """
    wrap = wrap_by_columns if by_columns else wrap_by_characters
    lines = [part for line in text.splitlines() for part in wrap(indent + line, width)]
    pages: list[str] = []
    for start in range(0, len(lines), LINES_A_PAGE):
        number = len(pages) + 1
        form = PAGE_NUMBERS[number % len(PAGE_NUMBERS)].format(number)
        page = [line if kept else line.strip() for line in lines[start : start + LINES_A_PAGE]]
        pages.append("\r\n".join([*page, "", form, ""]))
    return "\ufeff" + "\f".join(pages)


def with_wide_forms(text: str) -> str:
    """Swap the width of digits and brackets, as some exports do, and scatter a few spaces."""
    wide = str.maketrans({str(n): chr(0xFF10 + n) for n in range(10)} | {"（": "(", "）": ")"})
    return text.translate(wide).replace("医师", " 医师 ").replace("不少", "不 少")


@pytest.fixture(scope="module")
def invented() -> OfficialText:
    return read_official_text(INVENTED)


def test_front_matter(invented: OfficialText) -> None:
    assert invented.title == "模型操作技术临床应用管理规范"
    assert invented.edition == "2099年版"
    assert [c.number for c in invented.preamble] == ["前言第1段", "前言第2段", "前言第3段"]
    assert invented.preamble[1].iri_path == "0.2"
    assert invented.annexes == (
        "按照四级手术管理的模型操作技术参考目录",
        "按照三级手术管理的模型操作技术参考目录",
    )
    assert invented.slips == ()


def test_a_clause_knows_its_place(invented: OfficialText) -> None:
    clause = invented.clause("2.1.2.1")
    assert clause is not None
    assert clause.path == (2, 1, 2, 1)
    assert clause.number == "二（一）2（1）"
    assert clause.parent == (2, 1, 2)
    assert clause.text.startswith("具有副主任医师任职资格3年以上")
    heading = invented.clause("1.2.2")
    assert heading is not None
    assert heading.children == ((1, 2, 2, 1), (1, 2, 2, 2))
    assert heading.text == "准备室。"
    assert heading.full_text.splitlines()[:2] == ["2.准备室。", "（1）有存放工具的柜子。"]


@pytest.mark.parametrize(
    ("path", "is_heading"),
    [
        pytest.param("1", True, id="chapter"),
        pytest.param("1.2", True, id="title-of-items"),
        pytest.param("1.4", True, id="lead-in-with-colon"),
        pytest.param("1.3", False, id="no-children"),
        pytest.param("1.2.1", False, id="title-and-sentence"),
    ],
)
def test_headings(invented: OfficialText, path: str, is_heading: bool) -> None:
    clause = invented.clause(path)
    assert clause is not None
    assert clause.is_heading is is_heading


def test_a_demand_above_items_is_no_heading() -> None:
    text = parse(
        "某某规定\n一、培训\n（一）医师应当接受不少于6个月的培训。\n1.甲。\n"
        "（二）具有相应科室，有手术室等场所。\n1.乙。\n"
    )
    assert [c.number for c in text.clauses if c.is_heading] == ["一"]


def test_catalogues(invented: OfficialText) -> None:
    grade4, grade3 = invented.catalogues
    assert (grade4.grade, grade4.annex, grade3.grade, grade3.annex) == (4, "附件1", 3, "附件2")
    assert [(s.position, s.name) for s in grade4.sections] == [
        ("一", "木质模型操作"),
        ("一（一）", "榫卯类操作"),
        ("二", "纸质模型操作"),
    ]
    assert [(e.position, e.section) for e in grade4.entries] == [
        ("一（一）1", (1, 1)),
        ("一（一）2", (1, 1)),
        ("一（二）", (1,)),
        ("二", (2,)),
        ("三", None),
    ]
    assert grade4.entries[3].name == "纸质模型-线绳联合固定术"


@pytest.mark.parametrize("width", [30, 38, 42, 55])
@pytest.mark.parametrize("by_columns", [False, True], ids=["by-characters", "by-columns"])
@pytest.mark.parametrize(
    ("indent", "kept"),
    [("", True), ("\u3000\u3000", True), ("\u3000\u3000", False)],
    ids=["flush", "indented", "indent-lost"],
)
def test_a_pasted_text_parses_alike(
    sources_folder: Path, width: int, by_columns: bool, indent: str, kept: bool
) -> None:
    """Every text of the folder, the official ones where ZHUNRU_SOURCES names them."""
    for file in sorted(sources_folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        pasted = as_pasted(text, width, by_columns=by_columns, indent=indent, kept=kept)
        assert parse(pasted) == parse(text), file.stem


def folded(text: OfficialText) -> list[object]:
    """Return what is printed, whatever the width of its characters."""
    clauses = [(c.path, c.number, c.parent, fold_width(c.text)) for c in text.all_clauses]
    entries = [
        [(e.path, e.position, e.section, fold_width(e.name)) for e in c.entries]
        for c in text.catalogues
    ]
    return [text.title, text.edition, clauses, entries, text.slips]


@pytest.mark.parametrize("width", [38, 42])
def test_width_and_spaces_do_not_matter(sources_folder: Path, width: int) -> None:
    for file in sorted(sources_folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        pasted = as_pasted(with_wide_forms(text), width, by_columns=False)
        assert folded(parse(pasted)) == folded(parse(text)), file.stem


def test_a_grade_list_at_the_start_of_a_line_is_no_chapter() -> None:
    body = "医疗机构应当根据本地区医疗资源和患者需要，合理制定并及时公布"
    text = f"某某规定\n一、目录\n（一）{body}按照\n三、四级手术管理的技术目录并定期修订全文。\n"
    lines = "".join(f"（{n}）{body}多\n少字。\n" for n in ("二", "三", "四"))
    read = parse(text + lines)
    assert [c.number for c in read.clauses] == [
        "一",
        "一（一）",
        "一（二）",
        "一（三）",
        "一（四）",
    ]
    assert "三、四级手术管理" in read.clauses[1].text


def test_articles_are_numbered_across_chapters() -> None:
    read = parse(
        "附件1某某技术管理规定\n第一章总则\n第一条为规范某某技术，制定本规定。\n第二章条件\n"
        "第二条医疗机构应当具备以下条件：\n（一）有科室；\n（二）有设备。\n第十一条自印发之日起施行。\n"
    )
    assert read.title == "某某技术管理规定"
    assert read.divisions == ("第一章总则", "第二章条件")
    assert [(c.number, c.iri_path) for c in read.clauses] == [
        ("第一条", "1"),
        ("第二条", "2"),
        ("第二条（一）", "2.1"),
        ("第二条（二）", "2.2"),
        ("第十一条", "11"),
    ]
    assert read.slips == ("第十一条：编号应为 3，印作 11 · numbered 11 where 3 was due",)


def test_numbering_slips_are_kept_and_reported() -> None:
    read = parse("某某规范\n一、甲\n（一）乙。\n1.丙。\n3.丁。\n2.戊。\n3.己。\n（一）庚。\n")
    assert [c.number for c in read.clauses] == [
        "一",
        "一（一）",
        "一（一）1",
        "一（一）3",
        "一（一）2",
        "一（一）3",
        "一（一）",
    ]
    assert len(read.slips) == 3
    assert read.slips[0].startswith("一（一）3：编号应为 2，印作 3")


def test_catalogues_of_one_annex_are_told_apart_by_grade() -> None:
    read = parse(
        "某某技术管理规范\n为了测试。\n一、总则\n附件：某某手术分级目录\n附件\n某某手术分级目录\n"
        "一级手术\n一、甲术\n二、乙术\n二级手术\n一、丙术\n注：其余均为二级。\n"
    )
    assert [(c.grade, len(c.entries), c.notes) for c in read.catalogues] == [
        (1, 2, ()),
        (2, 1, ("注：其余均为二级。",)),
    ]


def test_a_heading_without_entries_is_reported() -> None:
    read = parse(
        "某某规范\n一、总则\n按照三级手术管理的某某参考目录\n一、甲镜诊疗技术\n甲镜检查术\n"
        "二、乙镜诊疗技术\n三、乙镜检查术\n"
    )
    assert [s for s in read.slips if "二：" in s and "乙镜诊疗技术" in s]


def test_an_annex_number_printed_above_the_catalogue() -> None:
    read = parse("某某规范\n一、总则\n附件2\n按照三级手术管理的某某参考目录\n一、甲术\n")
    assert read.catalogues[0].annex == "附件2"


@pytest.mark.parametrize("text", ["", "\n\n", "3\n", "没有编号的一行字"])
def test_a_text_without_clauses_is_empty(text: str) -> None:
    assert parse(text).clauses == ()


def test_a_decimal_at_the_start_of_a_line_is_no_item() -> None:
    read = parse("某某规范\n一、甲\n（一）比率低于\n2.5%的机构。\n")
    assert [c.text for c in read.clauses] == ["甲", "比率低于2.5%的机构。"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十一", 11),
        ("二十三", 23),
        ("一百零二", 102),
        ("两千", 2000),
        ("一万二千", 12000),
    ],
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert chinese_to_int(numeral) == value


def test_what_is_not_a_numeral_is_refused() -> None:
    with pytest.raises(ValueError, match="不是中文数字"):
        chinese_to_int("几")
