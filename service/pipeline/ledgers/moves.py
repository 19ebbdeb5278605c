"""A stored site that is another one goes into it, with all that was done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.moves import moved, new_hosts, rehoused
from data.ledger.outcomes import stored
from data.schema import TABLES, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ledger.outcomes import Record
    from data.store.unit import Unit

REFERRING = (
    *("inspection", "finding", "given_order", "disposition"),
    *("power_reading", "tip", "stop", "unplanned", "sweep_visit"),
)
"""Tables whose rows follow the site."""
OF_ANY_SITE = ("power_reading", "tip", "sweep_visit")
"""Those whose rows may belong to no site."""
FORGOTTEN = ("score",)
"""Tables whose rows are worked out again, and go with the site."""


def move_sites(unit: Unit, moves: Mapping[str, str]) -> None:
    """
    Clear sites that are other ones, and give these what referred to them.

    Tenants get the other one as their host. A stored plan keeps naming a site that is none: it is
    what was planned, and whoever draws it is told. Answers are written with the import
    (``data.ledger.answers``).

    Parameters
    ----------
    unit
        The unit that writes the import.
    moves
        Site to the one it is, which is not one of them; empty for a site that is none and where
        nothing was done.
    """
    if not moves:
        return
    for table in REFERRING:
        _move_rows(unit, table, moves)
    _move_tenants(unit, moves)
    for table in (*FORGOTTEN, "site"):
        unit.clear(table, where={"site_id": list(moves)})


def _move_rows(unit: Unit, table: str, moves: Mapping[str, str]) -> None:
    schema = TABLES[table]
    former = stored(unit.read(table, where={"site_id": list(moves)}))
    fresh = {
        key: moved(record, moves[str(record["site_id"])] or None, key=schema.key)
        for key, record in former.items()
        if moves[str(record["site_id"])] or table in OF_ANY_SITE
    }
    renamed = [key for key, record in fresh.items() if record[schema.key] != key]
    if renamed and table == "inspection":
        visits = {key: str(fresh[key]["inspection_id"]) for key in renamed}
        unit.refer("finding_step", "inspection_id", visits)
    if renamed and table == "finding":
        renamed = _move_lives(unit, {key: fresh[key] for key in renamed})
    if renamed:
        unit.clear(table, where={schema.key: renamed})
    unit.upsert(table, as_table(list(fresh.values()), schema))


def _move_lives(unit: Unit, renamed: Mapping[str, Record]) -> list[str]:
    """
    Let steps and orders name findings by their new ids; give the ids of those that change theirs.

    A finding keeps its id where the new one is that of another finding with steps of its own:
    neither history may be lost, and both cannot be one.
    """
    names = {key: str(record["finding_id"]) for key, record in renamed.items()}
    steps = unit.read("finding_step", where={"finding_id": [*names, *names.values()]})
    lived = set(steps["finding_id"])
    apart = [key for key, name in names.items() if {key, name} <= lived]
    for key in apart:
        renamed[key]["finding_id"] = key
    moves = {key: name for key, name in names.items() if key not in apart}
    unit.refer("finding_step", "finding_id", moves)
    orders = unit.read("given_order", where={"finding_id": list(moves)})
    unit.upsert("given_order", orders.assign(finding_id=orders["finding_id"].replace(moves)))
    return list(moves)


def _move_tenants(unit: Unit, moves: Mapping[str, str]) -> None:
    tenants = stored(unit.read("site", where={"parent_id": list(moves)}))
    into = [site for site in moves.values() if site]
    hosts = new_hosts(moves, unit.column("site", "parent_id", keys=into))
    fresh = [rehoused(record, hosts) for key, record in tenants.items() if key not in moves]
    unit.upsert("site", as_table(fresh, TABLES["site"]))
