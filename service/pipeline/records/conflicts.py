"""Stops of which two phones say different things, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.pagesaid import CHINA, SaidVisit
from service.pipeline.records.phones import record_key
from service.results.record import Conflict, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ledger.pagefiles import PageRecord
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand, Settled


def told_conflicts(settled: Mapping[Errand, Settled], errands: Errands) -> tuple[Conflict, ...]:
    """List them by week, stop and day; the word that counts until somebody decides comes first."""
    return tuple(
        _conflict(one.taken, one.rivals, errands)
        for _, one in sorted(settled.items())
        if one.taken is not None and one.rivals
    )


def _conflict(taken: PageRecord, rivals: tuple[PageRecord, ...], errands: Errands) -> Conflict:
    stop = errands.stops.get((taken.plan, taken.stop))
    return Conflict(
        plan_id=taken.plan,
        stop=taken.stop,
        name=stop.name if stop else "",
        day=taken.day.isoformat(),
        sides=tuple(_side(record, errands, record is taken) for record in (taken, *rivals)),
    )


def _side(record: PageRecord, errands: Errands, is_taken: bool) -> Side:  # noqa: FBT001 - inside
    said = record.said
    if isinstance(said, SaidVisit):
        result, note = said.result or "", said.note
    else:
        result, note = "", said.what
    return Side(
        take=record_key(record),
        team=errands.team(record) or "",
        edited_at=f"{record.edited_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        result=result,
        note=note,
        findings=tuple(one.what for one in said.findings),
        is_taken=is_taken,
    )
