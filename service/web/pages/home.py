"""The overview: what the office must know this morning, and the first steps of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from data.store.layers import SITES
from service.access.actors import Actor
from service.access.clock import office_day
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.pipeline.cases.findingboard import count_findings
from service.pipeline.cells.foresight import read_next
from service.pipeline.records.conflicts import conflict_counts
from service.web.forms import late_day
from service.web.gate import Seen, needs
from service.web.imports import past_imports
from service.web.kept import kept
from service.web.office import office_of
from service.web.overview import (
    absences,
    beginnings,
    count_questions,
    hot_cells,
    month_figures,
    named_days,
    own_routes,
    week_stands,
)
from service.web.problems import lang_of
from service.web.templating import page

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from data.words import Lang
    from service.web.overview import OwnRoute

router = APIRouter(include_in_schema=False)


@router.get("/")
def overview(
    request: Request, actor: Annotated[Actor, needs(Permission.SEE)], town: Seen
) -> Response:
    """Show the overview: what every role sees, and what each needs first."""
    day = office_day(office_of(request).clock)
    known = late_day(request, town)
    weeks = kept(request, town, ("weeks", day), lambda tables: week_stands(tables, day))
    facts: dict[str, Any] = {
        "day": day,
        "weeks": weeks,
        "begun": kept(request, town, ("begun", weeks), lambda tables: beginnings(tables, weeks)),
        "due": kept(
            request,
            town,
            ("due", known),
            lambda tables: count_findings(tables, as_of=known),
        ),
        "month": kept(request, town, ("month", day), lambda tables: month_figures(tables, day)),
        "blind": sorted(actor.towns) if actor.towns and town.extent(SITES) is None else [],
    }
    facts |= _of_role(request, actor, town, day, [one.week for one in weeks])
    return page(request, "home.html", **facts)


@router.post("/steps/score")
def score_now(
    request: Request, actor: Annotated[Actor, needs(Permission.SCORE, office_wide=True)]
) -> Response:
    """Score every site, as the overview's first steps ask."""
    return _begun(request, actor, "score")


@router.post("/steps/hotspots")
def hotspots_now(
    request: Request, actor: Annotated[Actor, needs(Permission.SCORE, office_wide=True)]
) -> Response:
    """Put the scores on cells and look for hotspots."""
    return _begun(request, actor, "hotspots")


def _begun(request: Request, actor: Actor, kind: str) -> Response:
    office = office_of(request)
    job_id = enqueue(office.store, kind, {}, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{quote(job_id)}?to=/", 303)


def _of_role(
    request: Request, actor: Actor, town: Store, day: date, weeks: list[str]
) -> dict[str, Any]:
    """Read what only some need; the others are not kept waiting for it."""
    may_import = actor.may(Permission.IMPORT, office_wide=True)
    lang, store = lang_of(request), office_of(request).store
    away = (
        kept(request, town, ("away", *weeks), lambda tables: absences(tables, weeks))
        if actor.may(Permission.PLAN)
        else []
    )
    return {
        "questions": kept(request, town, "questions", count_questions) if may_import else 0,
        "imports": past_imports(store, most=1) if may_import else [],
        "away": [(one, named_days(one.weekdays, lang)) for one in away],
        "routes": _own(request, town, actor.team_id, day) if actor.team_id else None,
        "cells": kept(request, town, "cells", hot_cells) if actor.may(Permission.SCORE) else None,
        "next_why": _next_why(request, town, lang) if actor.may(Permission.SCORE) else "",
        "may_import": may_import,
        "named": named_days,
        "disputed": _disputed(request, actor, town),
        "may_score": actor.may(Permission.SCORE, office_wide=True),
        "may_plan": actor.may(Permission.PLAN),
    }


def _disputed(request: Request, actor: Actor, town: Store) -> dict[str, int]:
    """Count by week the stops of which phones differ, for who may decide."""
    if not actor.may(Permission.PLAN, office_wide=True):
        return {}
    return kept(request, town, "disputed", conflict_counts)


def _next_why(request: Request, town: Store, lang: Lang) -> str:
    """Say by what the cells to look at next are put in order, and whether that was any good."""
    told = kept(request, town, "next why", lambda tables: read_next(tables.settings()))
    return "" if told is None else told.why[0 if lang == "zh" else 1]


def _own(request: Request, town: Store, team_id: str, day: date) -> list[OwnRoute]:
    asked = ("own routes", team_id, day)
    return kept(request, town, asked, lambda tables: own_routes(tables, team_id, day))
