"""Which leaves must be met together."""

from dataclasses import replace

from zhunru.conjunctions import conjunctions
from zhunru.reading import criteria
from zhunru.requirements import AllOf, AnyOf, Force, When

LEAVES = list({leaf.iri: leaf for one in criteria().values() for leaf in one.leaves()}.values())
A, B, C, D, E = (replace(leaf, force=Force.MANDATORY) for leaf in LEAVES[:5])


def group(kind, *members, force=Force.MANDATORY, **more):
    return kind(f"group-{len(members)}", A.label, force, (), (), None, members, **more)


def together(*requirements):
    found = [{leaf.iri for leaf in leaves} for leaves in conjunctions(requirements) if leaves]
    return [
        sorted("ABCDE"[n] for n, leaf in enumerate((A, B, C, D, E)) if leaf.iri in one)
        for one in found
    ]


def test_members_of_a_group_join_those_beside_it():
    assert together(A, group(AllOf, B, group(AllOf, C, D))) == [["A", "B", "C", "D"]]


def test_alternatives_stand_by_themselves():
    assert together(A, group(AnyOf, group(AllOf, B, C), D)) == [["A"], ["B", "C"], ["D"]]


def test_a_rule_and_its_condition_stand_by_themselves():
    assert together(A, group(When, B, C, condition=D)) == [["A"], ["D"], ["B", "C"]]


def test_what_is_only_advised_stands_alone():
    advised = replace(B, force=Force.ADVISORY)
    assert together(A, advised) == [["A"], ["B"]]
    assert together(A, group(AllOf, advised, C, force=Force.ADVISORY)) == [["A"], ["B", "C"]]


def test_every_leaf_of_every_criterion_stands_somewhere():
    for criterion in criteria().values():
        assert criterion.together.keys() == {leaf.iri for leaf in criterion.leaves()}
        assert all(
            iri in {leaf.iri for leaf in leaves} for iri, leaves in criterion.together.items()
        )
