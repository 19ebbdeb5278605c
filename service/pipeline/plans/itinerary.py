"""The routes of a stored plan, stop by stop, with the shape of every way between them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import NotFoundError
from data.model import Why
from data.schema import as_records
from data.sheets import RouteSheet, StopSheet
from data.words import GONE
from planning.checklist import default_checklist, visit_checks
from service.pipeline.places.contacts import contacts_for
from service.pipeline.places.sites import text_of, unseen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from data.model import LonLat
    from data.ports import Tables, TravelTimes
    from data.sheets import SiteSheet
    from service.pipeline.places.sites import Places

Row = dict[str, Any]
Shape = tuple["LonLat", ...]


def route_sheets(
    tables: Tables, plan_id: str, *, places: Places, network: TravelTimes
) -> tuple[RouteSheet, ...]:
    """
    Join the routes of one plan with places, teams and road shapes.

    Parameters
    ----------
    tables
        The store.
    plan_id
        The plan.
    places
        What is known of the sites.
    network
        Roads, to draw the ways along.

    Returns
    -------
    sheets
        One per shift, in order of day and team; shifts without a stop included.

    Raises
    ------
    NotFoundError
        If a stop is at a site that was dropped from the ledger, is gone (whatever score it still
        has), or has no score.
    """
    routes = _rows_of(tables.read("route"), plan_id)
    stops = _rows_of(tables.read("stop"), plan_id)
    _check_sites(stops, plan_id, sites=tables.read("site"), places=places)
    teams = tables.read("team").to_dict("index")
    by_route = {route["route_id"]: _stops_of(stops, route["route_id"]) for route in routes}
    bases = {route["route_id"]: _base(teams[route["team_id"]]) for route in routes}
    shapes = _shapes(by_route, bases, places.sheets, network)
    ordered = sorted(routes, key=lambda route: (route["start_s"], route["team_id"]))
    return tuple(
        _route_sheet(
            route,
            team=teams[route["team_id"]],
            stops=by_route[route["route_id"]],
            shapes=shapes[route["route_id"]],
            places=places,
        )
        for route in ordered
    )


def whys_of(listed: str) -> tuple[Why, ...]:
    """Read the reasons of a visit from the JSON they are stored in."""
    return tuple(Why(**why) for why in orjson.loads(listed))


def _check_sites(
    stops: Sequence[Row], plan_id: str, *, sites: pd.DataFrame, places: Places
) -> None:
    """Make sure that every stop of a plan is at a place that can be shown."""
    for stop in stops:
        site_id = str(stop["site_id"])
        if site_id in places.swept:
            continue
        if site_id not in sites.index:
            raise NotFoundError(
                f"Plan {plan_id} names {site_id}, which is no longer in the ledger; "
                "plan the week again.",
                zh=f"计划 {plan_id} 中的点位 {site_id} 已不在台账中，请重新编排该周计划。",
            )
        if sites["status"][site_id] == GONE:
            raise NotFoundError(
                f"Plan {plan_id} names {site_id}, which is gone by the ledger; "
                "plan the week again.",
                zh=f"计划 {plan_id} 中的点位 {site_id} 台账上已拆除，请重新编排该周计划。",
            )
        if site_id not in places.sheets:
            raise NotFoundError(
                f"Plan {plan_id} names {site_id}, which has no score; "
                "run `gridpatrol score` first.",
                zh=f"计划 {plan_id} 中的点位 {site_id} 没有评分，请先运行 gridpatrol score。",
            )


def _rows_of(table: pd.DataFrame, plan_id: str) -> list[Row]:
    return as_records(table[table["plan_id"] == plan_id])


def _stops_of(stops: Sequence[Row], route_id: str) -> list[Row]:
    mine = [stop for stop in stops if stop["route_id"] == route_id]
    return sorted(mine, key=lambda stop: int(stop["position"]))


def _base(team: Mapping[Any, Any]) -> LonLat:
    return float(team["lon_deg"]), float(team["lat_deg"])


def _position(site: SiteSheet) -> LonLat:
    return site.lon_deg, site.lat_deg


def _shapes(
    by_route: Mapping[str, list[Row]],
    bases: Mapping[str, LonLat],
    sheets: Mapping[str, SiteSheet],
    network: TravelTimes,
) -> dict[str, list[Shape]]:
    """Draw every leg of every route in one go: base to first stop, and so on, back to the base."""
    pairs: list[tuple[LonLat, LonLat]] = []
    for route_id, stops in by_route.items():
        places = [_position(sheets[stop["site_id"]]) for stop in stops]
        points = [bases[route_id], *places, bases[route_id]] if places else []
        pairs += pairwise(points)
    lines = iter([leg.line for leg in network.legs(pairs)])
    return {
        route_id: [next(lines) for _ in range(len(stops) + 1)] if stops else []
        for route_id, stops in by_route.items()
    }


def _route_sheet(
    route: Row, *, team: Mapping[Any, Any], stops: list[Row], shapes: list[Shape], places: Places
) -> RouteSheet:
    has_break = int(route["break_s"]) > 0
    return RouteSheet(
        shift=route["shift"],
        team=route["team_id"],
        team_name=team["name"],
        card_holders=int(team["card_holders"]),
        skills=tuple(orjson.loads(text_of(team["skills"]) or "[]")),
        day=_day(route["day"]),
        start_s=int(route["start_s"]),
        end_s=int(route["end_s"]),
        base=_base(team),
        base_name=text_of(team["home_village"]),
        stops=tuple(
            _stop_sheet(stop, line=line, places=places)
            for stop, line in zip(stops, shapes, strict=False)
        ),
        break_start_s=int(route["break_start_s"]) if has_break else None,
        break_s=int(route["break_s"]),
        back_s=int(route["back_s"]),
        back_m=float(route["back_m"]),
        back_line=shapes[-1] if shapes else (),
        drive_s=int(route["drive_s"]),
        work_s=int(route["work_s"]),
        distance_m=sum(float(stop["leg_m"]) for stop in stops) + float(route["back_m"]),
    )


def _day(value: Any) -> date:  # noqa: ANN401 - a pandas timestamp
    return date(value.year, value.month, value.day)


def _stop_sheet(stop: Row, *, line: Shape, places: Places) -> StopSheet:
    site_id = stop["site_id"]
    is_audit = stop["visit_type"] == "audit"
    site = unseen(places.sheets[site_id]) if is_audit else places.sheets[site_id]
    return StopSheet(
        site=site,
        order=int(stop["position"]),
        why=whys_of(stop["why"])[: 1 if is_audit else None],
        visit_type=stop["visit_type"],
        card_holders=int(stop["card_holders"]),
        arrive_s=int(stop["arrive_s"]),
        start_s=int(stop["start_s"]),
        end_s=int(stop["end_s"]),
        leg_s=int(stop["leg_s"]),
        leg_m=float(stop["leg_m"]),
        leg_line=line,
        findings=() if is_audit else places.findings.get(site_id, ()),
        checks=visit_checks(
            default_checklist(),
            visit_type=stop["visit_type"],
            kind=site.kind,
            has_chemicals=site_id in places.chemicals,
            industry_code=places.industries.get(site_id, ""),
        ),
        contact=contacts_for(places.contacts.get(site_id, ()), stop["visit_type"]),
    )
