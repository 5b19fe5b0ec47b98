"""截至日早于规范印发之年：照样判定，但说明其时尚未施行。 As-of dates before a regulation's year."""

from datetime import date

import pytest
from record_making import records, row

from zhunru.namespaces import ID
from zhunru.not_in_force import not_yet_in_force
from zhunru.reading import criteria
from zhunru.validation import validate_dossiers, validate_records

NASAL = criteria()[f"{ID}criterion/nasal-endoscopy-2019/operator"].regulation


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2018, 12, 31), True), (date(2019, 1, 1), False), (date(2026, 1, 1), False)],
)
def test_the_year_of_issue_decides(day, told):
    remarks = not_yet_in_force([NASAL, NASAL], day)
    assert len(remarks) == told
    if told:
        assert remarks[0].file == NASAL.label.zh
        assert "2019 年印发，截至日 2018-12-31 该规定尚未施行" in remarks[0].chinese
        assert "an as-of date in 2019 or later" in remarks[0].english


def test_reports_of_tables_and_of_ready_evidence_say_so():
    given = records(
        row("institutions", institution="H1", name="H"),
        row("staff", staff="D1", institution="H1"),
        row(
            "credentials", credential="A1", staff="D1", technique="nasal-endoscopy", role="operator"
        ),
    )
    early, late = (validate_records(given, date(year, 6, 1)) for year in (2018, 2019))
    assert [one.kind for one in early.remarks] == ["not-yet-in-force"]
    assert late.remarks == ()
    (dossier,) = (one.dossier for one in early.results)
    ready = validate_dossiers([dossier], date(2018, 6, 1))
    assert ready.remarks == early.remarks
