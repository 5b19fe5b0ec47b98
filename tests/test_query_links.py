"""Query texts in URLs."""

import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunru.errors import UserError
from zhunru.queries import saved_queries
from zhunru.query_links import LONGEST_PACKED, LONGEST_TEXT, packed, unpacked


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_come_back_whole(text):
    assert unpacked(packed(text)) == text


def test_every_saved_query_fits_into_a_link():
    for query in saved_queries().values():
        assert unpacked(packed(query.text)) == query.text


def test_what_does_not_fit_is_told():
    noise = "".join(f"{number * number:x}" for number in range(20_000))
    low, high = 0, len(noise)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if packed(noise[:middle]) is None else (middle, high)
    assert len(packed(noise[:low])) <= LONGEST_PACKED
    assert packed(noise[:high]) is None
    assert packed("x" * LONGEST_TEXT) is not None
    assert packed("x" * (LONGEST_TEXT + 1)) is None


@pytest.mark.parametrize(
    "link", ["", "x", "汉字", "!!!!", packed("ASK {}")[:-3], packed("ASK {}")[3:], "AAAA"]
)
def test_a_damaged_link_is_refused(link):
    with pytest.raises(UserError, match="不完整"):
        unpacked(link)


def test_a_small_link_does_not_unpack_into_a_flood():
    bomb = urlsafe_b64encode(zlib.compress(b"x" * 50_000_000, 9)).decode()
    with pytest.raises(UserError):
        unpacked(bomb)
