"""Giving a week's plan to the teams, and taking it back."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.units import named_week
from maps.shipped import shipped_text
from service.access.actors import Actor
from service.access.roles import Permission
from service.access.teamlinks import may_link
from service.pipeline.plans.publishing import publications, publish, withdraw
from service.pipeline.plans.sheets import week_plan
from service.web.gate import Seen, needs
from service.web.inspector.address import link_address
from service.web.office import office_of
from service.web.origin import origin_of
from service.web.pages.week import head
from service.web.pages.week_plans import planned_week
from service.web.templating import page
from service.web.week.handing import hand_out
from service.web.week.outcome import promise_lines
from service.web.week.standing import week_standing
from service.web.week.teamdays import team_days
from service.web.week.versions import compare_versions

if TYPE_CHECKING:
    from data.store import Store
    from service.web.week.standing import Standing
    from service.web.week.versions import Difference

router = APIRouter(include_in_schema=False)

_PLANNER = needs(Permission.PLAN, office_wide=True)
_QR_SCRIPTS = ("vendor/qrcode.js", "qr.js")


@router.get("/week/{week}/publish", dependencies=[_PLANNER])
def publish_page(request: Request, week: str, town: Seen, plan_id: str = "") -> Response:
    """Show what publishing would give the teams, and what changes for each of them."""
    standing = planned_week(request, week, town)
    chosen = plan_id or standing.plan_id or ""
    plan = week_plan(town, standing.week, chosen)
    return page(
        request,
        "week_publish.html",
        **head(request, town, standing, tab="publish"),
        plan_id=chosen,
        version=int(plan["version"]),
        broken=[one for one in promise_lines(town, chosen) if not one.kept],
        days=[one for one in team_days(town, chosen) if one.stops],
        difference=_against_published(town, standing, chosen),
        publications=publications(town, standing.week),
    )


@router.post("/week/{week}/publish")
def publish_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    *,
    actor: Annotated[Actor, _PLANNER],
    week: str,
    town: Seen,
    plan_id: Annotated[str, Form()],
    note: Annotated[str, Form(max_length=200)] = "",
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Publish a version, and show each team's link, once."""
    office = office_of(request)
    standing = planned_week(request, week, town)
    week_plan(town, standing.week, plan_id)
    difference = _against_published(town, standing, plan_id)
    publish(town, plan_id, actor=actor, clock=office.clock, note=note, is_sure=bool(sure))
    days = team_days(town, plan_id)
    standing = week_standing(town, standing.week, office.clock)
    handed = (
        ()
        if standing.is_over or not may_link(actor)
        else hand_out(town, standing.week, days=days, actor=actor, clock=office.clock)
    )
    return page(
        request,
        "week_published.html",
        headers={"Referrer-Policy": "no-referrer"},
        **head(request, town, standing, tab="publish"),
        plan_id=plan_id,
        handed=handed,
        links={one.team_id: link_address(request, one.secret) for one in handed if one.secret},
        difference=difference,
        base=origin_of(request),
        is_here_only=is_here_only(request.url.hostname or ""),
    )


@router.post("/week/{week}/withdraw")
def withdraw_form(
    request: Request,
    actor: Annotated[Actor, _PLANNER],  # noqa: ARG001 - the gate
    week: str,
    town: Seen,
) -> Response:
    """Take the published version back."""
    withdraw(town, named_week(week), clock=office_of(request).clock)
    return RedirectResponse(f"/week/{named_week(week)}?said=withdrawn", 303)


@router.get("/week-assets/qr.js", dependencies=[needs(Permission.SEE)])
def qr_script() -> Response:
    """Give the script that draws a link as a picture; the maps ship it."""
    text = "\n".join(["window.patrol = {};", *(shipped_text(name) for name in _QR_SCRIPTS)])
    return Response(text, media_type="text/javascript; charset=utf-8")


def is_here_only(host: str) -> bool:
    """
    Tell whether an address leads to this machine from itself alone: no phone could open its links.

    Examples
    --------
    >>> is_here_only("127.0.0.1"), is_here_only("localhost"), is_here_only("10.1.2.3")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _against_published(town: Store, standing: Standing, plan_id: str) -> Difference | None:
    """Tell what teams would find changed; nothing where they have no plan, or this one."""
    former = standing.published_id
    if former is None or former == plan_id:
        return None
    days = team_days(town, former), team_days(town, plan_id)
    return compare_versions(town, standing.week, former=former, later=plan_id, days=days)
