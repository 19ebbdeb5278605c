"""Re-checks that an expert or a laboratory must attend, put on the days on which one is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.model import Why
from data.words import EXPERTISE
from planning.able import able_teams
from planning.cases.booking import Asking, Booking, book
from planning.problem import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.calendar import Shift
    from planning.candidates import Candidate, Frame
    from planning.cases.booking import ExpertDay
    from planning.wants import Claim


def with_experts(
    candidates: Sequence[Candidate],
    experts: Sequence[ExpertDay],
    shifts: Sequence[Shift],
    *,
    frame: Frame,
) -> list[Candidate]:
    """
    Book experts for the re-checks that wait for one.

    A team that has what is needed goes by itself. Where neither a team nor an expert day has room,
    a visit that something else asks for is made without, and says so; a promised re-check that
    nothing else asks for is told as broken, with the reason.

    Parameters
    ----------
    candidates
        All sites.
    experts
        Expert days of the week.
    shifts
        Who works when.
    frame
        The days and rules.

    Returns
    -------
    candidates
        The same sites in their order.
    """
    waiting = {one.site_id: claim for one in candidates if (claim := waiting_claim(one))}
    if not waiting:
        return list(candidates)
    asked = [one for one in candidates if one.site_id in waiting]
    asked.sort(key=lambda one: (not waiting[one.site_id].is_promise, -one.prize, one.site_id))
    asking = [_asking(one, waiting[one.site_id], frame) for one in asked]
    lone = [one for one in asking if not able_teams(one, one.village, shifts)]
    booked = book(lone, experts, shifts, travel_s=60 * frame.rules.expert.travel_minutes)
    unmet = {one.site_id for one in lone} - booked.keys()
    teams = frozenset(shift.team for shift in shifts)
    return [
        _settled(one, waiting.get(one.site_id), booked.get(one.site_id), frame, teams)
        if one.site_id not in unmet
        else _without(one, waiting[one.site_id], frame, experts)
        for one in candidates
    ]


def waiting_claim(one: Candidate) -> Claim | None:
    """Find what asks for a re-check that needs somebody; ``None`` where nothing does."""
    return next((claim for claim in one.claims if claim.needs), None)


def _asking(one: Candidate, claim: Claim, frame: Frame) -> Asking:
    """Say how the re-check would be made."""
    kind = frame.kinds.of(one.row, one.standing, (claim, *one.claims))
    return Asking(
        site_id=one.site_id,
        village=one.village,
        needs=claim.needs | kind.needs,
        service_s=kind.service_s,
        windows=kind.windows,
        card_holders=kind.card_holders,
    )


def _settled(
    one: Candidate,
    claim: Claim | None,
    booking: Booking | None,
    frame: Frame,
    teams: frozenset[str],
) -> Candidate:
    """Give a re-check its expert, or the team that needs none."""
    if claim is None:
        return one
    ordered = (claim, *(other for other in one.claims if other is not claim))
    kind = frame.kinds.of(one.row, one.standing, ordered)
    if booking is None:
        kind = replace(kind, needs=kind.needs | claim.needs)
        return replace(one, claims=ordered, kind=kind)
    kind = replace(kind, needs=booking.needs, windows=booking.windows)
    told = (claim, replace(claim, why=_booked_why(booking), points=0.0), *ordered[1:])
    kept_from = teams - {booking.team}
    return replace(one, claims=told, kind=kind, kept_from=kept_from)


def _booked_why(booking: Booking) -> Why:
    day = booking.expert_day
    return Why(
        "due",
        f"已约专家{day.expert}，{day.day} 随队同去",
        f"{day.expert} comes along on {day.day}",
    )


def _without(one: Candidate, claim: Claim, frame: Frame, experts: Sequence[ExpertDay]) -> Candidate:
    """Leave the re-check for a week with an expert day, and say why."""
    detail: dict[str, Any] = {"needs": sorted(claim.needs), "experts": len(experts)}
    others = tuple(other for other in one.claims if other is not claim)
    if claim.is_promise and not any(other.is_promise for other in others):
        kind = replace(one.kind, bar=one.kind.bar or Bar("no_skilled_team", detail))
        return replace(one, kind=kind)
    note = replace(
        claim, why=_lacking_why(claim, has_days=bool(experts)), points=0.0, is_promise=False
    )
    told = (*others[:-1], replace(note, is_bonus=True, needs=frozenset()), others[-1])
    return replace(one, claims=told, kind=frame.kinds.of(one.row, one.standing, told))


def _lacking_why(claim: Claim, *, has_days: bool) -> Why:
    zh, en = lacking_words(claim.needs, has_days=has_days)
    return Why("due", f"{claim.why.zh}；{zh}", f"{claim.why.en}; {en}")


def lacking_words(needs: frozenset[str], *, has_days: bool) -> tuple[str, str]:
    """Say that nobody brings what a re-check needs, and what to do."""
    named = [EXPERTISE.get(code, (code, code)) for code in sorted(needs)]
    zh, en = "、".join(pair[0] for pair in named), ", ".join(pair[1] for pair in named)
    why_zh = "本周专家日已约满或不合适" if has_days else "本周没有专家日"
    why_en = "no expert day this week has room" if has_days else "no expert day this week"
    return (
        f"复查需要{zh}，{why_zh}，请用 gridpatrol experts add 登记",
        f"its re-check needs {en}: {why_en}, add one with gridpatrol experts add",
    )
