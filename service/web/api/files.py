"""Reports and exports as files: made anew at every request, and kept nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from data.findings import day_after
from service.access.roles import Permission
from service.web.api.keys import Day, Key, QueryAsk, SiteKey, Week, WeekPath, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.forms import standing_day
from service.web.gate import check_may, needs
from service.web.mediatypes import MEDIA_TYPES
from service.web.problems import lang_of

if TYPE_CHECKING:
    from data.reports import Report

router = api_router("files")
Subject = Literal["areas", "cells", "findings", "inspections", "plan", "sites", "tips"]
Ending = Literal["csv", "geojson", "gpkg", "gpx", "ics", "kml", "xlsx"]
Datum = Literal["bd09", "cgcs2000", "gcj02", "wgs84"]
Form = Literal["html", "xlsx", "docx"]
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A report has no scripts; what it shows stands in it."""


def _check_may_take(request: Request, form: Form) -> None:
    """Whoever sees a report reads it; as a workbook or a document it leaves the office."""
    if form != "html":
        check_may(request.state.actor, Permission.EXPORT)


_SEE_OR_TAKE = [needs(Permission.SEE), Depends(_check_may_take)]


class ExportAsk(QueryAsk):
    """What of it, and how; an argument that is not described is refused."""

    datum: Datum = Field("wgs84", description="Others than wgs84 only for xlsx, csv, gpx, kml.")
    week: Week | None = Field(None, description="Of a plan; missing: the latest.")
    team: Key | None = Field(None, description="Of a plan: name or id of a team; missing: all.")
    draft: bool = Field(
        default=False,
        description="Of a plan: the planner's newest version in place of the published one.",
    )


def _is_a_file(*endings: str) -> dict[int | str, dict[str, Any]]:
    binary, json = {"type": "string", "format": "binary"}, {"type": "object"}
    kinds = {
        MEDIA_TYPES[one].partition(";")[0]: {"schema": json if one == "geojson" else binary}
        for one in endings
    }
    return {200: {"description": "The file.", "content": kinds}}


@router.get(
    "/exports/{subject}.{ending}",
    dependencies=[needs(Permission.EXPORT)],
    response_class=Response,
    responses=_is_a_file(*sorted(set(MEDIA_TYPES) - {"html", "docx"})),
)
def export_file(
    request: Request,
    town: Town,
    subject: Subject,
    ending: Ending,
    asked: Annotated[ExportAsk, Query()],
) -> Response:
    """Write a list, a map layer, routes or a calendar as ``gridpatrol export`` does."""
    from service.pipeline.pages.exporting import ExportWish, export_town

    with tempfile.TemporaryDirectory() as folder:
        wish = ExportWish(
            subject=subject,
            file=Path(folder) / f"{subject}.{ending}",
            datum=asked.datum,
            week=asked.week,
            team=asked.team,
            draft=asked.draft,
            lang=lang_of(request),
            as_of=standing_day(request, town),
        )
        export_town(town, wish, progress=_untold)
        return _sent(wish.named)


_REPORT = _is_a_file("html", "xlsx", "docx")


@router.get(
    "/reports/month/{month}.{form}",
    dependencies=_SEE_OR_TAKE,
    response_class=Response,
    responses=_REPORT,
)
def month_file(
    request: Request,
    town: Town,
    month: Annotated[str, key_path("Calendar month.", example="2026-11")],
    form: Form,
) -> Response:
    """Write the report of a month."""
    from service.pipeline.reports.month import month_report

    return _filed(request, month_report(town, month), form)


@router.get(
    "/reports/week/{week}.{form}",
    dependencies=_SEE_OR_TAKE,
    response_class=Response,
    responses=_REPORT,
)
def week_file(request: Request, town: Town, week: WeekPath, form: Form) -> Response:
    """Write the report of a week."""
    from service.pipeline.reports.week import week_report

    return _filed(request, week_report(town, week), form)


@router.get(
    "/reports/day/{day}.{form}",
    dependencies=_SEE_OR_TAKE,
    response_class=Response,
    responses=_REPORT,
)
def day_file(
    request: Request,
    town: Town,
    day: Day,
    form: Form,
    *,
    draft: Annotated[
        bool, Query(description="The planner's newest plan in place of the published one.")
    ] = False,
) -> Response:
    """Write one sheet per team: where it goes on the day, and why."""
    from service.pipeline.reports.day import day_report

    return _filed(request, day_report(town, day.isoformat(), draft=draft), form)


class StandAsk(QueryAsk):
    """As of which day; an argument that is not described is refused."""

    as_of: Day | None = Field(
        None, description="Day told of, on which things are late; missing: today."
    )


@router.get(
    "/reports/site/{site_id}.{form}",
    dependencies=_SEE_OR_TAKE,
    response_class=Response,
    responses=_REPORT,
)
def site_file(
    request: Request,
    town: Town,
    site_id: SiteKey,
    form: Form,
    asked: Annotated[StandAsk, Query()],
) -> Response:
    """Write everything known of one place."""
    from service.pipeline.places.naming import find_site
    from service.pipeline.reports.site import site_report

    found = find_site(town, site_id)
    day = day_after(asked.as_of) if asked.as_of else standing_day(request, town)
    return _filed(request, site_report(town, found, as_of=day, months=0), form)


@router.get(
    "/reports/town/{name}.{form}",
    dependencies=_SEE_OR_TAKE,
    response_class=Response,
    responses=_REPORT,
)
def town_file(
    request: Request,
    town: Town,
    name: Annotated[str, key_path("Name of the town.", example="庆祖镇")],
    form: Form,
    asked: Annotated[StandAsk, Query()],
) -> Response:
    """Write the book of a town: register, keepers, grades, what is open."""
    from service.pipeline.reports.book import town_report
    from service.pipeline.reports.towns import find_town

    day = day_after(asked.as_of) if asked.as_of else standing_day(request, town)
    return _filed(request, town_report(town, find_town(town, name), as_of=day), form)


def _untold(done: float, total: float, note: str = "") -> None:
    """Tell nobody how far a file is."""


def _filed(request: Request, report: Report, form: str) -> Response:
    from service.pipeline.reports.filing import file_report

    with tempfile.TemporaryDirectory() as folder:
        file_report(report, Path(folder), (form,), lang=lang_of(request), force=False)
        return _sent(Path(folder) / f"{report.name}.{form}")


def _sent(file: Path) -> Response:
    ending = file.suffix.removeprefix(".")
    headers = {"Content-Disposition": f'attachment; filename="{_plain(file.name)}"'}
    if ending == "html":
        headers = {"Content-Security-Policy": _PAGE_POLICY}
    return Response(file.read_bytes(), media_type=MEDIA_TYPES[ending], headers=headers)


def _plain(name: str) -> str:
    """Write a file name with signs that every header may hold."""
    kept = "".join(
        one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name
    )
    return kept or "gridpatrol"
