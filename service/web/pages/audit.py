"""Who did what: the audit trail with its rows before and after, and its chain checked."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.upkeep.trail import TrailFilter, check_chain, read_event, read_trail
from service.web.forms import day_said, said
from service.web.gate import Seen, needs
from service.web.templating import page

router = APIRouter(include_in_schema=False)
EVENTS_SHOWN = 50
Reads = Annotated[Actor, needs(Permission.AUDIT, office_wide=True)]
_FIELDS = ("who", "what", "table", "row")


@router.get("/admin/audit")
def audit_page(request: Request, _actor: Reads, town: Seen, before: str | None = None) -> Response:
    """List events, newest first."""
    return _page(request, town, before=before)


@router.post("/admin/audit/check")
def check(request: Request, _actor: Reads, town: Seen) -> Response:
    """Compute every hash anew."""
    return _page(request, town, checked=check_chain(town))


@router.get("/admin/audit/{audit_id}")
def event_page(request: Request, _actor: Reads, town: Seen, audit_id: str) -> Response:
    """Tell one event with its rows before and after."""
    return page(request, "audit_event.html", event=read_event(town, audit_id), differs=_differs)


def _page(
    request: Request,
    town: Any,  # noqa: ANN401 - Store
    *,
    before: str | None = None,
    checked: tuple[int, list[str]] | None = None,
) -> Response:
    asked = request.query_params
    days = {name: day_said(asked, name) for name in ("since", "until")}
    wanted = TrailFilter(
        **{name: said(asked, name) for name in _FIELDS},
        **{name: "" if day is None else day.isoformat() for name, day in days.items()},
    )
    events = read_trail(town, wanted, limit=EVENTS_SHOWN, before=before)
    kept = {name: text for name, text in asked.items() if name != "before"}
    further = (
        urlencode({**kept, "before": events[-1].audit_id}) if len(events) == EVENTS_SHOWN else ""
    )
    return page(
        request, "audit.html", events=events, asked=dict(asked), further=further, checked=checked
    )


def _differs(before: dict[str, Any], after: dict[str, Any] | None) -> list[tuple[str, Any, Any]]:
    """List the columns that differ; all of them where the row was removed."""
    now = after or {}
    names = [*before, *(name for name in now if name not in before)]
    return [
        (name, before.get(name), now.get(name))
        for name in names
        if before.get(name) != now.get(name)
    ]
