"""Tip-offs: taken in with whatever is known of where, verified; an urgent one asks for a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import ConfigError, InputError
from service.access.actors import Actor
from service.access.clock import office_day
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.pipeline.cases.tipwork import TipWish, add_tip, check_tip, list_tips
from service.web.forms import day_said, number_said, said, today
from service.web.gate import Seen, needs
from service.web.jobdesk import seen_job_of
from service.web.labels import labels
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of, told
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

router = APIRouter(include_in_schema=False)
TIPS_SHOWN = 100
MORNING = "08:00"
PROPOSAL = "tip_proposal"
Enters = Annotated[Actor, needs(Permission.MEASURES)]


@router.get("/tips", dependencies=[needs(Permission.SEE)])
def tips_page(
    request: Request, town: Seen, site: str = "", done: str = "", untried: int = 0
) -> Response:
    """List tip-offs, newest first, with a form for another."""
    return _page(request, town, given={"site": site}, done=done, untried=untried)


@router.post("/tips")
async def take_in(request: Request, actor: Enters, town: Seen) -> Response:
    """
    Keep a tip-off; an urgent one is tried in the running week, which stays as it is.

    The trial tells of teams and sites of every town, so it is made for who may see them all.
    """
    form = dict(await request.form())
    return await run_in_threadpool(_taken_in, request, actor, town, form)


def _taken_in(request: Request, actor: Actor, town: Store, form: Mapping[str, object]) -> Response:
    try:
        tip = add_tip(town, _wish(request, form), today=office_day(office_of(request).clock))
    except (InputError, ConfigError) as error:
        return _page(request, town, status=422, wrong=told(error, lang_of(request)), given=form)
    if not form.get("urgent"):
        return RedirectResponse(f"/tips?done={tip.tip_id}", 303)
    if not actor.may(Permission.MEASURES, office_wide=True):
        return RedirectResponse(f"/tips?done={tip.tip_id}&untried=1", 303)
    office = office_of(request)
    moment = said(form, "since") or f"{tip.day}T{MORNING}"
    asked = {"tip_id": tip.tip_id, "moment": moment}
    job_id = enqueue(office.store, PROPOSAL, asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/tips/proposals/{job_id}", 303)


@router.post("/tips/{tip_id}/verdict")
async def verdict(request: Request, _actor: Enters, town: Seen, tip_id: str) -> Response:
    """Keep whether a tip-off proved true, and its reward."""
    form = dict(await request.form())

    def checked() -> Response:
        try:
            check_tip(
                town,
                tip_id,
                verdict=said(form, "verdict"),
                day=day_said(form, "day") or today(request),
                reward_yuan=number_said(form, "reward_yuan"),
                site=said(form, "site"),
            )
        except InputError as error:
            return _page(request, town, status=422, wrong=told(error, lang_of(request)))
        return RedirectResponse(f"/tips?done={tip_id}", 303)

    return await run_in_threadpool(checked)


@router.get("/tips/proposals/{job_id}")
def proposal(request: Request, _actor: Enters, job_id: str) -> Response:
    """Say what a visit for an urgent tip-off would change in the running week."""
    job = seen_job_of(request, job_id, PROPOSAL)
    result = job.result or {}
    return page(request, "tip_proposal.html", job=job, facts=result, lines=_lines(request, result))


@router.post("/tips/proposals/{job_id}/accept")
def accept(
    request: Request,
    actor: Annotated[Actor, needs(Permission.PLAN, office_wide=True)],
    job_id: str,
) -> Response:
    """Plan the rest of the week with the visit; the plan is a new version, a draft."""
    result = seen_job_of(request, job_id, PROPOSAL).result or {}
    if not result.get("asked"):
        raise RefusalError(409, "There is nothing to accept.", zh="没有可采用的方案。")
    office = office_of(request)
    asked = {"week": result["week"], "since": result["moment"], "add": [result["asked"]]}
    fresh = enqueue(office.store, "replan", asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{fresh}?to=/week/{result['week']}", 303)


def _lines(request: Request, result: Mapping[str, Any]) -> list[str]:
    lines: list[str] = result.get(lang_of(request), [])
    return lines


def _wish(request: Request, form: Mapping[str, object]) -> TipWish:
    lon, lat = number_said(form, "lon_deg"), number_said(form, "lat_deg")
    if (lon is None) != (lat is None):
        raise InputError(
            "Give longitude and latitude together, or neither.", zh="经度和纬度须同时填写或都不填。"
        )
    what = said(form, "what")
    if not what:
        raise InputError("Say what was reported.", zh="请写明举报内容。")
    return TipWish(
        day=day_said(form, "day") or today(request),
        what=what,
        site=said(form, "site"),
        village=said(form, "village"),
        place=said(form, "place"),
        spot=None if lon is None or lat is None else (lon, lat),
        channel=said(form, "channel"),
        is_urgent=bool(form.get("urgent")),
    )


def _page(
    request: Request,
    town: Store,
    *,
    status: int = 200,
    **shown: Any,  # noqa: ANN401 - what was said, and what came of it
) -> Response:
    listed = list_tips(town).tips
    facts: dict[str, Any] = {"done": "", "untried": 0, "wrong": "", "given": {}} | shown
    return page(
        request,
        "tips.html",
        status=status,
        tips=listed[:TIPS_SHOWN],
        count=len(listed),
        waiting=sum(one.verified == "open" for one in listed),
        villages=town.distinct("site", "village"),
        today=today(request).isoformat(),
        word=labels(lang_of(request)),
        **facts,
    )
