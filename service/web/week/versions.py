"""Versions of a week's plan: the list, and what one changes against another, team by team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from data.schema import as_records
from service.pipeline.plans.differences import version_difference
from service.pipeline.plans.publishing import publications
from service.pipeline.plans.sheets import week_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from data.store import Store
    from service.pipeline.plans.publishing import Publication
    from service.web.week.teamdays import TeamDay

Line = tuple[str, str, str, str]
"""Kind, site id, the sentence in Chinese and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """
    One version of a week's plan.

    Attributes
    ----------
    plan_id, version
        Its id and number.
    made
        ``planned``, ``changed`` (made from another) or ``restored`` (repeats another).
    made_from
        The version that it was made from or repeats; empty for a first plan.
    who, note
        Who asked for hand changes and why, where they said so.
    stops, drive_s, prize, kept, promises
        What it comes to.
    """

    plan_id: str
    version: int
    made: str
    made_from: str
    who: str
    note: str
    stops: int
    drive_s: int
    prize: float
    kept: int
    promises: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a version changes against another; ``teams`` gives the lines that concern each team."""

    lines: tuple[Line, ...]
    teams: tuple[tuple[str, tuple[Line, ...]], ...]

    def of_kind(self, kind: str) -> tuple[Line, ...]:
        """Give the lines of one kind."""
        return tuple(line for line in self.lines if line[0] == kind)


def week_versions(store: Store, week: str) -> tuple[Version, ...]:
    """List the versions of a week, the newest first."""
    plans = store.read("plan", where={"week": [week]}).sort_values("version", ascending=False)
    ids = [str(plan) for plan in plans.index]
    parts = {table: _by_plan(store, table, ids) for table in ("route", "stop", "promise")}
    return tuple(_version(row, parts) for row in as_records(plans))


def compare_versions(
    store: Store,
    week: str,
    *,
    former: str,
    later: str,
    days: tuple[Sequence[TeamDay], Sequence[TeamDay]],
) -> Difference:
    """
    Tell what a version changes against another.

    Parameters
    ----------
    former, later
        Ids of two plans of the week.
    days
        What teams do by the former and by the later.

    Raises
    ------
    NotFoundError
        If the week has no such plan.
    """
    sheet = version_difference(
        store,
        week_plan(store, week, later),
        other=week_plan(store, week, former),
        names=_names(store, days),
    )
    lines = tuple((kind, site, zh, en) for kind, site, zh, en in sheet.lines)
    return Difference(lines=lines, teams=_by_team(lines, days))


def given_out(store: Store, week: str) -> dict[str, Publication]:
    """Say of every version that was ever published when and why, by its id; the last counts."""
    listed = reversed(publications(store, week))
    return {one.plan_id: one for one in listed if not one.withdrawn}


def _by_plan(store: Store, table: str, ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    rows = store.read(table, where={"plan_id": list(ids)})
    return {str(plan): part for plan, part in rows.groupby("plan_id")}


def _version(row: Mapping[Any, Any], parts: Mapping[str, Mapping[str, pd.DataFrame]]) -> Version:
    plan_id = row["plan_id"]
    told = orjson.loads(row["params"]) if isinstance(row["params"], str) else {}
    restored, changed = told.get("restored"), told.get("replan", {})
    routes, promises = parts["route"].get(plan_id), parts["promise"].get(plan_id)
    return Version(
        plan_id=plan_id,
        version=int(row["version"]),
        made="restored" if restored else "changed" if changed else "planned",
        made_from=str(restored["plan"] if restored else changed.get("of") or ""),
        who=str(changed.get("author") or ""),
        note=str(changed.get("note") or ""),
        stops=len(parts["stop"].get(plan_id, ())),
        drive_s=0 if routes is None else int(routes["drive_s"].sum()),
        prize=float(row["prize"]),
        kept=0 if promises is None else int(promises["kept"].sum()),
        promises=0 if promises is None else len(promises),
    )


def _names(store: Store, days: tuple[Sequence[TeamDay], Sequence[TeamDay]]) -> dict[str, str]:
    names = {str(site): str(name) for site, name in store.read("site")["name"].items()}
    for one in (*days[0], *days[1]):
        names[one.shift] = f"{one.team} {one.day:%m-%d}"
        names |= {stop.site_id: stop.name for stop in one.stops}
    return names


def _by_team(
    lines: Sequence[Line], days: tuple[Sequence[TeamDay], Sequence[TeamDay]]
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Give every team the lines of places that it visits by either version."""
    visited: dict[str, set[str]] = {}
    for one in (*days[0], *days[1]):
        visited.setdefault(one.team, set()).update(stop.site_id for stop in one.stops)
    told = ((team, tuple(x for x in lines if x[1] in sites)) for team, sites in visited.items())
    return tuple((team, mine) for team, mine in told if mine)
