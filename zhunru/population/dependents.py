"""取决于其他判定的要求：人员、符合。 Leaves that depend on verdicts: staffing, conformity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from zhunru.criterion import Criterion
from zhunru.evidence.relations import relation
from zhunru.population.values import settle
from zhunru.requirements import Conformity, Leaf, Staffing
from zhunru.rule_tables import BOUNDS, CODES, RuleTables, bounds_of
from zhunru.verdicts import Verdict

_NOT_MET, _MISSING, _MET = (CODES[v] for v in (Verdict.NOT_MET, Verdict.MISSING, Verdict.MET))

#: 不问职称。 No title is asked for.
_ANY_RANK = 0


@dataclass(frozen=True)
class Colleagues:
    """What is known of everybody, besides their verdicts.

    Attributes:
        rank: bearer, low, high: the rank of the title.
        in_house: bearer, flag: whether licensed at the institution.
    """

    rank: ir.Table
    in_house: ir.Table


@dataclass(frozen=True)
class Dependents:
    """Answers leaves from the verdicts of earlier levels.

    Attributes:
        criteria: The criteria that are checked, by number.
        numbers: The number of every criterion, by IRI: people may meet one that theirs extends.
        tables: Their relations.
        colleagues: What is known of people.
        understated: institution: of whose people rows were set aside, so that there may be more of
            them; None for no institution.
    """

    criteria: Mapping[int, Criterion]
    numbers: Mapping[str, int]
    tables: RuleTables
    colleagues: Colleagues
    understated: ir.Table | None

    def values(self, dossiers: ir.Table, standings: ir.Table) -> ir.Table:
        """Answer the leaves of some dossiers.

        Args:
            dossiers: row, bearer, institution, criterion.
            standings: bearer, institution, criterion, code, is_person: the verdicts of earlier
                levels on criteria, also on those that a criterion extends.

        Returns:
            row, evidence, value (float64).
        """
        return self._staffing(dossiers, standings).union(self._conformity(dossiers, standings))

    def _leaves(self, kind: type[Leaf]) -> Iterator[tuple[int, int, Leaf]]:
        """Yield the leaves of a kind: the numbers of criterion and evidence, and the leaf."""
        for number, one in self.criteria.items():
            for leaf in one.leaves():
                if isinstance(leaf, kind):
                    yield number, self.tables.evidence[one.iri, leaf.evidence_key], leaf

    def _conformity(self, dossiers: ir.Table, standings: ir.Table) -> ir.Table:
        asked = relation(
            {"criterion": "int32", "evidence": "int32", "meets": "int32"},
            (
                (number, evidence, self.numbers[leaf.meets])
                for number, evidence, leaf in self._leaves(Conformity)
                if isinstance(leaf, Conformity)
            ),
        )
        own = standings.select("code", who="bearer", which="criterion").distinct()
        joined = dossiers.join(asked, "criterion")
        joined = joined.left_join(own, [joined.bearer == own.who, joined.meets == own.which])
        value = ibis.cases((joined.code == _MET, 1.0), (joined.code == _NOT_MET, 0.0))
        return joined.select("row", "evidence", value=value.cast("float64"))

    def _staffing(self, dossiers: ir.Table, standings: ir.Table) -> ir.Table:
        asked = relation(
            {
                "criterion": "int32",
                "evidence": "int32",
                "meets": "int32",
                "rank": "int64",
                "in_house": "boolean",
                **dict.fromkeys(BOUNDS, "float64"),
            },
            (
                (
                    number,
                    evidence,
                    self.numbers[leaf.meets],
                    leaf.title.rank if leaf.title else _ANY_RANK,
                    leaf.in_house,
                    *bounds_of(leaf).values(),
                )
                for number, evidence, leaf in self._leaves(Staffing)
                if isinstance(leaf, Staffing)
            ),
        )
        counted = self._counted(asked, standings)
        joined = dossiers.join(asked, "criterion")
        joined = joined.left_join(
            counted,
            [joined.institution == counted.place, joined.evidence == counted.counted_evidence],
        )
        return joined.select("row", "evidence", value=settle(joined))

    def _counted(self, asked: ir.Table, standings: ir.Table) -> ir.Table:
        """Count the people of every institution who meet a criterion, those who may included."""
        people = standings.filter(standings.is_person)
        wanted = asked.select("evidence", "rank", "in_house", which="meets").distinct()
        found = people.join(wanted, people.criterion == wanted.which)
        ranks = self.colleagues.rank.select("low", "high", holder="bearer")
        places = self.colleagues.in_house.select("flag", worker="bearer")
        found = found.left_join(ranks, found.bearer == ranks.holder)
        found = found.left_join(places, found.bearer == places.worker)
        held = ibis.cases(
            (found.rank == _ANY_RANK, _MET),
            (found.low >= found.rank, _MET),
            (found.low.notnull() & (found.high < found.rank), _NOT_MET),
            else_=_MISSING,
        )
        local = ibis.cases(
            (~found.in_house | found.flag, _MET), (~found.flag, _NOT_MET), else_=_MISSING
        )
        counts = found.select(
            "institution", "evidence", "bearer", code=ibis.least(found.code, held, local)
        )
        each = counts.group_by("institution", "evidence", "bearer").agg(
            met=(counts.code == _MET).any(), lost=(counts.code == _NOT_MET).all()
        )
        counted = each.group_by(place="institution", counted_evidence="evidence").agg(
            low=each.met.sum().cast("float64"), high=(~each.lost).sum().cast("float64")
        )
        if self.understated is None:
            return counted
        more = self.understated.select(more="institution")
        joined = counted.left_join(more, counted.place == more.more)
        return joined.mutate(high=joined.more.isnull().ifelse(joined.high, None)).drop("more")
