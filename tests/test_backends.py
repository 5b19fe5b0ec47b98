"""在哪里算，用多少内存。 Where columns are computed, and with how much memory."""

import pytest

from zhunru.backends import bytes_of, connect
from zhunru.errors import UserError


@pytest.mark.parametrize(
    ("memory", "size"),
    [
        ("4GB", 4 * 1000**3),
        ("4GiB", 4 * 1024**3),
        ("2g", 2 * 1024**3),
        ("1.5 mb", 1_500_000),
        ("512KiB", 512 * 1024),
    ],
)
def test_amounts_of_memory(memory, size):
    assert bytes_of(memory) == size


@pytest.mark.parametrize("memory", ["4", "GB", "-1GB", "0GB", "4XB", "4 公斤", "٤GB", "0.1.2GB"])
def test_what_is_no_amount_is_told_in_words(memory):
    with pytest.raises(UserError, match="应为数字加单位"), connect(memory=memory):
        pass


def test_running_out_of_memory_is_told_in_words():
    with (
        pytest.raises(UserError, match="请把 --memory 调大"),
        connect(memory="2MB") as connection,
    ):
        connection.raw_sql("SELECT list(one) FROM range(10000000) numbers(one)")
