"""Places of a town compared by month, so that whoever looks harder does not come out worse.

Two figures are compared. Finds are put beside what the same visits would have found in the town as
a whole, and drawn to it where visits are few; findings past their day are a share of the findings
that are open. Neither grows with the number of visits. Why so:
docs/adr/0053-places-side-by-side.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import gammaincc

from data.errors import ConfigError
from geo.evaluate.proportions import wilson_interval
from geo.sites.history import shrunk_rate, team_rate

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]

_SAME = 1e-9
"""Figures nearer to each other than this are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacingParams:
    """
    Who is compared, and how many are named.

    Parameters
    ----------
    worst
        Places named each month, >= 1.
    min_looks
        Looks that a place must have had in a month to be compared by its finds, >= 1.
    min_open
        Open findings that a place must have to be compared by what is late, >= 1.
    prior_looks
        Looks at the town's rate that each type of visit is drawn to, >= 0.
    sure
        Chance of being above the town's mean from which on a place stands out, in ``(0.5, 1)``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    worst: int = 3
    min_looks: int = 5
    min_open: int = 3
    prior_looks: float = 20.0
    sure: float = 0.9

    def __post_init__(self) -> None:
        for name, low in (("worst", 1), ("min_looks", 1), ("min_open", 1), ("prior_looks", 0)):
            value = getattr(self, name)
            if value < low:
                raise ConfigError(
                    f"Expected {name} >= {low}, got {value}.",
                    zh=f"{name} 至少为 {low}，现为 {value}。",
                )
        if not 0.5 < self.sure < 1:  # noqa: PLR2004  above a toss of a coin
            raise ConfigError(
                f"Expected sure in (0.5, 1), got {self.sure}.",
                zh=f"sure 应大于 0.5、小于 1，现为 {self.sure}。",
            )


DEFAULT_PLACING = PlacingParams()


def adjusted_finds(looks: pd.DataFrame, *, params: PlacingParams = DEFAULT_PLACING) -> pd.DataFrame:
    """
    Compare the places of each month by their finds, given which visits they had.

    Parameters
    ----------
    looks
        Visits that saw inside: ``place`` (missing where it is in none), ``period`` (whole number,
        one per month), ``mode`` and ``team`` (may be missing), ``found`` (flag).
    params
        Who is compared.

    Returns
    -------
    finds
        One row per place and period: ``place``, ``period``, ``looks``, ``finds``, ``expected``
        (finds that these visits, by type and team, would have had in the town as a whole in that
        period), ``value`` (finds against expected, drawn to 1 where these are few; 1 for all where
        the places of a period differ by no more than chance), ``sure`` (chance that the place is
        above the town's mean, 0-1; ``nan`` where places cannot be told apart), ``is_compared``.

    Notes
    -----
    Poisson counts with a gamma prior of mean 1, whose variance between places comes from the
    data of the period by the method of moments (Clayton and Kaldor 1987, doi:10.2307/2532003;
    Marshall 1991, doi:10.2307/2347593), with the binomial variance of yes-or-no visits.

    Examples
    --------
    >>> rows = [("A", 6), ("B", 2), ("C", 1)]
    >>> looks = pd.DataFrame(
    ...     [(p, 0, "patrol", None, n < k) for p, k in rows for n in range(20)],
    ...     columns=["place", "period", "mode", "team", "found"],
    ... )
    >>> adjusted_finds(looks)[["expected", "value"]].round(2).values.tolist()
    [[3.0, 1.41], [3.0, 0.86], [3.0, 0.72]]
    """
    known = looks[looks["place"].notna()]
    known = known.assign(expected=_expected(looks, params).reindex(known.index))
    rows = known.groupby(["period", "place"], as_index=False).agg(
        looks=("found", "size"), finds=("found", "sum"), expected=("expected", "sum")
    )
    rows = rows.astype({"finds": float, "expected": float})
    judged = [_judge(part, params) for _, part in rows.groupby("period")]
    if not judged:
        return rows.assign(value=1.0, sure=np.nan, is_compared=False)
    return pd.concat(judged).reset_index(drop=True)


def _expected(looks: pd.DataFrame, params: PlacingParams) -> pd.Series[float]:
    """Give the chance that each look finds something, were its place like the town on average."""
    found = looks["found"].astype(float)
    mean = float(found.mean()) if len(looks) else 0.0
    if mean == 0.0:
        return pd.Series(0.0, index=looks.index)
    by_mode = found.groupby(looks["mode"]).agg(["sum", "size"])
    rate = (by_mode["sum"] + params.prior_looks * mean) / (by_mode["size"] + params.prior_looks)
    of_mode = looks["mode"].map(rate).fillna(mean).astype(float)
    return of_mode * team_rate(looks, prior_looks=params.prior_looks) / mean


def _judge(rows: pd.DataFrame, params: PlacingParams) -> pd.DataFrame:
    """Compare the places of one period, whose finds add up to what was expected."""
    finds = rows["finds"].to_numpy(dtype=float)
    expected = rows["expected"].to_numpy(dtype=float)
    if finds.sum() > 0:
        expected = expected * finds.sum() / expected.sum()
    looks = rows["looks"].to_numpy(dtype=float)
    between = _between(finds, expected, looks)
    value: FloatArray = np.ones(len(rows))
    sure: FloatArray = np.full(len(rows), np.nan)
    if between > 0:
        weight = 1.0 / between
        value = (finds + weight) / (expected + weight)
        sure = np.asarray(gammaincc(finds + weight, expected + weight))
    return rows.assign(
        expected=expected, value=value, sure=sure, is_compared=looks >= params.min_looks
    )


def _between(finds: FloatArray, expected: FloatArray, looks: FloatArray) -> float:
    """Estimate how much places differ beyond chance: the variance of their true ratios."""
    told = expected > 0
    if told.sum() < 2 or not finds.sum():  # noqa: PLR2004  one place differs from nothing
        return 0.0
    finds, expected, looks = finds[told], expected[told], looks[told]
    spread = float((expected * (finds / expected - 1.0) ** 2).sum() / expected.sum())
    chance = np.maximum(1.0 - expected / looks, 0.0)
    return max(spread - float(chance.mean()) / float(expected.mean()), 0.0)


def late_shares(findings: pd.DataFrame, *, params: PlacingParams = DEFAULT_PLACING) -> pd.DataFrame:
    """
    Compare the places of each month by how much of what is open is past its day.

    Parameters
    ----------
    findings
        Findings open at the end of a period: ``place`` (missing where in none), ``period``,
        ``is_late`` (flag).
    params
        Who is compared.

    Returns
    -------
    shares
        One row per place and period: ``place``, ``period``, ``open``, ``late``, ``value`` (share
        drawn to the town's where few are open, 0-1), ``mean`` (the town's), ``low`` (lower end of
        Wilson's interval of the share as it is), ``is_compared``.

    Examples
    --------
    >>> rows = [("A", 5, 5), ("B", 5, 0)]
    >>> findings = pd.DataFrame(
    ...     [(p, 0, n < k) for p, whole, k in rows for n in range(whole)],
    ...     columns=["place", "period", "is_late"],
    ... )
    >>> late_shares(findings)["value"].round(2).tolist()
    [0.9, 0.1]
    """
    rows = (
        findings[findings["place"].notna()]
        .groupby(["period", "place"], as_index=False)
        .agg(open=("is_late", "size"), late=("is_late", "sum"))
    )
    judged = []
    for _, part in rows.groupby("period"):
        late, whole = part["late"].to_numpy(dtype=float), part["open"].to_numpy(dtype=float)
        mean = late.sum() / whole.sum()
        judged.append(
            part.assign(
                value=shrunk_rate(late, whole),
                mean=mean,
                low=[wilson_interval(k / n, n)[0] for k, n in zip(late, whole, strict=True)],
                is_compared=whole >= params.min_open,
            )
        )
    if not judged:
        return rows.assign(value=0.0, mean=0.0, low=0.0, is_compared=False)
    return pd.concat(judged).reset_index(drop=True)


def worst_places(
    compared: pd.DataFrame, *, mean: float | str = 1.0, params: PlacingParams = DEFAULT_PLACING
) -> pd.DataFrame:
    """
    Name the worst places of each period, and for how many periods in a row each was named.

    Parameters
    ----------
    compared
        From :func:`adjusted_finds` or :func:`late_shares`.
    mean
        The town's figure, or the column that has it; only places above it are named.
    params
        How many are named.

    Returns
    -------
    placed
        ``compared`` with ``place_no`` (1 is the worst of those compared; equal figures share the
        smallest number; missing where the place is not compared, or where all are alike),
        ``is_worst`` (never all of those compared), and ``in_a_row`` (periods in a row
        up to this one, 0 where it is not named), by period and value.
    """
    middle = compared[mean] if isinstance(mean, str) else mean
    value = compared["value"].where(compared["is_compared"])
    by_period = value.groupby(compared["period"])
    apart = by_period.transform("max") - by_period.transform("min") > _SAME
    number = by_period.rank(method="min", ascending=False).where(apart)
    named = (by_period.transform("count") - 1).clip(upper=params.worst)
    above = compared["is_compared"] & (compared["value"] - middle > _SAME)
    placed = compared.assign(place_no=number, is_worst=above & (number <= named))
    placed = placed.sort_values(["period", "value", "place"], ascending=[True, False, True])
    return placed.assign(in_a_row=_in_a_row(placed)).reset_index(drop=True)


def _in_a_row(placed: pd.DataFrame) -> list[int]:
    """Count, per row in the order of periods, the periods in a row in which it was named."""
    rows: dict[tuple[str, int], int] = {}
    counted = []
    listed = zip(placed["place"], placed["period"].astype(int), placed["is_worst"], strict=True)
    for place, period, is_worst in listed:
        now = rows.get((str(place), period - 1), 0) + 1 if is_worst else 0
        rows[str(place), period] = now
        counted.append(now)
    return counted
