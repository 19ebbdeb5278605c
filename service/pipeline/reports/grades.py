"""How risky a site is, why, and how that went over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from data.chances import is_chance
from data.findings import day_told
from data.reports import Section, Table
from data.schema import as_records
from data.words import GRADES
from geo.card.card import default_card
from geo.card.reasons import UNKNOWN, read_reasons
from maps.scores import shown, weight
from service.pipeline.places.sites import text_of
from service.pipeline.places.standing import standing_sites
from service.pipeline.reports.period import month_before
from service.pipeline.reports.phrases import both, coded, heads, listed
from service.pipeline.risk.scores import scores_as_of, town_tables

if TYPE_CHECKING:
    from data.model import Reason
    from data.ports import Progress
    from data.reports import Cell, Said
    from data.store import Store
    from service.pipeline.reports.known import KnownSite

_REASONS_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A score of a past day: the day, model, risk 0-1 and grade; reasons where they are known."""

    day: date
    model: str
    risk: float
    grade: str
    reasons: tuple[Reason, ...] = ()
    is_stored: bool = False


def scores_then(
    store: Store, site_id: str, *, before: date, months: int, progress: Progress | None = None
) -> tuple[Then, ...]:
    """
    Score a site again as of the first days of the last months.

    The whole town is scored, since a place is risky beside others; the shipped card is used, with
    the visits and findings of before those days and the ledger of sites as it is now.

    Parameters
    ----------
    before
        The day of the report; the last month told begins before it.
    months
        How many, >= 0.

    Returns
    -------
    scores
        Oldest first; empty where the site is scored no more.
    """
    if months == 0:
        return ()
    tables = town_tables(store, standing_sites(store))
    if site_id not in tables.sites.index:
        return ()
    told = []
    for number, day in enumerate(month_starts(before, months), start=1):
        scores, _ = scores_as_of(tables, day, card=default_card(), wanted="scorecard")
        told.append(_then(as_records(scores.loc[[site_id]])[0], day=day))
        if progress is not None:
            progress(number, months, day.isoformat())
    return tuple(told)


def month_starts(before: date, months: int) -> list[date]:
    """
    List the first days of the last months that began before a day, oldest first.

    Examples
    --------
    >>> [day.isoformat() for day in month_starts(date(2026, 2, 1), 3)]
    ['2025-11-01', '2025-12-01', '2026-01-01']
    """
    first = before.replace(day=1)
    skipped = int(first == before)
    return [month_before(first, back + skipped) for back in reversed(range(months))]


def _then(row: dict[str, Any], *, day: date) -> Then:
    return Then(
        day=day,
        model=str(row["model"]),
        risk=float(row["risk"]),
        grade=str(row["grade"]),
        reasons=read_reasons(row["reasons"]),
    )


def stored_then(store: Store, site_id: str) -> tuple[Then, ...]:
    """List former scores as they were stored, each time the grade changed; reasons are not kept."""
    rows = store.read("history", where={"table_name": ["score"], "row_id": [site_id]})
    told = []
    for row in as_records(rows):
        was = orjson.loads(row["before"])
        told.append(
            Then(
                day=date.fromisoformat(str(was["as_of"])[:10]),
                model=str(was["model"]),
                risk=float(was["risk"]),
                grade=str(was["grade"]),
                is_stored=True,
            )
        )
    return tuple(told)


def score_section(known: KnownSite, then: tuple[Then, ...]) -> Section:
    """Tell the score of now with its reasons, and those of before."""
    if known.score is None:
        return Section(
            heading=both("dossier.scores"),
            paragraphs=(both("dossier.no_score"),),
            tables=_earlier(then),
        )
    tables = [_reasons(known.score), *_advice(known.score), *_earlier(then)]
    return Section(heading=both("dossier.scores"), tables=tuple(tables))


def _reasons(score: dict[str, Any]) -> Table:
    chance = is_chance(str(score["model"]))
    rows = [
        ((one.zh, one.en), weight(one.code, one.points, is_chance=chance), one.evidence or None)
        for one in read_reasons(score["reasons"])
    ]
    return Table(
        title=both("dossier.reasons", day=day_told(score["as_of"].date()), model=score["model"]),
        columns=heads(
            "dossier.reason", f"dossier.{'odds' if chance else 'points'}", "dossier.proof"
        ),
        rows=tuple(rows),
        note=both(f"dossier.{'odds' if chance else 'points'}_note"),
    )


def _advice(score: dict[str, Any]) -> list[Table]:
    chance = is_chance(str(score["model"]))
    told = read_reasons(text_of(score["advice"]) or "[]")
    rows = [
        ((one.zh, one.en), weight(one.code, one.points, is_chance=chance))
        for one in told
        if one.code != UNKNOWN
    ]
    if not rows:
        return []
    unit = "dossier.odds" if chance else "dossier.points"
    return [
        Table(
            title=both("dossier.advice"),
            columns=heads("dossier.measure", unit),
            rows=tuple(rows),
        )
    ]


def _earlier(then: tuple[Then, ...]) -> tuple[Table, ...]:
    if not then:
        return ()
    rows = [_earlier_row(one) for one in sorted(then, key=lambda one: (one.day, one.is_stored))]
    return (
        Table(
            title=both("dossier.earlier"),
            columns=heads("as_of", "grade", "dossier.score", "model", "dossier.how", "dossier.why"),
            rows=tuple(rows),
            note=both("dossier.earlier_note"),
        ),
    )


def _earlier_row(one: Then) -> tuple[Cell, ...]:
    return (
        one.day,
        coded(GRADES, one.grade),
        shown(one.risk, is_chance=is_chance(one.model)),
        one.model,
        both("dossier.as_stored" if one.is_stored else "dossier.reckoned"),
        listed(strongest(one.reasons)) if one.reasons else None,
    )


def strongest(reasons: tuple[Reason, ...]) -> list[Said]:
    """Take the first reasons that tell of something known."""
    told = [one for one in reasons if one.code not in {UNKNOWN, "other", "base"}]
    return [(one.zh, one.en) for one in told[:_REASONS_TOLD]]
