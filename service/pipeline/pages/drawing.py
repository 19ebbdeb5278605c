"""Pages as files: joins what the store holds, draws, and writes the HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import NotFoundError
from data.findings import is_open
from data.schema import as_records
from data.units import DAYS_PER_WEEK
from geo.sites.history import looks_before, site_history
from maps.pages import help_pages, hotspots_page, index_page, route_page, week_page
from service.pipeline.cells.cutting import CELL_KIND, stored_with_neighbours
from service.pipeline.midweek.choices import hand_sheet
from service.pipeline.pages.front import (
    HOTSPOTS,
    ROUTES,
    WEEK,
    headline,
    look_at,
    page_links,
    route_file,
)
from service.pipeline.pages.hotspots import read_layers
from service.pipeline.pages.judged import read_judged
from service.pipeline.places.sites import last_attempts
from service.pipeline.places.standing import read_scores, standing_sites
from service.pipeline.plans.differences import difference_sheets
from service.pipeline.plans.given import counted_plans
from service.pipeline.plans.sheets import (
    latest_plan,
    page_facts,
    paper_sheet,
    town_of,
    week_plan,
    week_plans,
    week_sheet,
)
from service.results.week import MapResult

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Progress
    from data.sheets import WeekSheet
    from data.store import Store
    from data.words import Lang
    from maps.pages import JudgedScore

INDEX = "index.html"


def draw_hotspots(store: Store, out: Path, *, lang: Lang, week: str | None = None) -> MapResult:
    """
    Draw the hotspot page; a backtest in the same folder says in its corner how the score did.

    Parameters
    ----------
    week
        Week whose plan says when a place is visited next; ``None`` is the latest that was planned.

    Raises
    ------
    NotFoundError
        If there are no roads, scores or cells yet, or the week has no plan.
    """
    judged = read_judged(out, town=town_of(store))
    page = hotspots_html(store, lang=lang, week=week, judged=judged)
    return write_pages(out, {HOTSPOTS: page})


def hotspots_html(
    store: Store, *, lang: Lang, week: str | None = None, judged: JudgedScore | None = None
) -> str:
    """
    Draw the hotspot page as a text.

    Parameters
    ----------
    week
        As :func:`draw_hotspots` takes it.
    judged
        How the score did, for the corner of the page; ``None`` says nothing of it.

    Raises
    ------
    NotFoundError
        If there are no roads, scores or cells yet, or the week has no plan.
    """
    roads = store.read_roads()
    sites = hotspot_table(store, week=week)
    cells = stored_cells(store)
    layers = read_layers(store, sites, roads=roads)
    return hotspots_page(
        sites,
        stored_with_neighbours(cells, kind=store.settings().get(CELL_KIND, "square")),
        roads,
        facts=page_facts(store),
        layers=replace(layers, judged=judged),
        lang=lang,
    )


def stored_cells(store: Store) -> pd.DataFrame:
    """
    Read the grid cells, if the town has been cut into any.

    Raises
    ------
    NotFoundError
        If it has not.
    """
    cells = store.read("cell")
    if not len(cells):
        raise NotFoundError(
            "There are no grid cells yet; run `gridpatrol hotspots` first.",
            zh="还没有网格，请先运行 gridpatrol hotspots。",
        )
    return cells


def hotspot_table(store: Store, *, week: str | None = None) -> pd.DataFrame:
    """
    Join every scored site with its history and its next visit.

    Parameters
    ----------
    week
        Week whose plan counts; ``None`` is the latest that was planned, if any was.

    Returns
    -------
    table
        Columns of the tables ``site`` and ``score``, and ``last_visit`` (day) and ``last_result``
        of the last attempt, ``visits`` and ``finds`` (counts of looks that saw inside),
        ``open_findings`` (count) and ``planned`` (text, missing where the site is in no plan).
    """
    sites = standing_sites(store)
    scores = read_scores(store, sites)
    as_of = scores["as_of"].max().date()
    inspections, findings = store.read("inspection"), store.read("finding")
    looks = site_history(looks_before(inspections, as_of), sites.index)
    still_open = findings[is_open(findings, as_of)].groupby("site_id").size()
    table = (
        sites.join(scores, how="inner")
        .join(last_attempts(inspections, as_of, stated=sites["stated_visit"]))
        .join(looks[["visits", "finds"]])
        .join(still_open.rename("open_findings"))
        .join(planned_visits(store, week=week))
    )
    table["open_findings"] = table["open_findings"].fillna(0).astype(int)
    return table


def planned_visits(store: Store, *, week: str | None = None) -> pd.Series[str]:
    """
    Say when and by whom each site will be visited, by the plan that counts of a week.

    Raises
    ------
    NotFoundError
        If the week that was asked for has no plan.
    """
    plans = store.read("plan")
    if week is None and not len(plans):
        return pd.Series(dtype=str, name="planned")
    asked = plans if week is None else week_plans(store, week)
    counted = str(counted_plans(store, asked).index[-1])
    stops = store.read("stop", where={"plan_id": [counted]})
    routes = store.read("route", where={"plan_id": [counted]})
    joined = stops.join(routes[["day", "team_id"]], on="route_id").join(
        store.read("team")["name"], on="team_id"
    )
    words = [f"{row['day'].date()} {row['name']} #{row['position']}" for row in as_records(joined)]
    planned = pd.Series(words, index=joined["site_id"].to_numpy(), name="planned", dtype=str)
    return planned[~planned.index.duplicated()]


def draw_week(
    store: Store, out: Path, *, week: str, lang: Lang, plan_id: str | None = None
) -> MapResult:
    """
    Draw the page of the week.

    Parameters
    ----------
    plan_id
        Which version; ``None``: the newest.

    Raises
    ------
    NotFoundError
        If there are no roads, or the week has no plan.
    """
    return write_pages(out, {WEEK: week_document(store, week=week, lang=lang, plan_id=plan_id)})


def week_document(store: Store, *, week: str, lang: Lang, plan_id: str | None = None) -> str:
    """
    Write the page of the week as text.

    Parameters
    ----------
    plan_id
        Which version; ``None``: the newest. A former one is shown without a way to change it:
        changes are made to the newest.

    Raises
    ------
    NotFoundError
        If there are no roads, or the week has no such plan.
    """
    roads = store.read_roads()
    sheet = week_sheet(store, week, roads=roads, plan_id=plan_id)
    plan, newest = week_plan(store, week, plan_id), latest_plan(store, week)
    sheet = replace(
        sheet,
        hand=hand_sheet(store, plan) if plan.name == newest.name else None,
        differences=difference_sheets(store, plan, names=_names(store, sheet)),
    )
    return week_page(sheet, roads, lang=lang)


def _names(store: Store, sheet: WeekSheet) -> dict[str, str]:
    """Say what people call sites, teams and the shifts of a week."""
    sites = {str(site): str(name) for site, name in store.read("site")["name"].items()}
    sites |= {stop.site.site_id: stop.site.name for one in sheet.routes for stop in one.stops}
    teams = {one.team: one.team_name for one in sheet.routes}
    return sites | teams | {one.shift: f"{one.team_name} {one.day:%m-%d}" for one in sheet.routes}


def draw_routes(
    store: Store,
    out: Path,
    *,
    week: str,
    lang: Lang,
    draft: bool = False,
    progress: Progress | None = None,
) -> MapResult:
    """
    Draw one page per team and day, in place of those of an earlier plan of the week.

    They follow the published plan; where the draft is asked for, every page says so.

    Raises
    ------
    NotFoundError
        If there are no roads, or the week has no plan.
    """
    roads = store.read_roads()
    sheet = paper_sheet(store, week, roads=roads, draft=draft)
    pages = {}
    for number, route in enumerate(sheet.routes, start=1):
        pages[f"{ROUTES}/{route_file({'day': route.day, 'shift': route.shift})}"] = route_page(
            route, sheet, roads, lang=lang
        )
        if progress is not None:
            progress(number, len(sheet.routes), route.team_name)
    _remove_former(out / ROUTES, sheet.monday, keep={Path(name).name for name in pages})
    return write_pages(out, pages)


def _remove_former(folder: Path, monday: date, *, keep: set[str]) -> None:
    """Remove pages of this week that the plan no longer has: nobody may drive an old route."""
    for number in range(DAYS_PER_WEEK):
        day = monday + timedelta(days=number)
        for page in folder.glob(f"{day.isoformat()}-*.html"):
            if page.name not in keep:
                page.unlink()


def draw_index(
    store: Store, out: Path, *, lang: Lang, week: str | None = None, draft: bool = False
) -> MapResult:
    """
    Draw the first page, which links the pages that are already in the folder, and all help.

    Parameters
    ----------
    week
        Week whose plan and routes it tells of; ``None`` is the latest that was planned.
    draft
        Whether it tells of the newest version, not of the one that counts.
    """
    plans = store.read("plan")
    plans = plans if week is None else plans[plans["week"] == week]
    ordered = plans.sort_values(["week", "version"]) if draft else counted_plans(store, plans)
    newest = as_records(ordered.tail(1))
    plan = newest[0] if newest else None
    routes = store.read("route")
    routes = routes[routes["plan_id"] == plan["plan_id"]] if plan else routes.head(0)
    facts = page_facts(store)
    page = index_page(
        facts,
        page_links(
            out,
            routes.sort_values(["day", "team_id", "start_s"]),
            store.read("team"),
            store.read("stop"),
        ),
        headline(store, plan),
        look_at=look_at(store, plan),
        lang=lang,
    )
    return write_pages(out, {INDEX: page, **help_pages(facts=facts, lang=lang)})


def write_pages(out: Path, pages: dict[str, str]) -> MapResult:
    """
    Write pages below a folder, which is made where it is missing.

    Returns
    -------
    result
        File names relative to the folder, with their size in bytes.
    """
    sizes = {}
    for name, text in pages.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        sizes[name] = path.write_bytes(text.encode("utf-8"))
    return MapResult(out=str(out), pages=sizes)
