"""Random hospitals whose tables speak of what the criteria ask, rightly, nearly and not at all."""

from datetime import date, timedelta
from itertools import count
from random import Random

from record_making import row

from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import title_ranks
from zhunru.matching.catalogue import procedures
from zhunru.records import Records, Row
from zhunru.requirements import Concept, Leaf, Possession, Threshold
from zhunru.tables import ORDER, load_tables

PEOPLE = ("D1", "D2", "D3", "D4")
HOSPITALS = ("H1", "H2")
BEARERS = (*PEOPLE, *HOSPITALS)
AS_OF = date(2024, 2, 29)

#: Days at edges: of windows, calendar years, years of issue, short months and leap years.
DAYS = [
    date(2019, 2, 28),
    date(2019, 3, 1),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2021, 2, 28),
    date(2021, 3, 1),
    date(2021, 8, 31),
    date(2022, 12, 31),
    date(2023, 1, 1),
    date(2023, 6, 30),
    date(2023, 12, 31),
    date(2024, 1, 31),
    AS_OF,
    date(2024, 3, 1),
]


class HospitalMaker:
    """Makes rows about leaves chosen at random."""

    def __init__(self, random: Random, leaves: list[Leaf]) -> None:
        self._random = random
        self._numbers = count()
        self._counts = [one for one in leaves if isinstance(one, Threshold)]
        self._things = [one for one in leaves if isinstance(one, Possession)]
        self._cases = [one for one in self._counts if one.measure.notation in LOGGED]

    def records(self, rows: int) -> Records:
        """Make a hospital with so many rows in each of the large tables."""
        made = [*self._staff(), *self._institutions()]
        for make in (self._case, self._logged, self._training, self._experience, self._title):
            made += [make() for _ in range(rows)]
        made += [self._condition() for _ in range(rows)]
        tables = {name: tuple(one for one in made if one.table == name) for name in ORDER}
        lost = {(self._random.choice(list(ORDER)), self._random.choice(BEARERS)) for _ in range(3)}
        entries = {
            (one.values["procedure"], one.values["technique"]): self._random.choice(ENTRIES)
            for one in tables["case_log"]
            if one.values["procedure"] and self._random.random() < 0.7
        }
        return Records(tables, incomplete=frozenset(lost), entries=entries)

    def _staff(self) -> list[Row]:
        scopes = self._notations(one.thing for one in self._things if one.thing.kind == SCOPE)
        return [
            row(
                "staff",
                staff=person,
                institution=self._random.choice(HOSPITALS),
                practice_scope=self._maybe(scopes),
                in_house=self._maybe([True, False]),
                clinical_since=self._maybe(DAYS),
            )
            for person in PEOPLE
        ]

    def _institutions(self) -> list[Row]:
        levels = self._notations(one.thing for one in self._things if one.thing.kind == LEVEL)
        return [
            row(
                "institutions",
                institution=hospital,
                level=self._maybe(levels),
                log_start=self._maybe(DAYS[:6]),
                log_end=self._maybe(DAYS[-4:]),
            )
            for hospital in HOSPITALS
        ]

    def _case(self) -> Row:
        leaf = self._random.choice(self._counts)
        measures = [leaf.measure, leaf.measure.numerator, leaf.measure.denominator]
        measure = self._random.choice([one.notation for one in measures if one])
        start, end = self._period()
        return row(
            "cases",
            bearer=self._random.choice(BEARERS),
            measure=measure,
            **self._cells(leaf),
            specialty=self._near(leaf.qualifiers.specialties),
            start=start,
            end=end,
            count=self._maybe(range(50)),
        )

    def _logged(self) -> Row:
        leaf = self._random.choice(self._cases)
        # 一例至多两行。 A case has two rows at most.
        number = next(self._numbers) // 2
        day = DAYS[number % len(DAYS)] + timedelta(number % 3)
        return row(
            "case_log",
            case=f"C{number}",
            date=day,
            institution=self._maybe(HOSPITALS),
            staff=self._random.choice(PEOPLE),
            **self._cells(leaf),
            procedure=self._maybe(f"手术{place}" for place in range(60)),
            complication=self._maybe([True, False]),
            death=self._maybe([True, False]),
        )

    def _cells(self, leaf: Threshold) -> dict[str, str | None]:
        asked = leaf.qualifiers
        roles = sorted(hierarchy().case_roles_counted)
        kind = asked.case_kind.notation if asked.case_kind else None
        return {
            "technique": self._near(asked.techniques),
            "grade": self._maybe(["1", "2", "3", "4"]),
            "case_role": self._maybe([asked.case_role.notation] if asked.case_role else roles),
            "case_kind": self._maybe([kind, "therapeutic", "diagnostic"]),
        }

    def _training(self) -> Row:
        proofs = [one for one in self._things if one.thing.kind == "certificate"]
        figures = [one for one in self._counts if "training" in one.measure.notation]
        asked = self._random.choice([*proofs, *figures]).qualifiers
        start, end = self._period()
        fields = {field.name: field for field in load_tables()["trainings"].fields}
        return row(
            "trainings",
            staff=self._random.choice(PEOPLE),
            technique=self._near(asked.techniques),
            grade=self._maybe([one.notation for one in asked.grades] or ["3", "4"]),
            kind=self._random.choice(fields["kind"].enum),
            filed=self._maybe([True, False]),
            start=start,
            end=end,
            assessment=self._maybe(fields["assessment"].enum),
            participated_cases=self._maybe(range(40)),
            managed_patients=self._maybe(range(40)),
            certificate=self._maybe([True, False]),
        )

    def _experience(self) -> Row:
        leaf = self._random.choice([*self._counts, *self._things])
        start, end = self._period()
        specialty = self._near(leaf.qualifiers.specialties) or "rhinology"
        bearer = self._random.choice(BEARERS[1:])
        return row("experience", bearer=bearer, specialty=specialty, start=start, end=end)

    def _title(self) -> Row:
        title = self._random.choice(sorted(title_ranks()))
        person, since = self._random.choice(PEOPLE[1:]), self._maybe(DAYS)
        return row("titles", staff=person, title=title, since=since)

    def _condition(self) -> Row:
        leaf = self._random.choice(self._things)
        things = sorted(hierarchy().below(leaf.thing.notation))
        asked = leaf.qualifiers
        return row(
            "conditions",
            bearer=self._random.choice(BEARERS),
            condition=self._random.choice([leaf.thing.notation, *things]),
            specialty=self._one(asked.specialties),
            technique=self._one(asked.techniques),
            grade=self._one(asked.grades),
            present=self._maybe([True, True, False]),
        )

    def _period(self) -> tuple[date | None, date | None]:
        start, end = sorted(self._random.choices(DAYS, k=2))
        return self._maybe([start]), self._maybe([end])

    def _near(self, asked: tuple[Concept, ...]) -> str | None:
        """Something asked for, or narrower, or broader, or nothing."""
        near = sorted(hierarchy().below_any(asked) | hierarchy().above_any(asked))
        return self._maybe([*self._notations(asked) * 3, *near])

    def _one(self, asked: tuple[Concept, ...]) -> str | None:
        return self._random.choice(self._notations(asked) or [None])

    def _notations(self, concepts) -> list[str]:
        return [one.notation for one in concepts]

    def _maybe(self, values):
        """One of some values, or nothing."""
        given = list(values)
        return self._random.choice(given) if given and self._random.random() < 0.85 else None


#: 有覆盖率要求的规范的条目。 Entries of the regulations that ask for a share of their catalogue.
ENTRIES = [
    one.iri
    for one in procedures().values()
    if one.grade.notation == "4"
    and one.technique.notation in ("thoracic-endoscopy", "gynecologic-endoscopy")
]
LOGGED = ("cases", "complication-rate", "death-rate", "deaths")
SCOPE, LEVEL = "practice-scope", "hospital-level"
