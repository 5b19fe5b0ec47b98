"""检索：输入什么，先找到什么。 The search: what is typed, and what is found first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.matching.catalogue import procedures
from zhunru.matching.lexicon import lexicon
from zhunru.namespaces import CV, ELI, ID, ZR, local_path
from zhunru.reading import criteria
from zhunru.requirements import Threshold
from zhunru.search import Kind, grouped, search
from zhunru.search.clause_numbers import as_number, printed_number
from zhunru.search.folding import fold
from zhunru.search.graph_texts import label
from zhunru.search.index import search_index
from zhunru.search.pinyin import PinyinReader, sounds_of
from zhunru.wording import sentence

IN_FORCE = [one for one in procedures().values() if one.regulation.replaced is None]
READER = PinyinReader(search_index().sounds)


def first(text, **narrowed):
    """The IRI of the first hit."""
    hits = search(text, **narrowed)
    assert hits, f"{text!r} finds nothing"
    return hits[0].found.iri


def iris(text, **narrowed):
    return [one.found.iri for one in search(text, **narrowed)]


# 各种东西 Things of every kind


@pytest.mark.parametrize("one", IN_FORCE[::40], ids=lambda one: one.notation)
def test_a_procedure_is_found_by_each_of_its_names(one):
    for name in one.names:
        same = {other.iri for other in procedures().values() if name in other.names}
        assert first(name) in same


def test_a_technique_a_document_and_a_criterion_are_found_by_name():
    graph = load_graph()
    regulation, technique = next(iter(graph.subject_objects(ZR.governs)))
    criterion = next(iter(criteria().values()))
    assert first(label(technique).zh) == str(technique)
    assert first(label(regulation).zh) == str(regulation)
    assert first(label(technique).en, kind=Kind.TECHNIQUE) == str(technique)
    assert criterion.label in [one.found.label for one in search(criterion.label.zh)]


@pytest.mark.parametrize("kind", ["Title", "Role", "Grade", "BodySite", "Action"])
def test_a_concept_is_found_by_name_and_leads_to_what_uses_it(kind):
    for node in sorted(load_graph().subjects(RDF.type, ZR[kind]), key=str)[:3]:
        entries = [one for one in search_index().entries if one.found.iri == str(node)]
        assert entries or not any(
            node in load_graph().objects(None, part)
            for part in (ZR.atLeastTitle, ZR.role, ZR.bodySite, ZR.action)
        )
        for entry in entries:
            assert str(node) in iris(entry.found.label.zh)


def test_what_a_concept_leads_to_is_there():
    leads = [one.found for one in search_index().entries if one.found.page == "home"]
    assert len(leads) > 100
    for one in leads[::25]:
        query = dict(one.parameters)
        found = search(query["q"], kind=Kind(query["kind"]))
        assert found, f"{one.label.zh} leads to nothing"


# 条款 Clauses


@pytest.mark.parametrize(
    "typed", ["二（一）2（1）", "二(一)2(1)", "二、（一）2.（1）", "２.１.２.１", "2.1.2.1"]
)
def test_a_clause_is_found_by_its_number_in_every_document(typed):
    hits = [one.found for one in search(typed)]
    assert {one.kind for one in hits} == {Kind.CLAUSE}
    assert {local_path(one.iri).rsplit("/", 1)[1] for one in hits} == {"2.1.2.1"}
    numbered = {
        str(node)
        for node in load_graph().subjects(RDF.type, ELI.LegalResourceSubdivision)
        if str(node).endswith("/2.1.2.1")
    }
    assert {one.iri for one in hits} == numbered


@pytest.mark.parametrize("typed", ["第十一条", "第11条", "第 11 条"])
def test_an_article_is_found_by_its_number_and_those_below_it_after_it(typed):
    article = next(load_graph().subjects(ELI.number, next(iter(numbers("第十一条")))))
    hits = iris(typed.replace(" ", ""))
    assert hits[0] == str(article)
    assert all(one.startswith(str(article)) for one in hits)


def numbers(text):
    return [one for one in load_graph().objects(None, ELI.number) if str(one) == text]


def test_words_beside_a_number_narrow_it_to_a_document():
    clause = ID["clause/nasal-endoscopy-2019/2.1.2.1"]
    assert iris("鼻科 2.1.2.1") == [str(clause)]
    assert iris("鼻科2.1.2.1") == [str(clause)]


def test_a_clause_and_its_requirement_are_found_by_the_words_quoted():
    leaf = next(
        leaf for one in criteria().values() for leaf in one.leaves() if isinstance(leaf, Threshold)
    )
    hits = search(leaf.quotes[0])
    assert leaf.clauses[0].iri in [one.found.iri for one in hits]
    assert sentence(leaf) in [one.found.label for one in hits]


@pytest.mark.parametrize("leaf", [c.leaves()[0] for c in list(criteria().values())[::25]])
def test_a_requirement_is_found_by_what_it_says(leaf):
    assert sentence(leaf) in [one.found.label for one in search(sentence(leaf).zh)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("二（一）2（1）", "二(一)2(1)"),
        ("第十一条（二）", "第11条(二)"),
        ("1.4", "1.4"),
        ("二", None),
        ("2019", None),
        ("甲状腺（腺叶）", None),
        ("3.5cm", None),
    ],
)
def test_what_is_a_clause_number(typed, read):
    assert as_number(typed) == read


def test_every_printed_number_is_read():
    for node in load_graph().subjects(RDF.type, ELI.LegalResourceSubdivision):
        number = str(load_graph().value(node, ELI.number))
        if "（" in number:
            assert as_number(number) == printed_number(number)


# 写法 Spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("腹腔鏡膽囊切除術", "腹腔镜胆囊切除术"),
        ("Ⅲ级手术", "三级手术"),
        ("3级手术", "三级手术"),
        ("ＥＲＣＰ", "ERCP"),
        ("粘膜", "黏膜"),
        ("成型", "成形"),
        ("食道", "食管"),
        ("内窥镜", "内镜"),
        ("纵膈镜", "纵隔镜"),
        ("不少于１０００例", "不少于1000例"),
        ("甲状腺 四级", "四级 甲状腺"),
    ],
)
def test_other_spellings_find_the_same(one, other):
    assert iris(one) == iris(other) != []


def test_abbreviations_and_names_of_hospitals_find_the_entry():
    for short in ("TIPS", "ERCP"):
        meant = fold(lexicon().abbreviations[short.casefold()])
        assert any(meant in fold(one.found.label.zh) for one in search(short, 5))
    assert search("胃ESD")[0].found.kind is Kind.PROCEDURE


def test_words_with_others_between_them_are_found():
    assert any("甲状腺腺叶切除" in one.found.label.zh for one in search("甲状腺切除"))
    assert all("术者" in one.found.where.zh for one in search("鼻内镜术者例数"))


# 拼音 Pinyin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jiazhuangxian", "甲状腺"),
        ("jzx", "甲状腺"),
        ("jiazx", "甲状腺"),
        ("甲zhuang腺", "甲状腺"),
        ("甲zx", "甲状腺"),
        ("JIAZHUANGXIAN", "甲状腺"),
        ("jiazhuangxi", "甲状腺"),
        ("fuqiangjing", "腹腔镜"),
        ("shuzhe", "术者"),
        ("chongjian", "重建"),
        ("zhongzheng", "重症"),
    ],
)
def test_letters_are_read_as_sounds(typed, meant):
    found = search(typed)
    assert found
    assert fold(meant) in fold(found[0].found.label.zh)


def test_the_very_characters_come_before_the_same_sound():
    assert search("甲状腺")[0].score > search("jiazhuangxian")[0].score


def test_initials_find_names_and_not_every_sentence():
    assert all(
        one.found.kind in (Kind.PROCEDURE, Kind.CONCEPT, Kind.TECHNIQUE, Kind.DOCUMENT)
        for one in search("jzx")
    )


def test_capitals_are_an_abbreviation_before_they_are_sounds():
    assert all("CT" in one.found.label.zh for one in search("CT", limit=3))
    assert "甲状腺" in search("JZX", limit=1)[0].found.label.zh


def test_a_character_has_the_readings_of_its_words():
    sounds = sounds_of(["重建", "重症", "行业"])
    assert "重" in sounds["chong"]
    assert "重" in sounds["zhong"]
    assert "行" in sounds["hang"]


@pytest.mark.parametrize("letters", ["", "甲状腺", "v", "a" * 60, "iii", "123"])
def test_what_cannot_be_read_has_no_pattern(letters):
    assert READER.pattern(letters) is None


# 次序 Order


def test_editions_in_force_come_first():
    for text in ("TIPS", "综合介入", "术者 综合介入"):
        for hits in grouped(search(text)).values():
            best = {}
            for hit in hits:
                best.setdefault(hit.found.in_force, hit.score)
            assert best.get(True, 1) >= best.get(False, 0)


def test_a_replaced_edition_is_marked_and_opens_as_such():
    old = next(one for one in procedures().values() if one.regulation.replaced)
    hits = [one.found for one in search(old.name) if one.found.iri == old.iri]
    assert hits
    assert not hits[0].in_force
    assert "旧版" in hits[0].where.zh


def test_hits_are_ordered_limited_and_grouped():
    hits = search("内镜")
    assert [round(one.score, 2) for one in hits] == sorted(
        (round(one.score, 2) for one in hits), reverse=True
    )
    assert all(0 < one.score <= 1 for one in hits)
    assert search("内镜", 7) == hits[:7]
    groups = grouped(hits)
    assert next(iter(groups.values()))[0] == hits[0]
    assert sorted(map(id, hits)) == sorted(id(one) for some in groups.values() for one in some)
    for kind, members in groups.items():
        assert list(members) == [one for one in hits if one.found.kind is kind]
        assert set(iris("内镜", kind=kind)) == {one.found.iri for one in members}


def test_everything_leads_somewhere_and_has_two_names():
    for entry in search_index().entries:
        one = entry.found
        assert one.parameters
        assert one.label.zh
        assert one.label.en
        assert one.page in ("browse", "home")
        assert entry.names or entry.wording or entry.numbers


def test_nothing_of_the_graph_is_left_out():
    graph = load_graph()
    found = {one.found.iri for one in search_index().entries}
    for kind in ("Procedure", "Technique", "Regulation", "Criterion"):
        assert {str(one) for one in graph.subjects(RDF.type, ZR[kind])} <= found
    assert {str(one) for one in graph.subjects(RDF.type, ELI.LegalResourceSubdivision)} <= found
    members = {str(one) for one in graph.objects(None, CV.hasRequirement)}
    assert members <= found
    assert {str(one) for one in graph.subjects(SKOS.inScheme, ID["scheme/title"])} & found


# 找不到 Nothing found


@pytest.mark.parametrize(
    "text",
    ["", "   ", "！！！", "（）", "没有这样的手术名", "xyzzy", "asdf qwer", "9.9.9", "😀", "\x00"],
)
def test_nonsense_finds_nothing(text):
    assert search(text) == ()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_searched(text):
    assert all(0 < one.score <= 1 for one in search(text, 3))


def test_long_text_is_cut():
    assert search("腹腔镜胆囊切除术" + " " * 200 + "x") == search("腹腔镜胆囊切除术")
    assert search("xian" * 400) == ()


def test_a_term_that_is_no_name_still_finds_procedures_by_its_parts():
    kinds = [one.found.kind for one in search("甲状腺腔镜")]
    assert kinds[0] is Kind.CONCEPT
    assert kinds.count(Kind.PROCEDURE) > 1
