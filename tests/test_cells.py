"""单元格的读法。 How one cell is read."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from zhunru.intake import cells, dates
from zhunru.intake.cells import CellError

DAY = date(2019, 3, 1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("", None),
        (" \u3000\t", None),
        ("  示例 医院 ", "示例 医院"),
        ("<b>粗体</b>", "<b>粗体</b>"),
        ("=1+1", "=1+1"),
        (1001, "1001"),
        (1001.0, "1001"),
        (True, "TRUE"),
        (datetime(2019, 3, 1), "2019-03-01"),
    ],
)
def test_text(cell, expected):
    assert cells.read_text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("１２０", 120),
        ("1,000", 1000),
        ("１，０００", 1000),
        ("1,234,567", 1234567),
        ("120例", 120),
        ("24 张", 24),
        ("3个工作日", 3),
        ("0", 0),
        ("-5", -5),
        ("－5", -5),
        ("\u22125", -5),
        ("120.0", 120),
        (120, 120),
        (120.0, 120),
        ("", None),
        (None, None),
    ],
)
def test_integer(cell, expected):
    assert cells.read_integer(cell) == expected


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("很多", "not-a-number"),
        ("约120", "not-a-number"),
        ("≥120", "not-a-number"),
        ("1,00", "not-a-number"),
        ("10²", "not-a-number"),
        ("1e3", "not-a-number"),
        ("无", "not-a-number"),
        ("-", "not-a-number"),
        ("nan", "not-a-number"),
        (True, "not-a-number"),
        (datetime(2019, 3, 1), "not-a-number"),
        ("12.5", "not-an-integer"),
        (12.5, "not-an-integer"),
        ("#REF!", "formula-error"),
        ("#N/A", "formula-error"),
    ],
)
def test_not_an_integer(cell, kind):
    with pytest.raises(CellError) as caught:
        cells.read_integer(cell)
    assert caught.value.kind == kind


def test_number_keeps_its_decimals():
    assert cells.read_number("12.50") == Decimal("12.50")
    assert cells.read_number("1,000.5") == Decimal("1000.5")
    assert cells.read_number("") is None


@pytest.mark.parametrize(
    "cell", [*"是有√✓对", "具备", "TRUE", "true", "1", "Ｙ", 1, 1.0, True, "是 "]
)
def test_true(cell):
    assert cells.read_boolean(cell) is True


@pytest.mark.parametrize("cell", [*"否无×", "没有", "不具备", "FALSE", "0", "no", 0, 0.0, False])
def test_false(cell):
    assert cells.read_boolean(cell) is False


@pytest.mark.parametrize("cell", ["可能", "2", "合格", "不详", "-"])
def test_not_a_boolean(cell):
    with pytest.raises(CellError) as caught:
        cells.read_boolean(cell)
    assert caught.value.kind == "not-a-boolean"


@pytest.mark.parametrize(
    "cell",
    [
        "2019-03-01",
        "2019-3-1",
        "2019/3/1",
        "2019.3.1",
        "２０１９／３／１",
        "2019年3月1日",
        "2019年03月01号",
        "2019 年 3 月 1 日",
        "20190301",
        20190301,
        "2019-03-01 00:00:00",
        "2019/3/1 0:00",
        "2019-03-01T08:30:00Z",
        "43525",
        43525,
        43525.0,
        DAY,
        datetime(2019, 3, 1, 8, 30),
    ],
)
def test_date(cell):
    assert dates.read_date(cell) == DAY


def test_empty_date():
    assert dates.read_date(" ") is None
    assert dates.read_date(None) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2019-02-30", "impossible-date"),
        ("2019-13-01", "impossible-date"),
        ("20190230", "impossible-date"),
        ("0019-03-01", "impossible-date"),
        ("2109年13月1日", "impossible-date"),
        ("9999-12-31", "impossible-date"),
        ("2019-13", "impossible-date"),
        ("201913", "impossible-date"),
        ("1850", "impossible-date"),
        (date(2350, 1, 1), "impossible-date"),
        (datetime(1, 1, 1), "impossible-date"),
        ("9" * 5000, "not-a-date"),
        ("2019.1", "not-a-date"),
        (2019.1, "not-a-date"),
        ("2019-03", "not-a-date"),
        ("2019", "not-a-date"),
        ("2019年", "not-a-date"),
        ("19-3-1", "not-a-date"),
        ("3/1/2019", "not-a-date"),
        ("2019-3/1", "not-a-date"),
        ("至今", "not-a-date"),
        ("120", "not-a-date"),
        ("99999", "not-a-date"),
        (True, "not-a-date"),
    ],
)
def test_not_a_date(cell, kind):
    with pytest.raises(CellError) as caught:
        dates.read_date(cell)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2019-03", "2019-03-01", "2019-03-31"),
        ("2019/3", "2019-03-01", "2019-03-31"),
        ("2019.3", "2019-03-01", "2019-03-31"),
        (2019.3, "2019-03-01", "2019-03-31"),
        ("2019.10", "2019-10-01", "2019-10-31"),
        ("2019.01", "2019-01-01", "2019-01-31"),
        ("2019年3月", "2019-03-01", "2019-03-31"),
        ("２０１９年０３月份", "2019-03-01", "2019-03-31"),
        ("201903", "2019-03-01", "2019-03-31"),
        ("2020年2月", "2020-02-01", "2020-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019年", "2019-01-01", "2019-12-31"),
        (2019.0, "2019-01-01", "2019-12-31"),
        ("2019-03-01", "2019-03-01", "2019-03-01"),
    ],
)
def test_days_that_a_date_may_mean(cell, first, last):
    assert tuple(map(str, dates.read_days(cell))) == (first, last)


@pytest.mark.parametrize("cell", ["9" * 16, "1" * 5000, 10**15, -(10**15), 1e15, "0." + "3" * 20])
def test_numbers_longer_than_a_spreadsheet_keeps(cell):
    with pytest.raises(CellError) as caught:
        cells.read_integer(cell)
    assert caught.value.kind == "too-many-digits"


def test_the_longest_number_that_a_spreadsheet_keeps():
    assert cells.read_integer("9" * 15) == 10**15 - 1
    assert cells.read_text(float(10**15 - 1)) == "9" * 15


def test_text_may_be_as_long_as_it_likes():
    assert cells.read_text("9" * 5000) == "9" * 5000


def test_error_says_what_was_expected_in_both_languages():
    with pytest.raises(CellError) as caught:
        dates.read_date("至今")
    assert "应为日期，如 2019-03-01" in str(caught.value)
    assert "expected a date such as 2019-03-01" in str(caught.value)
