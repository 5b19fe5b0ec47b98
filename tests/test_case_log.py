"""What the case log counts, worked out by hand: one hospital, everything asked at once."""

from datetime import date
from decimal import Decimal

import pytest
from record_making import records, row

from zhunru.backends import connect
from zhunru.evidence import Inquiry, Questions, gather, question_of
from zhunru.evidence.relations import relation
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.reading import criteria
from zhunru.typed_tables import from_records

AS_OF = date(2026, 1, 1)
NASAL, DIGESTIVE, VASCULAR = (
    "nasal-endoscopy",
    "digestive-endoscopy",
    "peripheral-vascular-intervention",
)
ALL = f"participant-cases.{NASAL}"
INDEPENDENT = f"independent-cases.{NASAL}"
GRADE3 = f"independent-cases.{NASAL}.grade3"
LAST_5_YEARS = f"cases.{NASAL}.last-P5Y"
DIGESTIVE_5_YEARS = f"cases.{DIGESTIVE}.last-P5Y"
EVERY_YEAR = f"cases.{VASCULAR}.therapeutic.per-P1Y"
COMPLICATIONS = f"complication-rate.{VASCULAR}.per-P1Y"
LEAVES = {leaf.evidence_key: (leaf, one) for one in criteria().values() for leaf in one.leaves()}


def case(number, staff, day, technique=NASAL, **values):
    """A case of grade 3 done independently, unless told otherwise."""
    told = {"case_role": "independent", "grade": "3", **values}
    return row("case_log", case=number, staff=staff, date=day, technique=technique, **told)


def volume(bearer, number, start, end, technique=NASAL, role="independent"):
    return row(
        "cases",
        bearer=bearer,
        measure="cases",
        technique=technique,
        grade="3",
        case_role=role,
        start=start,
        end=end,
        count=number,
    )


def hospital(name, **log):
    return row("institutions", institution=name, name=name, **log)


def works_at(place, *people):
    return [row("staff", staff=person, institution=place) for person in people]


SPAN = {"log_start": date(2020, 1, 1), "log_end": date(2025, 12, 31)}
ROWS = [
    hospital("H1", **SPAN),
    hospital("H2", log_start=date(2020, 1, 1), log_end=date(2024, 12, 31)),
    hospital("H3"),
    *works_at("H1", "two", "participant", "nameless", "both", "elsewhere", "double"),
    *works_at("H2", "early"),
    *works_at("H3", "edge", "unsure"),
    # 一例两名医师：机构算一例。 A case with two physicians is one of the institution.
    case("C1", "two", date(2020, 12, 31)),
    case("C1", "participant", date(2020, 12, 31), case_role="participant"),
    case("C2", "two", date(2025, 12, 31), grade="4"),
    # 同一例的两行是一例；级别不同时各级都算有它。 Two rows of a case are one, of either grade.
    case("C3", "double", date(2022, 5, 1)),
    case("C3", "double", date(2022, 5, 1), grade="4"),
    # 没有写技术的可能是任何技术。 Cases without a technique may be of any.
    case("C4", "nameless", date(2022, 5, 1), technique=None),
    volume("nameless", 30, date(2022, 1, 1), date(2022, 12, 31)),
    # 登记期内的例数行不再加；跨出登记期的只是可能。 Rows inside the log's time repeat it.
    case("C5", "both", date(2022, 5, 1)),
    volume("both", 7, date(2022, 1, 1), date(2022, 12, 31)),
    volume("both", 20, date(2019, 7, 1), date(2020, 6, 30)),
    volume("both", 100, date(2018, 1, 1), date(2018, 12, 31)),
    # 登记里没有的技术，仍看例数表。 Of techniques that the log does not name, the table speaks.
    case("C6", "elsewhere", date(2022, 5, 1)),
    volume("elsewhere", 9, date(2022, 1, 1), date(2022, 12, 31), DIGESTIVE),
    case("C7", "early", date(2022, 5, 1)),
    # 一月一日的病例属于该年，不属于前一年。 A case of New Year's Day is of the year.
    *(
        case(f"V{number}", "edge", day, VASCULAR, case_kind="therapeutic", complication=happened)
        for number, (day, happened) in enumerate(
            [
                (date(2024, 12, 31), True),
                (date(2025, 1, 1), True),
                (date(2025, 6, 1), False),
                (date(2025, 12, 31), False),
                (date(2026, 1, 1), True),
            ]
        )
    ),
    case("W1", "unsure", date(2025, 3, 1), VASCULAR, case_kind="therapeutic", complication=None),
    case("W2", "unsure", date(2025, 3, 1), VASCULAR, case_kind="therapeutic", complication=True),
]

EXPECTED = [
    ("two", ALL, (2, 2)),
    ("two", GRADE3, (1, 1)),
    ("two", INDEPENDENT, (2, 2)),
    ("participant", ALL, (1, 1)),
    ("participant", INDEPENDENT, None),
    # 近5年自2021年1月2日起。 Five years begin on 2 January 2021.
    ("two", LAST_5_YEARS, (1, 1)),
    ("double", INDEPENDENT, (1, 1)),
    ("double", GRADE3, (1, 1)),
    ("nameless", ALL, (30, 31)),
    ("both", ALL, (101, 121)),
    ("both", LAST_5_YEARS, (1, 1)),
    ("elsewhere", DIGESTIVE_5_YEARS, (9, None)),
    # 登记到2024年底为止，之后可能还有。 The log ends in 2024: there may be more.
    ("early", LAST_5_YEARS, (1, None)),
    ("edge", EVERY_YEAR, (3, 3)),
    ("edge", COMPLICATIONS, (Decimal("33.33333333"), Decimal("33.33333333"))),
    ("unsure", COMPLICATIONS, (50, 100)),
    # 机构的例数不分角色。 An institution's cases have no role.
    ("H1", ALL, (0, 6)),
    ("H1", LAST_5_YEARS, (4, 5)),
    ("H3", EVERY_YEAR, (5, 5)),
    ("H2", EVERY_YEAR, None),
]


def gathered(rows):
    asked = [(bearer, *LEAVES[key]) for bearer, key, _ in EXPECTED]
    return gather(records(*rows), asked, hierarchy(), title_ranks(), AS_OF)


@pytest.fixture(scope="module")
def known():
    return gathered(ROWS)


def interval(ends):
    return ends and Interval(Decimal(ends[0]), None if ends[1] is None else Decimal(ends[1]))


@pytest.mark.parametrize(("bearer", "key", "ends"), EXPECTED)
def test_count(known, bearer, key, ends):
    assert known.of(bearer, *LEAVES[key]) == interval(ends)


def test_rows_in_any_order_give_the_same(known):
    assert gathered(ROWS[::-1]).answers == known.answers


def test_a_log_of_one_row_per_case_and_physician_is_counted_alike():
    """Such a log need not be looked through for repetitions: the numbers are the same."""
    rows = [one for one in ROWS if one.values.get("staff") != "double"]
    counted = [known_in(rows, one_row_a_case=flag) for flag in (True, False)]
    assert counted[0] == counted[1]
    assert len(counted[0]) > 10


def known_in(rows, one_row_a_case):
    """Ask the tables directly: low and high by bearer and question."""
    asked = [(bearer, question_of(*LEAVES[key], AS_OF)) for bearer, key, _ in EXPECTED]
    questions = Questions.of(question for _, question in asked)
    with connect() as con:
        pairs = [(bearer, questions.numbers[one]) for bearer, one in asked]
        table = con.create_table("asked", relation(ASKED, pairs))
        inquiry = Inquiry(
            from_records(records(*rows), con),
            questions,
            hierarchy(),
            title_ranks(),
            AS_OF,
            one_row_a_case=one_row_a_case,
        )
        by_number = list(questions.numbers)
        return {
            (one["bearer"], by_number[one["question"]]): (one["low"], one["high"])
            for one in con.to_pyarrow(inquiry.known(table)).to_pylist()
        }


ASKED = {"bearer": "string", "question": "int64"}
