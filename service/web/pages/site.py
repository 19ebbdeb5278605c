"""One site: where it stands, what is open there, its file served whole, and what may be entered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response

from data.errors import NotFoundError
from data.findings import day_told
from geo.card.reasons import raising
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.cases.disposing import list_dispositions
from service.pipeline.cases.findinglist import list_findings
from service.pipeline.cases.findingtable import FindingFilter
from service.pipeline.cases.ordering import list_orders
from service.pipeline.reports.site import site_report
from service.web.forms import late_day, standing_day, today
from service.web.gate import Seen, needs
from service.web.labels import choices, disposition_state, labels, order_state
from service.web.problems import lang_of
from service.web.reporting import report_answer, report_html
from service.web.templating import page
from service.web.whole import whole_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

router = APIRouter(include_in_schema=False)
FINDINGS_SHOWN = 100
MEASURES = ("torn_down", "cut_off", "cleared")


@router.get("/sites/{site_id}", dependencies=[needs(Permission.SEE)])
def site_page(request: Request, town: Seen, site_id: str, done: str = "") -> Response:
    """Show one site."""
    return show_site(request, town, site_id, done=done if done in {"order", "disposition"} else "")


@router.get("/sites/{site_id}/file")
async def site_file(
    request: Request, _actor: Annotated[Actor, needs(Permission.SEE)], town: Seen, site_id: str
) -> Response:
    """Serve everything known of a site as one document."""

    def made() -> str:
        find_site_row(town, site_id)
        report = site_report(town, site_id, as_of=standing_day(request, town), months=0)
        return report_html(request, report, front=None)

    return await whole_page(request, f"site {site_id} {today(request)}", made)


@router.get("/sites/{site_id}/file.{ending}", dependencies=[needs(Permission.EXPORT)])
def site_download(request: Request, town: Seen, site_id: str, ending: str) -> Response:
    """Give everything known of a site as a workbook or a document, with former scores."""
    row = find_site_row(town, site_id)
    report = site_report(town, site_id, as_of=standing_day(request, town))
    return report_answer(request, report, ending, about=str(row["name"]))


def find_site_row(town: Store, site_id: str) -> Mapping[str, Any]:
    """
    Find the row of a site that the actor may see.

    Raises
    ------
    NotFoundError
        If there is none; nobody learns whether another town has it.
    """
    rows = town.rows("site", where={"site_id": [site_id]})
    if not rows:
        raise NotFoundError(f"There is no site {site_id!r}.", zh=f"没有编号为“{site_id}”的点位。")
    return rows[0]


def show_site(
    request: Request,
    town: Store,
    site_id: str,
    *,
    status: int = 200,
    **shown: Any,  # noqa: ANN401 - what was said, and what came of it
) -> Response:
    """Write the page of a site, with what came of a form."""
    row = find_site_row(town, site_id)
    day = standing_day(request, town)
    lang = lang_of(request)
    wanted = FindingFilter(site=site_id)
    told = late_day(request, town)
    findings = list_findings(town, wanted=wanted, as_of=told, limit=FINDINGS_SHOWN)
    facts = {"done": "", "wrong": "", "act": "", "given": {}} | shown
    return page(
        request,
        "site.html",
        status=status,
        site=row,
        score=_score(town, site_id, lang),
        findings=[one for one in findings.lines if one.site_id == site_id],
        orders=[one for one in list_orders(town, as_of=told).orders if one.site_id == site_id],
        dispositions=list_dispositions(town, site=site_id, as_of=day).dispositions,
        order_kinds=choices("order", lang),
        disposition_kinds=choices("disposition", lang),
        measures=MEASURES,
        today=today(request).isoformat(),
        word=labels(lang),
        order_state=order_state,
        disposition_state=disposition_state,
        **facts,
    )


def _score(town: Store, site_id: str, lang: str) -> dict[str, Any] | None:
    """Give grade, score and the strongest reasons; ``None`` where it was not scored."""
    from data.chances import is_chance
    from maps.scores import shown

    rows = town.rows("score", where={"site_id": [site_id]})
    if not rows:
        return None
    points = shown(float(rows[0]["risk"]), is_chance=is_chance(str(rows[0]["model"])))
    return {
        "grade": rows[0]["grade"],
        "points": points,
        "as_of": str(day_told(date.fromisoformat(str(rows[0]["as_of"])[:10]))),
        "reasons": [getattr(one, lang) for one in raising(rows[0]["reasons"])[:5]],
    }
