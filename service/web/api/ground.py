"""Closures of roads, and the sites with the highest risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query
from pydantic import Field

from service.access.roles import Permission
from service.results.road import CloseResult
from service.web.api.answers import answer
from service.web.api.keys import Ask, Day, Key, QueryAsk, Text, key_path
from service.web.api.paging import MOST
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.rows import row_model, rows_of
from service.web.gate import needs

if TYPE_CHECKING:
    from fastapi import Response

router = api_router("ground")
_PLAN = [needs(Permission.PLAN, office_wide=True)]
ClosureKey = Annotated[str, key_path("Id of the closure.", example="R3")]


class ClosureAsk(Ask):
    """Roads that are closed or slow for some days: named, of some classes, or all."""

    from_day: Day
    to_day: Day
    speed_factor: float = Field(0.0, ge=0, lt=1, description="Share of the speed left; 0: closed.")
    roads: list[Key] = Field(default=[], max_length=200, description="Way numbers, names, refs.")
    classes: list[Key] = Field(default=[], max_length=50, description="OSM road classes.")
    everything: bool = Field(default=False, description="All roads, such as in snow.")
    note: Text = ""


class TopAsk(QueryAsk):
    """How many, and of which grade; an argument that is not described is refused."""

    limit: int = Field(20, ge=1, le=MOST)
    grade: Literal["red", "orange", "yellow", "blue"] | None = None


@router.get(
    "/scores/top",
    dependencies=[needs(Permission.SEE)],
    response_model=list[row_model("score")],  # type: ignore[misc] # made from the schema
)
def list_top(town: Town, asked: Annotated[TopAsk, Query()]) -> Response:
    """List the sites with the highest risk, with reasons; the highest first."""
    where = None if asked.grade is None else {"grade": [asked.grade]}
    scores = town.read("score", where=where)
    first = scores.sort_values("risk", ascending=False, kind="stable").head(asked.limit)
    return answer(rows_of(first, "score"))


@router.post("/closures", dependencies=_PLAN, response_model=CloseResult, status_code=201)
def close_some_roads(town: Town, asked: ClosureAsk) -> Response:
    """Close roads, or slow them, for some days; plans of these days count it."""
    from service.pipeline.roads.closures import ClosureWish, close_roads

    wish = ClosureWish(
        from_day=asked.from_day,
        to_day=asked.to_day,
        speed_factor=asked.speed_factor,
        roads=tuple(asked.roads),
        classes=tuple(asked.classes),
        everything=asked.everything,
        note=asked.note,
    )
    return answer(close_roads(town, wish), 201)


@router.delete("/closures/{closure_id}", dependencies=_PLAN, response_model=CloseResult)
def end_closure(town: Town, closure_id: ClosureKey) -> Response:
    """Take a closure back; the history keeps it."""
    from service.pipeline.roads.closures import end_closures

    return answer(end_closures(town, [closure_id]))
