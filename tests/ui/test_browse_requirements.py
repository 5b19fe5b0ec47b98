"""浏览：谁须符合什么，与别的规范的重叠。 Browse: who is bound by what, and overlaps."""

from page_words import html_of, in_text, links, texts, words

from app_parts.bearers import bearers, first_of, grouped
from app_parts.catalogue import procedures
from app_parts.clause_text import full_text
from app_parts.documents import documents, grades_of, techniques
from app_parts.overlap_groups import groups
from app_parts.requirement_card import cards, says
from app_parts.styling import plain
from zhunru.reading import criteria
from zhunru.requirements import AnyOf, Force, Leaf, Waiver, When

VIEWS = [
    (document.key, grade)
    for document in documents().values()
    for grade in [None, *grades_of(document)]
]
BARE = [one for one in documents().values() if not one.catalogues]
MOST = max(procedures().values(), key=lambda one: len(one.overlaps))


def view(document, grade=None, **more):
    """The parameters that open a document, with a grade."""
    given = {"technique": documents()[document].technique.notation, "edition": document, **more}
    return {**given, "grade": grade} if grade else given


def below(requirement, premise=False):
    """Every requirement below one, itself included, and whether others depend on it."""
    yield requirement, premise
    for child in requirement.children:
        condition = isinstance(requirement, When) and child is requirement.condition
        yield from below(child, premise or condition)


def every_requirement():
    for one in criteria().values():
        for requirement in one.requirements:
            yield from below(requirement)


# 谁须符合什么 Who is bound by what


def test_the_cards_say_everything_of_every_requirement():
    for one in criteria().values():
        shown = in_text(cards(one.requirements))
        for requirement, premise in (pair for r in one.requirements for pair in below(r)):
            assert in_text(says(requirement, premise=premise)) in shown
            assert isinstance(requirement, Leaf) or requirement.label.zh in shown
            assert all(clause.number in shown for clause in requirement.clauses)
            assert all(quote in shown for quote in requirement.quotes)
            assert requirement.note is None or requirement.note in shown


def test_what_does_not_bind_is_marked_in_words():
    marks = {Force.ADVISORY: "原则上，不作为判定依据", Force.PERMISSION: "可以，不作为判定依据"}
    found = dict.fromkeys(marks, 0)
    for requirement, _ in every_requirement():
        said = in_text(says(requirement))
        for force, mark in marks.items():
            assert (mark in said) == (requirement.force is force)
            found[force] += requirement.force is force
    assert all(found.values())


def test_premises_are_worded_as_facts():
    premises = [one for one, premise in every_requirement() if premise and isinstance(one, Leaf)]
    assert premises
    for one in premises:
        assert not in_text(says(one, premise=True)).startswith("须")


def test_long_ways_are_numbered_and_folded():
    group = next(
        one
        for one, _ in every_requirement()
        if isinstance(one, AnyOf)
        and sum(isinstance(part, Waiver) for part in one.members)
        and max(len(list(part.leaves())) for part in one.members) > 10
    )
    source = cards([group])
    for place in range(len(group.members)):
        assert f"途径 {place + 1}（共 {len(group.members)} 条" in source
    assert "<details><summary>展开" in source
    assert '<span class="zr-chip way">免除</span>' in source


def test_every_criterion_is_shown_for_some_bearer():
    shown = {
        part.iri
        for key in VIEWS
        for one in bearers(*key).values()
        for part in one.criterion.closure
    }
    assert shown == set(criteria())


def test_bearers_of_one_list_have_different_names_and_short_ones():
    for key in VIEWS:
        names = [one.name for one in bearers(*key).values()]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 20


def test_people_stand_apart_from_institutions_and_authorities():
    for key in VIEWS:
        for members in grouped(bearers(*key).values()).values():
            assert len({one.criterion.role_is_person for one in members}) == 1
            kinds = {one.criterion.role for one in members}
            assert members[0].criterion.role_is_person or len(kinds) == 1


def test_one_bearer_is_chosen_in_all_rows_together(open_page):
    document = max(BARE, key=lambda one: len(bearers(one.key, None)))
    app = open_page("browse", technique=document.technique.notation)
    rows = grouped(bearers(document.key, None).values())
    for group, members in rows.items():
        for one in members:
            app.button_group(key=f"browse.bearers.{group}").set_value(one.key).run()
            assert not app.exception
            first = one.key == first_of(bearers(document.key, None))
            assert ("bearer" not in app.query_params) == first, "the first is in no short link"
            assert first or app.query_params["bearer"] == one.key
            assert one.criterion.label.zh in texts(app.markdown)
            assert in_text(says(one.criterion.requirements[0])) in words(app)
            others = (app.button_group(key=f"browse.bearers.{g}") for g in rows if g != group)
            assert not any(other.value for other in others)


def test_a_bearer_stays_chosen_from_grade_to_grade():
    for document in documents().values():
        for grade in grades_of(document):
            kept = set(bearers(document.key, None)) & set(bearers(document.key, grade))
            assert {"operator", "institution"} <= kept


def test_the_rules_of_the_broader_technique_are_at_hand(open_page):
    narrower = next(one for one in documents().values() if one.family)
    above = techniques()[narrower.family.notation][0]
    assert above.title in links(open_page("browse", technique=narrower.technique.notation))
    assert narrower.title in links(open_page("browse", technique=above.technique.notation))


def test_full_text_is_shown_where_the_sources_are_at_hand(open_page, monkeypatch, tmp_path):
    document, grade = next(key for key in VIEWS if key[1])
    first = next(iter(bearers(document, grade).values()))
    clause = first.criterion.requirements[0].clauses[0]
    monkeypatch.delenv("ZHUNRU_SOURCES", raising=False)
    assert full_text(clause) is None
    monkeypatch.setenv("ZHUNRU_SOURCES", str(tmp_path))
    assert full_text(clause) is None
    text = "某规范\n一、总则\n（一）医疗机构应当具备<条件>。\n"
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / f"{document}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setenv("ZHUNRU_SOURCES", str(tmp_path / "sources"))
    app = open_page("browse", **view(document, grade, bearer="institution"))
    assert "条款全文" in html_of(app)
    assert "应当具备&lt;条件&gt;" in html_of(app)


# 重叠 Overlaps


def test_overlaps_are_grouped_by_kind_with_disagreement_first():
    for procedure in procedures().values():
        found = groups(procedure)
        assert len({one.kind for one in found}) == len(found)
        for group in found:
            differs = [pair.differs for pair in group.pairs]
            assert differs == sorted(differs, reverse=True)
            assert group.differing == sum(differs)
            for pair in group.pairs:
                assert pair.differs == (pair.other.grade != procedure.grade)
        shown = {pair.other.key for group in found for pair in group.pairs}
        left_out = {one.other for one in procedure.overlaps} - shown
        assert not any(procedures()[key].document.in_force for key in left_out)


def test_many_overlaps_are_folded(open_page):
    app = open_page("browse", procedure=MOST.key)
    found = groups(MOST)
    folds = [one for one in app.expander if "项" in one.label]
    assert [one.label.split("**")[1] for one in folds[: len(found)]] == [g.kind for g in found]
    assert not any(one.proto.expanded for one in folds)
    total = sum(len(group.pairs) for group in found)
    assert f"{total} 项" in app.warning[0].value
    assert "级别不一致" in app.warning[0].value
    for fold, group in zip(folds, found, strict=False):
        reasons = [one.value for one in fold.caption][1:]
        assert len(reasons) == len(group.pairs)
        for said, pair in zip(reasons, group.pairs, strict=True):
            assert plain(pair.overlap.reason) in said
            assert (":orange-badge[级别不一致]" in said) == pair.differs


def test_a_few_overlaps_are_open_and_lead_to_the_other(open_page):
    procedure = next(
        one for one in procedures().values() if [len(g.pairs) for g in groups(one)] == [1]
    )
    app = open_page("browse", procedure=procedure.key)
    pair = groups(procedure)[0].pairs[0]
    assert app.expander[0].proto.expanded
    assert plain(pair.other.name) in links(app)
    assert plain(pair.overlap.reason) in texts(app.caption)
