"""What the nights of a week hold: visits of sites that work at night, and what a campaign wants."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from math import ceil, sqrt
from typing import TYPE_CHECKING

from planning.candidates import density, use_s, visits_held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.candidates import Candidate, Frame
    from planning.clauses.campaigns import Campaign


def is_at_night(one: Candidate, frame: Frame) -> bool:
    """Tell whether a visit, as it is asked for, can be made by night shifts alone."""
    night = [(shift.start_s, shift.end_s) for shift in frame.kinds.shifts if shift.kind == "night"]
    return bool(one.kind.windows) and all(
        any(first <= open_s and close_s <= last for first, last in night)
        for open_s, close_s in one.kind.windows
    )


def night_s(frame: Frame, first: date, last: date) -> float:
    """Sum the working time of the night shifts from one day to another, both included, seconds."""
    return sum(
        shift.back_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)
        for shift in frame.kinds.shifts
        if shift.kind == "night" and first <= shift.day <= last
    )


def nights_hold(candidates: Sequence[Candidate], frame: Frame) -> int:
    """
    Guess how many more visits the nights hold, beside what is promised there.

    Sites of the night lie further apart than all sites do: a way between two of ``m`` among ``n``
    places is longer by the root of ``n / m`` (Beardwood, Halton and Hammersley 1959,
    doi:10.1017/S0305004100034095).

    Parameters
    ----------
    candidates
        Sites that may be visited.
    frame
        The days and rules.

    Returns
    -------
    count
        At least 0; 0 where no site works at night alone.
    """
    dark = [one for one in candidates if is_at_night(one, frame)]
    if not dark:
        return 0
    rest = [one for one in dark if not one.is_promise]
    apart = sqrt(len(candidates) / len(dark))
    leg_s = 60.0 * frame.rules.offer.travel_minutes * apart
    promised_s = sum(one.kind.service_s + leg_s for one in dark if one.is_promise)
    left_s = night_s(frame, frame.monday, frame.last_day) - promised_s
    each_s = leg_s + sum(one.kind.service_s for one in rest) / max(len(rest), 1)
    return max(int(left_s / max(each_s, 1.0)), 0)


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
        The same sites. Visits that are promised for other reasons stay as they are, and so do those
        that make sense only on days on which the campaign does not hold; those that are at night
        anyway count. No more are moved than the night shifts of the campaign's days hold.
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
    nights = {id(one) for one in meant if is_at_night(one, frame)}
    left_s = night_s(frame, campaign.first, campaign.last)
    left_s -= sum(use_s(one, frame.rules) for one in meant if id(one) in nights)
    free = [one for one in meant if id(one) not in nights and not one.is_promise]
    free = [one for one in free if one.resting_until is None and _shared(one, campaign, frame)]
    free.sort(key=lambda one: (-density(one, frame.rules), one.site_id))
    chosen: dict[str, Candidate] = {}
    asked = (_at_night(one, campaign, frame) for one in free)
    dark = (one for one in asked if is_at_night(one, frame))
    for one in islice(dark, max(wanted - len(nights), 0)):
        left_s -= use_s(one, frame.rules)
        if left_s < 0:
            break
        chosen[one.site_id] = one
    return [chosen.get(one.site_id, one) for one in candidates]


def _at_night(one: Candidate, campaign: Campaign, frame: Frame) -> Candidate:
    """Let the first claim ask for the nights of the campaign."""
    first, last = _shared(one, campaign, frame) or (campaign.first, campaign.last)
    front = replace(one.claims[0], at_night=True, not_before=first, not_after=last)
    claims = (front, *one.claims[1:])
    return replace(one, claims=claims, kind=frame.kinds.of(one.row, one.standing, claims))


def _shared(one: Candidate, campaign: Campaign, frame: Frame) -> tuple[date, date] | None:
    """Give the days of the first claim on which the campaign holds; ``None`` without one."""
    front = one.claims[0]
    return campaign.days_within(front.not_before or frame.monday, front.not_after or frame.last_day)
