"""What campaigns ask of one site in one week, and of the week as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.model import Why
from planning.wants import Claim, seen_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.clauses.campaigns import Campaign
    from planning.rows import Row
    from planning.rules import Rules
    from planning.wants import Standing


def in_season(rules: Rules, monday: date, last_day: date) -> Rules:
    """Keep the campaigns that hold on a day of the week; the random share is the largest named."""
    held = tuple(one for one in rules.campaigns if one.days_within(monday, last_day))
    share = max([rules.random.share, *(one.random_share for one in held)])
    return replace(rules, campaigns=held, random=replace(rules.random, share=share))


def with_campaigns(
    claims: Sequence[Claim], row: Row, standing: Standing, *, days: tuple[date, date], rules: Rules
) -> tuple[Claim, ...]:
    """
    Add what campaigns ask for at a site to what speaks for it anyway.

    Points add up; of several factors the largest counts, on the points of all other claims; each
    duty stands for itself.

    Parameters
    ----------
    claims
        What speaks for the site without campaigns, most binding first; the last is its risk.
    row, standing
        The site, its risk and past.
    days
        Monday, and the last day on which anybody works.
    rules
        The office's rules.

    Returns
    -------
    claims
        Promises of campaigns stand behind other promises, their other claims before the risk.
    """
    held = [
        (one, span)
        for one in rules.campaigns
        if (span := one.days_within(*days)) and one.whom.meets(row, standing.grade)
    ]
    if not held:
        return tuple(claims)
    largest = max((one for one, _ in held), key=lambda one: one.prize_factor)
    base = sum(claim.points for claim in claims)
    asked = [
        claim
        for one, span in held
        if (
            claim := _claim(
                one, span, standing, rules, base * (one.prize_factor - 1) * (one is largest)
            )
        )
    ]
    promised = [claim for claim in (*claims, *asked) if claim.is_promise]
    routine = [claim for claim in claims[-1:] if not claim.is_promise]
    rest = [claim for claim in claims[: len(claims) - len(routine)] if not claim.is_promise]
    return (*promised, *rest, *(claim for claim in asked if not claim.is_promise), *routine)


def _claim(
    one: Campaign, span: tuple[date, date], standing: Standing, rules: Rules, more: float
) -> Claim | None:
    """Say what one campaign asks for; nothing where its duty is done and it adds no points."""
    first, last = span
    seen = standing.history.last_seen
    due = first if seen is None else max(seen + timedelta(days=one.every_days), first)
    is_due = one.every_days > 0 and due <= last
    points = one.points + more + (rules.prize.duty_points if is_due else 0.0)
    if not (is_due or points or one.at_night):
        return None
    zh = f"{one.zh}（{one.first} 至 {one.last}）"
    en = f"{one.en} ({one.first} to {one.last})"
    if is_due:
        seen_zh, seen_en = seen_words(standing.history)
        zh, en = (
            f"{zh}期间每 {one.every_days} 天至少一次，{seen_zh}",
            (f"{en}: due every {one.every_days} days, {seen_en}"),
        )
    return Claim(
        Why("campaign", zh, en),
        points,
        is_promise=is_due and one.promise,
        not_before=due if is_due else first,
        not_after=last,
        visit_type=one.visit_type,
        at_night=one.at_night,
        is_bonus=not is_due,
    )
