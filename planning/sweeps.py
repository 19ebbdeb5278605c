"""Sweeps (片区排查): stops at places in no ledger, drawn by lot within a share of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.model import Why
from data.units import DAYS_PER_WEEK, SECONDS_PER_MINUTE
from planning.problem import ALL_WEEK
from planning.randomness import inclusion_probability, systematic_draw
from planning.visits import SWEEP_RANK, Want

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray

    from planning.calendar import Shift
    from planning.problem import Window
    from planning.rules import Rules

_STREAM = 3
"""Sets this draw apart from others of one seed."""
_LEAST_POINTS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """
    A place in no ledger where a workshop could hide: one square of the town.

    Attributes
    ----------
    id
        ``data.model.SWEEP`` and what names it for good.
    village
        The village it counts to; ``None`` where nobody knows.
    land_ha
        Industrial land in it, hectares.
    idle
        Plants of the ledger in it that stand idle.
    tips
        Tip-offs in it that no site of the ledger is near to.
    lane_km
        Kilometres of lanes.
    seen, swept
        Last day somebody looked at a site in it or swept it, and last day somebody swept it;
        ``None`` for never.
    """

    id: str
    village: str | None
    land_ha: float = 0.0
    idle: int = 0
    tips: int = 0
    lane_km: float = 0.0
    seen: date | None = None
    swept: date | None = None


def sweep_points(place: Blind, *, as_of: date, rules: Rules) -> float:
    """
    Say what a sweep is worth, >= 0: what the place holds, the more the longer nobody looked.

    Examples
    --------
    >>> from planning.rules import default_rules
    >>> from datetime import date
    >>> sweep_points(
    ...     Blind(id="sweep:a", village=None, idle=2, seen=date(2026, 8, 25)),
    ...     as_of=date(2026, 11, 23),
    ...     rules=default_rules(),
    ... )
    12.0
    """
    rates = rules.sweep
    held = (
        rates.land_points * place.land_ha
        + rates.idle_points * place.idle
        + rates.tip_points * place.tips
        + rates.lane_points * place.lane_km
    )
    unseen = rates.stale_days if place.seen is None else (as_of - place.seen).days
    share = min(max(unseen, 0) / rates.stale_days, 1.0)
    return min(held, rates.most_points) * share


def sweep_s(place: Blind, rules: Rules) -> int:
    """Return the seconds on the spot: more for more land and longer lanes, up to a limit."""
    rates = rules.sweep
    more = rates.minutes_per_ha * place.land_ha + rates.minutes_per_km * place.lane_km
    least = rules.service.minutes["sweep"]
    return SECONDS_PER_MINUTE * int(max(min(least + more, rates.most_minutes), least))


def sweep_wants(
    places: Sequence[Blind],
    shifts: Sequence[Shift],
    *,
    capacity_s: int,
    as_of: date,
    rules: Rules,
    seed: int,
) -> tuple[tuple[Want, ...], dict[str, float], int]:
    """
    Draw the places that are swept this week.

    Each has a chance in proportion to its points, and villages their share of the draw to within
    one. As many are drawn as fit into the share of the working time on average.

    Parameters
    ----------
    places
        All places that a car reaches.
    shifts
        Who works when; a sweep is made by day, if anybody works by day.
    capacity_s
        Seconds that the teams have for visits and driving.
    as_of
        The day up to which the past is known.
    rules, seed
        The office's rules, and the seed of the plan.

    Returns
    -------
    wants, chances, pool
        The visits, promises of the last rank; the chance of each place drawn; how many places
        could have been drawn.
    """
    pool = [(one, sweep_points(one, as_of=as_of, rules=rules)) for one in places]
    pool = [
        (one, points)
        for one, points in pool
        if points >= _LEAST_POINTS and not _is_resting(one, as_of, rules)
    ]
    points = np.array([worth for _, worth in pool])
    use_s = np.array([sweep_s(one, rules) + 60 * rules.offer.travel_minutes for one, _ in pool])
    chance = _chances(points, use_s, rules.sweep.share * capacity_s)
    villages = sorted({one.village or "" for one, _ in pool})
    strata = np.array([villages.index(one.village or "") for one, _ in pool], dtype=np.int64)
    hit = systematic_draw(chance, seed=[seed, _STREAM], strata=strata)
    windows = _windows(shifts)
    drawn = [(*pool[number], float(chance[number])) for number in np.flatnonzero(hit)]
    wants = tuple(
        _want(one, worth, p, windows=windows, rules=rules, as_of=as_of) for one, worth, p in drawn
    )
    return wants, {one.id: p for one, _, p in drawn}, len(pool)


def _is_resting(place: Blind, as_of: date, rules: Rules) -> bool:
    return place.swept is not None and (as_of - place.swept).days < rules.sweep.rest_days


def _chances(
    points: NDArray[float64], use_s: NDArray[float64], budget_s: float
) -> NDArray[float64]:
    """Draw as many as the time holds on average: the most whose expected use is within it."""
    least, most = 0, len(points)
    while least < most:
        count = (least + most + 1) // 2
        if float(inclusion_probability(points, count) @ use_s) <= budget_s:
            least = count
        else:
            most = count - 1
    return inclusion_probability(points, least)


def _windows(shifts: Sequence[Shift]) -> tuple[Window, ...]:
    by_day = [shift for shift in shifts if shift.kind == "day"] or list(shifts)
    return tuple(sorted({(shift.start_s, shift.end_s) for shift in by_day})) or ALL_WEEK


def _want(
    place: Blind,
    points: float,
    chance: float,
    *,
    windows: tuple[Window, ...],
    rules: Rules,
    as_of: date,
) -> Want:
    return Want(
        site_id=place.id,
        why=(Why("sweep", *_words(place, chance, as_of)),),
        visit_type=rules.visit_type["sweep"],
        must=True,
        must_rank=SWEEP_RANK,
        prize=round(points, 6),
        service_s=sweep_s(place, rules),
        windows=windows,
        needs=frozenset(),
        card_holders=rules.card_holders[rules.visit_type["sweep"]],
        village=place.village if rules.team.cross_village else None,
    )


def _words(place: Blind, chance: float, as_of: date) -> tuple[str, str]:
    """Say what is there, when somebody last looked, and with which chance it was drawn."""
    held = [
        (f"工业用地 {place.land_ha:.1f} 公顷", f"{place.land_ha:.1f} ha of industrial land")
        if place.land_ha >= 0.05  # noqa: PLR2004 - shows as 0.1
        else None,
        (f"闲置厂房 {place.idle} 处", f"{place.idle} idle plant(s)") if place.idle else None,
        (
            f"附近没有台账点位的线索 {place.tips} 条",
            f"{place.tips} tip-off(s) far from any site of the ledger",
        )
        if place.tips
        else None,
        (f"村内小路 {place.lane_km:.1f} 公里", f"{place.lane_km:.1f} km of lanes")
        if place.lane_km >= 0.05  # noqa: PLR2004 - shows as 0.1
        else None,
    ]
    known = [pair for pair in held if pair]
    seen_zh, seen_en = "没有察看记录", "no look on record"
    if place.seen is not None:
        weeks = (as_of - place.seen).days // DAYS_PER_WEEK
        seen_zh = f"上次有人察看 {place.seen}（{weeks} 周前）"
        seen_en = f"last looked at {place.seen} ({weeks} weeks ago)"
    zh = f"排查台账外场所：{'、'.join(pair[0] for pair in known)}；{seen_zh}；抽中概率 {chance:.0%}"
    listed = ", ".join(pair[1] for pair in known)
    return zh, f"For places in no ledger: {listed}; {seen_en}; its chance was {chance:.0%}"
