"""A real Spark knows the same of a random hospital as DuckDB does."""

from random import Random

import pytest
from random_hospital import AS_OF, BEARERS, HospitalMaker
from test_evidence_agreement import LEAVES

from zhunru.backends import connect
from zhunru.engine_names import Backend
from zhunru.evidence import Inquiry, Questions, question_of
from zhunru.evidence.coverage import entries_relation
from zhunru.evidence.questions import Coverage
from zhunru.evidence.relations import relation
from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import title_ranks
from zhunru.typed_tables import from_parquet, write_parquet

#: 每种问题都有几个。 Some questions of every kind.
ASKED = [question_of(leaf, criterion, AS_OF) for leaf, criterion in LEAVES]
SHARES = [one for one in ASKED if isinstance(one.parts[0], Coverage)]
QUESTIONS = Questions.of([*ASKED[::8], *SHARES])


@pytest.fixture
def hospital(tmp_path):
    """Random tables as Parquet, who lost rows, and which operations mean what."""
    records = HospitalMaker(Random(3), [leaf for leaf, _ in LEAVES]).records(100)
    write_parquet(records, tmp_path)
    return tmp_path, sorted(records.incomplete), records.entries


def known(folder, lost, entries, backend):
    with connect(backend) as connection:
        return answers(from_parquet(folder, connection), lost, entries, connection)


def answers(tables, lost, entries, connection):
    pairs = [(bearer, number) for bearer in BEARERS for number in QUESTIONS.numbers.values()]
    asked = relation({"bearer": "string", "question": "int64"}, pairs)
    incomplete = relation({"table": "string", "bearer": "string"}, lost)
    meant = entries_relation(entries)
    inquiry = Inquiry(tables, QUESTIONS, hierarchy(), title_ranks(), AS_OF, incomplete, meant)
    found = inquiry.known(connection.create_table("asked", asked))
    rows = connection.to_pyarrow(found).to_pylist()
    return {(row.pop("bearer"), row.pop("question")): row for row in rows}


def test_spark_knows_what_duckdb_knows(hospital):
    on_duckdb, on_spark = (known(*hospital, backend) for backend in Backend)
    assert on_spark == on_duckdb
    assert len(on_duckdb) > 100
    assert {question for _, question in on_duckdb} & {QUESTIONS.numbers[one] for one in SHARES}
