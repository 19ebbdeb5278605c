"""Risk: the list from the top with reasons, the map, cells, where to look next, the backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
import pandas as pd
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from data.chances import is_chance
from data.errors import InputError, NotFoundError
from data.schema import as_records
from data.words import GRADES
from geo.card.reasons import raising
from maps.pages import backtest_page
from maps.scores import shown
from service.access.actors import Actor
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.pipeline.cells.foresight import read_next
from service.pipeline.pages.drawing import hotspots_html
from service.pipeline.pages.judged import read_backtest
from service.web.gate import Seen, needs
from service.web.kept import kept
from service.web.labels import labels
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.templating import page
from service.web.whole import whole_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store

router = APIRouter(include_in_schema=False)
ROWS = 50
REASONS = 3


@router.get("/risk", dependencies=[needs(Permission.SEE)])
def risk_page(request: Request, town: Seen, after: str = "") -> Response:
    """List sites from the riskiest, page by page, with what makes them so."""
    grades = [one for one in request.query_params.getlist("grade") if one in GRADES]
    place = request.query_params.get("town") or None
    lang = lang_of(request)
    asked = ("risk", *grades, place, after, lang)
    facts = kept(
        request,
        town,
        asked,
        lambda tables: _listed(tables, grades, place, after=after, lang=lang),
    )
    return page(
        request,
        "risk.html",
        **facts,
        grades=grades,
        every=list(GRADES),
        place=place or "",
        word=labels(lang),
    )


def _listed(
    town: Store, grades: list[str], place: str | None, *, after: str, lang: str
) -> dict[str, Any]:
    listed = town.read_graded(grades=grades or None, towns=[place] if place else None)
    ordered = listed.assign(key=listed.index.astype(str)).sort_values(
        ["risk", "key"], ascending=[False, True]
    )
    rows = _after(ordered, after).head(ROWS)
    return {
        "lines": [_line(row, lang) for row in as_records(rows)],
        "count": len(listed),
        "towns": sorted(listed["town"].dropna().unique()),
        "further": _cursor(rows) if len(rows) == ROWS else "",
    }


def _after(ordered: pd.DataFrame, cursor: str) -> pd.DataFrame:
    """Take what comes after a place in the order; the place need not be there any more."""
    if not cursor:
        return ordered
    risk, _, key = cursor.partition("~")
    try:
        limit = float(risk)
    except ValueError:
        raise InputError(
            f"Expected a place in the list, got {cursor!r}.", zh="翻页位置不对，请从头查看。"
        ) from None
    later = (ordered["risk"] < limit) | ((ordered["risk"] == limit) & (ordered["key"] > key))
    return ordered[later]


def _cursor(rows: pd.DataFrame) -> str:
    last = rows.iloc[-1]
    return f"{float(last['risk'])!r}~{last['key']}"


def _line(row: dict[str, Any], lang: str) -> dict[str, Any]:
    return {
        "site_id": row["site_id"],
        "name": _text(row["name"]),
        "village": _text(row["village"]),
        "industry": _text(row["industry"]),
        "grade": row["grade"],
        "points": shown(float(row["risk"]), is_chance=is_chance(str(row["model"]))),
        "reasons": [getattr(one, lang) for one in raising(row["reasons"])[:REASONS]],
    }


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of a table
    return "" if value is None or pd.isna(value) else str(value)


@router.post("/risk/anew")
def anew(
    request: Request, actor: Annotated[Actor, needs(Permission.SCORE, office_wide=True)]
) -> Response:
    """Compute scores and hotspots anew."""
    office = office_of(request)
    job_id = enqueue(office.store, "risk", {}, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/risk", 303)


@router.get("/risk/map", dependencies=[needs(Permission.SEE)])
def map_page(request: Request, town: Seen) -> Response:
    """Show the map within the frame."""
    is_ready = bool(town.settings().get("roads_source")) and len(town.read("cell")) > 0
    return page(request, "risk_map.html", is_ready=is_ready)


@router.get("/risk/map/whole")
async def map_whole(
    request: Request, _actor: Annotated[Actor, needs(Permission.SEE)], town: Seen
) -> Response:
    """Serve the hotspot page as it is."""
    return await whole_page(request, "hotspots", lambda: hotspots_html(town, lang=lang_of(request)))


@router.get("/risk/cells", dependencies=[needs(Permission.SEE)])
def cells_page(request: Request, town: Seen, after: str = "", order: str = "harm") -> Response:
    """List cells, those with the most expected harm or the hottest first."""
    cells = town.read("cell")
    column = "z" if order == "z" else "expected_harm"
    ranked = cells.assign(key=cells.index.astype(str), risk=cells[column].fillna(-1.0))
    ranked = ranked.sort_values(["risk", "key"], ascending=[False, True])
    rows = _after(ranked, after).head(ROWS)
    return page(
        request,
        "risk_cells.html",
        rows=_plain(rows),
        count=len(cells),
        order=order,
        further=_cursor(rows) if len(rows) == ROWS else "",
        word=labels(lang_of(request)),
    )


@router.get("/risk/next", dependencies=[needs(Permission.SEE)])
def next_page(request: Request, town: Seen) -> Response:
    """List the cells to look at first, with why and how well such an order did."""
    cells = town.read("cell")
    first = cells[cells["next_place"].notna()].sort_values("next_place").head(ROWS)
    facts = read_next(town.settings())
    lang = lang_of(request)
    return page(
        request,
        "risk_next.html",
        rows=_plain(first),
        why="" if facts is None else facts.why[0 if lang == "zh" else 1],
        method="" if facts is None else facts.method,
        word=labels(lang),
    )


def _plain(rows: pd.DataFrame) -> Sequence[dict[str, Any]]:
    """Give rows as templates show them: ``None`` where nothing is known."""
    return [
        {
            name: None if pd.api.types.is_scalar(one) and pd.isna(one) else one
            for name, one in row.items()
        }
        for row in as_records(rows.drop(columns=["geometry"]))
    ]


@router.get("/risk/backtest", dependencies=[needs(Permission.SEE, office_wide=True)])
def backtest_frame(request: Request) -> Response:
    """Show the newest backtest within the frame, or how to have one made."""
    newest = _newest_backtest(office_of(request).store)
    made = "" if newest is None else str(newest["ended"])[:10]
    return page(request, "risk_backtest.html", made=made)


@router.post("/risk/backtest")
def backtest(
    request: Request, actor: Annotated[Actor, needs(Permission.SCORE, office_wide=True)]
) -> Response:
    """Replay the past months."""
    office = office_of(request)
    job_id = enqueue(office.store, "backtest", {}, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/risk/backtest", 303)


@router.get("/risk/backtest/whole")
async def backtest_whole(
    request: Request, _actor: Annotated[Actor, needs(Permission.SEE, office_wide=True)]
) -> Response:
    """Serve the newest backtest as it is."""
    from fastapi.concurrency import run_in_threadpool

    newest = await run_in_threadpool(_newest_backtest, office_of(request).store)
    if newest is None:
        raise NotFoundError("There is no backtest yet.", zh="还没有回测。")
    lang = lang_of(request)
    return await whole_page(
        request,
        f"backtest {newest['job_id']}",
        lambda: backtest_page(read_backtest(orjson.loads(newest["result"])), lang=lang),
    )


def _newest_backtest(store: Store) -> dict[str, Any] | None:
    done = store.rows("job", where={"kind": ["backtest"], "state": ["done"]})
    return max(done, key=lambda row: str(row["job_id"]), default=None)
