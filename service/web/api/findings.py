"""Findings and the steps by which they are followed until they are gone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query, Request
from pydantic import Field

from service.access.roles import Permission
from service.results.finding import FindingResult, FindingsResult, StepsResult
from service.web.api.answers import answer
from service.web.api.keys import Ask, Day, Key, QueryAsk, Text, Week, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.forms import today
from service.web.gate import needs

if TYPE_CHECKING:
    from fastapi import Response

    from data.store import Store
    from planning.cases.finding import Step
    from planning.rules import Rules

router = api_router("findings")
FindingKey = Annotated[str, key_path("Id of the finding.", example="F00042")]
MOST = 1000
_KINDS = {
    "notify": ("notified",),
    "start": ("rectifying",),
    "submit": ("submitted",),
    "still": ("held",),
    "gone": ("rechecked", "closed"),
    "gone_keep_open": ("rechecked",),
    "close": ("closed",),
    "extend": ("extended",),
    "escalate": ("escalated",),
    "transfer": ("transferred",),
    "reopen": ("reopened",),
    "void": ("voided",),
}
"""What is asked for, to the steps that are taken; ``undo`` writes its own."""
_SEEN = frozenset({"still", "gone", "gone_keep_open", "close"})
"""What a visit is named for."""


class FindingAsk(QueryAsk):
    """Which findings; an argument that is not described is refused."""

    village: Key | None = Field(None, description="Only of this village.")
    site: Key | None = Field(None, description="Only of this site: its id, or part of its name.")
    level: Literal["ordinary", "major"] | None = None
    team: Key | None = Field(None, description="Only those this team found.")
    overdue: bool = Field(default=False, description="Only those past their due day.")
    limit: int = Field(50, ge=1, le=MOST, description="Lines at most; the counts are of all.")


class OpenAsk(FindingAsk):
    """The same, with what only a list of all findings has."""

    state: Literal["found", "notified", "rectifying", "overdue", "submitted", "closed"] | None = (
        None
    )
    closed: bool = Field(default=False, description="Those struck off and voided too.")
    as_of: Day | None = Field(None, description="Open and late on this day.")


class DueAsk(FindingAsk):
    """The same, of one week."""

    week: Week


class StepAsk(Ask):
    """
    One step of a finding; who takes it and when is kept with it.

    ``gone`` closes it with its re-check; ``gone_keep_open`` does not; ``still`` is a re-check that
    saw it again. ``undo`` takes the last step back.
    """

    step: Literal[
        "notify", "start", "submit", "still", "gone", "gone_keep_open", "close", "extend",
        "escalate", "transfer", "reopen", "void", "undo",
    ]  # fmt: skip
    day: Day | None = Field(None, description="Day it was done; missing: today in China.")
    who: Key | None = Field(
        None, description="Team, person or office; missing: that of the visit, else the account."
    )
    due: Day | None = Field(None, description="Day by which it must be mended, set by this step.")
    note: Text | None = Field(None, description="Why, in the office's words.")
    document: Key | None = Field(None, description="Number of the document (文号).")
    photos: Text | None = Field(None, description="Photographs by reference.")
    visit: Key | None = Field(None, description="Id of the visit that saw it.")
    handed_to: Key | None = Field(None, description="Of a transfer: the office it goes to.")
    on_the_spot: bool = Field(default=False, description="Closed before the team left.")


@router.get("/findings/open", dependencies=[needs(Permission.SEE)], response_model=FindingsResult)
def list_open(town: Town, asked: Annotated[OpenAsk, Query()]) -> Response:
    """List open findings, the major and the longest overdue first."""
    from service.pipeline.cases.findinglist import list_findings
    from service.pipeline.cases.findingtable import FindingFilter

    wanted = FindingFilter(
        village=asked.village,
        site=asked.site,
        level=asked.level,
        state=asked.state,
        team=asked.team,
        overdue=asked.overdue,
        closed=asked.closed or asked.state == "closed",
    )
    return answer(list_findings(town, wanted=wanted, as_of=asked.as_of, limit=asked.limit))


@router.get("/findings/due", dependencies=[needs(Permission.SEE)], response_model=FindingsResult)
def list_due(town: Town, asked: Annotated[DueAsk, Query()]) -> Response:
    """List what a week must re-check."""
    from service.pipeline.cases.findinglist import due_findings
    from service.pipeline.cases.findingtable import FindingFilter

    wanted = FindingFilter(
        village=asked.village,
        site=asked.site,
        level=asked.level,
        team=asked.team,
        overdue=asked.overdue,
    )
    return answer(due_findings(town, asked.week, wanted=wanted, limit=asked.limit))


@router.get(
    "/findings/{finding_id}/life",
    dependencies=[needs(Permission.SEE)],
    response_model=FindingResult,
)
def read_life(town: Town, finding_id: FindingKey) -> Response:
    """Tell the whole life of one finding, step by step."""
    from service.pipeline.cases.findinglife import show_finding

    return answer(show_finding(town, finding_id))


@router.post(
    "/findings/{finding_id}/steps",
    dependencies=[needs(Permission.RECORD)],
    response_model=StepsResult,
    status_code=201,
)
def take_step(request: Request, town: Town, finding_id: FindingKey, asked: StepAsk) -> Response:
    """Take a step of a finding, as ``gridpatrol findings`` does."""
    from service.pipeline.cases.findingsteps import take_asked

    rules, day = _rules(town), asked.day or today(request)
    actor = request.state.actor
    is_seen = asked.visit is not None and asked.step in _SEEN  # its team has accepted, not who asks
    who = asked.who or (None if is_seen else actor.full_name or actor.name)
    steps = _steps(town, finding_id, asked, day=day, who=who)
    return answer(take_asked(town, finding_id, steps, rules=rules), 201)


def _steps(
    town: Store, finding_id: str, asked: StepAsk, *, day: date, who: str | None
) -> list[Step]:
    from planning.cases.finding import Step
    from service.pipeline.cases.findingsteps import undo_step

    if asked.step == "undo":
        return [undo_step(town, finding_id, day=day, who=who, why=asked.note or "")]
    return [
        Step(
            step=kind,
            day=day,
            who=who,
            due=asked.due,
            note=asked.note,
            document=asked.document,
            photos=asked.photos,
            inspection_id=asked.visit,
            handed_to=asked.handed_to,
            on_the_spot=asked.on_the_spot,
        )
        for kind in _KINDS[asked.step]
    ]


def _rules(town: Store) -> Rules:
    from service.pipeline.rules.ruling import rules_in_force

    return rules_in_force(town).rules
