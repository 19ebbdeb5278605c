"""Hand changes and replans: asked for, priced, shown, and only then taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from data.errors import InputError
from data.units import CHINA_OFFSET, SECONDS_PER_MINUTE
from service.access.actors import Actor
from service.access.roles import Permission
from service.web.crewing import expect_work
from service.web.documents import strict_json
from service.web.gate import Seen, needs
from service.web.office import office_of
from service.web.pages.week import head
from service.web.pages.week_plans import planned_week
from service.web.problems import RefusalError, lang_of
from service.web.templating import page
from service.web.week.away import away_of
from service.web.week.handwork import (
    change_file,
    checked,
    forbid_wishes,
    midweek_file,
    options,
    place_of,
)
from service.web.week.pricing import ask_price, find_price, take_changes
from service.web.week.teamdays import team_days
from service.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.jobs.queue import Job
    from service.web.week.standing import Standing

router = APIRouter(include_in_schema=False)

CHANGES_SHOWN = 40
_PLANNER = needs(Permission.PLAN, office_wide=True)


@router.get("/week/{week}/changes/new", dependencies=[_PLANNER])
def change_page(request: Request, week: str, site: str, town: Seen) -> Response:
    """Show what may be done to one place; alone, or as a part of the list."""
    standing = planned_week(request, week, town)
    place = place_of(town, standing.week, site, days=team_days(town, standing.plan_id or ""))
    is_part = request.headers.get("hx-request") == "true"
    expect_work(request)
    return page(
        request,
        "week_change_part.html" if is_part else "week_change.html",
        **head(request, town, standing, tab="list"),
        place=place,
        forbids=forbid_wishes(place),
    )


@router.get("/week/{week}/replan", dependencies=[_PLANNER])
def replan_page(request: Request, week: str, town: Seen) -> Response:
    """Show the form of a replan in the middle of the week."""
    standing = planned_week(request, week, town)
    now = office_of(request).clock() + CHINA_OFFSET
    first, last = standing.days[0].isoformat(), standing.days[-1].isoformat()
    expect_work(request)
    days = team_days(town, standing.plan_id or "")
    since = min(max(f"{now:%Y-%m-%dT%H:%M}", f"{first}T00:00"), f"{last}T23:59")
    return page(
        request,
        "week_replan.html",
        **head(request, town, standing, tab="replan"),
        options=options(days, {}),
        away=away_of(town, standing.week, days=days),
        since=since,
        first=first,
        last=last,
    )


@router.post("/week/{week}/changes")
async def changes_form(
    request: Request, actor: Annotated[Actor, _PLANNER], week: str, town: Seen
) -> Response:
    """Ask what changes cost: of a form, or of the map, which sends its change file as JSON."""
    is_json = "json" in request.headers.get("content-type", "")
    sent = strict_json(await request.body()) if is_json else await request.form()
    address = await run_in_threadpool(_asked, request, actor, week, town, sent)
    if is_json:
        return JSONResponse({"address": address}, 202, headers={"Location": address})
    return RedirectResponse(address, 303)


@router.get("/week/{week}/changes/{job_id}", dependencies=[_PLANNER])
def price_page(request: Request, week: str, job_id: str, town: Seen) -> Response:
    """Show what changes cost, or how far the reckoning is; alone, or as a part of a page."""
    standing = planned_week(request, week, town)
    job = find_price(office_of(request).store, standing.week, job_id)
    is_part = request.headers.get("hx-request") == "true"
    lang = lang_of(request)
    return page(
        request,
        "week_price_part.html" if is_part else "week_price.html",
        **head(request, town, standing, tab="list"),
        job=job,
        price=_price(job.result, lang) if job.state == "done" and job.result else None,
        is_stale=_is_stale(job, standing),
    )


@router.post("/week/{week}/changes/{job_id}")
def take_form(
    request: Request, actor: Annotated[Actor, _PLANNER], week: str, job_id: str, town: Seen
) -> Response:
    """Take the changes whose price was shown, unless the plan is another one by now."""
    office, standing = office_of(request), planned_week(request, week, town)
    week = standing.week
    priced = find_price(office.store, week, job_id)
    if priced.state != "done":
        raise InputError(
            "The cost of these changes is not reckoned yet.", zh="这些改动的代价还没有算完。"
        )
    if _is_stale(priced, standing):
        raise RefusalError(409, say("week.stale", "en"), zh=say("week.stale", "zh"))
    taken = take_changes(office.store, priced, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{taken}?to=/week/{week}%3Fsaid%3Dchanged", 303)


def _is_stale(priced: Job, standing: Standing) -> bool:
    """Tell whether the plan that a price was reckoned for is no longer the newest."""
    return priced.argument["changes"].get("plan") not in (None, standing.plan_id)


def _asked(
    request: Request,
    actor: Actor,
    week: str,
    town: Store,
    sent: Any,  # noqa: ANN401 - JSON or form
) -> str:
    """Put a dry run into the queue; give the address where its answer will be."""
    standing, office = planned_week(request, week, town), office_of(request)
    author = actor.full_name or actor.name
    known = {"week": standing.week, "plan_id": standing.plan_id or "", "author": author}
    if not isinstance(sent, FormData):
        listed = checked(sent)
        listed["author"] = author  # nobody signs as somebody else
    elif sent.get("do") == "replan":
        away = [str(one) for one in sent.getlist("away")]
        listed = midweek_file(_texts(sent), away=away, **known)
    else:
        listed = change_file(_texts(sent), **known)
    job_id = ask_price(office.store, standing.week, listed, actor=actor, clock=office.clock)
    return f"/week/{standing.week}/changes/{job_id}"


def _texts(form: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in form.items() if isinstance(value, str)}


def _price(result: Mapping[str, Any], lang: str) -> dict[str, object]:
    """Write a dry run's answer for the page: costs, notes, and what would change."""
    costs = result.get("costs")
    changes = result["changes"]
    far = [one for one in changes if one["kind"] != "retimed"]
    return {
        "since": result["since"],
        "before": len(result["plan"]["broken"]) - (costs["together"]["broken"] if costs else 0),
        "together": None if costs is None else _figures(costs["together"]),
        "each": [
            _figures(one["figures"])
            | {"words": one[lang], "done": one["done"], "alone": one["alone"]}
            for one in (costs["each"] if costs else ())
        ],
        "notes": [one[lang] for one in result["notes"]],
        "changes": [(one["kind"], one[lang]) for one in far[:CHANGES_SHOWN]],
        "more": max(0, len(far) - CHANGES_SHOWN),
        "retimed": len(changes) - len(far),
        "broken": [one[lang] for one in result["plan"]["broken"]],
    }


def _figures(listed: Mapping[str, Any]) -> dict[str, object]:
    return {
        "prize": round(listed["prize"], 1),
        "drive_min": round(listed["drive_s"] / SECONDS_PER_MINUTE),
        "broken": listed["broken"],
        "stops": listed["stops"],
    }
