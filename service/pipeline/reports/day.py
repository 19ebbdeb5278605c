"""The sheets of a day: one per team, with what it does where, and what is open there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import ConfigError, NotFoundError
from data.findings import is_open
from data.reports import Figure, Report, Section, Table
from data.schema import as_records
from data.units import SECONDS_PER_MINUTE, clock, week_of
from data.words import FINDING_LEVELS, GRADES, VISIT_TYPES
from service.pipeline.places.sites import date_of, text_of
from service.pipeline.plans.given import is_draft
from service.pipeline.plans.sheets import paper_plan
from service.pipeline.reports.part import both, column, counted, figure
from service.pipeline.reports.stand import report_facts
from service.pipeline.week.sweep import with_sweeps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.reports import Cell, Said
    from data.store import Store

Row = dict[str, Any]
_METRES = 1000


def day_report(store: Store, day: str, *, draft: bool = False) -> Report:
    """
    Fill the sheets of one day of the plan that the teams of its week were given.

    Parameters
    ----------
    store
        The town.
    day
        Such as ``2026-11-24``.
    draft
        Whether the planner's newest version is asked for; every sheet says that it is a draft.

    Raises
    ------
    ConfigError
        If the text is no day.
    NotFoundError
        If the week has no plan, or none that is published, or no team goes out on that day.
    """
    wanted = _read_day(day)
    plan = paper_plan(store, week_of(wanted), draft=draft)
    mine = {"plan_id": [str(plan.name)]}
    routes = store.read("route", where=mine)
    routes = routes[routes["day"] == pd.Timestamp(wanted)].sort_values(["start_s", "team_id"])
    if not len(routes):
        raise NotFoundError(
            f"Plan {plan.name} sends nobody out on {wanted}.",
            zh=f"计划 {plan.name} 在 {wanted} 没有安排任何队伍。",
        )
    stops = store.read("stop", where=mine)
    stops = stops[stops["route_id"].isin(routes.index)].sort_values(["route_id", "position"])
    places = _Places(store, until=wanted)
    names = store.read("team")["name"].to_dict()
    by_route = {str(route): as_records(part) for route, part in stops.groupby("route_id")}
    sheets = tuple(
        _sheet(route, by_route.get(route["route_id"], []), places, names=names)
        for route in as_records(routes)
    )
    as_of: date = plan["as_of"].date()
    unpublished = is_draft(store, str(plan.name))
    lead = Section(
        heading=both("report.in_short"),
        figures=(
            figure("day_teams", counted(len(routes)), routes.index),
            figure("day_stops", counted(len(stops)), stops.index),
        ),
        tables=(_teams(routes, by_route, names),),
    )
    return Report(
        name=f"day-{wanted.isoformat()}",
        title=both("report.day_title"),
        subtitle=both(
            f"report.day_of{'_draft' if unpublished else ''}", day=wanted, plan=plan.name
        ),
        facts=replace(report_facts(store, as_of=as_of), is_draft=unpublished),
        sections=(lead, *sheets),
    )


def _read_day(text: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError as error:
        raise ConfigError(
            f"Expected a day such as 2026-11-24, got {text!r}.",
            zh=f"日期应写成 2026-11-24 的样子，现为“{text}”。",
        ) from error


class _Places:
    """What a sheet says of the places where a team stops."""

    def __init__(self, store: Store, *, until: date) -> None:
        sites = with_sweeps(store, store.read("site"))
        self._sites = sites.to_dict("index")
        self._grades = store.read("score")["grade"].to_dict()
        findings = store.read("finding")
        open_ = findings[is_open(findings, until)]
        self._open = {str(site): as_records(part) for site, part in open_.groupby("site_id")}

    def name(self, site_id: str) -> str:
        """Say what a place is called; its id where nobody knows."""
        return text_of(self._sites.get(site_id, {}).get("name")) or site_id

    def where(self, site_id: str) -> str:
        """Write village and address."""
        site = self._sites.get(site_id, {})
        parts = [text_of(site.get("village")), text_of(site.get("address"))]
        return " ".join(part for part in parts if part)

    def grade(self, site_id: str) -> Said | None:
        """Give the grade in words."""
        grade = self._grades.get(site_id)
        return None if grade is None else GRADES[grade]

    def findings(self, site_id: str) -> list[Row]:
        """List what is open there."""
        return self._open.get(site_id, [])


def _teams(
    routes: pd.DataFrame, by_route: Mapping[str, Sequence[Row]], names: Mapping[Any, Any]
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            str(names.get(route["team_id"], route["team_id"])),
            clock(int(route["start_s"])),
            clock(_back_s(route, by_route.get(route["route_id"], ()))),
            len(by_route.get(route["route_id"], ())),
            round(_km(route, by_route.get(route["route_id"], ())), 1),
        )
        for route in as_records(routes)
    ]
    heads = ("team", "leaves", "back", "stops", "km")
    return Table(
        title=both("report.day_teams_table"), columns=tuple(map(column, heads)), rows=tuple(rows)
    )


def _back_s(route: Row, stops: Sequence[Row]) -> int:
    """Say when a team is back: after its last stop, or when it never left."""
    if not stops:
        return int(route["start_s"])
    return int(stops[-1]["end_s"]) + int(route["back_s"])


def _km(route: Row, stops: Sequence[Row]) -> float:
    return (sum(float(stop["leg_m"]) for stop in stops) + float(route["back_m"])) / _METRES


def _sheet(
    route: Row, stops: Sequence[Row], places: _Places, *, names: Mapping[Any, Any]
) -> Section:
    """Write the sheet of one team: its stops in order, then what is open there."""
    team = str(names.get(route["team_id"], route["team_id"]))
    start, end = clock(int(route["start_s"])), clock(int(route["end_s"]))
    heads = ("order", "arrive", "name", "place", "grade", "mode", "why", "minutes", "done")
    table = Table(
        title=both("report.day_stops_table", team=team),
        columns=tuple(map(column, heads)),
        rows=tuple(_stop_row(stop, places) for stop in stops),
    )
    return Section(
        heading=(f"{team} {start}–{end}", f"{team} {start}–{end}"),
        starts_page=True,
        figures=(_team_figure(team, stops),),
        paragraphs=(both("report.day_signature"),),
        tables=(table, _open_table(stops, places, team)),
    )


def _team_figure(team: str, stops: Sequence[Row]) -> Figure:
    return Figure(
        label=both("report.day_team_stops", team=team),
        value=counted(len(stops)),
        rows=tuple(str(stop["stop_id"]) for stop in stops),
    )


def _stop_row(stop: Row, places: _Places) -> tuple[Cell, ...]:
    site_id = str(stop["site_id"])
    is_audit = stop["visit_type"] == "audit"
    whys = orjson.loads(stop["why"])[: 1 if is_audit else None]
    return (
        int(stop["position"]),
        clock(int(stop["start_s"])),
        places.name(site_id),
        places.where(site_id),
        None if is_audit else places.grade(site_id),
        VISIT_TYPES[stop["visit_type"]],
        ("；".join(why["zh"] for why in whys), "; ".join(why["en"] for why in whys)),
        (int(stop["end_s"]) - int(stop["start_s"])) // SECONDS_PER_MINUTE,
        both("report.tick"),
    )


def _open_table(stops: Sequence[Row], places: _Places, team: str) -> Table:
    """List what is open at the stops; an audit is told nothing."""
    rows: list[tuple[Cell, ...]] = [
        (
            int(stop["position"]),
            places.name(str(stop["site_id"])),
            text_of(finding["what"]) or None,
            FINDING_LEVELS[finding["level"]],
            finding["found"].date(),
            date_of(finding["due"]),
            str(finding["finding_id"]),
        )
        for stop in stops
        if stop["visit_type"] != "audit"
        for finding in places.findings(str(stop["site_id"]))
    ]
    heads = ("order", "name", "what", "level", "found_day", "due_day", "id")
    return Table(
        title=both("report.day_open_table", team=team),
        columns=tuple(map(column, heads)),
        rows=tuple(rows),
    )
