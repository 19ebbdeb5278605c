"""Hand changes and replans: asked for, priced, shown, and only then taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from data.errors import ConfigError, InputError
from data.units import CHINA_OFFSET
from service.access.actors import Actor
from service.access.roles import Permission
from service.web.crewing import expect_work
from service.web.documents import sent_json
from service.web.gate import Seen, needs
from service.web.office import office_of
from service.web.pages.week import head
from service.web.pages.week_plans import planned_week
from service.web.problems import RefusalError, lang_of, told, wants_page
from service.web.templating import page
from service.web.week.away import away_of
from service.web.week.forming import (
    MOST_OFFERED,
    filled,
    place_meant,
    places_listed,
    places_meant,
)
from service.web.week.handwork import (
    by_team,
    change_file,
    checked,
    forbid_wishes,
    midweek_file,
    options,
    place_of,
)
from service.web.week.pricing import ask_price, find_price, price_shown, take_changes
from service.web.week.teamdays import team_days
from service.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.jobs.queue import Job
    from service.web.week.standing import Standing

router = APIRouter(include_in_schema=False)

_PLANNER = needs(Permission.PLAN, office_wide=True)


@router.get("/week/{week}/changes/new", dependencies=[_PLANNER])
def change_page(request: Request, week: str, site: str, town: Seen, again: str = "") -> Response:
    """Show what may be done to one place; alone, or as a part of the list; ``again`` as before."""
    return _change(request, week, site, town, given=_given(request, week, again))


def _change(
    request: Request,
    week: str,
    site: str,
    town: Store,
    *,
    given: Mapping[str, Any],
    wrong: str = "",
) -> Response:
    standing = planned_week(request, week, town)
    place = place_of(town, standing.week, site, days=team_days(town, standing.plan_id or ""))
    is_part = request.headers.get("hx-request") == "true"
    expect_work(request)
    return page(
        request,
        "week_change_part.html" if is_part else "week_change.html",
        status=422 if wrong else 200,
        **head(request, town, standing, tab="list"),
        place=place,
        forbids=forbid_wishes(place),
        given=given,
        wrong=wrong,
    )


def _given(request: Request, week: str, job_id: str) -> dict[str, Any]:
    """Give what the form of a former dry run held; nothing where there was none."""
    if not job_id:
        return {}
    return filled(find_price(office_of(request).store, week, job_id).argument["changes"])


@router.get("/week/{week}/replan", dependencies=[_PLANNER])
def replan_page(request: Request, week: str, town: Seen, again: str = "") -> Response:
    """Show the form of a replan in the middle of the week; ``again`` as it was filled in before."""
    return _replan(request, week, town, given=_given(request, week, again))


def _replan(
    request: Request, week: str, town: Store, *, given: Mapping[str, Any], wrong: str = ""
) -> Response:
    standing = planned_week(request, week, town)
    now = office_of(request).clock() + CHINA_OFFSET
    first, last = standing.days[0].isoformat(), standing.days[-1].isoformat()
    expect_work(request)
    days = team_days(town, standing.plan_id or "")
    since = min(max(f"{now:%Y-%m-%dT%H:%M}", f"{first}T00:00"), f"{last}T23:59")
    return page(
        request,
        "week_replan.html",
        status=422 if wrong else 200,
        **head(request, town, standing, tab="replan"),
        teams=by_team(options(days, {})),
        away=given.get("away", away_of(town, standing.week, days=days)),
        since=given.get("since") or since,
        first=first,
        last=last,
        given=given,
        wrong=wrong,
        meant=places_meant(town, given["site"])[:MOST_OFFERED] if given.get("site") else (),
        places=places_listed(town),
    )


@router.post("/week/{week}/changes")
async def changes_form(
    request: Request, actor: Annotated[Actor, _PLANNER], week: str, town: Seen
) -> Response:
    """Ask what changes cost: of a form, or of the map, which sends its change file as JSON."""
    is_json = "json" in request.headers.get("content-type", "")
    sent = await sent_json(await request.body()) if is_json else await request.form()
    try:
        address = await run_in_threadpool(_asked, request, actor, week, town, sent)
    except (InputError, ConfigError) as error:
        if not isinstance(sent, FormData) or not wants_page(request):
            raise
        return await run_in_threadpool(_refused, request, week, town, sent, error)
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
        again=_again(standing.week, job),
        price=price_shown(job.result, lang) if job.state == "done" and job.result else None,
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
    """
    Tell whether the plan that a price was reckoned for is no longer the newest.

    The answer says which it was; a file of changes need not.
    """
    asked = priced.argument["changes"].get("plan")
    return (priced.result or {}).get("earlier", asked) not in (None, standing.plan_id)


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
        form = _texts(sent)
        wished = form.get("chosen") or form.get("site", "").strip()
        form["site"] = place_meant(town, wished) if wished else ""
        listed = midweek_file(form, away=away, **known)
    else:
        listed = change_file(_texts(sent), **known)
    job_id = ask_price(office.store, standing.week, listed, actor=actor, clock=office.clock)
    return f"/week/{standing.week}/changes/{job_id}"


def _refused(
    request: Request, week: str, town: Store, sent: FormData, error: InputError | ConfigError
) -> Response:
    """Show a form once more as it was filled in, with what is wrong above it."""
    given: dict[str, Any] = dict(_texts(sent)) | {
        "away": [str(one) for one in sent.getlist("away")]
    }
    wrong = told(error, lang_of(request))
    if given.get("do") == "replan":
        return _replan(request, week, town, given=given, wrong=wrong)
    if not given.get("site"):
        raise error
    return _change(request, week, given["site"], town, given=given, wrong=wrong)


def _again(week: str, job: Job) -> str:
    """Say where the form is that a dry run was asked from, to be filled in as it was."""
    given = filled(job.argument["changes"])
    if given["is_replan"]:
        return f"/week/{week}/replan?again={job.job_id}"
    if given.get("site"):
        return f"/week/{week}/changes/new?site={quote(given['site'])}&again={job.job_id}"
    return f"/week/{week}/plans/newest"


def _texts(form: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in form.items() if isinstance(value, str)}
