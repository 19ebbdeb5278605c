"""Where the next reports or finds are expected, and how often such a map was right before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pandas as pd

from data.errors import ConfigError, InputError
from geo.evaluate import flag_area, places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float64
    from numpy.typing import NDArray

    from geo.evaluate import Interval
    from geo.wording.remark import Remark

Method = Literal["poisson", "count", "rate"]

DEFAULT_HORIZON_DAYS = 28
TOP_SHARE = 0.05
"""Share of the area that a map of where next points out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """
    What is expected of each cell, and how far to trust it.

    Attributes
    ----------
    expected
        By cell id, >= 0. Methods ``poisson`` and ``count``: reports in the horizon. Method
        ``rate``: finds of one visit by an average team, missing where nobody visited anything.
    place
        By cell id: 1 for the cell to look at first. Reports are ranked per square kilometre, since
        what is flagged is a share of the area; finds by their rate. Ties are drawn by the seed.
    is_top
        By cell id: whether the cell is among the first that make up ``TOP_SHARE`` of the area;
        nowhere, if nothing is expected anywhere.
    method
        ``poisson``: regression on earlier counts; ``count``: the last 12 months carried on;
        ``rate``: finds per visit, shrunk.
    why
        Which method, why, and how well it did in earlier periods, for people.
    judged
        One row per method and share, over earlier periods: ``method``, ``share``, ``pai`` (share
        of events flagged over share of area; of finds: over share of visits), ``pei`` (events
        flagged over the most that could be), ``hit_share`` (0-1), ``hits``, ``events``,
        ``windows``; no row where no earlier period could be judged.
    gain
        Share of events in the flagged ``TOP_SHARE`` less that of the 12-month count, or for finds
        less the share of visits; with its interval over cells. ``None`` where it was not judged.
    counted
        Rows by what became of them: ``used``, ``outside`` (in no cell), ``future`` (on or after
        the day), ``undated``.
    """

    expected: pd.Series
    place: pd.Series
    is_top: pd.Series
    method: Method
    why: Remark
    judged: pd.DataFrame
    gain: Interval | None = None
    counted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """
    Dated rows that lie in cells.

    Attributes
    ----------
    kept
        The rows before the day, with ``day_number`` and ``cell`` (place of the cell), both whole.
    counted
        As in :class:`Forecast`.
    """

    kept: pd.DataFrame
    counted: Mapping[str, int]


def rows_before(rows: pd.DataFrame, cell_ids: pd.Index, day: int) -> Rows:
    """
    Keep the rows that a forecast of a day may know, and count the others.

    Parameters
    ----------
    rows
        Columns ``day`` (dates, may be missing) and ``cell_id`` (may be missing or no listed cell).
    cell_ids
        The cells, each once.
    day
        Its number, from :func:`geo.cells.lags.day_number`.

    Raises
    ------
    InputError
        If a column is missing, or a cell is listed twice.
    """
    lacking = sorted({"day", "cell_id"} - set(rows.columns))
    if lacking:
        raise InputError(f"Expected columns day and cell_id, got none named {', '.join(lacking)}.")
    if not cell_ids.is_unique:
        twice = cell_ids[cell_ids.duplicated()][0]
        raise InputError(f"Expected each cell once, got {twice!r} twice.")
    days = pd.to_datetime(rows["day"])
    number = (days - pd.Timestamp(0)).dt.days
    cell = cell_ids.get_indexer(pd.Index(rows["cell_id"]))
    undated = days.isna().to_numpy()
    future = (number >= day).to_numpy(dtype=bool, na_value=False)
    used = ~undated & ~future & (cell >= 0)
    kept = rows[used].assign(day_number=number[used].astype("int64"), cell=cell[used])
    outside = int((~undated & ~future & (cell < 0)).sum())
    counted = {
        "used": int(used.sum()),
        "outside": outside,
        "future": int(future.sum()),
        "undated": int(undated.sum()),
    }
    return Rows(kept, counted)


def areas_of(cells: pd.DataFrame) -> NDArray[float64]:
    """
    Read the area of each cell, km².

    Raises
    ------
    InputError
        If there is no column ``area_km2``, or an area is missing or not above 0.
    """
    if "area_km2" not in cells.columns:
        raise InputError("Expected cells with a column area_km2, got none of that name.")
    areas = cells["area_km2"].to_numpy(dtype=float, na_value=float("nan"))
    wrong = ~((areas > 0) & (areas < float("inf")))
    if wrong.any():
        which = cells.index[wrong][0]
        raise InputError(
            f"Expected area_km2 > 0, got {areas[wrong][0]} in cell {which}.",
            zh=f"网格面积应大于 0 平方公里，网格 {which} 现为 {areas[wrong][0]}。",
        )
    return areas


def check_horizon(horizon_days: int) -> None:
    """
    Refuse a period without days.

    Raises
    ------
    ConfigError
        If ``horizon_days`` is below 1.
    """
    if horizon_days < 1:
        raise ConfigError(
            f"Expected horizon_days >= 1, got {horizon_days}.",
            zh=f"预测天数至少为 1 天，现为 {horizon_days}。",
        )


def ranked(
    score: NDArray[float64], area: NDArray[float64], cell_ids: pd.Index, *, seed: int
) -> tuple[pd.Series, pd.Series]:
    """
    Give cells their places from the highest score down, and flag the first of them.

    Parameters
    ----------
    score
        Shape ``(n,)``; what is missing counts as 0.
    area
        Shape ``(n,)``, > 0.

    Returns
    -------
    place, is_top
        As in :class:`Forecast`.
    """
    known = pd.Series(score).fillna(0.0).to_numpy()
    place = places(known, seed=seed)
    is_top = flag_area(place, area, TOP_SHARE) & (known > 0)
    return pd.Series(place, index=cell_ids), pd.Series(is_top, index=cell_ids)
