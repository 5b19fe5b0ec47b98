"""Verifying a graph against official texts: what agrees, and every way to disagree."""

import os
import tomllib
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import Graph
from rich.console import Console

from zhunru.graph import load_graph
from zhunru.official_text import parse
from zhunru.verification import DocumentReport, Status, VerificationReport
from zhunru.verification import FailureKind as Kind
from zhunru.verify import SourcesError, verify, verify_folder
from zhunru.verify_rendering import render

NAME = "model-technique-2099"
INVENTED = Path(__file__).parent / "fixtures" / "invented"
TURTLE = (INVENTED / f"{NAME}.ttl").read_text(encoding="utf-8")
TEXT = (INVENTED / "sources" / f"{NAME}.txt").read_text(encoding="utf-8")


def graph_of(turtle: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle")


def check(turtle: str = TURTLE, text: str = TEXT) -> DocumentReport:
    (document,) = verify(graph_of(turtle), {NAME: parse(text)}).documents
    return document


def test_the_graph_agrees_with_the_official_texts(sources_folder: Path) -> None:
    """The real graph and texts where ZHUNRU_SOURCES names them, else the invented ones."""
    graph = load_graph() if os.environ.get("ZHUNRU_SOURCES") else graph_of(TURTLE)
    report = verify_folder(graph, sources_folder)
    assert report.ok, "\n".join(map(str, report.failures))


def test_coverage_of_the_invented_regulation() -> None:
    coverage = check().coverage
    assert (coverage.clauses, coverage.clauses_missing) == (27, 0)
    assert (coverage.clauses_encoded, coverage.clauses_headings) == (16, 9)
    assert coverage.clauses_not_encoded == 2
    assert (coverage.quotes, coverage.quotes_found) == (26, 26)
    assert (coverage.figures, coverage.figures_missing) == (18, 0)
    assert coverage.figures_not_encoded == 2
    assert [(g.grade, g.found, g.printed) for g in coverage.entries] == [(4, 5, 5), (3, 3, 3)]
    assert (coverage.requirements, coverage.groups) == (20, 1)


def test_what_is_not_encoded_is_listed_with_its_reason() -> None:
    listed = {(item.clause, item.quote, item.reason) for item in check().not_encoded}
    assert ("三（一）", "48小时内", "没有逐例的复核时间可供核对。") in listed
    assert ("前言第1段", "", "说明目的，没有条件。") in listed


class Mutation(NamedTuple):
    """One change of the invented Turtle or text, and the failure that must name it."""

    id: str
    kind: Kind
    place: str
    old: str
    new: str
    in_text: bool


def read_mutations() -> list[Mutation]:
    table = tomllib.loads((INVENTED / "mutations.toml").read_text(encoding="utf-8"))
    return [
        Mutation(name, Kind[row["kind"]], row["place"], row["old"], row["new"], row["in"] == "text")
        for name, row in table.items()
    ]


MUTATIONS = read_mutations()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[m.id for m in MUTATIONS])
def test_a_mutation_is_caught_by_name(mutation: Mutation) -> None:
    original = TEXT if mutation.in_text else TURTLE
    assert original.count(mutation.old) == 1
    changed = original.replace(mutation.old, mutation.new)
    document = check(text=changed) if mutation.in_text else check(changed)
    caught = [f for f in document.failures if f.kind is mutation.kind and mutation.place in f.place]
    assert caught, "\n".join(map(str, document.failures))
    assert not document.ok


def test_every_kind_of_failure_has_a_mutation() -> None:
    tested = {mutation.kind for mutation in MUTATIONS}
    assert set(Kind) - tested == {Kind.CATALOGUE_EXTRA}


def test_a_catalogue_that_is_not_printed() -> None:
    document = check(TURTLE + "catalogue:grade2 a zr:Catalogue .")
    assert [f.kind for f in document.failures] == [Kind.CATALOGUE_EXTRA]


def test_a_misplaced_quote_is_told_where_it_occurs() -> None:
    document = check(TURTLE.replace("clause:1.2.2.1 ; zr:quote", "clause:1.3 ; zr:quote"))
    (failure,) = [f for f in document.failures if f.kind is Kind.QUOTE_NOT_FOUND]
    assert "不在 一（三）；见于 一（二）2（1）" in failure.detail


def test_white_space_and_width_of_a_quote_do_not_matter() -> None:
    assert check(
        TURTLE.replace('"累计独立完成模型操作不少于400例"', '"累计独立完成 模型操作不少于４００例"')
    ).ok


def test_each_occurrence_of_a_figure_must_lie_in_a_quote() -> None:
    """The 3 of the title does not carry the 3 of a sentence that nothing quotes."""
    amended = TEXT.replace("任职资格3年以上，累计", "任职资格3年以上，有模型3例，累计")
    assert [f.place for f in check(text=amended).failures] == ["二（一）2（1）"]


def test_a_printed_entry_may_be_curated_as_a_section_with_a_note() -> None:
    """A heading without entries is printed like an entry."""
    section = 'section3:2 a zr:Section ; skos:prefLabel "纸质模型折叠术"@zh ; eli:number "二" ;'
    turtle = TURTLE.replace("procedure3:2 a zr:Procedure", "procedure3:2 a skos:Concept")
    turtle = turtle.replace(
        "section4:1 a", f"{section} skos:inScheme catalogue:grade3 .\nsection4:1 a"
    )
    turtle = (
        "@prefix section3: <https://w3id.org/zhunru/id/section/model-technique-2099/grade3/> .\n"
        + turtle
    )
    assert not check(turtle).ok
    noted = turtle.replace(section, f'{section} zr:curationNote "疑为节名。"@zh ;')
    assert check(noted).ok
    moved = noted.replace(
        'skos:inScheme catalogue:grade3 ; zr:position "三"',
        'skos:inScheme catalogue:grade3 ; zr:position "三" ; zr:section section3:2 ;'
        ' zr:curationNote "属上一节。"@zh',
    )
    assert check(moved).ok


def test_a_house_namespace_verifies_as_well() -> None:
    assert check(TURTLE.replace("https://w3id.org/zhunru/id/", "https://house.example/rules/")).ok


def test_a_repeated_number_is_kept() -> None:
    document = check(text=TEXT.replace("（二）近3年未", "（一）近3年未"))
    assert document.slips
    assert Kind.CLAUSE_EXTRA in {f.kind for f in document.failures}


def test_documents_without_text_or_encoding_are_listed() -> None:
    report = verify(graph_of(TURTLE), {"other-2099": parse(TEXT)})
    assert [(d.name, d.status) for d in report.documents] == [
        (NAME, Status.NO_TEXT),
        ("other-2099", Status.NOT_ENCODED),
    ]
    assert not report.ok


def rendered(report: VerificationReport) -> str:
    console = Console(width=160, record=True, file=StringIO())
    render(report, console)
    return console.export_text()


def test_rendering_of_agreement() -> None:
    shown = rendered(verify(graph_of(TURTLE), {NAME: parse(TEXT)}))
    assert "核对通过" in shown
    assert "四级 5/5" in shown
    assert "没有逐例的复核时间可供核对。" in shown


def test_rendering_of_failures() -> None:
    shown = rendered(
        verify(
            graph_of(TURTLE.replace("minimum 400", "minimum 450")),
            {NAME: parse(TEXT), "other-2099": parse("某某规范\n一、甲\n三、乙\n")},
        )
    )
    assert "核对未通过" in shown
    assert "数字无人承载 · figure carried by nothing 二（一）2（1）" in shown
    assert "未编码 · not encoded" in shown
    assert "编号应为 2，印作 3" in shown


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="找不到原文文件夹"):
        verify_folder(graph_of(TURTLE), tmp_path / "missing")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="文件夹中没有"):
        verify_folder(graph_of(TURTLE), tmp_path)


def test_no_matching_file(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(SourcesError, match=f"图谱中的规范：{NAME}"):
        verify_folder(graph_of(TURTLE), tmp_path)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.txt").write_bytes(TEXT.replace("m²", "平方米").encode("gb18030"))
    with pytest.raises(SourcesError, match="不是 UTF-8"):
        verify_folder(graph_of(TURTLE), tmp_path)
