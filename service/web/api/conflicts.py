"""Stops of which two phones say different things: listed, and decided."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.pipeline.records.conflicts import week_conflicts
from service.pipeline.records.deciding import take_word
from service.pipeline.records.told import check_hears_all
from service.web.api.answers import answer, not_there
from service.web.api.keys import Ask, Key, WeekPath
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs

router = api_router("records")


class SideRow(BaseModel):
    """What one phone says of the stop."""

    model_config = ConfigDict(extra="forbid")

    take: str = Field(description="Send it back to let this phone's word count.")
    team: str
    edited_at: str = Field(description="Local time.", examples=["2026-11-23 09:12"])
    result: str = Field(description="Code of the result; empty of a place found on the way.")
    note: str
    findings: list[str] = Field(description="Hazards, in the team's words.")
    is_taken: bool = Field(description="Whether it counts until somebody decides.")


class ConflictRow(BaseModel):
    """One stop; the side that counts comes first."""

    model_config = ConfigDict(extra="forbid")

    plan_id: str
    stop: str
    name: str
    day: str
    sides: list[SideRow]
    mark: str = Field(description="Changes with what the sides say.")


class DecisionAsk(Ask):
    """Which phone's word counts, and what was read before deciding."""

    take: Key
    mark: Key


@router.get(
    "/weeks/{week}/conflicts",
    dependencies=[needs(Permission.CONTACTS)],
    response_model=list[ConflictRow],
)
def list_conflicts(town: Town, week: WeekPath) -> Response:
    """
    List the stops of a week of which two phones say different things.

    Notes of teams may name people: it takes the permission to read contacts.
    """
    return answer(list(week_conflicts(town, week)))


@router.post(
    "/weeks/{week}/conflicts",
    dependencies=[needs(Permission.PLAN, office_wide=True)],
    response_model=list[ConflictRow],
)
def decide_conflict(town: Town, week: WeekPath, asked: DecisionAsk) -> Response:
    """
    Let one phone's word count; 409 if they say something else by now. Tells what is left.

    It takes the permission to read contacts, too: who decides has read both sides.
    """
    check_hears_all(town)
    known = {side.take for one in week_conflicts(town, week) for side in one.sides}
    if asked.take not in known:
        raise not_there("conflict", asked.take)
    take_word(town, asked.take, mark=asked.mark)
    return answer(list(week_conflicts(town, week)))
