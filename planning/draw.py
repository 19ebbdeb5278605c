"""The random share of a week: how many are drawn, from whom, and with which chance."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from data.units import DAYS_PER_WEEK
from planning.candidates import density, use_s
from planning.randomness import inclusion_probability, systematic_draw
from planning.wants import drawn_claim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.candidates import Candidate
    from planning.rules import Rules


def with_draw(
    candidates: Sequence[Candidate], capacity_s: int, as_of: date, rules: Rules, seed: int
) -> tuple[list[Candidate], dict[str, float], tuple[str, ...]]:
    """
    Draw the random share among all that is neither promised nor just seen.

    Parameters
    ----------
    candidates
        All sites that may be visited.
    capacity_s
        Seconds that the teams have for visits and driving.
    as_of, rules, seed
        The day the past is known up to, the share and its weights, and the seed of the draw.

    Returns
    -------
    candidates, draw, drawn
        The same sites, those drawn with that claim in front; the chance of each site that could
        be drawn, in ``[0, 1]``; and who was drawn.
    """
    pool = [one for one in candidates if not one.is_promise and one.resting_until is None]
    weeks = np.array([_weeks_unseen(one, as_of, rules) for one in pool])
    wanted = _draws([one for one in candidates if one.resting_until is None], capacity_s, rules)
    chance = inclusion_probability(weeks**rules.random.staleness_power, wanted)
    hit = systematic_draw(chance, seed=seed)
    draw = {one.site_id: float(p) for one, p in zip(pool, chance, strict=True)}
    drawn = tuple(one.site_id for one, is_hit in zip(pool, hit, strict=True) if is_hit)
    marked = set(drawn)
    told = [
        replace(one, claims=(drawn_claim(draw[one.site_id]), *one.claims))
        if one.site_id in marked
        else one
        for one in candidates
    ]
    return told, draw, drawn


def _weeks_unseen(one: Candidate, as_of: date, rules: Rules) -> float:
    last = one.standing.history.last_visit
    most = rules.random.most_weeks
    weeks = most if last is None else (as_of - last).days / DAYS_PER_WEEK
    return float(np.clip(weeks, 1.0, most))


def _draws(candidates: Sequence[Candidate], capacity_s: int, rules: Rules) -> int:
    """Fill the week roughly, promises first, and take the random share of the visits in it."""
    order = sorted(candidates, key=lambda one: (not one.is_promise, -density(one, rules)))
    ends_s = np.cumsum([use_s(one, rules) for one in order])
    held = int(np.searchsorted(ends_s, capacity_s, side="right"))
    return ceil(rules.random.share * held)
