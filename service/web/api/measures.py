"""Tip-offs, orders, dispositions and expert days: what people enter beside visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Request
from pydantic import Field

from service.access.roles import Permission
from service.results.measure import DispositionResult, ExpertLine, OrderResult, TipLine
from service.web.api.answers import answer
from service.web.api.keys import Ask, Day, Key, SiteKey, Text, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Response

    from planning.cases.dispositions import Measure

router = api_router("measures")
_MAY = [needs(Permission.MEASURES)]
TipKey = Annotated[str, key_path("Id of the tip-off.", example="DJ0001")]
OrderKey = Annotated[str, key_path("Id of the order.", example="ZL0001")]
ExpertKey = Annotated[str, key_path("Id of the expert day.", example="ZJ0001")]
_MOST_YUAN = 1e9


class TipAsk(Ask):
    """A tip-off as somebody enters it; it must say where: site, village, place or spot."""

    day: Day
    what: Text = Field(min_length=1, description="What was reported.")
    site: Key | None = Field(None, description="Id or name of the site, if known.")
    village: Key | None = None
    place: Text | None = Field(None, description="Where, in words.")
    lon_deg: float | None = Field(None, ge=-180, le=180, description="WGS-84; with lat_deg.")
    lat_deg: float | None = Field(None, ge=-90, le=90, description="WGS-84; with lon_deg.")
    channel: Key | None = Field(None, description="How it came.", examples=["12345"])
    urgent: bool = Field(default=False, description="Whether somebody must look at once.")


class VerdictAsk(Ask):
    """Whether a tip-off proved true."""

    day: Day = Field(description="Day it was found out.")
    verdict: Literal["true", "false"]
    reward_yuan: float | None = Field(None, ge=0, le=_MOST_YUAN, description="Reward paid, yuan.")
    site: Key | None = Field(None, description="Id or name of the site that was meant.")


class OrderAsk(Ask):
    """An order that was given to a site."""

    kind: Literal["talk", "deadline", "stop", "seal", "fine", "police"]
    day: Day
    due: Day | None = Field(None, description="Visit by; missing: as the rules say.")
    amount_yuan: float | None = Field(None, ge=0, le=_MOST_YUAN, description="Of a fine, yuan.")
    finding_id: Key | None = None
    who: Key | None = None
    document: Key | None = Field(None, description="Number of the document (文号).")
    note: Text | None = None


class DayAsk(Ask):
    """The day on which something was done."""

    day: Day


class MeasureAsk(Ask):
    """One of tearing down, cutting off, clearing: a day with evidence, or why it does not apply."""

    day: Day | None = Field(None, description="Day it was done; missing where it does not apply.")
    proof: Text = Field(min_length=1, description="Evidence by reference, or the reason why not.")


class DispositionAsk(Ask):
    """What becomes of a site, or how far an open decision was carried out."""

    kind: Literal["shut", "standard", "move", "upgrade"]
    day: Day | None = Field(None, description="Day of the decision; needed for a new one.")
    torn_down: MeasureAsk | None = None
    cut_off: MeasureAsk | None = None
    cleared: MeasureAsk | None = None
    finished: Day | None = None
    relapsed: Day | None = None
    withdrawn: Day | None = None
    who: Key | None = None
    document: Key | None = None
    note: Text | None = None


class ExpertAsk(Ask):
    """A day on which an expert can come along."""

    expert: Key = Field(description="The expert or laboratory.")
    skills: list[Literal["chem", "dust", "smelting", "fire", "lab"]] = Field(
        min_length=1, max_length=5
    )
    day: Day
    minutes: int = Field(ge=1, le=1440, description="Time there is, minutes.")
    team: Key | None = Field(None, description="Id or name of the team; missing: any.")
    note: Text | None = None


@router.post("/tips", dependencies=_MAY, response_model=TipLine, status_code=201)
def add_one_tip(request: Request, town: Town, asked: TipAsk) -> Response:
    """Take a tip-off in; what an urgent one would change is asked of the week."""
    from service.access.clock import office_day
    from service.pipeline.cases.tipwork import TipWish, add_tip
    from service.web.problems import RefusalError

    if (asked.lon_deg is None) != (asked.lat_deg is None):
        raise RefusalError(
            422,
            "Expected lon_deg and lat_deg together, got one of them.",
            zh="lon_deg 和 lat_deg 须同时给出。",
            kind="wrong-argument",
        )
    known = asked.lon_deg is not None and asked.lat_deg is not None
    wish = TipWish(
        day=asked.day,
        what=" ".join(asked.what.split()),
        site=asked.site or "",
        village=asked.village or "",
        place=asked.place or "",
        spot=(asked.lon_deg or 0.0, asked.lat_deg or 0.0) if known else None,
        channel=asked.channel or "",
        is_urgent=asked.urgent,
    )
    return answer(add_tip(town, wish, today=office_day(office_of(request).clock)), 201)


@router.post("/tips/{tip_id}/verdict", dependencies=_MAY, response_model=TipLine)
def check_one_tip(town: Town, tip_id: TipKey, asked: VerdictAsk) -> Response:
    """Keep whether a tip-off proved true, and its reward."""
    from service.pipeline.cases.tipwork import check_tip

    result = check_tip(
        town,
        tip_id,
        verdict=asked.verdict,
        day=asked.day,
        reward_yuan=asked.reward_yuan,
        site=asked.site or "",
    )
    return answer(result.tip)


@router.post(
    "/sites/{site_id}/orders", dependencies=_MAY, response_model=OrderResult, status_code=201
)
def give_one_order(town: Town, site_id: SiteKey, asked: OrderAsk) -> Response:
    """Keep an order that was given: who, when, by when a visit must follow."""
    from service.pipeline.cases.ordering import give_order

    result = give_order(
        town,
        site_id,
        asked.kind,
        day=asked.day,
        due=asked.due,
        amount_yuan=asked.amount_yuan,
        finding_id=asked.finding_id or "",
        who=asked.who or "",
        document=asked.document or "",
        note=asked.note or "",
    )
    return answer(result, 201)


@router.post("/orders/{order_id}/follow", dependencies=_MAY, response_model=OrderResult)
def follow_one_order(town: Town, order_id: OrderKey, asked: DayAsk) -> Response:
    """Say that a visit followed an order that no record tells of."""
    from service.pipeline.cases.ordering import follow_order

    return answer(follow_order(town, order_id, day=asked.day))


@router.post("/orders/{order_id}/withdraw", dependencies=_MAY, response_model=OrderResult)
def withdraw_one_order(town: Town, order_id: OrderKey, asked: DayAsk) -> Response:
    """Take an order back; its row stays."""
    from service.pipeline.cases.ordering import withdraw_order

    return answer(withdraw_order(town, order_id, day=asked.day))


@router.post(
    "/sites/{site_id}/dispositions",
    dependencies=_MAY,
    response_model=DispositionResult,
    status_code=201,
)
def dispose_of_site(town: Town, site_id: SiteKey, asked: DispositionAsk) -> Response:
    """Decide what becomes of a site, or enter how far a decision was carried out."""
    from service.pipeline.cases.disposing import dispose

    given = {name: getattr(asked, name) for name in ("torn_down", "cut_off", "cleared")}
    result = dispose(
        town,
        site_id,
        asked.kind,
        day=asked.day,
        measures={name: _measure(one) for name, one in given.items() if one is not None},
        finished=asked.finished,
        relapsed=asked.relapsed,
        withdrawn=asked.withdrawn,
        who=asked.who or "",
        document=asked.document or "",
        note=asked.note or "",
    )
    return answer(result, 201)


def _measure(asked: MeasureAsk) -> Measure:
    from planning.cases.dispositions import Measure

    return Measure(day=asked.day, proof=asked.proof.strip(), applies=asked.day is not None)


@router.post("/expert-days", dependencies=_MAY, response_model=ExpertLine, status_code=201)
def add_one_expert(town: Town, asked: ExpertAsk) -> Response:
    """Keep a day on which an expert can come along."""
    from service.pipeline.cases.experts import add_expert

    result = add_expert(
        town,
        asked.expert,
        skills=list(asked.skills),
        day=asked.day,
        minutes=asked.minutes,
        team=asked.team,
        note=asked.note or "",
    )
    return answer(result.expert, 201)


@router.post("/expert-days/{expert_day_id}/cancel", dependencies=_MAY, response_model=ExpertLine)
def cancel_one_expert(town: Town, expert_day_id: ExpertKey, asked: DayAsk) -> Response:
    """Call an expert day off; its row stays."""
    from service.pipeline.cases.experts import cancel_expert

    return answer(cancel_expert(town, expert_day_id, day=asked.day).expert)
