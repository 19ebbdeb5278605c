"""One finding: its whole history, and the steps that may be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import InputError
from planning.cases.finding import Step
from planning.cases.offering import ON_THE_SPOT, steps_offered
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.cases.findinglife import show_finding
from service.pipeline.cases.findingsteps import take_asked, undo_step
from service.pipeline.cases.ordering import list_orders
from service.pipeline.cases.standing import read_cases
from service.pipeline.rules.ruling import rules_in_force
from service.web.forms import day_said, late_day, said, today
from service.web.gate import Seen, needs
from service.web.labels import BY_PAGE, labels, told_source
from service.web.problems import lang_of, told
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from data.store import Store

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Act:
    """One form: what it asks, and what of it must be said."""

    fields: tuple[str, ...]
    must: frozenset[str] = frozenset()


_WHY = frozenset({"note"})
ACTS: dict[str, Act] = {
    "notified": Act(("day", "who", "due", "document", "note")),
    "rectifying": Act(("day", "who", "note")),
    "submitted": Act(("day", "who", "photos", "note")),
    "rechecked": Act(("day", "who", "inspection_id", "photos", "note", "keep_open")),
    "held": Act(("day", "who", "inspection_id", "due", "photos", "note")),
    "closed": Act(("day", "who", "inspection_id", "document", "note")),
    ON_THE_SPOT: Act(("who", "photos", "note")),
    "extended": Act(("due", "who", "note", "day", "document"), _WHY | {"due", "who"}),
    "escalated": Act(("day", "who", "document", "note")),
    "transferred": Act(("handed_to", "day", "who", "document", "note"), frozenset({"handed_to"})),
    "reopened": Act(("note", "due", "day", "who"), _WHY),
    "corrected": Act(("note", "who"), _WHY),
    "voided": Act(("note", "day", "who"), _WHY),
}
"""Step to its form."""


@router.get("/findings/{finding_id:path}", dependencies=[needs(Permission.SEE)])
def finding_page(request: Request, town: Seen, finding_id: str, done: str = "") -> Response:
    """Show one finding."""
    return _page(request, town, finding_id, done=done if done in ACTS else "")


@router.post("/findings/{finding_id:path}/steps")
async def take_step(
    request: Request,
    _actor: Annotated[Actor, needs(Permission.RECORD)],
    town: Seen,
    finding_id: str,
) -> Response:
    """Take one step; what is refused is said above the forms, and nothing is stored."""
    from fastapi.concurrency import run_in_threadpool

    form = dict(await request.form())
    return await run_in_threadpool(_taken, request, town, finding_id, form)


def _taken(request: Request, town: Store, finding_id: str, form: Mapping[str, object]) -> Response:
    act = str(form.get("act", ""))
    try:
        steps = _steps(town, finding_id, act, form, day=today(request))
        rules = rules_in_force(town).rules
        take_asked(town, finding_id, steps, rules=rules, source=BY_PAGE)
    except InputError as error:
        wrong = told(error, lang_of(request))
        return _page(request, town, finding_id, status=422, wrong=wrong, act=act, given=form)
    from urllib.parse import quote

    return RedirectResponse(f"/findings/{quote(finding_id)}?done={act}", 303)


def _steps(
    town: Store, finding_id: str, act: str, form: Mapping[str, object], *, day: date
) -> list[Step]:
    """Read the steps that a form stands for."""
    if act not in ACTS:
        raise InputError(f"There is no step {act!r}.", zh=f"没有“{act}”这一步。")
    case = read_cases(town, [finding_id])[finding_id].case
    when = day_said(form, "day") or day
    who = said(form, "who") or None
    if act == "corrected":
        return [undo_step(town, finding_id, day=when, who=who, why=said(form, "note"))]
    facts: dict[str, Any]
    if act == ON_THE_SPOT:
        facts = {name: said(form, name) or None for name in ("note", "photos")}
        return [Step(step="closed", day=case.found, who=who, on_the_spot=True, **facts)]
    facts = {
        name: said(form, name) or None
        for name in ("note", "document", "photos", "inspection_id", "handed_to")
        if name in ACTS[act].fields
    }
    due = day_said(form, "due") if "due" in ACTS[act].fields else None
    kinds = ["rechecked", "closed"] if act == "rechecked" and not form.get("keep_open") else [act]
    return [Step(step=kind, day=when, who=who, due=due, **facts) for kind in kinds]


def _page(
    request: Request,
    town: Store,
    finding_id: str,
    *,
    status: int = 200,
    **shown: Any,  # noqa: ANN401 - what was said, and what came of it
) -> Response:
    found = show_finding(town, finding_id, as_of=late_day(request, town))
    case = read_cases(town, [finding_id])[finding_id].case
    actor: Actor = request.state.actor
    rules = rules_in_force(town).rules.mending
    offered = steps_offered(case, day=today(request), rules=rules)
    site_id = found.finding.site_id
    orders = list_orders(town, site=site_id).orders
    facts = {"done": "", "wrong": "", "act": "", "given": {}} | shown
    return page(
        request,
        "finding.html",
        status=status,
        found=found,
        offered=[(name, ACTS[name]) for name in offered] if actor.may(Permission.RECORD) else [],
        orders=[one for one in orders if one.finding_id == finding_id],
        teams=sorted({*town.read("team")["name"].dropna(), *filter(None, [case.team])}),
        finder=case.team or "",
        today=today(request).isoformat(),
        word=labels(lang_of(request)),
        told_source=told_source,
        **facts,
    )
