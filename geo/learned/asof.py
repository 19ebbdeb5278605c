"""What the past says of a site on the morning of a day: own finds, last results, time since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.past import expected_at, team_means
from geo.learned.visits import day_numbers

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    from geo.learned.past import Past
    from geo.learned.timeline import Span

DAYS_PER_YEAR = 365.25
PRIOR_VISITS = 2.0
"""A site's own rate is drawn to what is expected of it by as many visits."""
LONGEST_UNSEEN_YEARS, LONGEST_CLEAN_YEARS = 2.0, 4.0
DECAY_DAYS = 540.0
"""A visit this old counts e times less."""


def own_history(past: Past, site: pd.Series, freeze: pd.Series) -> pd.DataFrame:
    """
    Describe each site's own past before each day.

    Parameters
    ----------
    site, freeze
        Length ``n``, same index: names; days, nothing dated on or after which is seen.

    Returns
    -------
    history
        Index of ``site``. ``own`` and ``own_fair``: finds per visit above the town's, and above
        what the same teams find elsewhere, both drawn to 0 by two visits; ``recent``: as
        ``own_fair``, a visit ``d`` days old counting ``exp(-d / 540)``; ``last`` and ``last_two``:
        finds at the last visit and at the last two, 0 where there is none; ``visits``: ``log(1 +
        visits)``; ``unseen`` and ``clean``: years since the last visit (at most 2) and the last
        find (at most 4), the most where there is none; ``first``: 1 where nobody has been.
    """
    day = day_numbers(freeze)
    span = past.line.before(site, day)
    rates = team_means(past, past.found, day)
    last = np.nan_to_num(past.line.nth_last(past.found, span))
    second = np.nan_to_num(past.line.nth_last(past.found, span, 2))
    ones = np.ones(len(past.found))
    newest = past.line.day.max() if len(past.line.day) else 0
    fading = np.exp((past.line.day - newest) / DECAY_DAYS)
    days = past.line.day.astype(float)
    columns = {
        "own": _excess(past, span, rates[:, -1:].repeat(rates.shape[1], axis=1), ones),
        "own_fair": _excess(past, span, rates, ones),
        "recent": _excess(past, span, rates, fading, np.exp((newest - day) / DECAY_DAYS)),
        "last": last,
        "last_two": last + second,
        "visits": np.log1p(span.count),
        "unseen": _years_since(past.line.nth_last(days, span), day, LONGEST_UNSEEN_YEARS),
        "clean": _years_since(
            past.line.nth_last(_last_find_day(past), span), day, LONGEST_CLEAN_YEARS
        ),
        "first": (span.count == 0).astype(float),
    }
    return pd.DataFrame(columns, index=site.index)


def _excess(
    past: Past,
    span: Span,
    rates: NDArray[float64],
    weight: NDArray[float64],
    scale: NDArray[float64] | float = 1.0,
) -> NDArray[float64]:
    """Give weighted finds above expectation per weighted visit, drawn to 0 by the prior."""
    over = past.line.sums(weight * past.found, span)
    for team in range(rates.shape[1]):
        theirs = (past.team == team).astype(float)
        over = over - past.line.sums(weight * theirs, span) * rates[:, team]
    return np.asarray(over * scale / (past.line.sums(weight, span) * scale + PRIOR_VISITS))


def _last_find_day(past: Past) -> NDArray[float64]:
    """Give at each past visit the day of the last find of its site so far; ``nan`` if none."""
    days = pd.Series(np.where(past.found > 0, past.line.day, np.nan))
    filled = days.groupby(past.line.site).ffill()
    return np.asarray(filled, dtype=np.float64)


def _years_since(
    last: NDArray[float64], day: NDArray[int64], most_years: float
) -> NDArray[float64]:
    years = np.minimum((day - last) / DAYS_PER_YEAR, most_years)
    return np.asarray(np.nan_to_num(years, nan=most_years))


def past_values(
    past: Past, values: pd.DataFrame, site: pd.Series, freeze: pd.Series
) -> pd.DataFrame:
    """
    Describe what earlier visits brought to light besides the outcome.

    Every value is compared with the mean of its team, since a strict team writes more down.

    Parameters
    ----------
    values
        Numbers, one a past visit, in the order the past was read from; missing counts as 0.
    site, freeze
        As for :func:`own_history`.

    Returns
    -------
    history
        Index of ``site``. For each column the value at the last visit above its team's mean
        (``last NAME``), and the same summed over all visits and divided by visits + 2 (``mean
        NAME``); 0 without a past.
    """
    span = past.line.before(site, day_numbers(freeze))
    columns = {}
    for name in values.columns:
        known = values[name].to_numpy(dtype=float)[past.line.order]
        of_visit = np.where(np.isfinite(known), known, 0.0)
        over = of_visit - expected_at(past, of_visit)
        columns[f"last {name}"] = np.nan_to_num(past.line.nth_last(over, span))
        columns[f"mean {name}"] = past.line.sums(over, span) / (span.count + PRIOR_VISITS)
    return pd.DataFrame(columns, index=site.index)
