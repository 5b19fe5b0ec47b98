"""Terms to complete SPARQL with."""

from zhunru.ask import ask
from zhunru.term_completions import completions

FOUND = {one.name: one for one in completions()}


def test_a_property_has_its_label_and_its_sound():
    term = FOUND["zr:atLeastTitle"]
    (label,) = ask(
        'SELECT ?l { zr:atLeastTitle rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) = "zh") }'
    ).rows[0]
    assert term.label == str(label)
    assert "zhicheng" in term.pinyin
    assert term.kind == "属性"


def test_every_class_and_property_of_the_ontology_and_every_concept_is_there():
    rows = ask(
        """SELECT DISTINCT ?term {
          { ?term a owl:Class } UNION { ?term a owl:ObjectProperty }
          UNION { ?term a owl:DatatypeProperty } UNION { ?term a zr:Title }
          UNION { ?term a zr:Technique } UNION { ?term a zr:BodySite }
          ?term skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = "zh" && ISIRI(?term))
        }"""
    ).rows
    labelled = {str(one[0]) for one in rows}
    assert len(labelled) > 100
    offered = ask(f"SELECT ?x {{ VALUES ?x {{ {' '.join(FOUND)} }} }}").rows
    assert labelled <= {str(one[0]) for one in offered}


def test_foreign_terms_in_use_are_there_without_a_label():
    assert FOUND["rdf:type"].label == ""
    assert "owl:Class" in FOUND


def test_procedures_are_named_by_their_iri():
    (iri, label) = ask(
        'SELECT ?p ?l { ?p a zr:Procedure ; skos:prefLabel ?l FILTER(LANG(?l) = "zh") } LIMIT 1'
    ).rows[0]
    assert FOUND[f"<{iri}>"].label == str(label)


def test_names_are_sorted_and_kinds_are_chinese():
    assert list(FOUND) == sorted(FOUND)
    assert all(not one.kind.isascii() for one in completions())
    assert all(one.pinyin == one.pinyin.lower() for one in completions())
