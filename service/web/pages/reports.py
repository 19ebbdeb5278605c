"""Reports: of a month, a week, a day, a town; as pages, workbooks and documents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from data.units import named_week, week_of
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.plans.given import counted_plans
from service.pipeline.reports.book import town_report
from service.pipeline.reports.day import day_report
from service.pipeline.reports.month import month_report
from service.pipeline.reports.towns import find_town
from service.pipeline.reports.week import week_report
from service.web.forms import standing_day, today
from service.web.gate import Seen, needs
from service.web.problems import RefusalError
from service.web.reporting import report_answer, report_html
from service.web.templating import page
from service.web.whole import whole_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.reports import Report
    from data.store import Store

router = APIRouter(include_in_schema=False)
MONTHS_LISTED = 24
WEEKS_LISTED = 26
ONLY = "-"
"""Name of the only town of a store, where the ledger names none."""


def _town(town: Store, name: str, as_of: date) -> Report:
    found = find_town(town, None if name == ONLY else name)
    return town_report(town, found, as_of=as_of)


_MAKERS: dict[str, Callable[[Store, str, date], Report]] = {
    "month": lambda town, name, _: month_report(town, name),
    "week": lambda town, name, _: week_report(town, named_week(name)),
    "day": lambda town, name, _: day_report(town, name),
    "town": _town,
}
"""Kind, as the address says, to what makes it of a store, a name, and the day before which."""


@router.get("/reports", dependencies=[needs(Permission.SEE)])
def reports_page(request: Request, town: Seen) -> Response:
    """List what there is to report on."""
    months, weeks, days = _dated(town)
    towns = town.distinct("site", "town")
    return page(
        request,
        "reports.html",
        months=months[:MONTHS_LISTED],
        weeks=weeks[:WEEKS_LISTED],
        days=days,
        towns=[(name, name) for name in towns] if len(towns) > 1 else [(ONLY, "".join(towns))],
        this_month=f"{today(request):%Y-%m}",
        today=today(request).isoformat(),
    )


@router.get("/reports/go", dependencies=[needs(Permission.SEE)])
def chosen(kind: str, name: str, draft: int = 0) -> Response:
    """Lead to the report that was picked in a form."""
    from urllib.parse import quote

    _check(kind)
    asked = "?draft=1" if draft else ""
    return RedirectResponse(f"/reports/{kind}/{quote(name, safe='') or ONLY}{asked}", 303)


@router.get("/reports/{kind}/{name}")
async def report_whole(
    request: Request,
    _actor: Annotated[Actor, needs(Permission.SEE)],
    town: Seen,
    kind: str,
    name: str,
    draft: int = 0,
) -> Response:
    """Serve one report as it is; of a day, the planner's draft where it is asked for."""
    return await whole_page(
        request,
        f"report {kind} {name} {bool(draft)} {today(request)}",
        lambda: report_html(request, _made(request, town, kind, name, draft=bool(draft))),
    )


@router.get("/reports/{kind}/{name}/file.{ending}", dependencies=[needs(Permission.EXPORT)])
def report_file(
    request: Request, town: Seen, kind: str, name: str, ending: str, draft: int = 0
) -> Response:
    """Give one report as a workbook or a document."""
    about = "" if kind == "town" else name
    report = _made(request, town, kind, name, draft=bool(draft))
    return report_answer(request, report, ending, about=about)


def _made(request: Request, town: Store, kind: str, name: str, *, draft: bool) -> Report:
    _check(kind)
    if kind == "day":
        return day_report(town, name, draft=draft)
    return _MAKERS[kind](town, name, standing_day(request, town))


def _check(kind: str) -> None:
    if kind not in _MAKERS:
        raise RefusalError(404, f"There is no report {kind!r}.", zh=f"没有“{kind}”这种报告。")


def _dated(town: Store) -> tuple[list[str], list[str], list[str]]:
    """List months with anything on record, weeks planned, and days of the last plan that counts."""
    found = [*town.distinct("inspection", "day"), *town.distinct("finding", "found")]
    days = {date.fromisoformat(str(day)[:10]) for day in found}
    months = sorted({f"{day:%Y-%m}" for day in days}, reverse=True)
    plans = town.read("plan")
    weeks = sorted({str(week) for week in plans["week"]}, reverse=True)
    seen = {week_of(day) for day in days}
    last = counted_plans(town, plans).index[-1] if len(plans) else None
    routes = town.read("route", where={"plan_id": [str(last)] if last else []})
    listed = [*weeks, *sorted(seen - set(weeks), reverse=True)]
    return (
        months,
        sorted(listed, reverse=True),
        sorted({f"{day:%Y-%m-%d}" for day in routes["day"]}),
    )
