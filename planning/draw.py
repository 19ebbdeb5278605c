"""The random share of a week: how many are drawn, from whom, and with which chance."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from data.units import DAYS_PER_WEEK
from planning.candidates import visits_held
from planning.nights import is_at_night, nights_hold
from planning.randomness import inclusion_probability, systematic_draw
from planning.wants import drawn_claim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from planning.candidates import Candidate, Frame
    from planning.rules import Rules

_BAND_WEEKS = (4.0, 13.0, 26.0, 52.0)
"""Weeks unseen at which the next stratum begins: a month, a quarter, half a year, a year."""


def with_draw(
    candidates: Sequence[Candidate],
    capacity_s: int,
    frame: Frame,
    seed: int,
    *,
    beat_of: Mapping[str, str],
) -> tuple[Sequence[Candidate], dict[str, float], tuple[str, ...]]:
    """
    Draw the random share among all that is neither promised nor resting, and may be visited.

    Sites of one beat lie side by side in the draw, and within it those unseen about as long, so
    that each beat and each age gets its share of the draw to within one.

    Parameters
    ----------
    candidates
        All sites.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame, seed
        The days and rules, and the seed of the draw.
    beat_of
        Beat by site id; a site that is missing belongs to its village.

    Returns
    -------
    candidates, draw, drawn
        The same sites, those drawn with that claim in front; the chance of each site that could
        be drawn, in ``[0, 1]``; and who was drawn. Whoever is drawn can be offered: a site that
        no rule lets anybody visit is not in the draw.
    """
    rules = frame.rules
    free = [one for one in candidates if one.resting_until is None and one.bar is None]
    # The visit that a draw asks for is often another kind, which must be allowed too.
    asked = [(one, _drawn(one, frame)) for one in free if not one.is_promise]
    open_to = [(one, told) for one, told in asked if told.bar is None]
    pool = [one for one, _ in open_to]
    weeks = np.array([_weeks_unseen(one, frame.as_of, rules) for one in pool])
    wanted = ceil(rules.random.share * visits_held(free, capacity_s, rules))
    dark = np.array([is_at_night(told, frame) for _, told in open_to], dtype=bool)
    most_dark = max(nights_hold(free, frame), 1)
    chance = _chances(weeks**rules.random.staleness_power, wanted, dark, most_dark)
    strata = np.column_stack([dark.astype(np.int64), _strata(pool, weeks, beat_of)])
    hit = systematic_draw(chance, seed=seed, strata=strata)
    draw = {one.site_id: float(p) for one, p in zip(pool, chance, strict=True)}
    drawn = tuple(one.site_id for one, is_hit in zip(pool, hit, strict=True) if is_hit)
    marked = set(drawn)
    told = [
        _drawn(one, frame, draw[one.site_id]) if one.site_id in marked else one
        for one in candidates
    ]
    return told, draw, drawn


def _drawn(one: Candidate, frame: Frame, chance: float = 0.0) -> Candidate:
    return one.claimed(drawn_claim(chance), frame.kinds)


def _chances(
    weight: NDArray[float64], wanted: int, dark: NDArray[bool_], most_dark: int
) -> NDArray[float64]:
    """
    Share out the draw by weight, but no more to sites of the night than its shifts hold.

    A draw that nobody can make is no draw; one place of the night is drawn all the same, so that
    sites which work at night keep a chance that can be counted.
    """
    chance = inclusion_probability(weight, wanted)
    if chance[dark].sum() <= most_dark:
        return chance
    chance[dark] = inclusion_probability(weight[dark], most_dark)
    chance[~dark] = inclusion_probability(weight[~dark], wanted - most_dark)
    return chance


def _weeks_unseen(one: Candidate, as_of: date, rules: Rules) -> float:
    last = one.standing.history.last_seen
    most = rules.random.most_weeks
    weeks = most if last is None else (as_of - last).days / DAYS_PER_WEEK
    return float(np.clip(weeks, 1.0, most))


def _strata(
    pool: Sequence[Candidate], weeks: NDArray[float64], beat_of: Mapping[str, str]
) -> NDArray[int64]:
    """Give each site the number of its beat, or village, and of how long it was not seen."""
    beats = [beat_of.get(one.site_id, one.village or "") for one in pool]
    number = {name: place for place, name in enumerate(sorted(set(beats)))}
    bands = np.digitize(weeks, _BAND_WEEKS)
    return np.column_stack([[number[name] for name in beats], bands]).astype(np.int64)
