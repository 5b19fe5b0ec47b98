"""计数与清单，与另一条路数出的一致。 Counts and lists against another way of counting."""

from rdflib.namespace import RDF, SKOS

from zhunru.ask import ask_saved
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR
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
    at = {name: index for index, name in enumerate(answer.columns)}
    assert answer.rows
    for row in answer.rows:
        named = str(row[0]), str(row[at["regulation"]])
        own = [c for c in criteria().values() if (c.technique.iri, c.regulation.label.zh) == named]
        required = {r.iri: r for c in own for top in c.requirements for r in below(top)}
        figures = sum(has_figure(requirement) for requirement in required.values())
        counts = [row[at[name]].toPython() for name in ("criteria", "requirements", "figures")]
        assert counts == [len(own), len(required), figures], named


def test_every_curation_note_is_listed():
    listed = {(str(row[0]), str(row[3])) for row in ask_saved("curation-notes").rows}
    written = load_graph().subject_objects(ZR.curationNote)
    assert listed == {(str(subject), str(note)) for subject, note in written}


def test_every_note_names_its_regulation():
    answer = ask_saved("curation-notes")
    assert all(row[answer.columns.index("regulation")] is not None for row in answer.rows)


def test_every_overlap_of_catalogues_in_force_is_listed():
    graph = load_graph()
    replaced = set(graph.objects(None, ELI.repeals))
    in_force = {
        overlap
        for overlap in graph.subjects(RDF.type, ZR.Overlap)
        if not any(
            regulation in replaced
            for procedure in graph.objects(overlap, ZR.between)
            for catalogue in graph.objects(procedure, SKOS.inScheme)
            for regulation in graph.objects(catalogue, ELI.is_part_of)
        )
    }
    listed = {row[0] for row in ask_saved("overlaps", {"keyword": "", "match": "all"}).rows}
    assert listed == in_force


def test_operator_conditions_are_requirements_of_operators():
    listed = {str(row[0]) for row in ask_saved("operator-conditions").rows}
    own = [
        criterion
        for criterion in criteria().values()
        if criterion.role.notation in {"operator", "independent-operator"}
    ]
    assert listed
    assert listed <= {r.iri for c in own for top in c.requirements for r in below(top)}
