"""Words of a visit that do not go together with its re-checks: what counts, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.ledger.pagesaid import SaidVisit
from data.words import FINDS, LOOKS
from service.pipeline.places.sites import day_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from data.ports import PlainRows
    from service.pipeline.records.pagefindings import Look
    from service.results.record import Said

Row = dict[str, Any]
_UNASKED = frozenset({"patrol", "audit"})
"""Visits whose page offers no re-check."""
_MOST_NAMED = 3


def counted_result(said: SaidVisit) -> str | None:
    """
    Say what a visit counts as: who still sees a hazard of before has found it.

    Parameters
    ----------
    said
        The word that counts.

    Returns
    -------
    result
        Code of the result; ``finding`` where nothing was found and a re-check says otherwise.
    """
    return "finding" if is_contradicted(said) else said.result


def is_contradicted(said: SaidVisit) -> bool:
    """Tell whether nothing was found though a hazard of before is still there."""
    return said.result == "clean" and any(one.state == "open" for one in said.rechecked)


def is_bare(said: SaidVisit) -> bool:
    """Tell whether something was found, and not a word says what."""
    held = any(one.state == "open" for one in said.rechecked)
    return said.result in FINDS and not (said.findings or said.note or held)


def doubts_of(tables: PlainRows, looks: Sequence[Look]) -> tuple[Said, ...]:
    """
    Ask about visits that contradict their re-checks, or leave out one that was due.

    Parameters
    ----------
    tables
        A unit of writing; visits and findings are written already.
    looks
        The visits.
    """
    visits = [(look, look.record.said) for look in looks if look.record and look.visit]
    told = [(look, said) for look, said in visits if isinstance(said, SaidVisit)]
    asked = [_still_there(look) for look, said in told if is_contradicted(said)]
    return (*asked, *_unanswered(tables, told))


def _still_there(look: Look) -> Said:
    return (
        f"{_zh(look)}记为“未发现”，但复查的隐患仍在：按“发现隐患”计。",
        (
            f"{_en(look)} says nothing was found, but a hazard of before is still there: it counts "
            "as a find."
        ),
    )


def _unanswered(tables: PlainRows, told: Sequence[tuple[Look, SaidVisit]]) -> Iterator[Said]:
    due_at = [
        (look, said, look.visit)
        for look, said in told
        if look.visit and said.result in LOOKS and look.visit["mode"] not in _UNASKED
    ]
    sites = sorted({str(visit["site_id"]) for _, _, visit in due_at})
    rows = tables.rows("finding", where={"site_id": sites}) if sites else []
    for look, said, visit in due_at:
        answered = {one.id for one in said.rechecked}
        left = [
            str(row["finding_id"])
            for row in rows
            if row["site_id"] == visit["site_id"]
            and row["finding_id"] not in answered
            and _is_due(row, visit["day"])
        ]
        if left:
            yield _missing(look, sorted(left))


def _is_due(row: Row, day: date) -> bool:
    """Tell whether a finding of before should have been looked at on a day."""
    if row["state"] == "closed" or day_in(row["found"]) >= day:
        return False
    return row["state"] == "submitted" or (row["due"] is not None and day_in(row["due"]) <= day)


def _missing(look: Look, left: Sequence[str]) -> Said:
    named = "、".join(left[:_MOST_NAMED]), ", ".join(left[:_MOST_NAMED])
    return (
        (
            f"{_zh(look)}有 {len(left)} 条隐患到期复查却没有写结果（{named[0]}）："
            "仍按未销号计，请向队伍核实。"
        ),
        (
            f"{_en(look)}: {len(left)} finding(s) due for a re-check have no answer ({named[1]}); "
            "they stay open: ask the team."
        ),
    )


def _zh(look: Look) -> str:
    return f"{look.name}（{look.visit['day'] if look.visit else look.day}）"


def _en(look: Look) -> str:
    return f"{look.name} ({look.visit['day'] if look.visit else look.day})"
