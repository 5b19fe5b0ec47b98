"""两版虚构的规范，供比较。 Two editions of an invented regulation, to compare."""

from functools import cache

from rdflib import Graph

from zhunru.resources import folder

PREFIXES = """
@prefix zr:   <https://w3id.org/zhunru/ontology#> .
@prefix cv:   <http://data.europa.eu/m8g/> .
@prefix eli:  <http://data.europa.eu/eli/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
@prefix id:   <https://w3id.org/zhunru/id/> .
@prefix grade: <https://w3id.org/zhunru/id/grade/> .
@prefix title: <https://w3id.org/zhunru/id/title/> .
@prefix role: <https://w3id.org/zhunru/id/role/> .
@prefix case-role: <https://w3id.org/zhunru/id/case-role/> .
@prefix measure: <https://w3id.org/zhunru/id/measure/> .
@prefix unit: <https://w3id.org/zhunru/id/unit/> .
@prefix force: <https://w3id.org/zhunru/id/force/> .
@prefix facility: <https://w3id.org/zhunru/id/facility/> .
@prefix technique: <https://w3id.org/zhunru/id/technique/> .
@prefix regulation: <https://w3id.org/zhunru/id/regulation/> .
@prefix change-kind: <https://w3id.org/zhunru/id/change-kind/> .
@prefix change: <https://w3id.org/zhunru/id/edition-change/model/> .
@prefix old: <https://w3id.org/zhunru/id/requirement/model-2090/operator/> .
@prefix new: <https://w3id.org/zhunru/id/requirement/model-2099/operator/> .
@prefix old-entry: <https://w3id.org/zhunru/id/procedure/model-2090/> .
@prefix new-entry: <https://w3id.org/zhunru/id/procedure/model-2099/> .
"""

THINGS = """
technique:{technique} a zr:Technique ; skos:notation "{technique}" ;
    skos:prefLabel "{name}"@zh , "{technique}"@en .
regulation:{code} a zr:Regulation ; zr:governs technique:{technique} ;
    eli:date_document "{year}"^^xsd:gYear ;
    skos:prefLabel "{name}规范（{year}年版）"@zh , "Rules for {technique} ({year})"@en .
<https://w3id.org/zhunru/id/clause/{code}/1> a eli:LegalResourceSubdivision ;
    eli:number "一" ; eli:is_part_of regulation:{code} .
"""

CRITERION = """
<https://w3id.org/zhunru/id/criterion/{code}/{name}> a zr:Criterion ;
    skos:prefLabel "{name}"@zh , "{name}"@en ; zr:role role:{role} ;
    zr:technique technique:{technique} ; zr:dossierClass id:dossier ;
    cv:isDerivedFrom <https://w3id.org/zhunru/id/clause/{code}/1> ; {more}
    cv:hasRequirement {members} .
"""

REQUIREMENT = """
<https://w3id.org/zhunru/id/requirement/{code}/{name}> a {body} ;
    skos:prefLabel "{label}"@zh , "{label}"@en ; zr:force force:mandatory ;
    cv:isDerivedFrom <https://w3id.org/zhunru/id/clause/{code}/1> .
"""

ENTRY = """
<https://w3id.org/zhunru/id/catalogue/{code}/grade{grade}> a zr:Catalogue ;
    zr:grade grade:{grade} ; eli:is_part_of regulation:{code} .
<https://w3id.org/zhunru/id/procedure/{code}/{number}> a zr:Procedure ;
    zr:grade grade:{grade} ; zr:position "{number}" ;
    skos:prefLabel "{name}"@zh , "entry {number}"@en ;
    skos:inScheme <https://w3id.org/zhunru/id/catalogue/{code}/grade{grade}> .
"""

#: 床位只在旧版，年限只在新版。 Beds stand in the old edition only, years in the new.
OLD = {
    "operator/cases": "zr:Threshold ; zr:measure measure:cases ; zr:unit unit:case ;"
    " zr:minimum 100 ; zr:caseRole case-role:participant ; zr:technique technique:model",
    "operator/title": "zr:TitleRequirement ; zr:atLeastTitle title:attending",
    "operator/deaths": "zr:Threshold ; zr:measure measure:death-rate ; zr:unit unit:percent ;"
    ' zr:exclusiveMaximum 3 ; zr:per "P1Y"^^xsd:duration ; zr:technique technique:model',
    "operator/training": "zr:Threshold ; zr:measure measure:training-duration ; zr:unit unit:year ;"
    " zr:minimum 1 ; zr:technique technique:model",
    "operator/recent": "zr:Threshold ; zr:measure measure:operations ; zr:unit unit:case ;"
    ' zr:minimum 30 ; zr:window "P3Y"^^xsd:duration ; zr:technique technique:model',
    "operator/ward": "zr:Possession ; zr:possesses facility:registered-specialty",
    "operator/beds": "zr:Threshold ; zr:measure measure:beds ; zr:unit unit:bed ; zr:minimum 9",
}
NEW = {
    **OLD,
    "operator/cases": OLD["operator/cases"].replace("100", "80"),
    "operator/title": "zr:TitleRequirement ; zr:atLeastTitle title:associate-chief ;"
    ' zr:heldFor "P3Y"^^xsd:duration',
    "operator/deaths": OLD["operator/deaths"].replace("Maximum 3", "Maximum 2"),
    "operator/training": OLD["operator/training"]
    .replace("unit:year", "unit:month")
    .replace("minimum 1", "minimum 12"),
    "operator/recent": OLD["operator/recent"].replace("P3Y", "P5Y"),
    "operator/years": "zr:Threshold ; zr:measure measure:clinical-years ; zr:unit unit:year ;"
    " zr:minimum 4",
}
del NEW["operator/beds"]
LABELS = {"cases": "参与例数", "title": "职称", "ward": "病房"}

CURATED = """
change:cases a zr:EditionChange ; skos:prefLabel "例数"@zh , "Cases"@en ;
    zr:before old:cases ; zr:after new:cases ; zr:change change-kind:{cases} ;
    zr:reason "编者的理由"@zh , "The curator's reason"@en .
change:moved a zr:EditionChange ; skos:prefLabel "升级的"@zh , "The one that moved"@en ;
    zr:before old-entry:2 ; zr:after new-entry:2 ; zr:change change-kind:{moved} ;
    zr:reason "编者的理由"@zh , "The curator's reason"@en .
"""


def requirements(code, bodies):
    """Write requirements and the criterion that states them all."""
    members = " , ".join(f"<https://w3id.org/zhunru/id/requirement/{code}/{one}>" for one in bodies)
    parts = [
        REQUIREMENT.format(
            code=code, name=name, body=body, label=LABELS.get(name.split("/")[1], name)
        )
        for name, body in bodies.items()
    ]
    return "".join(parts), members


def edition(code, year, bodies, entries, technique="model", name="模型技术"):
    """Write an edition with one criterion for operators, and a catalogue."""
    written, members = requirements(code, bodies)
    return "".join(
        [
            THINGS.format(code=code, year=year, technique=technique, name=name),
            written,
            CRITERION.format(
                code=code, name="operator", role="operator", technique=technique, more="",
                members=members,
            ),
            *(
                ENTRY.format(code=code, number=number, name=entry, grade=grade)
                for number, (entry, grade) in enumerate(entries, start=1)
            ),
        ]
    )  # fmt: skip


@cache
def concepts():
    """The ontology and the concept schemes, without any regulation."""
    graph = Graph()
    for path in sorted(folder("ontology").glob("*.ttl")):
        graph.parse(path)
    return graph


def graph_of(turtle):
    """A graph of its own, with the concepts and what is given."""
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    graph += concepts()
    return graph


@cache
def two_editions(curated=""):
    """Both editions in a graph of their own."""
    old = edition("model-2090", 2090, OLD, [("同名术", 3), ("升级术", 3), ("旧版术", 4)])
    new = edition("model-2099", 2099, NEW, [("同名术", 3), ("升级术", 4), ("新版术", 4)])
    link = "regulation:model-2099 eli:repeals regulation:model-2090 ."
    return graph_of(old + new + link + curated)
