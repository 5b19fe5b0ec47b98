"""职称与年限。 Titles and the years they were held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhunru.evidence.questions import TitleRank, TitleYears
from zhunru.evidence.relations import numbers, relation
from zhunru.evidence.years import SCALE, years_between


def ranked(titles: ir.Table, ranks: Mapping[str, int]) -> ir.Table:
    """Give every title held its rank.

    Args:
        titles: The table of titles.
        ranks: The rank of every title, by notation.

    Returns:
        (bearer, since, rank).
    """
    known = relation({"title": "string", "rank": "int64"}, ranks.items())
    return titles.join(known, "title").select("since", "rank", bearer="staff")


def title_ranks(
    titles: ir.Table,
    asked: ir.Table,
    parts: Mapping[TitleRank, int],
    as_of: date,
    lost: ir.Table | None,
) -> ir.Table:
    """Answer which title is the highest.

    Args:
        titles: Titles with their ranks, as `ranked` gives them.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        as_of: The day as of which the tables were filled in: a title without a date is held by
            then, and may be held on an earlier day.
        lost: (bearer) of whom titles were set aside; None for nobody.

    Returns:
        The answers; 0 for people whose titles came later.
    """
    days = relation(
        {"part": "int64", "day": "date", "undated": "boolean"},
        ((number, one.day, one.day >= as_of) for one, number in parts.items()),
    )
    rows = titles.join(asked, "bearer").join(days, "part")
    held = (rows.since <= rows.day).fill_null(rows.undated)
    possible = (rows.since <= rows.day).fill_null(True)
    found = rows.group_by("bearer", "part").agg(
        low=held.ifelse(rows["rank"], 0).max(), high=possible.ifelse(rows["rank"], 0).max()
    )
    return numbers(found, found.low, found.high, lost)


def title_years(
    titles: ir.Table, asked: ir.Table, parts: Mapping[TitleYears, int], lost: ir.Table | None
) -> ir.Table:
    """Answer how long somebody has held a title or a higher one; see `title_ranks`."""
    days = relation(
        {"part": "int64", "wanted": "int64", "day": "date"},
        ((number, one.rank, one.day) for one, number in parts.items()),
    )
    rows = titles.join(asked, "bearer").join(days, "part")
    enough = rows["rank"] >= rows.wanted
    years = enough.ifelse(years_between(rows.since, rows.day), 0).fill_null(0)
    # 取得日期空着的职称可能更早。 A title without a date may be older.
    older = (enough & rows.since.isnull()).any()
    found = rows.group_by("bearer", "part").agg(years=years.max(), older=older)
    longest = found.years / SCALE
    return numbers(found, longest, found.older.ifelse(ibis.null(), longest), lost)
