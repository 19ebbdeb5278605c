"""How hotspots go: new, rising, persistent or fading, in plain words.

Time is cut into periods that end the day before ``as_of``. A cell is judged twice over: by what the
map called it at the end of each of the last periods, on all looks before that end; and by whether
the rate of finds around it rose or fell over these periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from data.errors import ConfigError
from geo.cells.kendall import mann_kendall
from geo.cells.significance import judge_cells
from geo.sites.history import fair_visits, shrunk_rate

if TYPE_CHECKING:
    from datetime import date

    from numpy import bool_, float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.cells.hotspots import HotspotParams

    FloatArray = NDArray[float64]
    Flags = NDArray[bool_]

_HOT = ("hot99", "hot95")
_FEWEST_RATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendParams:
    """
    What makes a hotspot new, rising, persistent or fading.

    Parameters
    ----------
    periods
        How many periods back the map is judged and rates are compared, 8-120 (fewer rates say
        nothing of a trend).
    period_days
        Length of a period, days, 1-366.
    new_periods
        A hotspot that was none until this many periods ago is new; one that was called hot this
        many times can fade. 1 to ``periods - 1``.
    persistent_share
        Share of the maps that must have called a cell hot for it to be persistent, in (0, 1].
    level
        Chance of a rise or a fall that is none, in (0, 0.5).

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    periods: int = 12
    period_days: int = 30
    new_periods: int = 3
    persistent_share: float = 0.75
    level: float = 0.05

    def __post_init__(self) -> None:
        for name, low, value, high in (
            ("periods", _FEWEST_RATES, self.periods, 120),
            ("period_days", 1, self.period_days, 366),
            ("new_periods", 1, self.new_periods, self.periods - 1),
        ):
            if not low <= value <= high:
                raise ConfigError(
                    f"Expected {name} in [{low}, {high}], got {value}.",
                    zh=f"{name} 应在 {low} 到 {high} 之间，现为 {value}。",
                )
        if not 0 < self.persistent_share <= 1:
            raise ConfigError(
                f"Expected persistent_share in (0, 1], got {self.persistent_share}.",
                zh=f"persistent_share 应大于 0 且不超过 1，现为 {self.persistent_share}。",
            )
        if not 0 < self.level < 0.5:  # noqa: PLR2004 - a half is a coin
            raise ConfigError(
                f"Expected level in (0, 0.5), got {self.level}.",
                zh=f"level 应在 0 和 0.5 之间，现为 {self.level}。",
            )


DEFAULT_TREND = TrendParams()


def cell_trends(
    looks: pd.DataFrame,
    cell_ids: pd.Index,
    weights: csr_array,
    *,
    as_of: date,
    levels: HotspotParams,
    params: TrendParams = DEFAULT_TREND,
) -> pd.Series:
    """
    Say how the hotspots of a town go.

    In plain words, with the defaults (the maps of today and of the 11 months before, each of 30
    days), the first that applies:

    - **new**: hot today and first called so within the last 3 months; before that it had enough
      visits and was not hot.
    - **fading**: hot on 3 or more of the 12 maps, and today either no longer hot, or its rate of
      finds fell over the 12 months.
    - **rising**: hot today, and its rate of finds rose over the 12 months.
    - **persistent**: hot today and on 9 or more of the 12 maps, neither rising nor falling.

    "Hot" is 95 or better. "Rose" and "fell" are by the Mann-Kendall test at 5 %, on finds per
    expected find in the cell and those around it: more visits or a stricter team are no rise.

    Parameters
    ----------
    looks
        From :func:`geo.cells.looks.cell_looks`.
    cell_ids
        The ``n`` cells, in the order of ``weights``; looks in other cells are left out.
    weights
        Shape ``(n, n)``, 1 for each cell near another and for the cell itself.
    as_of
        Only looks before this day count.
    levels
        What makes a cell hot.
    params
        Periods, and what the words mean.

    Returns
    -------
    trend
        Index ``cell_ids``; a code of ``data.words.CELL_TRENDS``, missing where none applies.
    """
    periods = _Periods.of(looks, cell_ids, as_of=as_of, params=params)
    history = [periods.judged(weights, end, levels=levels) for end in range(params.periods)]
    hot = np.array([classes.isin(_HOT) for classes in history])
    known = np.array([classes != "few" for classes in history])
    slope = periods.slope(weights)
    bar = -ndtri(params.level)
    return pd.Series(
        _named(hot, known, rises=slope >= bar, falls=slope <= -bar, params=params),
        index=cell_ids,
        name="trend",
        dtype=object,
    )


def _named(
    hot: Flags, known: Flags, *, rises: Flags, falls: Flags, params: TrendParams
) -> NDArray[np.object_]:
    """Name each cell; row 0 of the judgements is now, the last row is the oldest."""
    now, past = hot[0], slice(params.new_periods, None)
    often = hot.sum(axis=0)
    new = now & ~hot[past].any(axis=0) & known[past].any(axis=0)
    fading = (often >= params.new_periods) & (~now | falls)
    rising = now & rises
    persistent = now & (often >= params.persistent_share * len(hot))
    named = np.select(
        [new, fading, rising, persistent], ["new", "fading", "rising", "persistent"], default=""
    ).astype(object)
    named[named == ""] = None
    return named


@dataclass(frozen=True, slots=True)
class _Periods:
    """
    Looks summed by cell and period.

    Attributes
    ----------
    finds, visits, expected
        Shape ``(n, periods + 1)``; column 0 is the last period before ``as_of``, the last column
        all that lies before these periods.
    sites
        Shape ``(n,)``: sites of the cell that were ever looked at.
    """

    finds: FloatArray
    visits: FloatArray
    expected: FloatArray
    sites: FloatArray

    @classmethod
    def of(
        cls, looks: pd.DataFrame, cell_ids: pd.Index, *, as_of: date, params: TrendParams
    ) -> _Periods:
        """Sum up the looks."""
        at = cell_ids.get_indexer(pd.Index(looks["cell_id"]))
        days = (pd.Timestamp(as_of) - looks["day"]).dt.days.to_numpy()
        period = np.minimum((days - 1) // params.period_days, params.periods)
        kept = (at >= 0) & (period >= 0)
        shape = (len(cell_ids), params.periods + 1)
        cell = at[kept] * shape[1] + period[kept]

        def summed(values: FloatArray) -> FloatArray:
            sums = np.bincount(cell, weights=values[kept], minlength=shape[0] * shape[1])
            return np.asarray(sums.reshape(shape), dtype=float)

        looked = looks.groupby("cell_id")["site_id"].nunique()
        return cls(
            finds=summed(looks["found"].to_numpy(float)),
            visits=summed(np.ones(len(looks))),
            expected=summed(looks["expected"].to_numpy(float)),
            sites=np.asarray(looked.reindex(cell_ids, fill_value=0), dtype=float),
        )

    def judged(self, weights: csr_array, end: int, *, levels: HotspotParams) -> pd.Series:
        """Give the class that each cell had on the map of ``end`` periods ago."""
        finds, visits = self.finds[:, end:].sum(axis=1), self.visits[:, end:].sum(axis=1)
        expected = self.expected[:, end:].sum(axis=1)
        cells = pd.DataFrame(
            {
                "sites": self.sites,
                "finds": finds,
                "visits": visits,
                "expected": expected,
                "rate": shrunk_rate(finds, fair_visits(finds, visits, expected)),
            }
        )
        return judge_cells(cells, weights, params=levels)["class"]

    def slope(self, weights: csr_array) -> FloatArray:
        """Give the Mann-Kendall score of finds per expected find around each cell."""
        finds, expected = weights @ self.finds, weights @ self.expected
        ratio = np.full(finds.shape, np.nan)
        np.divide(finds, expected, out=ratio, where=expected > 0)
        recent = np.round(ratio[:, -2::-1], 9)  # equal rates are ties, whatever their last digits
        enough = (~np.isnan(recent)).sum(axis=1) >= _FEWEST_RATES
        return np.where(enough, mann_kendall(recent), np.nan)
