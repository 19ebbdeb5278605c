"""The random share of a week: how many are drawn, from whom, and with which chance."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from data.units import DAYS_PER_WEEK
from planning.candidates import visits_held
from planning.randomness import inclusion_probability, systematic_draw
from planning.wants import drawn_claim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.candidates import Candidate, Frame
    from planning.rules import Rules


def with_draw(
    candidates: Sequence[Candidate], capacity_s: int, frame: Frame, seed: int
) -> tuple[list[Candidate], dict[str, float], tuple[str, ...]]:
    """
    Draw the random share among all that is neither promised nor resting, and may be visited.

    Parameters
    ----------
    candidates
        All sites.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame, seed
        The days and rules, and the seed of the draw.

    Returns
    -------
    candidates, draw, drawn
        The same sites, those drawn with that claim in front; the chance of each site that could
        be drawn, in ``[0, 1]``; and who was drawn. Whoever is drawn can be offered: a site that
        no rule lets anybody visit is not in the draw.
    """
    rules = frame.rules
    free = [one for one in candidates if one.resting_until is None and one.bar is None]
    pool = [one for one in free if not one.is_promise and _may_be_drawn(one, frame)]
    weeks = np.array([_weeks_unseen(one, frame.as_of, rules) for one in pool])
    wanted = _draws(free, capacity_s, rules)
    chance = inclusion_probability(weeks**rules.random.staleness_power, wanted)
    hit = systematic_draw(chance, seed=seed)
    draw = {one.site_id: float(p) for one, p in zip(pool, chance, strict=True)}
    drawn = tuple(one.site_id for one, is_hit in zip(pool, hit, strict=True) if is_hit)
    marked = set(drawn)
    told = [
        one.claimed(drawn_claim(draw[one.site_id]), frame.kinds) if one.site_id in marked else one
        for one in candidates
    ]
    return told, draw, drawn


def _may_be_drawn(one: Candidate, frame: Frame) -> bool:
    """Tell whether the visit that a draw asks for, often another kind, is allowed too."""
    return one.claimed(drawn_claim(0.0), frame.kinds).bar is None


def _weeks_unseen(one: Candidate, as_of: date, rules: Rules) -> float:
    last = one.standing.history.last_seen
    most = rules.random.most_weeks
    weeks = most if last is None else (as_of - last).days / DAYS_PER_WEEK
    return float(np.clip(weeks, 1.0, most))


def _draws(candidates: Sequence[Candidate], capacity_s: int, rules: Rules) -> int:
    """Fill the week roughly, promises first, and take the random share of the visits in it."""
    return ceil(rules.random.share * visits_held(candidates, capacity_s, rules))
