"""One version of a week's plan: as lists, on the map; all versions, compared and put back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import NotFoundError
from data.units import named_week
from data.words import UNPLANNED, VISIT_TYPES, WHYS
from maps.pages import help_pages
from service.access.actors import Actor
from service.access.clock import office_day
from service.access.roles import Permission
from service.pipeline.pages.drawing import week_document
from service.pipeline.plans.restoring import restore_plan
from service.pipeline.plans.sheets import page_facts, week_plan
from service.web.crewing import expect_work
from service.web.gate import Seen, needs
from service.web.labels import labels
from service.web.office import office_of
from service.web.pages.week import head
from service.web.problems import lang_of
from service.web.templating import page
from service.web.week.outcome import left_out, promise_lines, reason_counts
from service.web.week.standing import week_standing
from service.web.week.teamdays import addresses_of, loads, results_of, team_days
from service.web.week.versions import compare_versions, given_out, week_versions
from service.web.whole import whole_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store
    from service.web.week.standing import Standing
    from service.web.week.teamdays import TeamDay

router = APIRouter(include_in_schema=False)

HELP = "help-week.html"
ALL = "all"
"""Asks for every day of the week."""
MOST_LEFT_OUT = 200
"""Places left out that are shown at once; a filter shows the others."""


@router.get("/week/{week}/plans/newest", dependencies=[needs(Permission.SEE)])
def newest_plan(request: Request, week: str, town: Seen) -> Response:
    """Lead to the newest version, with all that was asked for."""
    standing = planned_week(request, week, town)
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/week/{standing.week}/plans/{standing.plan_id}{asked}", 303)


@router.get("/week/{week}/plans/{plan_id}", dependencies=[needs(Permission.SEE)])
def plan_page(  # noqa: PLR0913 - what the page can be asked for
    request: Request,
    *,
    week: str,
    plan_id: str,
    town: Seen,
    view: str = "list",
    day: str = "",
    team: str = "",
    reason: str = "",
) -> Response:
    """Show a version as lists, or on the map."""
    standing = planned_week(request, week, town)
    plan = week_plan(town, standing.week, plan_id)
    facts = head(request, town, standing, tab="list" if view != "map" else "map")
    facts |= {"plan_id": plan_id, "version": int(plan["version"])}
    facts["is_newest"] = plan_id == standing.plan_id
    if view == "map":
        if facts["may_plan"] and facts["is_newest"]:
            expect_work(request)  # changes are made on the map
        return page(request, "week_map.html", **facts)
    days = team_days(town, plan_id)
    day = day or _first_day(days, office_day(office_of(request).clock).isoformat())
    left = left_out(town, plan_id, days=days)
    chosen = [one for one in left if reason in ("", one.reason)]
    return page(
        request,
        "week_list.html",
        **facts,
        days=sorted({one.day for one in days}),
        teams=list(dict.fromkeys((one.team_id, one.team) for one in days)),
        shown=_chosen(days, day, team),
        day=day,
        team=team,
        loads=loads(days),
        promises=promise_lines(town, plan_id),
        reason=reason,
        reasons_of=reason_counts(left),
        left=chosen[:MOST_LEFT_OUT],
        more=max(0, len(chosen) - MOST_LEFT_OUT),
        whys=WHYS,
        types=VISIT_TYPES,
        word=labels(lang_of(request)),
        results=results_of(town, days),
        addresses=addresses_of(town, days),
        codes=UNPLANNED,
    )


@router.get("/week/{week}/plans/{plan_id}/map", dependencies=[needs(Permission.SEE)])
async def plan_map(request: Request, week: str, plan_id: str, town: Seen) -> Response:
    """Serve the page of the week as it is, as a whole document."""
    week = named_week(week)
    make = partial(week_document, town, week=week, lang=lang_of(request), plan_id=plan_id)
    return await whole_page(request, f"week {week} {plan_id}", make)


@router.get("/week/{week}/plans/{plan_id}/" + HELP, dependencies=[needs(Permission.SEE)])
async def plan_help(request: Request, week: str, plan_id: str, town: Seen) -> Response:
    """Serve the help that the page of the week leads to."""
    lang = lang_of(request)
    await run_in_threadpool(week_plan, town, named_week(week), plan_id)
    return await whole_page(
        request, "help week", lambda: help_pages(facts=page_facts(town), lang=lang)[HELP]
    )


@router.get("/week/{week}/plans/{plan_id}/index.html", dependencies=[needs(Permission.SEE)])
def plan_front(week: str, plan_id: str) -> Response:
    """Lead from the page of the week, which calls its first page so, to the list of its version."""
    return RedirectResponse(f"/week/{named_week(week)}/plans/{quote(plan_id)}", 303)


@router.get("/week/{week}/versions", dependencies=[needs(Permission.SEE)])
def versions_page(
    request: Request, week: str, town: Seen, former: str = "", later: str = ""
) -> Response:
    """List all versions, and tell what one changes against another."""
    standing = week_standing(town, week, office_of(request).clock)
    versions = week_versions(town, standing.week)
    difference = None
    if former and later:
        days = team_days(town, former), team_days(town, later)
        difference = compare_versions(town, standing.week, former=former, later=later, days=days)
    return page(
        request,
        "week_versions.html",
        **head(request, town, standing, tab="versions"),
        versions=versions,
        given=given_out(town, standing.week),
        former_id=former,
        later_id=later,
        difference=difference,
    )


@router.post("/week/{week}/restore")
def restore_form(
    actor: Annotated[Actor, needs(Permission.PLAN, office_wide=True)],  # noqa: ARG001 - the gate
    week: str,
    town: Seen,
    version: Annotated[int | None, Form(ge=1)] = None,
) -> Response:
    """Put a former version in force again, as a new one; none named: the one before."""
    week = named_week(week)
    restore_plan(town, week=week, version=version)
    return RedirectResponse(f"/week/{week}?said=restored", 303)


def planned_week(request: Request, week: str, town: Store) -> Standing:
    """
    Say how far a week is that must have a plan.

    Raises
    ------
    NotFoundError
        If it has none.
    """
    standing = week_standing(town, week, office_of(request).clock)
    if standing.plan_id is None:
        raise NotFoundError(
            f"There is no plan for {standing.week} yet.", zh=f"{standing.week} 还没有计划。"
        )
    return standing


def _first_day(days: Sequence[TeamDay], today: str) -> str:
    """Choose the day that is shown first: today where somebody works, else the first of all."""
    worked = sorted({one.day.isoformat() for one in days})
    return today if today in worked else (worked[0] if worked else ALL)


def _chosen(days: Sequence[TeamDay], day: str, team: str) -> list[TeamDay]:
    """Keep the day and the team asked for."""
    return [one for one in days if day in (ALL, one.day.isoformat()) and team in ("", one.team_id)]
