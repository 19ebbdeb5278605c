"""Records that a team's phone sends: taken one by one, each answered for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.access.clock import written
from service.pipeline.records.record import record_told
from service.web.inspector.differences import side_row, told_differences
from service.web.inspector.own import route_of
from service.web.inspector.sent import device_of, read_sent, source_of
from service.web.inspector.teammates import told_by_others

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from data.store import Store
    from service.access.teamlinks import Link
    from service.results.record import Conflict
    from service.web.inspector.sent import Sent

Row = dict[str, Any]


def take(
    store: Store, link: Link, told: Mapping[str, Any], *, now: datetime, learns: bool = True
) -> Row:
    """
    Store what fits and say of each record what became of it; sending it again changes nothing.

    Parameters
    ----------
    store
        Signed by the link.
    link
        The team's.
    told
        What the page would export as a file.
    now
        The server's moment.
    learns
        Whether minutes and speeds are learnt from all visits too, which takes seconds.

    Returns
    -------
    answer
        ``now``; ``records``: of each sent one ``id`` and ``edited_at`` as they were sent,
        ``outcome`` (``taken``, ``conflict``, ``refused``), ``said`` why it was refused (Chinese,
        English), ``sides`` that contradict each other; ``others``: what other phones of the team
        told of the same route, in the form of the page's export; ``differs``: stops of the route of
        which phones say different things, whether or not they are in this document.

    Raises
    ------
    InputError
        If the document as a whole is none, or not this team's.
    """
    device = device_of(told)
    source = source_of(link.team_id, device)
    with store.one_moment() as seen:
        route = route_of(seen, link, told)
        sent = read_sent(seen, route, told, source=source, now=now)
    fits = [one.record for one in sent if one.record is not None]
    result = (
        record_told(store, fits, files=[source], learns=learns, fit_later=True) if fits else None
    )
    conflicts = [] if result is None else result.conflicts
    by_stop = {one.stop: one for one in conflicts if one.day == route.day}
    with store.one_moment() as seen:  # what the others told, and where it differs, must agree
        others = told_by_others(seen, link, route, device=device)
        differs = told_differences(seen, link, route, device=device)
    return {
        "now": written(now),
        "records": [_answered(one, by_stop.get(one.id)) for one in sent],
        "others": others,
        "differs": differs,
    }


def _answered(one: Sent, conflict: Conflict | None) -> Row:
    answer: Row = {"id": one.id, "edited_at": one.edited_at}
    if one.record is None:
        return answer | {"outcome": "refused", "said": one.refusal}
    if conflict is None:
        return answer | {"outcome": "taken"}
    own = one.record.device
    return answer | {
        "outcome": "conflict",
        "sides": [side_row(side, own=own) for side in conflict.sides],
    }
