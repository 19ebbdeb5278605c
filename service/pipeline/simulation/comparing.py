"""Years put together: figures of each policy, and ours beside every other, town by town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from service.pipeline.simulation.policies import SHOWN
from service.pipeline.simulation.setting import setting_of
from service.results.simulate import Against, PolicyFigures, SettingResult, Times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from service.pipeline.simulation.campaign import Lived
    from service.pipeline.simulation.year import YearFigures

OURS = "ours"
_RESAMPLES = 2000
_SEED = 20_261_122

FIGURES: dict[str, Callable[[YearFigures], float | None]] = {
    "finds_per_100": lambda year: 100 * year.finds / year.visits if year.visits else None,
    "hidden_days": lambda year: year.hidden_days,
    "unseen_share": lambda year: year.unseen / year.sites,
    "kept_share": lambda year: year.kept / year.promised if year.promised else None,
    "drive_h": lambda year: year.drive_h,
}
"""What is compared town by town."""


def setting_result(code: str, lived: Sequence[Lived], *, hazard_weeks: int) -> SettingResult:
    """
    Put the years of one setting together.

    Parameters
    ----------
    code
        The setting.
    lived
        Its years; every policy has lived in the same towns.
    hazard_weeks
        Of the years that are put together.
    """
    setting = setting_of(code)
    years: dict[str, dict[int, YearFigures]] = {policy: {} for policy in SHOWN}
    for one in lived:
        if (one.run.setting, one.run.hazard_weeks) == (code, hazard_weeks):
            years[one.run.policy][one.run.seed] = one.figures
    weeks = max(one.run.weeks for one in lived)
    others = [policy for policy in SHOWN if policy != OURS]
    return SettingResult(
        setting=code,
        visits=setting.visits,
        base_rate=setting.base_rate,
        hazard_weeks=hazard_weeks,
        policies=tuple(
            policy_figures(policy, list(mine.values()), weeks=weeks)
            for policy, mine in years.items()
        ),
        against=tuple(
            against(policy, figure, years[OURS], years[policy])
            for policy in others
            for figure in FIGURES
        ),
        times=tuple(times(policy, years[OURS], years[policy]) for policy in others),
    )


def policy_figures(policy: str, years: Sequence[YearFigures], *, weeks: int) -> PolicyFigures:
    """Sum the years of one policy up; what is a ratio is that of the sums."""
    visits, finds = sum(one.visits for one in years), sum(one.finds for one in years)
    hours = sum(one.drive_h + one.work_h for one in years)
    workshops = sum(one.workshops for one in years)
    hidden = sum(one.hidden_days * one.workshops for one in years if one.hidden_days is not None)
    promised, kept = sum(one.promised for one in years), sum(one.kept for one in years)
    return PolicyFigures(
        policy=policy,
        seeds=len(years),
        visits=visits,
        finds=finds,
        finds_per_100=100 * finds / visits if visits else 0.0,
        finds_per_100_hours=100 * finds / hours if hours else 0.0,
        workshops=workshops,
        workshops_found=sum(one.workshops_found for one in years),
        hidden_days=hidden / workshops if workshops else None,
        unseen_share=sum(one.unseen for one in years) / sum(one.sites for one in years),
        promised=promised,
        kept=kept,
        kept_share=kept / promised if promised else None,
        drive_h=sum(one.drive_h for one in years) / len(years),
        visits_per_week=visits / len(years) / weeks,
    )


def against(
    policy: str, figure: str, ours: dict[int, YearFigures], theirs: dict[int, YearFigures]
) -> Against:
    """Compare one figure town by town, with Student's t on the paired differences."""
    of = FIGURES[figure]
    pairs = [(of(ours[seed]), of(theirs[seed])) for seed in sorted(ours)]
    gaps = np.array([one - other for one, other in pairs if one is not None and other is not None])
    mean = float(gaps.mean()) if len(gaps) else 0.0
    half = None
    if len(gaps) > 1:
        error = float(gaps.std(ddof=1)) / len(gaps) ** 0.5
        half = float(stdtrit(len(gaps) - 1, 0.975)) * error
    return Against(
        policy=policy,
        figure=figure,
        towns=len(gaps),
        difference=mean,
        low=None if half is None else mean - half,
        high=None if half is None else mean + half,
    )


def times(policy: str, ours: dict[int, YearFigures], theirs: dict[int, YearFigures]) -> Times:
    """
    Say how many times the finds per visit of another policy ours has.

    References
    ----------
    Percentile bootstrap: Efron (1979), doi:10.1214/aos/1176344552.
    """
    seeds = sorted(ours)
    counts = np.array(
        [
            (ours[seed].finds, ours[seed].visits, theirs[seed].finds, theirs[seed].visits)
            for seed in seeds
        ],
        dtype=float,
    )
    whole = float(_ratio(counts[None])[0])
    picks = np.random.default_rng(_SEED).integers(0, len(seeds), (_RESAMPLES, len(seeds)))
    drawn = _ratio(counts[picks])
    is_known = len(seeds) > 1 and bool(np.isfinite(drawn).all())
    low, high = np.quantile(drawn, [0.025, 0.975]) if is_known else (None, None)
    return Times(
        policy=policy,
        times=whole if np.isfinite(whole) else None,
        low=None if low is None else float(low),
        high=None if high is None else float(high),
    )


def _ratio(counts: NDArray[float64]) -> NDArray[float64]:
    """Divide shares of sums, shape ``(draws, towns, 4)`` to ``(draws,)``; not finite by 0."""
    finds, visits, other_finds, other_visits = counts.sum(axis=1).T
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: NDArray[float64] = (finds * other_visits) / (visits * other_finds)
    return ratio
