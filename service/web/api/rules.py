"""The rules of the office: read, tried on a week, and put in the place of the former ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.jobs.checks import MOST_STEPS
from service.results.rules import RuleResult
from service.web.api.answers import answer
from service.web.api.keys import Ask, Week
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.tags import check_seen, tag_of
from service.web.api.weeks import JobRow, job_answer
from service.web.gate import needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from data.store.unit import Unit

router = api_router("rules")


class RulesRow(BaseModel):
    """The rules in force."""

    model_config = ConfigDict(extra="forbid")

    origin: str = Field(description="`store` or `defaults`.")
    fingerprint: str = Field(description="The same short text for the same rules.")
    own: dict[str, Any] = Field(description="What the office wrote; PUT takes this form.")
    rules: list[RuleResult]


class TrialAsk(Ask):
    """Which rules are tried on which week."""

    own: dict[str, Any] = Field(description="As PUT takes them; only what differs from defaults.")
    week: Week | None = Field(None, description="Missing: the last that was planned, or this one.")
    iterations: int | None = Field(
        None, ge=1, le=MOST_STEPS, description="Steps of each search; missing: some seconds."
    )


@router.get("/rules", dependencies=[needs(Permission.SEE)], response_model=RulesRow)
def read_rules(town: Town) -> Response:
    """List the rules in force with their sources; the ETag is that of what the office wrote."""
    from service.pipeline.rules.ruling import rules_in_force

    own = rules_in_force(town).own
    return answer(_told(town, own), headers={"ETag": tag_of(own)})


@router.put(
    "/rules",
    dependencies=[needs(Permission.RULES, office_wide=True)],
    response_model=RulesRow,
)
def put_rules(
    request: Request,
    town: Town,
    own: Annotated[dict[str, Any], Body(description="Only what differs from the defaults.")],
) -> Response:
    """
    Keep the office's own rules: everything is planned by them from now on.

    Send If-Match with the ETag of the rules you have read.
    """
    from service.pipeline.rules.ruling import SETTING, known_ruling

    known_ruling(own, "store")  # wrong rules change nothing
    with town.writing() as unit:
        check_seen(request, tag_of(_kept(unit)))
        unit.set(SETTING, orjson.dumps(own, option=orjson.OPT_SORT_KEYS).decode())
    return answer(_told(town, own), headers={"ETag": tag_of(own)})


@router.post(
    "/rules/trials",
    dependencies=[needs(Permission.RULES, office_wide=True)],
    response_model=JobRow,
    status_code=202,
)
def try_rules(request: Request, town: Town, asked: TrialAsk) -> Response:
    """
    Say what other rules would do to a week, as a job; nothing of it is kept.

    Its result holds the week planned by the rules in force and by these. To keep these: PUT them,
    with the ETag of the rules you have read before the trial.
    """
    from service.web.trying import ask_trial

    job_id = ask_trial(request, town, asked.own, week=asked.week, iterations=asked.iterations)
    return job_answer(job_id)


@router.delete("/rules", dependencies=[needs(Permission.RULES, office_wide=True)], status_code=204)
def forget_own_rules(request: Request, town: Town) -> Response:
    """Go back to the defaults. Send If-Match with the ETag of the rules you have read."""
    from service.pipeline.rules.ruling import SETTING

    with town.writing() as unit:
        check_seen(request, tag_of(_kept(unit)))
        unit.clear("setting", where={"name": [SETTING]})
    return Response(status_code=204)


def _kept(unit: Unit) -> Mapping[str, Any]:
    from service.pipeline.rules.ruling import SETTING

    kept = unit.settings().get(SETTING)
    known: Mapping[str, Any] = orjson.loads(kept) if kept else {}
    return known


def _told(town: Store, own: Mapping[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    from service.pipeline.rules.listing import list_rules

    listed = asdict(list_rules(town, None, keep=False, forget=False, only_own=False))
    return {
        "origin": listed["origin"],
        "fingerprint": listed["fingerprint"],
        "own": dict(own),
        "rules": listed["rules"],
    }
