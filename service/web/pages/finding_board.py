"""Findings as a board, as a list, and as what is due in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from data.units import named_week, week_of
from service.access.roles import Permission
from service.pipeline.cases.findingboard import board_findings
from service.pipeline.cases.findinglist import due_findings, list_findings
from service.pipeline.cases.findingtable import FindingFilter
from service.web.forms import late_day, today
from service.web.gate import Seen, needs
from service.web.kept import kept
from service.web.labels import choices, labels
from service.web.problems import lang_of
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

router = APIRouter(include_in_schema=False)
COLUMN_LINES = 25
LIST_LINES = 50
_ASKED = ("town", "village", "team", "level", "site")


@router.get("/findings", dependencies=[needs(Permission.SEE)])
def board(request: Request, town: Seen) -> Response:
    """Show open findings side by side by state."""
    wanted = _wanted(request.query_params)
    day = late_day(request, town)
    columns = kept(
        request,
        town,
        ("board", wanted, day),
        lambda one: board_findings(one, wanted=wanted, as_of=day, limit=COLUMN_LINES),
    )
    return page(
        request,
        "finding_board.html",
        columns=columns,
        **_shared(request, town, day=day.isoformat()),
    )


@router.get("/findings/list", dependencies=[needs(Permission.SEE)])
def listed(request: Request, town: Seen, after: str | None = None) -> Response:
    """List findings of one state or all, page by page."""
    asked = request.query_params
    wanted = _wanted(asked, state=asked.get("state") or None, closed=asked.get("closed") == "1")
    told = list_findings(
        town,
        wanted=wanted,
        as_of=late_day(request, town),
        limit=LIST_LINES,
        after=after,
    )
    return page(
        request,
        "finding_list.html",
        told=told,
        is_due=False,
        states=choices("state", lang_of(request)),
        weeks="",
        further=_further(request, told.lines, LIST_LINES),
        **_shared(request, town, day=told.as_of),
    )


@router.get("/findings/due", dependencies=[needs(Permission.SEE)])
def due(
    request: Request, town: Seen, week: str | None = None, after: str | None = None
) -> Response:
    """List what a week must re-check, in the order of ``gridpatrol findings due``."""
    asked = named_week(week) if week else week_of(today(request))
    wanted = _wanted(request.query_params)
    told = due_findings(town, asked, wanted=wanted, limit=LIST_LINES, after=after)
    return page(
        request,
        "finding_list.html",
        told=told,
        is_due=True,
        states=[],
        weeks=asked,
        further=_further(request, told.lines, LIST_LINES),
        **_shared(request, town, day=told.as_of),
    )


def _wanted(asked: Mapping[str, str], **more: Any) -> FindingFilter:  # noqa: ANN401 - fields of it
    chosen: dict[str, Any] = {name: asked.get(name) or None for name in _ASKED}
    more.setdefault("closed", more.get("state") == "closed")
    more["closed"] = more["closed"] or more.get("state") == "closed"
    return FindingFilter(**chosen, overdue=asked.get("overdue") == "1", **more)


def _further(request: Request, lines: tuple[Any, ...], limit: int) -> str:
    """Give the query of the next page; empty where this is the last for sure."""
    if len(lines) < limit:
        return ""
    same = {name: text for name, text in request.query_params.items() if name != "after"}
    return urlencode({**same, "after": lines[-1].finding_id})


def _shared(request: Request, town: Store, *, day: str) -> dict[str, Any]:
    """Give what every list of findings shows: the filter, its choices, words for codes."""
    asked = dict(request.query_params)
    chosen = {name: asked[name] for name in (*_ASKED, "overdue") if asked.get(name)}
    lang = lang_of(request)
    return {
        "day": day,
        "asked": asked,
        "kept": urlencode(chosen),
        "word": labels(lang),
        "levels": choices("level", lang),
        "zip": zip,
        **kept(request, town, "choices", _choices),
    }


def _choices(town: Store) -> dict[str, list[str]]:
    """List what findings may be chosen by."""
    sites = town.rows("site", columns=("town", "village"))
    return {
        "towns": sorted({row["town"] for row in sites if row["town"]}),
        "villages": sorted({row["village"] for row in sites if row["village"]}),
        "teams": sorted({row["name"] for row in town.rows("team") if row["name"]}),
    }
