"""What the other phones of a team told of a route, in the form in which a page exports it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.ledger.pagefiles import FORMAT
from data.ledger.pagesaid import SaidPlace, SaidVisit, said_in
from service.access.clock import written

if TYPE_CHECKING:
    from data.ledger.pagesaid import SaidFinding
    from data.store import Store
    from service.access.teamlinks import Link
    from service.web.inspector.own import Route

Row = dict[str, Any]


def told_by_others(store: Store, link: Link, route: Route, *, device: str) -> Row:
    """
    Collect what counts of the other phones' records, for one phone to show beside its own.

    They are of any version of the week's plan: a version that is published at noon undoes no visit
    of the morning.

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
    told
        A document of the page's form; moments as a page writes them.
    """
    versions = store.rows("plan", where={"week": [link.week]}, columns=("plan_id",))
    plans = [str(row["plan_id"]) for row in versions]
    here = {"plan_id": plans, "day": [route.day], "standing": ["taken"]}
    narrow = ({"team": [link.team_id]}, {"stop": sorted(route.stops)})
    found = [store.rows("page_record", where=here | one) for one in narrow]
    rows = {row["page_record_id"]: row for one in found for row in one}
    mine = [row for _, row in sorted(rows.items()) if row["device"] != device]
    said = [(row, said_in(row["content"])) for row in mine]
    return {
        "format": FORMAT,
        "plan": route.plan_id,
        "route": route.shift,
        "team": link.team_id,
        "device": "",
        "visits": [_visit(row, one) for row, one in said if isinstance(one, SaidVisit)],
        "places": [_place(row, one) for row, one in said if isinstance(one, SaidPlace)],
    }


def _visit(row: Row, said: SaidVisit) -> Row:
    return {
        "site": row["stop"],
        "result": said.result,
        "skip": said.skip or None,
        "checks": [],
        "note": said.note,
        "photos": said.photos,
        "findings": list(map(_finding, said.findings)),
        "rechecked": [
            {"finding": one.id, "state": one.state, "note": one.note} for one in said.rechecked
        ],
        "arrived_at": _moment(said.arrived_at),
        "done_at": _moment(said.done_at),
        "edited_at": _moment(datetime.fromisoformat(row["edited_at"])),
        "device": row["device"],
    }


def _place(row: Row, said: SaidPlace) -> Row:
    return {
        "id": row["stop"],
        "name": said.name,
        "what": said.what,
        "lon": said.lon_deg,
        "lat": said.lat_deg,
        "accuracy_m": said.accuracy_m,
        "village": said.village or None,
        "at": _moment(said.at),
        "photos": said.photos,
        "findings": list(map(_finding, said.findings)),
        "deleted": said.deleted,
        "edited_at": _moment(datetime.fromisoformat(row["edited_at"])),
        "device": row["device"],
    }


def _finding(one: SaidFinding) -> Row:
    return {
        "id": one.id,
        "what": one.what,
        "level": one.level,
        "due": one.due.isoformat() if one.due else None,
        "on_the_spot": one.on_the_spot,
        "photos": one.photos,
    }


def _moment(moment: datetime | None) -> str | None:
    """Write a moment as a browser does, so that both order alike."""
    return written(moment) if moment else None
