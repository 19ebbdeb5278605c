"""Deadlines of the days after a week, pulled forward where the week is light."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.model import Why
from planning.candidates import use_s
from planning.wants import Claim, is_routine, next_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.candidates import Candidate, Frame


def pulled_forward(
    candidates: Sequence[Candidate], capacity_s: float, frame: Frame
) -> list[Candidate]:
    """
    Add what is due soon after the week to what speaks for a visit, if promises leave room.

    Parameters
    ----------
    candidates
        All sites, in the order of the table.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame
        The days and rules; ``rules.ahead`` says how many days ahead, and what is light.

    Returns
    -------
    candidates
        The same sites. The earliest deadlines have a further claim, which is no promise, until
        the share of the week that is called light is filled.
    """
    ahead = frame.rules.ahead
    promised_s = sum(
        use_s(one, frame.rules) for one in candidates if one.is_promise and not one.bar
    )
    left_s = ahead.light_share * capacity_s - promised_s
    if left_s <= 0 or not ahead.days:
        return list(candidates)
    soon = [(day, one, claim) for one in candidates for day, claim in _early(one, frame)]
    soon.sort(key=lambda found: (found[0], -found[1].prize, found[1].site_id))
    taken: dict[str, Candidate] = {}
    for _, one, claim in soon:
        early = replace(one.claimed(claim, frame.kinds), resting_until=None)
        left_s -= use_s(early, frame.rules)
        if left_s < 0:
            break
        taken[one.site_id] = early
    return [taken.get(one.site_id, one) for one in candidates]


def _early(one: Candidate, frame: Frame) -> list[tuple[date, Claim]]:
    """Find the first deadline soon after the week, of a site that nothing else asks for."""
    if one.bar or not is_routine(one.claims):
        return []
    last = frame.last_day + timedelta(days=frame.rules.ahead.days)
    dated = [*_findings(one, frame), *_duty(one, frame)]
    return sorted((pair for pair in dated if pair[0] <= last), key=lambda pair: pair[0])[:1]


def _findings(one: Candidate, frame: Frame) -> list[tuple[date, Claim]]:
    dated = [
        (finding.due, finding.finding_id)
        for finding in one.standing.history.open
        if finding.due is not None and finding.due > frame.last_day and not finding.needs
    ]
    return [
        (due, Claim(Why("due", *_finding_words(finding, due)), frame.rules.ahead.due_points))
        for due, finding in dated
    ]


def _finding_words(finding: str, due: date) -> tuple[str, str]:
    return (
        f"隐患 {finding} 整改期限 {due}，本周有余力，提前复查",
        f"The finding {finding} is due {due}; there is time for it now",
    )


def _duty(one: Candidate, frame: Frame) -> list[tuple[date, Claim]]:
    due = next_due(one.standing, frame.rules)
    if due is None or due <= frame.last_day:
        return []
    zh = f"按频次下次应于 {due} 前去，本周有余力，提前安排"
    en = f"The next visit of its frequency is due {due}; there is time for it now"
    return [(due, Claim(Why("duty", zh, en), frame.rules.ahead.duty_points))]
