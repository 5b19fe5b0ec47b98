"""一省的校验。 Validating a province."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends import BaseBackend

from zhunru.assignments import Assigner, ranks_of
from zhunru.backends import kept
from zhunru.columns import Rules, group_verdicts, leaf_verdicts
from zhunru.criterion import Criterion
from zhunru.errors import UserError
from zhunru.evidence import Inquiry, Question, Questions
from zhunru.evidence.questions import Recorded, TitleRank
from zhunru.evidence.relations import relation
from zhunru.hierarchy import hierarchy
from zhunru.kept_evidence import title_ranks
from zhunru.namespaces import local_path
from zhunru.population.checks import Checks, Combination, checks_of
from zhunru.population.dependents import Colleagues, Dependents
from zhunru.population.hospitals import Hospitals
from zhunru.population.values import needs_of, questions_of, settled
from zhunru.reading import criteria
from zhunru.rule_tables import VERDICTS, RuleTables, rule_tables
from zhunru.verdicts import Verdict

_IN_HOUSE = Question((Recorded("staff", "in_house", None),))


@dataclass(frozen=True)
class Summary:
    """How many checks had which verdict.

    Attributes:
        counts: By path of the criterion and verdict.
        uncovered: How many rows no criterion covers, by technique, grade and role: set aside.
    """

    counts: Mapping[tuple[str, Verdict], int]
    uncovered: Mapping[Combination, int]

    @property
    def all_met(self) -> bool:
        """Whether every check was met."""
        return all(verdict is Verdict.MET for _, verdict in self.counts)


def validate_population(
    hospitals: Hospitals,
    as_of: date,
    out: Path,
    connection: BaseBackend,
    advance: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Validate the tables of many hospitals, and write the verdicts as Parquet.

    Args:
        hospitals: What they handed in, on the connection.
        as_of: The day as of which evidence is counted.
        out: A folder that is not there yet, and is there once everything is. `checks.parquet` has a
            row per programme or credential and criterion, `requirements-N.parquet` a row per
            bearer, criterion and requirement, both in order. On Spark they are folders of parts.
        connection: The backend.
        advance: Told what was done.

    Returns:
        The numbers of verdicts.

    Raises:
        InputError: If no row asks for anything, or no criterion covers any.
        UserError: If the folder is there already: nothing is overwritten.
    """
    if out.exists():
        raise UserError(
            f"“{out}”已存在，请另给一个文件夹。 {str(out)!r} exists already: name another folder."
        )
    numbered = dict(enumerate(criteria().values()))
    numbers = {one.iri: number for number, one in numbered.items()}
    assigner = Assigner(numbered.values(), hierarchy(), as_of)
    checks = checks_of(hospitals.tables, assigner, numbers)
    used = checks.dossiers.criterion.as_table().distinct().to_pyarrow()["criterion"].to_pylist()
    chosen = {number: numbered[number] for number in sorted(used)}
    advance("已找到适用的标准 criteria found")
    if checks.uncovered:
        hospitals = hospitals.without(checks.lost)
    evidence = _Evidence(hospitals, chosen, checks, as_of)
    run = _Run(evidence, chosen, checks, as_of, connection)
    with _whole(out) as folder:
        standings = run.write_requirements(folder, advance)
        return run.write_checks(folder, standings)


class _Run:
    """One run: evidence once, then level by level."""

    def __init__(
        self,
        evidence: _Evidence,
        chosen: Mapping[int, Criterion],
        checks: Checks,
        as_of: date,
        connection: BaseBackend,
    ) -> None:
        self._chosen, self._checks, self._connection = chosen, checks, connection
        self._rule_tables = rule_tables(chosen.values())
        self._rules = Rules.on(connection, self._rule_tables)
        needs = needs_of(chosen, self._rule_tables, evidence.questions, as_of)
        known = kept(evidence.known(needs))
        self._values = kept(settled(checks.dossiers, needs, known))
        numbers = {iri: number for number, iri in enumerate(criteria())}
        self._dependents = Dependents(
            chosen, numbers, self._rule_tables, evidence.colleagues(known), evidence.understated
        )

    def write_requirements(self, folder: Path, advance: Callable[[str], None]) -> ir.Table:
        """Decide level by level, write the verdicts, and return the standings."""
        nodes = _node_names(self._rule_tables)
        standings = relation(_STANDINGS, ())
        for place, level in enumerate(_levels(self._chosen), start=1):
            dossiers = self._checks.dossiers
            dossiers = dossiers.filter(dossiers.criterion.isin(level))
            own = self._values.semi_join(dossiers, "row")
            evidence = own.union(self._dependents.values(dossiers, standings))
            leaves = kept(leaf_verdicts(evidence, self._rules))
            groups = group_verdicts(leaves, self._rules)
            who = dossiers.select("row", "bearer", "institution")
            named = leaves.union(groups).join(nodes, "node").join(who, "row")
            self._connection.to_parquet(
                named.filter(named.requirement.notnull())
                .join(_words(), "code")
                .select("bearer", "institution", "path", "requirement", "verdict")
                .rename(criterion="path")
                .order_by("bearer", "criterion", "requirement"),
                folder / f"requirements-{place}.parquet",
            )
            now = named.filter(named.criterion.notnull()).select(*_STANDINGS)
            standings = kept(standings.union(now))
            advance(f"第 {place} 层已判定 level {place} decided")
        return standings

    def write_checks(self, folder: Path, standings: ir.Table) -> Summary:
        """Write the verdict on every row that asked, and count."""
        own = standings.filter(standings.own).select("bearer", "criterion", "code").distinct()
        paths = relation(
            {"criterion": "int32", "path": "string"},
            ((number, local_path(one.iri)) for number, one in self._chosen.items()),
        )
        found = self._checks.asked.join(own, ["bearer", "criterion"]).join(paths, "criterion")
        rows = found.join(_words(), "code")
        rows = rows.select("table", "number", "bearer", "institution", "path", "verdict")
        self._connection.to_parquet(
            rows.rename(criterion="path").order_by("table", "number", "criterion"),
            folder / "checks.parquet",
        )
        counted = found.group_by("path", "code").agg(count=found.count()).to_pyarrow().to_pylist()
        ordered = sorted(counted, key=lambda one: (one["path"], one["code"]))
        counts = {(one["path"], VERDICTS[one["code"]]): one["count"] for one in ordered}
        return Summary(counts, self._checks.uncovered)


_STANDING = {"criterion": "int32", "is_person": "boolean", "own": "boolean"}
_STANDINGS = {"bearer": "string", "institution": "string", "code": "int8", **_STANDING}


class _Evidence:
    """What the records know of everything that is asked."""

    def __init__(
        self, hospitals: Hospitals, chosen: Mapping[int, Criterion], checks: Checks, as_of: date
    ) -> None:
        rank = Question((TitleRank(as_of),))
        asked = questions_of(chosen.values(), as_of)
        self.questions = Questions.of((*asked.numbers, rank, _IN_HOUSE))
        self._rank, self._in_house = (self.questions.numbers[one] for one in (rank, _IN_HOUSE))
        self._checks, self._people = checks, hospitals.tables["staff"]
        self.understated = hospitals.understated()
        self._inquiry = Inquiry(
            hospitals.tables,
            self.questions,
            hierarchy(),
            title_ranks(),
            as_of,
            hospitals.incomplete,
            hospitals.entries,
        )

    def known(self, needs: ir.Table) -> ir.Table:
        """Ask what the leaves need, and everybody's title and place of practice."""
        asked = self._checks.dossiers.join(needs, "criterion").select("bearer", "question")
        both = relation({"question": "int64"}, ((self._rank,), (self._in_house,)))
        of_people = self._people.select(bearer="staff").cross_join(both)
        return self._inquiry.known(kept(asked.union(of_people).distinct()))

    def colleagues(self, known: ir.Table) -> Colleagues:
        """Return what is known of everybody's title and place of practice."""
        return Colleagues(
            known.filter(known.question == self._rank).select("bearer", "low", "high"),
            known.filter(known.question == self._in_house).select("bearer", "flag"),
        )


def _levels(chosen: Mapping[int, Criterion]) -> list[list[int]]:
    """Order criteria so that each level needs the verdicts of earlier ones only."""
    ranks = ranks_of(chosen.values())
    return [
        [number for number, one in chosen.items() if ranks[one.iri] == rank]
        for rank in sorted(set(ranks.values()))
    ]


def _node_names(tables: RuleTables) -> ir.Table:
    """Name the nodes: of a requirement its path, of a standing the number of its criterion."""
    everything = {iri: number for number, iri in enumerate(criteria())}
    return relation(
        {"node": "int32", "path": "string", "requirement": "string", **_STANDING},
        (
            (
                number,
                local_path(node.criterion),
                None if is_standing or node.is_inner else local_path(node.subject),
                everything.get(node.subject),
                criteria()[node.criterion].role_is_person,
                node.criterion == node.subject,
            )
            for number, node in enumerate(tables.nodes)
            for is_standing in (node.subject in everything,)
        ),
    )


def _words() -> ir.Table:
    """Name the codes of verdicts."""
    rows = ((code, verdict.value) for code, verdict in VERDICTS.items())
    return relation({"code": "int8", "verdict": "string"}, rows)


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """Give a folder to write to that gets its name when everything is there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    yield unfinished
    unfinished.replace(out)
