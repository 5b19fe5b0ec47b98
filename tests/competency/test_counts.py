"""计数与清单，与另一条路数出的一致。 Counts and lists against another way of counting."""

from rdflib.namespace import RDF

from zhunru.ask import ask_saved
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.reading import criteria
from zhunru.requirements import Group, Staffing, Threshold, TitleRequirement


def below(requirement):
    """Yield a requirement and its members; a condition is not required of anybody."""
    yield requirement
    for member in requirement.members if isinstance(requirement, Group) else ():
        yield from below(member)


def has_figure(requirement):
    if isinstance(requirement, TitleRequirement):
        return requirement.held_for is not None
    return isinstance(requirement, Threshold | Staffing)


def test_summary_counts_what_the_reader_reads():
    answer = ask_saved("technique-summary")
    counted = {
        str(row[0]): tuple(row[answer.columns.index(c)].toPython() for c in columns)
        for columns in [("criteria", "requirements", "figures")]
        for row in answer.rows
    }
    for technique, counts in counted.items():
        own = [c for c in criteria().values() if c.technique.iri == technique]
        required = {r.iri: r for c in own for top in c.requirements for r in below(top)}
        figures = sum(has_figure(requirement) for requirement in required.values())
        assert counts == (len(own), len(required), figures)


def test_every_curation_note_is_listed():
    listed = {(str(row[0]), str(row[3])) for row in ask_saved("curation-notes").rows}
    written = load_graph().subject_objects(ZR.curationNote)
    assert listed == {(str(subject), str(note)) for subject, note in written}


def test_every_note_names_its_regulation():
    answer = ask_saved("curation-notes")
    assert all(row[answer.columns.index("regulation")] is not None for row in answer.rows)


def test_every_overlap_is_listed():
    listed = {row[0] for row in ask_saved("overlaps", {"keyword": "", "match": "all"}).rows}
    assert listed == set(load_graph().subjects(RDF.type, ZR.Overlap))


def test_every_requirement_of_an_operator_binds_some_procedure():
    listed = {str(row[0]) for row in ask_saved("operator-conditions").rows}
    own = [
        criterion
        for criterion in criteria().values()
        if criterion.role.notation in {"operator", "independent-operator"}
        and "nasal" not in criterion.iri
    ]
    assert listed == {r.iri for c in own for top in c.requirements for r in below(top)}
