"""When a site was visited and what came of it, and when plans meant to go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data import words
from data.reports import Section, Table
from data.schema import as_records
from service.pipeline.plans.given import counted_plans
from service.pipeline.plans.itinerary import whys_of
from service.pipeline.reports.phrases import both, coded, day_cell, heads, listed, text_cell

if TYPE_CHECKING:
    from data.reports import Cell, Said
    from data.store import Store
    from service.pipeline.reports.known import KnownSite

_PLANS_TOLD = 12
"""The newest weeks whose plans are told."""


def visits_section(known: KnownSite) -> Section:
    """List every visit, the newest first, with the findings it brought."""
    found = known.standing.groupby("inspection_id").size()
    rows = [
        (
            row["day"].date(),
            text_cell(row["team"]),
            coded(words.VISIT_TYPES, row["mode"]) or text_cell(row["mode_stated"]),
            coded(words.RESULTS, row["result"]),
            _stay(row["arrived_at"], row["left_at"]),
            str(row["inspection_id"]),
            int(found.get(row["inspection_id"], 0)) or None,
        )
        for row in as_records(known.visits.iloc[::-1])
    ]
    columns = heads(
        "day", "team", "mode", "result", "dossier.stay", "dossier.number", "dossier.finds"
    )
    stated = day_cell(known.site["stated_visit"])
    return Section(
        heading=both("dossier.visits"),
        paragraphs=() if stated is None else (both("dossier.stated_visit", day=stated),),
        tables=(
            Table(
                title=both("dossier.visits_table"), columns=columns, rows=tuple(rows), is_whole=True
            ),
        )
        if rows
        else (),
    )


def _stay(arrived: object, left: object) -> str | None:
    known = [text_cell(one) for one in (arrived, left)]
    return None if known == [None, None] else "–".join(one or "?" for one in known)


def planned_section(store: Store, site_id: str) -> Section | None:
    """List what the plans that count of the last weeks meant to do; ``None`` without a plan."""
    newest = counted_plans(store, store.read("plan")).tail(_PLANS_TOLD)
    if newest.empty:
        return None
    mine = {"plan_id": newest.index.tolist(), "site_id": [site_id]}
    weeks = {str(plan): str(week) for plan, week in newest["week"].items()}
    rows = [*_stops(store, mine, weeks), *_left_out(store, mine, weeks)]
    if not rows:
        return None
    return Section(
        heading=both("dossier.plans"),
        tables=(
            Table(
                title=both("dossier.plans_table", count=len(newest)),
                columns=heads("week", "day", "team", "mode", "dossier.why"),
                rows=tuple(sorted(rows, key=lambda row: str(row[0]), reverse=True)),
            ),
        ),
    )


def _stops(
    store: Store, mine: dict[str, list[str]], weeks: dict[str, str]
) -> list[tuple[Cell, ...]]:
    stops = store.read("stop", where=mine)
    routes = store.read("route", where={"plan_id": mine["plan_id"]})
    teams = store.read("team")["name"].to_dict()
    joined = stops.join(routes[["day", "team_id"]], on="route_id")
    return [
        (
            weeks[row["plan_id"]],
            row["day"].date(),
            teams.get(row["team_id"], str(row["team_id"])),
            coded(words.VISIT_TYPES, row["visit_type"]),
            _why(row["why"]),
        )
        for row in as_records(joined)
    ]


def _left_out(
    store: Store, mine: dict[str, list[str]], weeks: dict[str, str]
) -> list[tuple[Cell, ...]]:
    rows = as_records(store.read("unplanned", where=mine))
    return [
        (weeks[row["plan_id"]], None, None, both("dossier.left_out"), (row["zh"], row["en"]))
        for row in rows
    ]


def _why(told: object) -> Said:
    return listed((one.zh, one.en) for one in whys_of(str(told)))


def last_look(known: KnownSite) -> Said:
    """Say when somebody was there last, and what came of it."""
    if len(known.visits):
        row = as_records(known.visits.tail(1))[0]
        result = coded(words.RESULTS, row["result"]) or ("", "")
        mode = coded(words.VISIT_TYPES, row["mode"]) or both("dossier.a_visit")
        team = text_cell(row["team"])
        return both(
            "dossier.last_visit",
            day=row["day"].date(),
            team=(team, team) if team else both("dossier.some_team"),
            mode=mode,
            result=result,
        )
    stated = known.site["stated_visit"]
    if pd.notna(stated):
        return both("dossier.stated_visit", day=stated.date())
    return both("dossier.no_visit")
