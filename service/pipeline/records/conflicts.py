"""Stops of which two phones say different things, side by side, until the office decides."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from data.errors import StaleError
from data.ledger.pagesaid import CHINA, SaidVisit, content_of
from service.pipeline.places.sites import day_in
from service.pipeline.records.phones import errand_of, record_key, settle
from service.pipeline.records.told import by_errand, known_words
from service.results.record import Conflict, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.ledger.pagefiles import PageRecord
    from data.ports import PlainRows
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand, Settled

_MARK = 16


def told_conflicts(settled: Mapping[Errand, Settled], errands: Errands) -> tuple[Conflict, ...]:
    """List them by week, stop and day; the word that counts until somebody decides comes first."""
    return tuple(
        _conflict(one, one.taken, errands)
        for _, one in sorted(settled.items())
        if one.taken is not None and one.rivals
    )


def week_conflicts(tables: PlainRows, week: str) -> tuple[Conflict, ...]:
    """List what is to be decided of a week, by stop and day; none where it has no plan."""
    versions = [
        str(row["plan_id"])
        for row in tables.rows("plan", where={"week": [week]}, columns=("plan_id",))
    ]
    where = {"plan_id": versions, "standing": ["conflict"]}
    if not versions or not tables.rows("page_record", where=where, columns=("plan_id",)):
        return ()
    words, errands = known_words(tables, versions[:1])
    settled = {errand: settle(said) for errand, said in by_errand(words, errands).items()}
    return told_conflicts(settled, errands)


def conflict_counts(tables: PlainRows) -> dict[str, int]:
    """Count the stops that are to be decided, by week; weeks without any are left out."""
    columns = ("plan_id", "stop", "day")  # not what was said: not everybody may read it
    rows = tables.rows("page_record", where={"standing": ["conflict"]}, columns=columns)
    if not rows:
        return {}
    plans = sorted({str(row["plan_id"]) for row in rows})
    found = tables.rows("plan", where={"plan_id": plans}, columns=("plan_id", "week"))
    weeks = {str(row["plan_id"]): str(row["week"]) for row in found}
    errands = {errand_of(weeks[row["plan_id"]], row["stop"], day_in(row["day"])) for row in rows}
    counted = [week for week, *_ in errands]
    return {week: counted.count(week) for week in sorted(set(counted))}


def check_mark(mark: str, settled: Settled) -> None:
    """
    Make sure that who decides has read what the phones say now.

    Raises
    ------
    StaleError
        If a phone said something else meanwhile, or somebody has decided.
    """
    taken = settled.taken
    if taken is None or not settled.rivals or _mark((taken, *settled.rivals)) != mark:
        raise StaleError(
            "The phones say something else by now, or somebody has decided: look again.",
            zh="手机记录在此期间有变化，或已有人定夺，请重新核对。",
        )


def _conflict(settled: Settled, taken: PageRecord, errands: Errands) -> Conflict:
    stop = errands.stops.get((taken.plan, taken.stop))
    records = (taken, *settled.rivals)
    return Conflict(
        plan_id=taken.plan,
        stop=taken.stop,
        name=stop.name if stop else "",
        day=taken.day.isoformat(),
        sides=tuple(told_side(one, errands.team(one), is_taken=one is taken) for one in records),
        mark=_mark(records),
    )


def _mark(records: Iterable[PageRecord]) -> str:
    said = [f"{record_key(one)} {one.edited_at} {content_of(one.said)}" for one in records]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:_MARK]


def told_side(record: PageRecord, team: str | None, *, is_taken: bool) -> Side:
    """Write down what one phone says."""
    said = record.said
    if isinstance(said, SaidVisit):
        result, note = said.result or "", said.note
    else:
        result, note = "", said.what
    return Side(
        take=record_key(record),
        team=team or "",
        edited_at=f"{record.edited_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        result=result,
        note=note,
        findings=tuple(one.what for one in said.findings),
        is_taken=is_taken,
    )
