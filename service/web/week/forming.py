"""Forms of hand changes as they were filled in: checked before they are asked, shown once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ConfigError, NotFoundError
from data.schema import as_records
from data.words import GONE
from service.pipeline.places.naming import find_named
from service.results.past import NamedSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

MOST_OFFERED = 30
"""Places of one name that a form offers."""
MOST_LISTED = 1500
"""Places that a field lists by itself; with more of them one writes a piece of a name."""


def place_meant(store: Store, asked: str) -> str:
    """
    Find the one place that a field means.

    Raises
    ------
    NotFoundError
        If there is none.
    ConfigError
        If several fit; the form then offers :func:`places_meant`.
    """
    found = places_meant(store, asked)
    if not found:
        raise NotFoundError(
            f"No site has the id or the name {asked!r}; write a piece of its name to be offered "
            "those that have it.",
            zh=f"没有编号或名称为“{asked}”的点位；可只写名称里的几个字，再从列出的点位中选。",
        )
    if len(found) > 1:
        raise ConfigError(
            f"{asked!r} may be any of {len(found)} sites; choose one below.",
            zh=f"“{asked}”可能是 {len(found)} 个点位中的一个，请在下面选定。",
        )
    return found[0].site_id


def places_meant(store: Store, asked: str) -> tuple[NamedSite, ...]:
    """List the places that stand and that an id, a name or a piece of a name may mean."""
    try:
        found = find_named(store, asked)
    except NotFoundError:
        return ()
    ids = [found] if isinstance(found, str) else [one.site_id for one in found]
    rows = as_records(store.read("site", where={"site_id": ids}))
    return tuple(
        NamedSite(
            site_id=str(row["site_id"]),
            name=str(row["name"]),
            village=row["village"] or "",
            status=row["status"],
        )
        for row in rows
        if row["status"] != GONE
    )


def places_listed(store: Store) -> list[tuple[str, str]]:
    """List ids and names of all places for a field to complete; nothing in a large town."""
    rows = store.rows("site", columns=("site_id", "name"))
    if len(rows) > MOST_LISTED:
        return []
    return sorted((str(row["site_id"]), str(row["name"] or "")) for row in rows)


def filled(listed: Mapping[str, Any]) -> dict[str, Any]:
    """
    Tell what a form held from the change file that was made of it.

    Returns
    -------
    given
        Fields of the forms by name; ``away`` is a list. ``is_replan`` tells which form it was, by
        what only that of a replan asks for; ``site`` may be missing where neither fits.
    """
    items = listed.get("changes", [])
    given: dict[str, Any] = {"since": listed.get("from", ""), "note": listed.get("note", "")}
    given["away"] = [_team_day(one) for one in items if one["do"] == "absent"]
    others = [one for one in items if one["do"] != "absent"]
    one = others[0] if len(others) == 1 else {}
    given |= {name: one[name] for name in ("do", "site", "reason", "at") if name in one}
    if one.get("team") or one.get("day"):
        given["whom" if one["do"] == "forbid" else "to"] = _team_day(one)
    given["is_replan"] = bool(given["away"]) or (one.get("do") == "add" and "from" in listed)
    return given


def _team_day(item: Mapping[str, str]) -> str:
    return f"{item.get('team', '')}|{item.get('day', '')}"
