"""The speeds of a town, fitted to its own past patrols, set by hand, or as shipped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.errors import ConfigError, InputError
from data.model import UNREACHABLE
from data.store import ROADS_SOURCE
from geo.roads.calibration import (
    FEWEST_LEGS,
    HIGHEST_BELIEVED,
    HIGHEST_SCALE,
    LOWEST_BELIEVED,
    LOWEST_SCALE,
    OUTCOMES,
    WIDEST_SPREAD,
    Legs,
    check_scale,
    chosen,
    fit_scale,
    judge_legs,
)
from geo.roads.speeds import SpeedParams
from service.pipeline.roads.clocks import seconds_of_day
from service.pipeline.roads.travel import LEGS, SCALE, SPREAD, town_network, town_speeds
from service.results.road import CalibrationResult
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from data.store import Store, Unit
    from data.words import Lang
    from geo.roads.calibration import Fit
    from geo.roads.network import RoadNetwork

REFIT = "speed_refit"
"""Setting that says that drives came in which no fit has seen."""
NEWEST_LEGS = 5_000
"""More say nothing more, and roads change: the newest count."""
_PAIRS_AT_ONCE = 400
_ROUNDS, _CLOSE_ENOUGH = 5, 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drives:
    """
    From which site to which, as numbers in the list of sites, and how long it took.

    ``between`` tells where the team may have been elsewhere on the way.
    """

    start: NDArray[int64]
    end: NDArray[int64]
    measured_s: NDArray[float64]
    between: NDArray[bool_]
    lon_deg: NDArray[float64]
    lat_deg: NDArray[float64]


def calibrate_town(store: Store, *, keep: bool = True) -> CalibrationResult:
    """
    Fit the speeds to the newest drives between consecutive visits of one team on one day.

    Closures are not looked at: a drive around one is one drive among many, and a median. Drives
    that differ too much for a range give a scale all the same; the range stays as it ships.

    Parameters
    ----------
    store
        Holds roads, sites and visits with the times of day a team came and left.
    keep
        Whether the result is stored; later plans use it.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    InputError
        If fewer than 30 drives can be used, or they ask for speeds that nobody drives.
    """
    roads = store.read_roads()
    speeds, _ = town_speeds(store.settings())
    drives = _drives(store)
    network = partial(town_network, roads, teams=store.read("team"))
    first = _legs(drives, network(speeds=speeds))
    fit, outcome, scale = _fitted(drives, first, speeds=speeds, network=network)
    before = chosen(first, outcome == "used")
    too_wide = fit.spread_share > WIDEST_SPREAD
    error_before = float(np.median(np.abs(before.measured_s / before.expected_s(1.0) - 1.0)))
    result = CalibrationResult(
        how="fitted",
        scale=scale,
        former_scale=speeds.scale,
        spread_share=fit.spread_share,
        kept_spread_share=SpeedParams().spread_share if too_wide else fit.spread_share,
        too_wide=too_wide,
        legs=fit.legs,
        outcomes=_counts(outcome),
        error_before=round(error_before, 3),
        error_after=fit.error_after,
        stored=keep,
    )
    if keep:
        _keep(store, scale=scale, spread_share=result.kept_spread_share, legs=fit.legs)
    return result


def recalibrated(store: Store) -> CalibrationResult | None:
    """
    Fit the speeds again after new visits came in.

    Returns
    -------
    result
        As of :func:`calibrate_town`, stored; ``doubted`` and not stored where the drives ask for
        less than half or more than twice the speeds that ship; ``None`` where there are no roads
        or too few drives, where drives ask for speeds that nobody drives, or where somebody set
        the speeds by hand.
    """
    settings = store.settings()
    if settings.get(LEGS) == "0" or ROADS_SOURCE not in settings:
        return None
    if len(_drives(store).start) < FEWEST_LEGS:
        return None
    try:
        tried = calibrate_town(store, keep=False)
    except InputError:
        return None
    if not LOWEST_BELIEVED <= tried.scale <= HIGHEST_BELIEVED:
        return replace(tried, how="doubted")
    _keep(store, scale=tried.scale, spread_share=tried.kept_spread_share, legs=tried.legs)
    return replace(tried, stored=True)


def refit_later(unit: Unit) -> None:
    """Note that drives came in since the speeds were fitted; the next plan fits them first."""
    # Once is enough: when a setting is written, every page that reads settings is read anew.
    if unit.settings().get(REFIT) != "yes":
        unit.set(REFIT, "yes")


def refit_where_due(store: Store) -> CalibrationResult | None:
    """
    Fit the speeds again, where drives came in one by one since that was done last.

    Asked for before a week is planned, outside of its transaction: fitting reads for seconds, and
    nobody who writes shall wait for it.

    Returns
    -------
    result
        As of :func:`recalibrated`; ``None`` where nothing is due, too.
    """
    if store.settings().get(REFIT) != "yes":
        return None
    with store.writing() as unit:  # first: what comes in while we fit is due again
        unit.clear("setting", where={"name": [REFIT]})
    return recalibrated(store)


def set_scale(store: Store, scale: float) -> CalibrationResult:
    """
    Set the scale of the speed table by hand; the spread is the one that ships.

    Raises
    ------
    ConfigError
        If the scale is outside 0.25-4.
    """
    if not LOWEST_SCALE <= scale <= HIGHEST_SCALE:
        raise ConfigError(
            f"Expected --scale in [{LOWEST_SCALE:g}, {HIGHEST_SCALE:g}], got {scale:g}.",
            zh=f"--scale 应在 {LOWEST_SCALE:g} 和 {HIGHEST_SCALE:g} 之间，现为 {scale:g}。",
        )
    former, shipped = town_speeds(store.settings())[0], SpeedParams()
    _keep(store, scale=scale, spread_share=shipped.spread_share, legs=0)
    return _set(former, replace(shipped, scale=scale), how="by_hand")


def reset_speeds(store: Store) -> CalibrationResult:
    """Go back to the speeds as they ship."""
    former, _ = town_speeds(store.settings())
    with store.writing() as unit:
        unit.clear("setting", where={"name": [SCALE, SPREAD, LEGS]})
    return _set(former, SpeedParams(), how="reset")


def _set(former: SpeedParams, speeds: SpeedParams, *, how: str) -> CalibrationResult:
    return CalibrationResult(
        how=how,
        scale=speeds.scale,
        former_scale=former.scale,
        spread_share=speeds.spread_share,
        kept_spread_share=speeds.spread_share,
        too_wide=False,
        legs=0,
        outcomes={},
        error_before=None,
        error_after=None,
        stored=True,
    )


def _keep(store: Store, *, scale: float, spread_share: float, legs: int) -> None:
    with store.writing() as unit:
        unit.set(SCALE, f"{scale:g}")
        unit.set(SPREAD, f"{spread_share:g}")
        unit.set(LEGS, str(legs))


def _fitted(
    drives: _Drives, legs: Legs, *, speeds: SpeedParams, network: Callable[..., RoadNetwork]
) -> tuple[Fit, NDArray[np.str_], float]:
    """
    Fit again with the speeds just fitted, until nothing changes.

    Ways and limits depend on the speeds: the first fit alone would be off where roads have limits.
    """
    scale = speeds.scale
    for _ in range(_ROUNDS):
        outcome = judge_legs(legs)
        used = outcome == "used"
        if used.sum() < FEWEST_LEGS:
            raise _too_few(_counts(outcome))
        fit = fit_scale(chosen(legs, used))
        if abs(fit.scale - 1.0) <= _CLOSE_ENOUGH:
            break
        scale = round(scale * fit.scale, 3)
        check_scale(scale)
        legs = _legs(drives, network(speeds=replace(speeds, scale=scale)))
    return fit, outcome, scale


def _counts(outcome: NDArray[np.str_]) -> dict[str, int]:
    found = Counter(outcome.tolist())
    return {code: found[code] for code in OUTCOMES if found[code]}


def _too_few(outcomes: dict[str, int]) -> InputError:
    zh, en = _told(outcomes, "zh"), _told(outcomes, "en")
    return InputError(
        f"Expected at least {FEWEST_LEGS} usable drives to fit the speeds, found {en}; a drive "
        "is two visits of one team on one day, with 离开时间 (left) of the first and 到达时间 "
        "(arrived) of the second.",
        zh=f"校准车速至少需要 {FEWEST_LEGS} 段可用的行程，现有：{zh}；一段行程是同一队同一天"
        "先后两次检查，前一次有“离开时间”，后一次有“到达时间”。",
    )


def _told(outcomes: dict[str, int], lang: Lang) -> str:
    if not outcomes:
        return "没有" if lang == "zh" else "none"
    told = [say(f"leg.{code}", lang, count=count) for code, count in outcomes.items()]
    return ("、" if lang == "zh" else ", ").join(told)


def _drives(store: Store) -> _Drives:
    """Pair the visits of each team and day in the order of their arrivals."""
    sites, visits = store.read("site"), store.read("inspection")
    visits = visits[visits["team"].notna()]
    visits = visits.assign(
        arrived_s=seconds_of_day(visits["arrived_at"]),
        left_s=seconds_of_day(visits["left_at"]),
        site=sites.index.get_indexer(pd.Index(visits["site_id"])),
    )
    pairs = _pairs(visits[visits["arrived_s"].notna()])
    return _Drives(
        start=pairs["from_site"].to_numpy(np.int64),
        end=pairs["site"].to_numpy(np.int64),
        measured_s=(pairs["arrived_s"] - pairs["from_s"]).to_numpy(float),
        between=_between(pairs, visits[visits["arrived_s"].isna()]),
        lon_deg=sites["lon_deg"].to_numpy(float),
        lat_deg=sites["lat_deg"].to_numpy(float),
    )


def _pairs(timed: pd.DataFrame) -> pd.DataFrame:
    """Put behind each visit the one before it; both at sites of the ledger, the newest pairs."""
    timed = timed.sort_values(["day", "team", "arrived_s"], kind="stable")
    former = timed.shift()
    same = (timed["team"] == former["team"]) & (timed["day"] == former["day"])
    known = (timed["site"] >= 0) & (former["site"] >= 0)
    pairs = timed.assign(from_site=former["site"], from_s=former["left_s"])
    return pairs[(same & known).to_numpy(dtype=bool)].tail(NEWEST_LEGS)


def _between(pairs: pd.DataFrame, untimed: pd.DataFrame) -> NDArray[bool_]:
    """
    Tell on which drives the team may have stopped at a place it did not write the arrival for.

    Such a visit lies where its leaving time says; without one it may lie anywhere in its day.
    """
    numbered = pairs[["day", "team", "from_s", "arrived_s"]].assign(drive=np.arange(len(pairs)))
    met = numbered.merge(untimed[["day", "team", "left_s"]], on=["day", "team"])
    inside = (met["left_s"] >= met["from_s"]) & (met["left_s"] <= met["arrived_s"])
    may = met["drive"][inside | met["left_s"].isna()]
    return np.isin(np.arange(len(pairs)), may.to_numpy(dtype=np.int64))


def _legs(drives: _Drives, network: RoadNetwork) -> Legs:
    """Measure the ways of all drives, some hundred at a time."""
    door_s = np.empty(len(drives.start))
    walk_s = np.empty(len(drives.start))
    for first in range(0, len(door_s), _PAIRS_AT_ONCE):
        part = slice(first, first + _PAIRS_AT_ONCE)
        places, number = np.unique([drives.start[part], drives.end[part]], return_inverse=True)
        start, end = number.reshape(2, -1)
        where = drives.lon_deg[places], drives.lat_deg[places]
        seconds = network.matrix(*where).duration_s[start, end]
        walks_s = network.walk_s(network.access_m(*where))
        door_s[part] = np.where(seconds == UNREACHABLE, np.inf, seconds)
        walk_s[part] = walks_s[start] + walks_s[end]
    start, end = drives.start, drives.end
    return Legs(
        measured_s=drives.measured_s,
        drive_s=np.maximum(door_s - walk_s, 0.0),
        fixed_s=walk_s,
        straight_m=great_circle_m(
            drives.lon_deg[start], drives.lat_deg[start], drives.lon_deg[end], drives.lat_deg[end]
        ),
        between=drives.between,
    )
