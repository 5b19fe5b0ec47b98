"""The share of a catalogue performed, from the case log and from a typed figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil

import pytest
from population_making import one_by_one, written
from record_making import records, row
from row_evidence import RowEvidence

from zhunru.backends import connect
from zhunru.durations import Period
from zhunru.evidence import gather
from zhunru.hierarchy import hierarchy
from zhunru.intervals import Interval
from zhunru.kept_evidence import title_ranks
from zhunru.matching.case_log import with_matches
from zhunru.matching.catalogue import procedures
from zhunru.matching.mapping import ProcedureChoice
from zhunru.population import Hospitals, validate_population
from zhunru.population.operation_names import with_operation_names
from zhunru.reading import criteria
from zhunru.typed_tables import write_parquet
from zhunru.verdicts import Verdict

AS_OF = date(2026, 1, 1)
THORACIC, GYNECOLOGIC = (
    next(one for one in criteria().values() if one.iri.endswith(f"/{name}-2019/training-base"))
    for name in ("thoracic-endoscopy", "gynecologic-endoscopy")
)


def coverage_of(criterion):
    (leaf,) = (
        one for one in criterion.leaves() if one.evidence_key.startswith("catalogue-coverage")
    )
    return leaf


def grade4_of(criterion):
    return [
        one
        for one in procedures().values()
        if one.regulation.iri == criterion.regulation.iri and one.grade.notation == "4"
    ]


def case(name, day=date(2025, 3, 1), **values):
    told = {"case": f"C-{name}-{day}", "date": day, "procedure": name, "institution": "H1"}
    return row("case_log", **{**told, "staff": "D1", **values})


HOUSE = [
    row("institutions", institution="H1", log_start=date(2020, 1, 1)),
    row("staff", staff="D1", institution="H1"),
]


def known(criterion, *rows, leaf=None, bearer="H1", incomplete=(), open_names=()):
    """What is known of the share; reading row by row must give the same."""
    leaf = leaf or coverage_of(criterion)
    mapping = {
        one.name: ProcedureChoice(one.name, (one.iri,))
        for one in grade4_of(criterion)
        if one.name not in open_names
    }
    house = () if any(one.table == "institutions" for one in rows) else HOUSE
    given = replace(records(*house, *rows), incomplete=frozenset(incomplete))
    given = with_matches(given, mapping, None, AS_OF)
    gathered = gather(given, [(bearer, leaf, criterion)], hierarchy(), title_ranks(), AS_OF)
    by_row = RowEvidence(given, hierarchy(), title_ranks(), AS_OF).of(bearer, leaf, criterion)
    assert gathered.of(bearer, leaf, criterion) == by_row
    return by_row


def typed(percent, day=date(2025, 12, 31)):
    leaf = coverage_of(THORACIC)
    return row(
        "cases",
        bearer="H1",
        measure=leaf.measure.notation,
        technique="thoracic-endoscopy",
        grade="4",
        start=day,
        count=percent,
    )


def share(seen, total, most=100):
    low = (Decimal(seen) * 100 / total).quantize(Decimal("0.00000001"))
    return Interval(low, Decimal(most))


NAMES = [one.name for one in grade4_of(THORACIC)]
TOTAL = len(NAMES)
CRITERIA = pytest.mark.parametrize(
    "criterion", [THORACIC, GYNECOLOGIC], ids=["胸外科 四（二）1（3）", "妇科 四（二）1（4）"]
)


@CRITERIA
def test_one_entry_less_than_asked_leaves_it_open(criterion):
    """At least so many of all entries: n−1, n and n+1 of them in the log.

    n−1 is no failure: an operation may have been performed before the log begins.
    """
    leaf, entries = coverage_of(criterion), grade4_of(criterion)
    wanted = ceil(leaf.bounds.minimum * len(entries) / 100)
    for number, enough in ((wanted - 1, False), (wanted, True), (wanted + 1, True)):
        told = known(criterion, *(case(one.name) for one in entries[:number]))
        assert told == share(number, len(entries))
        value = told.settle(leaf.bounds)
        assert (value is not None and leaf.bounds.admit(value)) is enough


def test_cases_of_one_entry_count_once():
    cases = [case(NAMES[0], date(2025, month, 1)) for month in range(1, 7)]
    assert known(THORACIC, *cases) == share(1, TOTAL)


def test_typed_and_logged_shares_are_not_added():
    logged = [case(name) for name in NAMES[: TOTAL // 2]]
    half = Decimal(TOTAL // 2 * 100) / TOTAL
    # 登记只知至少；填写的数在其上时从填写的。 The log is a least; a typed figure above it prevails.
    assert known(THORACIC, *logged, typed(79)) == Interval.exactly(79)
    found = known(THORACIC, *logged, typed(10))
    assert found.low == found.high
    assert abs(found.low - half) < Decimal("0.0000001")
    assert known(THORACIC, typed(79)) == Interval.exactly(79)


def test_a_typed_share_below_the_limit_is_not_met():
    """胸外科 四（二）1（3）: 79, 80 and 81 per cent."""
    bounds = coverage_of(THORACIC).bounds
    limit = int(bounds.minimum)
    found = [known(THORACIC, typed(limit + step)).settle(bounds) for step in (-1, 0, 1)]
    assert [bounds.admit(one) for one in found] == [False, True, True]


def test_names_that_nobody_confirmed_do_not_count():
    assert known(THORACIC, case(NAMES[0]), open_names=NAMES) is None
    assert known(THORACIC, case(NAMES[0]), case(NAMES[1]), open_names=NAMES[1:]) == share(1, TOTAL)


def test_cases_after_the_day_do_not_count():
    assert known(THORACIC, case(NAMES[0], date(2026, 1, 2))) is None
    assert known(THORACIC, case(NAMES[0], AS_OF)) == share(1, TOTAL)


def test_rows_set_aside_leave_the_most_unknown():
    lost = [("case_log", "H1")]
    assert known(THORACIC, case(NAMES[0]), incomplete=lost).high is None


WINDOW = replace(coverage_of(THORACIC).qualifiers, window=Period.parse("P5Y"))
LAST_5_YEARS = replace(coverage_of(THORACIC), qualifiers=WINDOW)


def house(log_start):
    return [
        row("institutions", institution="H1", log_start=log_start),
        row("staff", staff="D1", institution="H1"),
    ]


@pytest.mark.parametrize(
    ("log_start", "most"),
    [(date(2021, 1, 2), 3), (date(2021, 1, 1), 3), (date(2021, 1, 3), TOTAL)],
)
def test_where_the_log_covers_the_window_the_most_is_known(log_start, most):
    """Two entries for certain; one name that matches none may be a third."""
    rows = [*house(log_start), case(NAMES[0]), case(NAMES[1]), case("一种新手术")]
    found = known(THORACIC, *rows, leaf=LAST_5_YEARS)
    assert found == share(2, TOTAL, share(most, TOTAL).low)


def test_cases_before_the_window_do_not_count():
    rows = [case(NAMES[0], date(2021, 1, 1)), case(NAMES[1], date(2021, 1, 2))]
    assert known(THORACIC, *rows, leaf=LAST_5_YEARS) == share(1, TOTAL, share(1, TOTAL).low)


def test_a_person_performs_what_he_did_in_the_role_that_is_asked():
    leaves = (leaf for one in criteria().values() for leaf in one.leaves())
    role = next(
        leaf.qualifiers.case_role
        for leaf in leaves
        if leaf.evidence_key.startswith("independent-cases")
    )
    asked = replace(
        coverage_of(THORACIC),
        qualifiers=replace(coverage_of(THORACIC).qualifiers, case_role=role),
    )
    rows = [
        case(NAMES[0], case_role=role.notation),
        case(NAMES[1], case_role="participant"),
        case(NAMES[2]),
    ]
    assert known(THORACIC, *rows, leaf=asked, bearer="D1") == share(1, TOTAL)
    assert known(THORACIC, *rows, bearer="D1") == share(3, TOTAL)


def test_a_province_has_the_share_that_one_hospital_has(tmp_path):
    mapping = {one.name: ProcedureChoice(one.name, (one.iri,)) for one in grade4_of(THORACIC)}
    base = row(
        "programmes",
        programme="P1",
        institution="H1",
        technique="thoracic-endoscopy",
        grade="4",
        role="training-base",
    )
    told = records(*HOUSE, base, *(case(name) for name in NAMES))
    _, alone = one_by_one(with_matches(told, mapping, None, AS_OF), AS_OF)
    write_parquet(told, tmp_path / "given")
    with connect() as connection:
        given = Hospitals.from_parquet(tmp_path / "given", connection)
        named = with_operation_names(given, mapping, None, AS_OF)
        validate_population(named, AS_OF, tmp_path / "out", connection)
    _, together = written(tmp_path / "out")
    assert alone.items() <= together.items()
    verdicts = {found for key, found in alone.items() if key[-1].endswith("catalogue-coverage")}
    assert verdicts == {Verdict.MET}
