"""Why a query has no answer, in two languages."""

import pytest

from zhunru.ask import checked
from zhunru.queries import QueryError
from zhunru.query_trouble import refused, trouble_of
from zhunru.serving.refusals import busy, died, time_up, too_large, too_much_memory


@pytest.mark.parametrize("text", ["SELECT", "DELETE WHERE {}", "", "ASK { SERVICE <urn:x> {} }"])
def test_errors_are_taken_apart_by_language(text):
    with pytest.raises(QueryError) as caught:
        checked(text)
    trouble = trouble_of(caught.value)
    assert trouble.said.zh and trouble.said.en and trouble.said.en.isascii()
    assert trouble.said.en[:20] not in trouble.said.zh
    assert (trouble.line, trouble.column) == (caught.value.line, caught.value.column)


def test_an_error_in_chinese_only_is_said_in_both():
    assert trouble_of(QueryError("没有办法。")).said == ("没有办法。", "没有办法。")


@pytest.mark.parametrize(
    "reply", [busy(), time_up(3), too_large(2**20), too_much_memory(2**20), died(9, 2**20)]
)
def test_every_refusal_of_the_endpoint_has_a_hint(reply):
    trouble = refused(reply.status, reply.body.decode())
    zh, en = reply.body.decode().strip().split("\n")
    assert trouble.said == (zh, en)
    assert trouble.hint.zh and trouble.hint.en
    assert trouble.line is None


def test_only_a_place_at_the_beginning_counts():
    assert refused(400, "查询第 3 行第 7 列写错了：x。\nMalformed.").line == 3
    assert refused(400, "没有“查询第 3 行第 7 列”。\nNo.").line is None
