"""哪些职称要求算数：虚构一部规范，逐种嵌套。 Which title requirements count, on invented rules.

In the published documents few title requirements of operators stand inside a group, and those in
waivers or beside an alternative, so every nesting is tried on an invented regulation.
"""

import pyoxigraph
import pytest
from rdflib import Graph

from zhunru.queries import saved_query
from zhunru.resources import folder

HEAD = """
@prefix zr: <https://w3id.org/zhunru/ontology#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://example.org/> .
@prefix grade: <https://w3id.org/zhunru/id/grade/> .
@prefix role: <https://w3id.org/zhunru/id/role/> .
@prefix title: <https://w3id.org/zhunru/id/title/> .
:rules a zr:Regulation ; zr:governs :magic . :magic a zr:Technique .
:clause a eli:LegalResourceSubdivision ; eli:number "第一条" ; eli:is_part_of :rules .
:catalogue a zr:Catalogue ; zr:technique :magic ; eli:is_part_of :rules .
:levitation a zr:Procedure ; skos:prefLabel "悬浮术"@zh ; zr:grade grade:4 ;
  skos:inScheme :catalogue .
:title a zr:TitleRequirement ; zr:atLeastTitle title:associate-chief ; cv:isDerivedFrom :clause .
"""
OPERATOR = """:operator a zr:Criterion ; zr:technique :magic ; zr:grade grade:4 ;
  zr:role role:independent-operator ; cv:hasRequirement """
HELD = ':title zr:heldFor "P3Y"^^xsd:duration .'

OUTRIGHT = [
    f"{OPERATOR} :title . {HELD}",
    f"{OPERATOR} :all . :all a zr:AllOf ; cv:hasRequirement :title . {HELD}",
    f"""{OPERATOR} :all . :all a zr:AllOf ; cv:hasRequirement :inner .
        :inner a zr:AllOf ; cv:hasRequirement :title . {HELD}""",
    # 同一要求既直接列出，又在备选里。 Listed outright, and in an alternative as well.
    f"{OPERATOR} :title , :any . :any a zr:AnyOf ; cv:hasRequirement :title . {HELD}",
    f'{OPERATOR} :title . :title zr:heldFor "P10Y"^^xsd:duration .',
    f"{OPERATOR} :title . {HELD}".replace("zr:grade grade:4 ;", ""),
]
NOT_OUTRIGHT = [
    f"{OPERATOR} :any . :any a zr:AnyOf ; cv:hasRequirement :title . {HELD}",
    f"{OPERATOR} :way . :way a zr:Waiver ; cv:hasRequirement :title . {HELD}",
    f"{OPERATOR} :way . :way a zr:Equivalence ; cv:hasRequirement :title . {HELD}",
    f"{OPERATOR} :when . :when a zr:When ; cv:hasRequirement :title . {HELD}",
    f"{OPERATOR} :when . :when a zr:When ; zr:condition :title . {HELD}",
    f"""{OPERATOR} :all . :all a zr:AllOf ; cv:hasRequirement :any .
        :any a zr:AnyOf ; cv:hasRequirement :title . {HELD}""",
    f"{OPERATOR} :title . {HELD}".replace("independent-operator", "decision-maker"),
    f"{OPERATOR} :title . {HELD}".replace("independent-operator", "trainee"),
    f"{OPERATOR} :title . {HELD}".replace("zr:grade grade:4 ;", "zr:grade grade:3 ;"),
    f"{OPERATOR} :title . {HELD}".replace("zr:technique :magic", "zr:technique :other"),
    f'{OPERATOR} :title . :title zr:heldFor "P2Y"^^xsd:duration .',
    f"{OPERATOR} :title .",
]


def found(rules, **parameters):
    """Return the labels found by Oxigraph and by rdflib."""
    query = saved_query("procedures-by-title").bind(parameters)
    store, graph = pyoxigraph.Store(), Graph()
    texts = [path.read_text(encoding="utf-8") for path in folder("ontology").glob("*.ttl")]
    for text in (*texts, HEAD + rules):
        store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    graph.parse(data=HEAD + rules)
    graph.parse(folder("ontology") / "concepts.ttl")
    oxigraph = [row["label"].value for row in store.query(query)]
    assert [str(row.label) for row in graph.query(query)] == oxigraph
    return oxigraph


@pytest.mark.parametrize("rules", OUTRIGHT)
def test_outright_title_requirements_count(rules):
    assert found(rules) == ["悬浮术"]


@pytest.mark.parametrize("rules", NOT_OUTRIGHT)
def test_other_title_requirements_do_not(rules):
    assert found(rules) == []


def test_without_years_a_requirement_counts_from_zero_years_on():
    assert found(f"{OPERATOR} :title .", years=0) == ["悬浮术"]


def test_a_higher_title_is_another_question():
    rules = f"{OPERATOR} :chief . :chief a zr:TitleRequirement ; zr:atLeastTitle title:chief ."
    rules += " :chief cv:isDerivedFrom :clause ."
    assert found(rules, years=0) == []
    assert found(rules, years=0, title="主任医师") == ["悬浮术"]


@pytest.mark.parametrize(
    ("held", "years", "counts"),
    [("P6M", 0, True), ("P6M", 1, False), ("P1Y6M", 1, True), ("P1Y6M", 2, False)],
)
def test_months_are_read_as_parts_of_a_year(held, years, counts):
    rules = f'{OPERATOR} :title . :title zr:heldFor "{held}"^^xsd:duration .'
    assert found(rules, years=years) == ["悬浮术"] * counts


@pytest.mark.parametrize("depth", [3, 5])
def test_all_of_groups_may_nest_as_deeply_as_they_like(depth):
    chain = " ".join(
        f":all{n} a zr:AllOf ; cv:hasRequirement :all{n + 1} ." for n in range(depth)
    ).replace(f":all{depth} .", ":title .")
    assert found(f"{OPERATOR} :all0 . {chain} {HELD}") == ["悬浮术"]
    assert found(f"{OPERATOR} :all0 . {chain} {HELD}".replace("AllOf", "AnyOf", 1)) == []


def test_a_criterion_of_several_grades_lists_a_procedure_once():
    rules = f"{OPERATOR} :title . {HELD}".replace("zr:grade grade:4", "zr:grade grade:3 , grade:4")
    assert found(rules) == ["悬浮术"]


def test_an_edition_that_is_repealed_is_listed_on_request_only():
    rules = f"{OPERATOR} :title . {HELD} :newer eli:repeals :rules ."
    assert found(rules) == []
    assert found(rules, edition="all") == ["悬浮术"]
