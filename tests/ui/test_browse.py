"""浏览页，不经浏览器。 The browse page, opened without a browser."""

import pytest
from page_words import html_of, in_text, links, texts, words
from rdflib.namespace import RDF, SKOS

from app_parts import clause_view
from app_parts.bearers import bearer_of, bearers, first_of, grouped
from app_parts.catalogue import grade_counts, procedures
from app_parts.documents import documents, families, grades_of, specialties, techniques
from app_parts.requirement_card import says
from app_parts.styling import plain
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.namespaces import CV, ID, ZR, local_path
from zhunru.reading import criteria
from zhunru.search import Kind
from zhunru.search.index import search_index
from zhunru.who_may import who_may
from zhunru.wording import sentence

VIEWS = [
    (document.key, grade)
    for document in documents().values()
    for grade in [None, *grades_of(document)]
]
BARE = [one for one in documents().values() if not one.catalogues]
OLD = next(one for one in documents().values() if not one.in_force)
NEW = documents()[OLD.successor]


def view(document, grade=None, **more):
    """The parameters that open a document, with a grade."""
    given = {"technique": documents()[document].technique.notation, "edition": document, **more}
    return {**given, "grade": grade} if grade else given


# 目录 The catalogue


def test_browse_starts_with_every_procedure_in_force_and_a_hint(open_page):
    app = open_page("browse")
    in_force = [one for one in procedures().values() if one.document.in_force]
    assert len(app.dataframe[0].value) == len(in_force) < len(procedures())
    assert "选定技术" in app.info[0].value
    said = texts(app.caption)
    assert all(one.technique.label.zh in said for one in BARE)
    assert OLD.title in said


@pytest.mark.parametrize(("document", "grade"), VIEWS)
def test_every_document_and_grade_opens(open_page, document, grade):
    app = open_page("browse", **view(document, grade))
    shown = documents()[document]
    assert shown.title in words(app)
    for group, members in grouped(bearers(document, grade).values()).items():
        assert app.button_group(key=f"browse.bearers.{group}")
        assert len(members) == len(app.button_group(key=f"browse.bearers.{group}").options)
    if shown.catalogues:
        counted = {one.notation: number for one, number in grade_counts(document).items()}
        expected = counted.get(grade, 0) if grade else sum(counted.values())
        assert sum(len(one.value) for one in app.dataframe) == expected


def test_parts_of_a_technique_are_no_techniques_of_their_own():
    graph = load_graph()
    governed = {str(graph.value(one, SKOS.notation)) for one in graph.objects(None, ZR.governs)}
    assert set(techniques()) == governed
    assert {one for members in families().values() for one in members} == set(documents().values())


def test_a_link_to_a_procedure_gives_its_view(open_page):
    procedure = next(one for one in procedures().values() if one.overlaps and one.facets)
    app = open_page("browse", procedure=procedure.key, bearer="operator")
    assert texts(app.header).startswith(plain(procedure.name))
    assert app.selectbox(key="browse.technique").value == procedure.technique.notation
    assert app.selectbox(key="browse.grade").value == procedure.grade.notation
    for _, values in procedure.facets:
        assert all(value in words(app) for value in values)
    assert app.query_params["procedure"] == procedure.key
    assert app.query_params["bearer"] == "operator"


def test_a_short_link_stays_short_until_something_else_is_chosen(open_page):
    procedure = next(one for one in procedures().values() if one.document.in_force)
    app = open_page("browse", procedure=procedure.key)
    assert set(app.query_params) == {"procedure"}, "else the back button leads here again"
    app.run()
    assert set(app.query_params) == {"procedure"}
    app.selectbox(key="browse.grade").set_value(None).run()
    assert app.query_params["technique"] == procedure.technique.notation
    assert "grade" not in app.query_params


@pytest.mark.parametrize("key", ["", "no-such/procedure", "<img src=x>"])
def test_a_link_to_nothing_opens_the_whole_list(open_page, key):
    app = open_page("browse", procedure=key, technique="nothing", grade="9", edition="never")
    assert len(app.dataframe[0].value) == len(
        [one for one in procedures().values() if one.document.in_force]
    )


def test_search_looks_at_names_and_other_names(open_page):
    procedure = next(one for one in procedures().values() if one.other_names)
    for name in (procedure.name, procedure.other_names[0]):
        app = open_page("browse", words=name)
        assert procedure.name in set(app.dataframe[0].value["手术"])


def test_search_for_nothing_says_so(open_page):
    app = open_page("browse", words="没有这样的手术名")
    assert not app.dataframe
    assert "没有这样的手术" in app.info[0].value


def test_search_tells_of_hits_in_other_techniques(open_page):
    procedure = next(iter(procedures().values()))
    other = next(
        one
        for one in documents().values()
        if one.catalogues and not any(p.mentions(procedure.name) for p in of(one))
    )
    app = open_page("browse", technique=other.technique.notation, words=procedure.name)
    assert "在全部技术、全部级别中有" in texts(app.caption)


@pytest.mark.parametrize("words", ["jiazhuangxian", "甲狀腺", "jzx"])
def test_the_catalogue_is_found_by_sound_and_by_other_spellings(open_page, words):
    shown = set(open_page("browse", words=words).dataframe[0].value["手术"])
    meant = {one.name for one in procedures().values() if "甲状腺" in one.name}
    assert meant & shown
    assert all(one in shown for one in meant if of_latest(one))


def of_latest(name):
    return any(one.document.in_force for one in procedures().values() if one.name == name)


def test_the_catalogue_is_found_by_what_classifies_its_procedures(open_page):
    procedure = next(one for one in procedures().values() if one.facets and one.document.in_force)
    value = procedure.facets[0][1][0]
    shown = set(open_page("browse", words=value).dataframe[0].value["手术"])
    assert procedure.name in shown


# 专科 Specialties


@pytest.mark.parametrize("specialty", specialties())
def test_a_specialty_narrows_techniques_and_catalogue(open_page, specialty):
    app = open_page("browse", specialty=specialty)
    inside = {
        key: editions for key, editions in techniques().items() if editions[0].is_of(specialty)
    }
    assert inside
    offered = app.selectbox(key="browse.technique").options[1:]
    assert offered == [one[0].technique.label.zh for one in inside.values()]
    listed = [
        one
        for one in procedures().values()
        if one.document.in_force and one.technique.notation in inside
    ]
    assert sum(len(one.value) for one in app.dataframe) == len(listed)
    assert app.query_params["specialty"] == specialty


def test_a_technique_of_another_specialty_is_let_go(open_page):
    document = next(one for one in documents().values() if one.specialties)
    other = next(one for one in specialties() if not document.is_of(one))
    app = open_page("browse", technique=document.technique.notation)
    app.selectbox(key="browse.specialty").set_value(other).run()
    assert not app.exception
    assert app.selectbox(key="browse.technique").value is None
    assert "technique" not in app.query_params


def test_a_broader_specialty_holds_those_below_it():
    for document in documents().values():
        own = [one.notation for one in document.specialties]
        for notation in own[:1]:
            assert set(hierarchy().lineage(notation)) == set(own)


def of(document):
    return [one for one in procedures().values() if one.document == document]


@pytest.mark.parametrize("kind", ["CatalogueReference", "ResidualRule"])
def test_lines_that_are_no_procedures_stand_in_their_catalogue(open_page, kind):
    graph = load_graph()
    keys = {local_path(str(one)) for one in graph.subjects(RDF.type, ZR[kind])}
    found = [
        (document, catalogue, line)
        for document in documents().values()
        for catalogue in document.catalogues
        for line in catalogue.lines
        if line.key in keys
    ]
    assert {line.key for _, _, line in found} == keys
    for document, catalogue, line in found:
        app = open_page("browse", **view(document.key, catalogue.grade.notation))
        said = words(app)
        assert line.kind in said
        assert line.text in said
        assert line.note in said
        assert all(f"去看 {one.name}" in links(app) for one in line.targets)
        other = next(one for one in grades_of(document) if one != catalogue.grade.notation)
        assert line.text not in words(open_page("browse", **view(document.key, other)))


# 没有目录的技术 Techniques without a catalogue


@pytest.mark.parametrize("document", BARE, ids=lambda one: one.key)
def test_a_technique_without_catalogue_shows_who_is_bound(open_page, document):
    app = open_page("browse", technique=document.technique.notation)
    assert not app.dataframe
    assert "没有手术目录" in app.info[0].value
    found = bearers(document.key, None)
    own = {
        one.iri for one in criteria().values() if one.regulation.iri.endswith(f"/{document.key}")
    }
    assert {part.iri for one in found.values() for part in one.criterion.closure} == own
    chosen = found[first_of(found)]
    assert chosen.criterion.label.zh in texts(app.markdown)


# 版本 Editions


def test_the_edition_in_force_is_shown_at_first(open_page):
    app = open_page("browse", technique=NEW.technique.notation)
    assert len(app.dataframe[0].value) == len(of(NEW))
    assert not app.warning
    assert "edition" not in app.query_params


def test_an_old_edition_can_be_chosen_and_is_marked(open_page):
    app = open_page("browse", technique=NEW.technique.notation)
    picker = app.button_group(key=f"browse.edition.{NEW.technique.notation}")
    picker.set_value(OLD.key).run()
    assert not app.exception
    assert len(app.dataframe[0].value) == len(of(OLD))
    assert app.query_params["edition"] == OLD.key
    assert "旧版" in app.warning[0].value
    assert NEW.title in app.warning[0].value
    assert OLD.title in words(app)
    assert set(app.selectbox(key="browse.grade").options[1:]) == {
        one.label.zh for one in grade_counts(OLD.key)
    }
    picker.set_value(NEW.key).run()
    assert not app.warning
    assert "edition" not in app.query_params


def test_a_link_to_a_procedure_of_an_old_edition_says_that_it_is_old(open_page):
    procedure = of(OLD)[0]
    app = open_page("browse", procedure=procedure.key)
    assert "旧版" in app.warning[0].value
    assert "已由" in words(app)
    assert app.button_group(key=f"browse.edition.{NEW.technique.notation}").value == OLD.key
    assert any(OLD.title in one.value for one in app.caption)


def test_a_grade_of_one_edition_only_is_let_go_with_it(open_page):
    gone = next(one for one in grades_of(OLD) if one not in grades_of(NEW))
    app = open_page("browse", **view(OLD.key, gone))
    app.button_group(key=f"browse.edition.{NEW.technique.notation}").set_value(NEW.key).run()
    assert not app.exception
    assert app.selectbox(key="browse.grade").value is None


# 谁可以做，谁可以决定做 Who may perform, who may decide


def test_the_answer_for_a_procedure_names_every_condition_with_its_clause(open_page):
    procedure = next(one for one in procedures().values() if one.grade.notation == "4")
    document = procedure.document
    said = words(open_page("browse", procedure=procedure.key))
    found = who_may(
        str(ID[f"regulation/{document.key}"]), document.technique.notation, procedure.grade.notation
    )
    answer = said[said.index("谁可以做") : said.index("别名") if "别名" in said else None]
    for criterion in (*found.perform, *found.decide):
        assert f"须同时符合 {len(criterion.all_requirements)} 项" in answer
        for one in criterion.all_requirements:
            assert sentence(one).zh in answer
            assert all(clause.number in answer for clause in one.clauses)


def test_the_answer_follows_the_grade(open_page):
    document = next(one for one in documents().values() if len(one.catalogues) > 1)
    answers = {words(open_page("browse", **view(document.key, one))) for one in grades_of(document)}
    assert len(answers) == len(grades_of(document))


# 条款 Clauses


def linked_clause():
    """A clause with requirements: the document, its path, and one requirement."""
    criterion = next(one for one in criteria().values() if not one.regulation.replaced)
    clause = criterion.requirements[0].clauses[0]
    document, path = local_path(clause.iri).rsplit("/", 1)
    return criterion, documents()[document], path, criterion.requirements[0]


def test_a_clause_without_requirements_is_quoted(open_page, monkeypatch):
    """A preamble says what goes to other rules: that is what a search found there."""
    monkeypatch.setattr(clause_view, "full_text", lambda _: None)
    graph = load_graph()
    stating = {clause.iri for one in criteria().values() for clause in clauses_of(one)}
    handover, clause = next(
        (node, clause)
        for node in sorted(graph.subjects(RDF.type, ZR.ScopeHandover))
        for clause in graph.objects(node, CV.isDerivedFrom)
        if str(clause) not in stating
    )
    document, path = local_path(str(clause)).rsplit("/", 1)
    shown = html_of(open_page("browse", **view(document, clause=path)))
    for quote in graph.objects(handover, ZR.quote):
        assert f'<p class="zr-quote">{quote}</p>' in shown


def clauses_of(criterion):
    return [clause for leaf in criterion.leaves() for clause in leaf.clauses]


def test_a_link_to_a_clause_shows_it_with_its_requirements(open_page):
    criterion, document, path, requirement = linked_clause()
    bearer = criterion.iri.rsplit("/", 1)[1]
    app = open_page("browse", **view(document.key, bearer=bearer, clause=path))
    assert app.header[0].value == plain(f"条款 {requirement.clauses[0].number}")
    assert in_text(says(requirement)) in words(app)
    assert app.query_params["clause"] == path
    assert "不再单看这一条" in [one.label for one in app.button]
    app.selectbox(key="browse.technique").set_value(None).run()
    assert "clause" not in app.query_params


@pytest.mark.parametrize("path", ["", "99.99", "<b>", "../1"])
def test_a_clause_that_is_not_there_is_let_go(open_page, path):
    app = open_page("browse", technique=NEW.technique.notation, clause=path)
    assert "clause" not in app.query_params
    assert "不再单看这一条" not in [one.label for one in app.button]


def test_a_criterion_in_a_link_chooses_the_bearer_that_it_binds(open_page):
    for criterion in list(criteria().values())[::20]:
        document = local_path(criterion.regulation.iri)
        grade = criterion.grades[-1].notation if criterion.grades else None
        name = criterion.iri.rsplit("/", 1)[1]
        found = bearers(document, grade)
        chosen = bearer_of(found, name)
        assert criterion in found[chosen].criterion.closure
        app = open_page("browse", **view(document, grade, bearer=name))
        shown = texts(app.markdown)
        assert found[chosen].criterion.label.zh in shown
    assert bearer_of(found, "nobody") is None


@pytest.mark.parametrize("kind", Kind)
def test_what_the_search_finds_opens_here(open_page, kind):
    entries = [one.found for one in search_index().entries if one.found.kind is kind]
    for found in [one for one in entries if one.page == "browse"][::300]:
        app = open_page("browse", **dict(found.parameters))
        for name, value in found.parameters:
            if name != "bearer":
                assert app.query_params[name] == value, found


# 英文 English


def test_names_and_headings_are_in_english_on_request(open_page):
    procedure = next(one for one in procedures().values() if one.facets)
    app = open_page("browse", procedure=procedure.key, lang="en")
    assert app.title[0].value == "Browse"
    assert [one.label for one in app.selectbox[:3]] == ["Specialty", "Technique", "Grade"]
    assert app.dataframe[0].value.columns[0] == "Procedure"
    said = words(app)
    assert "Who may perform" in said
    assert all(facet.en in said for facet, _ in procedure.facets)
    assert procedure.technique.label.en in app.selectbox(key="browse.technique").options
