"""Whether the town's model is used: only once it orders past looks better than the card did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.evaluate import Interval, ece, month_windows, monthly_auc, paired_interval
from geo.evaluate.enough import LEAST_FINDS, LEAST_LOOKS
from geo.sigmoid import forward_chances
from geo.town.mixed import fit_mixed

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray

    from data.ports import Progress
    from geo.town.looks import Looks

Wanted = Literal["auto", "scorecard", "learned"]
Because = Literal["told", "few", "not_better", "better"]

LEAST_FORCED, LEAST_EACH, LEAST_MONTHS = 200, 30, 3
"""Looks, looks of each outcome, and months to judge that a model needs even when told to be used:
without them its chances could not be calibrated."""
MOST_MONTHS = 12
_LEAST_BEHIND, _LEAST_SEEN = 100, 10
"""Looks, and looks of each outcome, before the first month that is judged."""
_DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """
    Which score is used, and why.

    Attributes
    ----------
    is_learned
        Whether the model's scores are used.
    because
        ``told`` (somebody said which), ``few`` (too few looks), ``not_better`` or ``better``.
    looks, finds
        On record at sites of the town before the day.
    months
        First days of the months in which both were judged, each with what was known then.
    judged
        Index of the looks in them: ``month`` (number), ``team``, ``site_id``, ``found``, ``card``
        (risk) and ``logit`` (of the model fitted to earlier looks).
    gain
        Model less card of the AUC inside teams, averaged over the months, with its interval over
        resampled sites; ``None`` where it was not judged.
    model_auc, card_auc
        What the gain is between; ``nan`` where it was not judged.
    ece
        Calibration error of the model's chances, each month's by what the months before it showed;
        ``nan`` where it was not judged.
    """

    is_learned: bool
    because: Because
    looks: int
    finds: int
    months: tuple[pd.Timestamp, ...] = ()
    judged: pd.DataFrame | None = None
    gain: Interval | None = None
    model_auc: float = float("nan")
    card_auc: float = float("nan")
    ece: float = float("nan")


def lacks(looks: Looks, months: int) -> tuple[tuple[str, int, int], ...]:
    """
    Say what a model lacks even when told to be used.

    Returns
    -------
    lacks
        What (``looks``, ``finds``, ``clean``, ``months``), how many there are, how many it takes;
        empty where nothing is lacking.
    """
    finds = int(looks.rows["found"].sum())
    have = (
        ("looks", len(looks.rows), LEAST_FORCED),
        ("finds", finds, LEAST_EACH),
        ("clean", len(looks.rows) - finds, LEAST_EACH),
        ("months", months, LEAST_MONTHS),
    )
    return tuple(one for one in have if one[1] < one[2])


def choose_unseen(count: int, finds: int, *, wanted: Wanted) -> Choice | None:
    """
    Choose the card where nothing needs to be judged: it is wanted, or the looks are too few.

    Parameters
    ----------
    count, finds
        Looks on record, and those that found something.

    Returns
    -------
    choice
        ``None`` where past months must decide.
    """
    if wanted == "scorecard":
        return Choice(is_learned=False, because="told", looks=count, finds=finds)
    enough = count >= LEAST_LOOKS and min(finds, count - finds) >= LEAST_FINDS
    if wanted == "auto" and not enough:
        return Choice(is_learned=False, because="few", looks=count, finds=finds)
    return None


def choose(
    looks: Looks, *, as_of: date, wanted: Wanted, progress: Progress | None = None
) -> Choice:
    """
    Choose between the card and the town's model by what both would have said before.

    Parameters
    ----------
    looks
        All before ``as_of``.
    as_of
        The day scores are made for; months that end later are not judged.
    wanted
        ``auto`` uses the model where the paired interval of its gain lies above 0; ``learned``
        uses it wherever it can be fitted and calibrated.
    progress
        Told how many months are judged.

    Returns
    -------
    choice
        The same for the same looks. ``few`` with ``wanted="learned"`` means that it cannot be
        done; :func:`lacks` says why.
    """
    count, finds = len(looks.rows), int(looks.rows["found"].sum())
    told = choose_unseen(count, finds, wanted=wanted)
    if told is not None:
        return told
    judged, months = _judged(looks, as_of, progress)
    if lacks(looks, len(months)):
        return Choice(is_learned=False, because="few", looks=count, finds=finds, months=months)
    found = judged["found"].to_numpy(dtype=float)
    month = judged["month"].to_numpy(dtype=np.int64)
    team = pd.factorize(judged["team"])[0]

    def figure(rows: NDArray[np.intp], score: NDArray[float64]) -> float:
        return monthly_auc(found[rows], score, month[rows], team[rows])

    everything = np.arange(len(judged))
    logit, card = judged["logit"].to_numpy(dtype=float), judged["card"].to_numpy(dtype=float)
    gain = paired_interval(figure, logit, card, judged["site_id"], draws=_DRAWS)
    is_better = gain.is_above_zero
    return Choice(
        is_learned=is_better or wanted == "learned",
        because="told" if wanted == "learned" else "better" if is_better else "not_better",
        looks=count,
        finds=finds,
        months=months,
        judged=judged,
        gain=gain,
        model_auc=figure(everything, logit),
        card_auc=figure(everything, card),
        ece=_forward_error(logit, found, month),
    )


def _forward_error(
    logit: NDArray[float64], found: NDArray[float64], month: NDArray[np.int64]
) -> float:
    """Hold each month against chances that only the months before it calibrated."""
    chance = forward_chances(logit, found, month)
    told = np.isfinite(chance)
    return ece(found[told], chance[told])


def _judged(
    looks: Looks, as_of: date, progress: Progress | None
) -> tuple[pd.DataFrame, tuple[pd.Timestamp, ...]]:
    """Let the model foresee one month after the other from what lay before it."""
    days = looks.rows["day"]
    windows = month_windows(days, count=MOST_MONTHS, step_months=1, end=pd.Timestamp(as_of))
    parts: list[pd.DataFrame] = []
    months: list[pd.Timestamp] = []
    for number, window in enumerate(windows):
        behind, here = (
            looks.before(window.first),
            looks.take(pd.Series(window.holds(days), days.index)),
        )
        if _can_learn(behind):
            logit = fit_mixed(behind).logit(here.columns, pd.Index(here.rows["site_id"]))
            kept = here.rows[["team", "site_id", "found", "card"]]
            parts.append(kept.assign(month=len(months), logit=logit))
            months.append(window.first)
        if progress is not None:
            progress(number + 1, len(windows))
    names = ["team", "site_id", "found", "card", "month", "logit"]
    return (pd.concat(parts) if parts else pd.DataFrame(columns=names)), tuple(months)


def _can_learn(looks: Looks) -> bool:
    finds = looks.rows["found"].sum()
    each = min(finds, len(looks.rows) - finds)
    return len(looks.rows) >= _LEAST_BEHIND and each >= _LEAST_SEEN
