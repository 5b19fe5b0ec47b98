"""从人写的词到概念。 From words to concepts."""

import pytest
from rdflib import Graph

from zhunru.graph import load_graph
from zhunru.vocabulary import Vocabulary, normalised

INVENTED = """
@prefix zr: <https://w3id.org/zhunru/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/zhunru/id/> .
<https://w3id.org/zhunru/id/scheme/tool> a skos:ConceptScheme .
<https://w3id.org/zhunru/id/tool/a> skos:inScheme <https://w3id.org/zhunru/id/scheme/tool> ;
    skos:prefLabel "甲"@zh , "Alpha"@en ; skos:altLabel "乙"@zh ; skos:notation "a" .
<https://w3id.org/zhunru/id/tool/b> skos:inScheme <https://w3id.org/zhunru/id/scheme/tool> ;
    skos:prefLabel "乙"@zh .
"""


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(load_graph())


@pytest.mark.parametrize(
    ("scheme", "text", "notation"),
    [
        ("grade", "三级手术", "3"),
        ("grade", "三级", "3"),
        ("grade", "3", "3"),
        ("grade", "３", "3"),
        ("grade", "3级", "3"),
        ("grade", "Ⅲ级", "3"),
        ("grade", "grade 3", "3"),
        ("grade", "https://w3id.org/zhunru/id/grade/3", "3"),
        ("grade", "五级", None),
        ("grade", "", None),
        ("title", "副主任医师", "associate-chief"),
        ("title", " 副主任 医师 ", "associate-chief"),
        ("title", "associate-chief", "associate-chief"),
        ("title", "Associate chief physician", "associate-chief"),
        ("specialty", "胸(心)外科", "thoracic-surgery"),
        ("technique", "鼻科内镜诊疗技术", "nasal-endoscopy"),
        ("technique", "nasal endoscopy", "nasal-endoscopy"),
        ("institution-role", "培训基地", "training-base"),
        ("institution-role", "术者", None),
        ("person-role", "术者", "operator"),
        ("person-role", "培训基地", None),
    ],
)
def test_resolve(vocabulary, scheme, text, notation):
    assert vocabulary.resolve(scheme, text) == notation


def test_allowed_is_chinese_and_ranked(vocabulary):
    assert vocabulary.allowed("grade") == ["一级手术", "二级手术", "三级手术", "四级手术"]
    physicians = ["住院医师", "主治医师", "副主任医师", "主任医师"]
    assert [title for title in vocabulary.allowed("title") if "医师" in title] == physicians
    assert vocabulary.allowed("institution-role") == ["医疗机构", "培训基地"]


def test_every_allowed_label_resolves_to_a_concept_of_its_own(vocabulary):
    for scheme in vocabulary.schemes:
        labels = vocabulary.allowed(scheme)
        assert len({vocabulary.resolve(scheme, label) for label in labels} - {None}) == len(labels)


def test_conditions_are_named_alike_in_one_scheme_only(vocabulary):
    # “条件”列取自五个概念表，名称必须互不相同。 The column draws on five schemes.
    schemes = ("facility", "equipment", "practice", "judgement", "certificate")
    labels = [normalised(label) for scheme in schemes for label in vocabulary.allowed(scheme)]
    assert len(labels) == len(set(labels))


def test_preferred_labels_win_over_other_labels():
    vocabulary = Vocabulary(Graph().parse(data=INVENTED, format="turtle"))
    assert vocabulary.resolve("tool", "乙") == "b"
    assert vocabulary.resolve("tool", "ALPHA") == "a"
    assert vocabulary.allowed("tool") == ["甲", "乙"]


def test_stocks_are_measures(vocabulary):
    measures = {vocabulary.resolve("measure", word) for word in vocabulary.allowed("measure")}
    assert {"beds", "open-beds", "room-area"} < vocabulary.stocks < measures
    assert not vocabulary.stocks & {"cases", "operations", "deaths", "death-rate"}


def test_unknown_scheme(vocabulary):
    with pytest.raises(KeyError):
        vocabulary.resolve("colour", "红")
