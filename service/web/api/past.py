"""Who changed what, of one site or of the store, and whether the store is whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.results.past import HistoryResult
from service.results.upkeep import DoctorResult
from service.web.api.answers import answer
from service.web.api.keys import QueryAsk, SiteKey, WeekPath
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs

if TYPE_CHECKING:
    from fastapi import Response

router = api_router("records")
MOST = 500


class PastAsk(QueryAsk):
    """How much of the past; an argument that is not described is refused."""

    limit: int = Field(20, ge=1, le=MOST, description="Events at most.")


@router.get(
    "/sites/{site_id}/history",
    dependencies=[needs(Permission.AUDIT)],
    response_model=HistoryResult,
)
def read_site_past(town: Town, site_id: SiteKey, asked: Annotated[PastAsk, Query()]) -> Response:
    """Tell who changed what of a site and its findings, and which files told of it."""
    from service.pipeline.places.naming import find_site
    from service.pipeline.upkeep.past import read_past

    return answer(read_past(town, find_site(town, site_id), limit=asked.limit))


class ChainRow(BaseModel):
    """Whether the trail is whole."""

    model_config = ConfigDict(extra="forbid")

    count: int = Field(ge=0, description="Events.")
    broken: list[str] = Field(description="Ids of events that somebody changed or took away.")


@router.get(
    "/audit/check",
    dependencies=[needs(Permission.AUDIT, office_wide=True)],
    response_model=ChainRow,
)
def check_trail(town: Town) -> Response:
    """Compute every hash of the audit trail anew."""
    from service.pipeline.upkeep.trail import check_chain

    count, broken = check_chain(town)
    return answer({"count": count, "broken": broken})


@router.get(
    "/weeks/{week}/done", dependencies=[needs(Permission.SEE)], response_model=dict[str, Any]
)
def read_week_done(town: Town, week: WeekPath) -> Response:
    """Show a week's plan beside what was done."""
    from service.pipeline.records.deciding import week_done

    return answer(week_done(town, week))


@router.get(
    "/doctor",
    dependencies=[needs(Permission.UPKEEP, office_wide=True)],
    response_model=DoctorResult,
)
def examine(town: Town) -> Response:
    """Examine the store and say what is wrong; nothing is repaired."""
    from service.pipeline.upkeep.caring import examine_town

    result = examine_town(town, repair=False)
    return answer(replace(result, store="store"))
