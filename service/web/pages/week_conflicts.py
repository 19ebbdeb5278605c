"""What two phones tell differently of a week's stops, and the office's word of which counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import NotFoundError, StaleError
from data.units import named_week
from data.words import RESULTS, SWEEP_RESULTS
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.records.conflicts import week_conflicts
from service.pipeline.records.deciding import take_word
from service.pipeline.records.weekdoubts import week_doubts
from service.web.gate import Seen, needs
from service.web.kept import kept
from service.web.office import office_of
from service.web.pages.week import head
from service.web.templating import page
from service.web.week.standing import week_standing

if TYPE_CHECKING:
    from data.store import Store
    from service.results.record import Conflict

router = APIRouter(include_in_schema=False)
_CODES = RESULTS | SWEEP_RESULTS
_SAID = ("decided", "moved_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One stop that is to be decided; a place to sweep has no page of its own."""

    conflict: Conflict
    is_site: bool


@router.get("/week/{week}/conflicts", dependencies=[needs(Permission.CONTACTS)])
def conflicts_page(request: Request, week: str, town: Seen, said: str = "") -> Response:
    """Show every stop of which two phones say different things, and what is to be asked."""
    standing = week_standing(town, week, office_of(request).clock)
    disputes = kept(
        request, town, ("conflicts", standing.week), lambda tables: _disputes(tables, standing.week)
    )
    doubts = kept(
        request, town, ("doubts", standing.week), lambda tables: week_doubts(tables, standing.week)
    )
    return page(
        request,
        "week_conflicts.html",
        **head(request, town, standing, tab="conflicts"),
        disputes=disputes,
        doubts=doubts,
        results=_CODES,
        said=said if said in _SAID else "",
    )


def _disputes(town: Store, week: str) -> list[Dispute]:
    found = week_conflicts(town, week)
    rows = town.rows("site", where={"site_id": [one.stop for one in found]}) if found else []
    sites = {row["site_id"] for row in rows}
    return [Dispute(conflict=one, is_site=one.stop in sites) for one in found]


@router.post("/week/{week}/conflicts")
def decide_form(
    actor: Annotated[Actor, needs(Permission.PLAN, office_wide=True)],  # noqa: ARG001 - the gate
    week: str,
    town: Seen,
    take: Annotated[str, Form(max_length=200)],
    mark: Annotated[str, Form(max_length=40)],
) -> Response:
    """Let one phone's word count; what the phones say by now is shown again where it changed."""
    week, said = named_week(week), "decided"
    try:
        take_word(town, take, mark=mark)
    except (StaleError, NotFoundError):
        said = "moved_on"
    return RedirectResponse(f"/week/{week}/conflicts?said={said}", 303)
