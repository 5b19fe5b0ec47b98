"""数据表的定义彼此相合，也与概念表相合。 The table descriptors fit each other and the concepts."""

import json
from pathlib import Path

import pytest

from zhunru import tables
from zhunru.graph import load_graph
from zhunru.intake.columns import READERS
from zhunru.tables import load_tables
from zhunru.vocabulary import Vocabulary, normalised

TABLES = list(load_tables().values())
FIELDS = [pytest.param(t, f, id=f"{t.name}.{f.name}") for t in TABLES for f in t.fields]


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(load_graph())


def test_every_descriptor_is_listed():
    folder = Path(tables.__file__).parent / "tables"
    assert {path.stem for path in folder.glob("*.json")} == set(tables.ORDER)
    assert list(load_tables()) == list(tables.ORDER)


@pytest.mark.parametrize("name", tables.ORDER)
def test_descriptor_is_a_table_schema(name):
    # https://specs.frictionlessdata.io/table-schema/
    path = Path(tables.__file__).parent / "tables" / f"{name}.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    names = [field["name"] for field in descriptor["fields"]]
    assert len(names) == len(set(names))
    assert set(descriptor.get("primaryKey", [])) <= set(names)
    assert set(descriptor.get("anyRequired", [])) <= set(names)
    for key in descriptor.get("foreignKeys", []):
        assert set(key["fields"]) <= set(names)
        assert set(key["reference"]) == {"resource", "fields"}
    for field in descriptor["fields"]:
        known = {"required", "unique", "minimum", "enum"}
        assert set(field.get("constraints", {})) <= known, field["name"]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_field_is_described(table, field, vocabulary):
    assert field.type in READERS
    assert field.title
    assert field.description.endswith("。")
    assert field.description_en.endswith(".")
    assert set(field.concepts) <= set(vocabulary.schemes)
    assert set(field.synonyms.values()) <= set(field.enum)
    if field.concepts and field.example:
        assert any(vocabulary.resolve(s, field.example) for s in field.concepts)
    if field.enum:
        assert field.example in field.enum


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_headers_are_unambiguous(table):
    headers = [normalised(h) for field in table.fields for h in field.headers]
    assert len(headers) == len(set(headers))


def test_table_names_are_unambiguous():
    names = [normalised(name) for table in TABLES for name in table.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_references_point_at_keys(table):
    for reference in table.references:
        assert table.field(reference.field)
        for target, field in reference.targets:
            assert load_tables()[target].primary_key == (field,)
            assert tables.ORDER.index(target) < tables.ORDER.index(table.name)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_periods_are_dates(table):
    for name in table.period or ():
        assert table.field(name).type == "date"


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_partial_dates_are_explained(table, field):
    assert field.partial in (None, "first", "last")
    assert (field.partial is not None) == ("只到月份时" in field.description)
    assert field.partial is None or field.type == "date"


def test_the_names_of_people_and_cases_have_pseudonyms():
    named = {(t.name, f.name): f.pseudonym for t in TABLES for f in t.fields if f.pseudonym}
    assert named == {
        ("staff", "staff"): "人员",
        ("staff", "name"): "人员",
        ("case_log", "case"): "病例",
    }


def test_unknown_field():
    with pytest.raises(KeyError):
        load_tables()["staff"].field("salary")
