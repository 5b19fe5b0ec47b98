"""改动门槛的测试所共用的。 What the tests of moved thresholds share."""

from dossier_making import dossier, full

from zhunru.namespaces import ID
from zhunru.reading import criteria
from zhunru.whatif.settings import parse_settings

GRADE4 = "nasal-endoscopy-2019/operator-grade4"
CASES = f"{GRADE4}/independent-cases"
TITLE = f"{GRADE4}/title"


def settings(*texts):
    return parse_settings(texts, criteria())


def of(iri):
    return criteria()[f"{ID}criterion/{iri}"]


def people(*counts):
    """Dossiers that meet everything, with so many independent cases."""
    one = of(GRADE4)
    made = full(one)
    return [
        dossier(one, {**made.values, "independent-cases.nasal-endoscopy": n}, f"d{n}")
        for n in counts
    ]
