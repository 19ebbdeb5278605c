"""A stored plan as the week sheet that pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from data.errors import NotFoundError
from data.findings import day_told
from data.schema import as_records
from data.sheets import ClosedRoads, PageFacts, PromiseSheet, UnplannedSheet, WeekSheet
from data.units import week_monday
from geo.roads.closures import one_of_each_road
from service.pipeline.places.sites import read_places
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.plans.given import is_draft, published_ids, publishes
from service.pipeline.plans.itinerary import route_sheets, whys_of
from service.pipeline.plans.lots import lot_lines, stored_draws
from service.pipeline.roads.travel import planned_speeds, town_travel
from service.printing.guess import unpredictable_lines
from service.printing.road import closure_line
from service.results.guess import UnpredictableResult
from service.results.road import ClosureFacts
from service.version import program_version

if TYPE_CHECKING:
    import pandas as pd

    from data.model import Roads
    from data.store import Store
    from service.pipeline.places.sites import Places
    from service.pipeline.roads.travel import Travel


def town_of(store: Store) -> str:
    """Name the town: as it was said, else as most of its sites and areas have it."""
    said = store.settings().get("town")
    return said or town_name(store.read("site"), store.read("area"))


def page_facts(store: Store, *, as_of: date | None = None, model: str | None = None) -> PageFacts:
    """
    Collect what every page prints in its header and footer.

    Parameters
    ----------
    as_of
        Only rows before this day are told of, so that the page bears the day before it; ``None`` is
        that of the scores in the store.
    model
        Model and version to name; ``None`` is that of the scores in the store.

    Raises
    ------
    NotFoundError
        If the store holds no scores, and either is to be theirs.
    """
    scores, settings = store.read("score"), store.settings()
    if scores.empty and not (as_of and model):
        raise NotFoundError(
            "No site is scored yet; score the town first.", zh="还没有评分，请先评分。"
        )
    files = store.read("import_row")["file"].dropna().unique()
    return PageFacts(
        town=town_of(store),
        data_date=day_told(as_of or scores["as_of"].max().date()),
        model=model or str(scores["model"].iloc[0]),
        invented=settings.get("invented") == "yes",
        sources=(*sorted(map(str, files)), *filter(None, [settings.get("roads")])),
        version=program_version(),
    )


def town_name(sites: pd.DataFrame, areas: pd.DataFrame) -> str:
    """Take the town that most sites name, else the map's town nearest to them; else nothing."""
    named = sites["town"].dropna()
    if len(named):
        return str(named.mode().iloc[0])
    towns = areas[(areas["kind"] == "town") & areas["name"].notna()]
    if towns.empty or sites.empty:
        return ""
    middle = shapely.Point(sites["lon_deg"].median(), sites["lat_deg"].median())
    away_deg = [shape.distance(middle) for shape in towns["geometry"]]
    return str(towns["name"].iloc[int(np.argmin(away_deg))])


def latest_plan(store: Store, week: str) -> pd.Series[Any]:
    """
    Find the newest version of a week's plan.

    Returns
    -------
    plan
        One row of the table ``plan``; its name is the plan's id.

    Raises
    ------
    NotFoundError
        If the week has no plan.
    """
    return week_plans(store, week).sort_values("version").iloc[-1]


def week_plans(store: Store, week: str) -> pd.DataFrame:
    """
    Read all versions of a week's plan.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    plans = store.read("plan", where={"week": [week]})
    if not len(plans):
        raise NotFoundError(
            f"There is no plan for {week}; run `gridpatrol plan --week {week}` first.",
            zh=f"{week} 还没有计划，请先运行 gridpatrol plan --week {week}。",
        )
    return plans


def paper_plan(store: Store, week: str, *, draft: bool = False) -> pd.Series[Any]:
    """
    Find the version of a week's plan that papers follow.

    Parameters
    ----------
    draft
        Whether the planner's newest version is asked for, published or not.

    Returns
    -------
    plan
        One row of the table ``plan``; its name is the plan's id.

    Raises
    ------
    NotFoundError
        If the week has no plan, or the office publishes plans and none of this week stands, and no
        draft was asked for.
    """
    newest = latest_plan(store, week)
    if draft or not publishes(store):
        return newest
    found = published_ids(store).get(week)
    if found is None:
        raise NotFoundError(
            f"No plan of {week} is published; publish one, or ask for the draft.",
            zh=f"{week} 没有已发布的计划；请先发布，或指明要看草稿（--draft）。",
        )
    return week_plan(store, week, found)


def paper_sheet(store: Store, week: str, *, roads: Roads, draft: bool = False) -> WeekSheet:
    """Read the sheet of the version that papers follow, as :func:`paper_plan` finds it."""
    plan_id = str(paper_plan(store, week, draft=draft).name)
    return week_sheet(store, week, roads=roads, plan_id=plan_id)


def week_plan(store: Store, week: str, plan_id: str | None = None) -> pd.Series[Any]:
    """
    Find one version of a week's plan.

    Parameters
    ----------
    plan_id
        Which; ``None``: the newest.

    Returns
    -------
    plan
        One row of the table ``plan``; its name is the plan's id.

    Raises
    ------
    NotFoundError
        If the week has no plan, or not this one.
    """
    if plan_id is None:
        return latest_plan(store, week)
    plans = store.read("plan", where={"plan_id": [plan_id]})
    if not len(plans) or plans["week"].iloc[0] != week:
        raise NotFoundError(
            f"{week} has no plan {plan_id!r}.", zh=f"{week} 没有编号为“{plan_id}”的计划。"
        )
    plan: pd.Series[Any] = plans.iloc[0]
    return plan


def week_sheet(store: Store, week: str, *, roads: Roads, plan_id: str | None = None) -> WeekSheet:
    """
    Join a plan of a week with everything its pages show.

    Parameters
    ----------
    plan_id
        Which version; ``None``: the newest.

    Raises
    ------
    NotFoundError
        If the week has no such plan, or the plan stops at a site that was dropped from the ledger
        or is gone. Of places left out, those are not told.
    """
    plan = week_plan(store, week, plan_id)
    mine = {"plan_id": [str(plan.name)]}
    places = read_places(store, as_of=plan["as_of"].date())
    made = _made_with(plan)
    travel = _travel(store, made, roads=roads)
    return WeekSheet(
        facts=replace(
            page_facts(store, as_of=plan["as_of"].date()),
            is_draft=is_draft(store, str(plan.name)),
        ),
        week=week,
        monday=week_monday(week),
        plan_id=str(plan.name),
        version=int(plan["version"]),
        seed=int(plan["seed"]),
        routes=route_sheets(store, str(plan.name), places=places, network=travel.network),
        unplanned=_unplanned_sheets(
            store.read("unplanned", where=mine),
            places,
            standing=leave_out_gone(store.read("site")).index,
        ),
        promises=_promise_sheets(store.read("promise", where=mine)),
        prize=float(plan["prize"]),
        bound=float(plan["bound"]),
        spread_share=float(made.get("spread_share", 0.0)),
        speed_legs=made.get("legs"),
        closures=tuple(
            (closure_line(closure, "zh"), closure_line(closure, "en"))
            for closure in (ClosureFacts(**facts) for facts in made.get("closures", ()))
        ),
        closed=_closed_roads(travel),
        lots=lot_lines(stored_draws(store, plan)),
        surprise=_surprise(plan),
    )


def _surprise(plan: pd.Series[Any]) -> tuple[tuple[str, str], ...]:
    """Say what the draw among nearly equal weeks cost and bought; nothing where there was none."""
    told = orjson.loads(plan["params"]).get("unpredictable")
    result = None if told is None else UnpredictableResult(**told)
    lines = (unpredictable_lines(result, "zh"), unpredictable_lines(result, "en"))
    return tuple(zip(*lines, strict=True))


def _made_with(plan: pd.Series[Any]) -> dict[str, Any]:
    """Read what the times of a plan were made with; nothing where it is older than that."""
    made: dict[str, Any] = orjson.loads(plan["params"]).get("travel", {})
    return made


def _travel(store: Store, made: dict[str, Any], *, roads: Roads) -> Travel:
    """Make the roads that the plan drives: at its speeds and with its closures, ended or not."""
    ids = [closure["closure_id"] for closure in made.get("closures", ())]
    return town_travel(store, roads=roads, closure_ids=ids, speeds=planned_speeds(made))


def _closed_roads(travel: Travel) -> tuple[ClosedRoads, ...]:
    """Draw the roads that closures let nobody pass; slow ones stay words."""
    edges = travel.roads.edges
    once = one_of_each_road(edges)
    return tuple(
        ClosedRoads(
            zh=closure_line(closure, "zh"),
            en=closure_line(closure, "en"),
            first=date.fromisoformat(closure.from_day),
            last=date.fromisoformat(closure.to_day),
            lines=tuple(
                tuple((lon, lat) for lon, lat in line.coords)
                for line in edges.geometry.iloc[once[travel.meant[closure.closure_id][once]]]
            ),
        )
        for closure in travel.closures
        if closure.speed_factor == 0
    )


def _promise_sheets(promises: pd.DataFrame) -> tuple[PromiseSheet, ...]:
    return tuple(
        PromiseSheet(promise=row["promise"], kept=bool(row["kept"]), zh=row["zh"], en=row["en"])
        for row in as_records(promises)
    )


def _unplanned_sheets(
    left_out: pd.DataFrame, places: Places, *, standing: pd.Index[str]
) -> tuple[UnplannedSheet, ...]:
    return tuple(
        UnplannedSheet(
            site=places.sheets[row["site_id"]],
            why=whys_of(row["why"]),
            must=bool(row["must"]),
            reason=row["reason"],
            zh=row["zh"],
            en=row["en"],
        )
        for row in as_records(left_out)
        if row["site_id"] in places.sheets
        and (row["site_id"] in standing or row["site_id"] in places.swept)
    )
