"""Where a team's phones contradict each other, as each of them shows it: its own word beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.pipeline.records.conflicts import told_side
from service.pipeline.records.phones import settle
from service.pipeline.records.told import word_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.pagefiles import PageRecord
    from data.store import Store
    from service.access.teamlinks import Link
    from service.pipeline.records.phones import Word
    from service.results.record import Side
    from service.web.inspector.own import Route

Row = dict[str, Any]


def told_differences(store: Store, link: Link, route: Route, *, device: str) -> dict[str, Row]:
    """
    List the stops of a route of which phones say different things.

    Parameters
    ----------
    store
        Holds the records.
    link
        The team's.
    route
        The route that the phone has open.
    device
        The phone's own name.

    Returns
    -------
    differences
        By stop: ``sides``, the one that counts first, and whether the office has ``decided``; a
        decision is told to the phone alone whose word was set aside.
    """
    if not route.stops:
        return {}
    plans = store.rows("plan", where={"week": [link.week]}, columns=("plan_id",))
    where = {
        "plan_id": [str(row["plan_id"]) for row in plans],
        "day": [route.day],
        "stop": sorted(route.stops),
    }
    words: dict[str, list[Word]] = {}
    for row in store.rows("page_record", where=where):
        words.setdefault(row["stop"], []).append(word_in(row))
    found = {stop: _difference(said, device=device) for stop, said in sorted(words.items())}
    return {stop: one for stop, one in found.items() if one is not None}


def _difference(words: Sequence[Word], *, device: str) -> Row | None:
    settled = settle(words)
    if settled.taken is None:
        return None
    if settled.rivals:
        return _told((settled.taken, *settled.rivals), device, decided=False)
    own = [one for one in words if one.record.device == device]
    last = max(own, key=lambda one: one.age, default=None)
    if last is None or not last.is_refused:
        return None
    return _told((settled.taken, last.record), device, decided=True)


def _told(records: Iterable[PageRecord], device: str, *, decided: bool) -> Row:
    sides = [told_side(one, None, is_taken=n == 0) for n, one in enumerate(records)]
    return {"decided": decided, "sides": [side_row(side, own=device) for side in sides]}


def side_row(side: Side, *, own: str) -> Row:
    """Show what one phone says; which phone it is stays in the office."""
    return {
        "at": side.edited_at,
        "result": side.result,
        "note": side.note,
        "findings": list(side.findings),
        "counts": side.is_taken,
        "own": side.take.endswith(f":{own}"),
    }
