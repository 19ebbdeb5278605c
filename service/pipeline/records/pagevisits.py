"""Visits as pages tell them, as rows of the store; history keeps one that is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.ledger.outcomes import content_id
from data.ledger.pagesaid import CHINA, SaidVisit
from service.pipeline.places.sites import day_in, text_of
from service.pipeline.records.doubts import counted_result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from data.ledger.pagefiles import PageRecord
    from data.store.unit import Unit
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand

Row = dict[str, Any]
_ON_THE_WAY = "patrol"
"""Type of a visit that no plan asked for."""
_COMPARED = ("site_id", "team", "mode", "result", "arrived_at", "left_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """
    What became of visits.

    Attributes
    ----------
    new, changed, withdrawn
        Ids of visits that were stored, changed, taken away.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]


def visit_id(errand: Errand) -> str:
    """Name the visit of an errand: the same from whichever phone and file it comes."""
    return content_id("XC", *errand)


def write_visits(unit: Unit, rows: Mapping[str, Row | None]) -> Visits:
    """
    Bring visits to what is said of them now.

    Parameters
    ----------
    unit
        Writes.
    rows
        Row by schema ``INSPECTION`` by id; ``None`` where there is no such visit.
    """
    held = {row["inspection_id"]: row for row in _held(unit, list(rows))}
    said = {key: row for key, row in rows.items() if row is not None}
    new = [key for key in said if key not in held]
    changed = [key for key, row in said.items() if key in held and _differs(row, held[key])]
    gone = [key for key, row in rows.items() if row is None and key in held]
    if gone:
        unit.clear("inspection", where={"inspection_id": gone})
    unit.upsert_rows("inspection", [said[key] for key in (*new, *changed)])
    return Visits(new=tuple(new), changed=tuple(changed), withdrawn=tuple(gone))


def _held(unit: Unit, keys: Sequence[str]) -> list[Row]:
    return unit.rows("inspection", where={"inspection_id": keys}) if keys else []


def _differs(row: Row, held: Row) -> bool:
    is_same_day = row["day"] == day_in(held["day"])
    return not is_same_day or any(text_of(row[name]) != text_of(held[name]) for name in _COMPARED)


def visit_row(errand: Errand, record: PageRecord, site_id: str, errands: Errands) -> Row | None:
    """
    Write the visit that a record tells of; of a place on the way, one where it found hazards.

    Who found nothing and still saw a hazard of before has found that one. The
    day is the one the team came, by the clock in China, else that of the route.
    """
    said, stop = record.said, errands.stops.get((record.plan, record.stop))
    if isinstance(said, SaidVisit):
        came, left, result = said.arrived_at, said.done_at, counted_result(said)
    else:
        came, left, result = said.at, None, "finding" if said.findings else None
    if result is None:
        return None
    return {
        "inspection_id": visit_id(errand),
        "site_id": site_id,
        "day": _day(came or left, record.day),
        "team": errands.team(record),
        "mode": stop.visit_type if stop else _ON_THE_WAY,
        "result": result,
        "arrived_at": _clock(came),
        "left_at": _clock(left),
        "source": record.file,
    }


def _day(moment: datetime | None, planned: date) -> date:
    return moment.astimezone(CHINA).date() if moment else planned


def _clock(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(CHINA):%H:%M:%S}" if moment else None
