"""The share of a week's visits that a campaign wants at night."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from planning.candidates import density, use_s, visits_held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.candidates import Candidate, Frame
    from planning.clauses.campaigns import Campaign


def with_nights(
    candidates: Sequence[Candidate], capacity_s: float, frame: Frame
) -> list[Candidate]:
    """
    Move the worthiest sites of a campaign to its nights, as many as it asks for.

    Parameters
    ----------
    candidates
        All sites, in the order of the table.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame
        The days and rules, with the campaigns of the week.

    Returns
    -------
    candidates
        The same sites. Visits that are promised for other reasons stay as they are; those that are
        at night anyway count. No more are moved than the night shifts of the campaign's days hold.
    """
    moved = list(candidates)
    held = visits_held(candidates, capacity_s, frame.rules)
    for campaign in frame.rules.campaigns:
        if campaign.night_share:
            moved = _moved(moved, campaign, ceil(campaign.night_share * held), frame)
    return moved


def _moved(
    candidates: list[Candidate], campaign: Campaign, wanted: int, frame: Frame
) -> list[Candidate]:
    meant = [
        one
        for one in candidates
        if campaign.whom.meets(one.row, one.standing.grade) and not one.bar
    ]
    nights = {id(one) for one in meant if _is_at_night(one, frame)}
    left_s = _night_s(campaign, frame)
    left_s -= sum(use_s(one, frame.rules) for one in meant if id(one) in nights)
    free = [one for one in meant if id(one) not in nights and not one.is_promise]
    free = [one for one in free if one.resting_until is None]
    free.sort(key=lambda one: (-density(one, frame.rules), one.site_id))
    chosen: dict[str, Candidate] = {}
    for one in free[: max(wanted - len(nights), 0)]:
        at_night = _at_night(one, campaign, frame)
        left_s -= use_s(at_night, frame.rules)
        if left_s < 0:
            break
        chosen[one.site_id] = at_night
    return [chosen.get(one.site_id, one) for one in candidates]


def _at_night(one: Candidate, campaign: Campaign, frame: Frame) -> Candidate:
    """Let the first claim ask for the nights of the campaign."""
    first, last = max(campaign.first, frame.monday), campaign.last
    front = one.claims[0]
    front = replace(
        front, at_night=True, not_before=max(front.not_before or first, first), not_after=last
    )
    claims = (front, *one.claims[1:])
    return replace(one, claims=claims, kind=frame.kinds.of(one.row, one.standing, claims))


def _is_at_night(one: Candidate, frame: Frame) -> bool:
    night = [(shift.start_s, shift.end_s) for shift in frame.kinds.shifts if shift.kind == "night"]
    return bool(one.kind.windows) and all(
        any(first <= open_s and close_s <= last for first, last in night)
        for open_s, close_s in one.kind.windows
    )


def _night_s(campaign: Campaign, frame: Frame) -> float:
    """Sum the working time of the nights of a campaign, seconds."""
    return sum(
        shift.back_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)
        for shift in frame.kinds.shifts
        if shift.kind == "night" and campaign.first <= shift.day <= campaign.last
    )
