"""Teams, their hours and the weekdays they are off, as the office edits them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Request, Response
from pydantic import Field

from data.schema import SHIFT, TABLES, TEAM, as_table
from planning.calendar import absences
from service.access.roles import Permission
from service.pipeline.week.absences import change_absences
from service.web.api.answers import answer, not_there
from service.web.api.keys import Ask, Key, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.rows import row_model, rows_of
from service.web.api.tags import check_seen, tag_of
from service.web.gate import needs

if TYPE_CHECKING:
    from data.store import Store
    from data.store.unit import Unit

router = api_router("teams")
_PLAN = [needs(Permission.PLAN, office_wide=True)]
TeamKey = Annotated[str, key_path("Id of the team.", example="T01")]
ShiftKey = Annotated[str, key_path("Id of the shift.", example="T01-day")]
BY_HAND = "api"
"""Source of rows that a program entered."""
_MOST_PEOPLE = 1000
Skill = Literal["chem", "dust", "fire", "smelting"]


class TeamAsk(Ask):
    """Parts of a team; what is not named stays as it is."""

    name: Key | None = None
    card_holders: int | None = Field(None, ge=0, le=_MOST_PEOPLE)
    home_village: Key | None = None
    skills: list[Skill] | None = Field(None, max_length=20)
    has_car: bool | None = None
    has_drone: bool | None = None
    absent_days: list[Annotated[int, Field(ge=0, le=6)]] | None = Field(
        None, max_length=7, description="Weekdays off, 0 is Monday, in every week planned."
    )
    lon_deg: float | None = Field(None, ge=-180, le=180, description="Base, WGS-84.")
    lat_deg: float | None = Field(None, ge=-90, le=90, description="Base, WGS-84.")


class ShiftAsk(Ask):
    """Hours a team works, on one weekday or on every workday; the whole row."""

    team_id: Key
    weekday: int | None = Field(None, ge=0, le=6, description="0 is Monday; null: every workday.")
    kind: Literal["day", "night"]
    start_s: int = Field(ge=0, le=86_400, description="Seconds after midnight.")
    end_s: int = Field(ge=0, le=129_600, description="Past 86,400 if it ends the next day.")
    break_start_s: int | None = Field(None, ge=0, le=129_600)
    break_end_s: int | None = Field(None, ge=0, le=129_600)


@router.patch("/teams/{team_id}", dependencies=_PLAN, response_model=row_model("team"))
def edit_team(request: Request, town: Town, team_id: TeamKey, asked: TeamAsk) -> Response:
    """Change parts of a team; send If-Match with the ETag of what you have read."""
    news = asked.model_dump(exclude_unset=True)
    if news.get("skills") is not None:
        news["skills"] = json.dumps(sorted(set(news["skills"])))
    with town.writing() as unit:
        record = _seen_row(request, unit, "team", team_id)
        if "absent_days" in news:
            off = set(news.pop("absent_days") or ())
            change_absences(unit, absences(unit.read("team")) | {team_id: off})
            record["absent_days"] = sorted(off)
        known = {name: value for name, value in news.items() if _may_be(name, value)}
        row = {**_stored(record), **known, "source": record["source"] or BY_HAND}
        unit.upsert("team", as_table([row], TEAM))
    return _told(town, "team", team_id)


def _may_be(name: str, value: object) -> bool:
    """Keep what a column must have where null is sent for it."""
    return value is not None or not TEAM.column(name).required


@router.put("/shifts/{shift_id}", dependencies=_PLAN, response_model=row_model("shift"))
def put_shift(request: Request, town: Town, shift_id: ShiftKey, asked: ShiftAsk) -> Response:
    """
    Put a shift in the place of the one of this id, or make it.

    Where there is one, send If-Match with its ETag; for a new one send ``If-None-Match: *``.
    """
    row = {"shift_id": shift_id, **asked.model_dump(), "source": BY_HAND}
    with town.writing() as unit:
        if unit.read("team", where={"team_id": [asked.team_id]}).empty:
            raise not_there("team", asked.team_id)
        if not _is_new(request, unit, shift_id):
            _seen_row(request, unit, "shift", shift_id)
        unit.upsert("shift", as_table([row], SHIFT))
    return _told(town, "shift", shift_id)


@router.delete("/shifts/{shift_id}", dependencies=_PLAN, status_code=204)
def remove_shift(request: Request, town: Town, shift_id: ShiftKey) -> Response:
    """Remove a shift; the history keeps it. Send If-Match with its ETag."""
    with town.writing() as unit:
        _seen_row(request, unit, "shift", shift_id)
        unit.clear("shift", where={"shift_id": [shift_id]})
    return Response(status_code=204)


def _is_new(request: Request, unit: Unit, shift_id: str) -> bool:
    is_there = not unit.read("shift", where={"shift_id": [shift_id]}).empty
    return request.headers.get("if-none-match", "").strip() == "*" and not is_there


def _seen_row(request: Request, unit: Unit, table: str, key: str) -> dict[str, Any]:
    """Read a row that is to be changed, and make sure that who changes it has seen it."""
    rows = unit.read(table, where={f"{table}_id": [key]})
    if rows.empty:
        raise not_there(table, key)
    (record,) = rows_of(rows, table)
    check_seen(request, tag_of(record))
    return record


def _stored(record: dict[str, Any]) -> dict[str, Any]:
    """Write a row as the store takes it: JSON as text."""
    kinds = {column.name: column.type for column in TABLES["team"].columns}
    return {
        name: json.dumps(value) if kinds.get(name) == "json" and value is not None else value
        for name, value in record.items()
    }


def _told(town: Store, table: str, key: str) -> Response:
    (record,) = rows_of(town.read(table, where={f"{table}_id": [key]}), table)
    return answer(record, headers={"ETag": tag_of(record)})
