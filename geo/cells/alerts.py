"""Cells that stand out for the worse, month by month: by level, on the year, on the month.

The three lists that offices dispatch by: 水平最差, 同比最差, 环比最差. Who is on a list again and
again is called in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import ConfigError
from data.schema import CELL_ALERT, as_table, check_table
from geo.sites.history import fair_visits

if TYPE_CHECKING:
    from datetime import date

_MONTHS_BACK = {"level": 0, "year": 12, "month": 1}
"""Kind of alert to how many months back it compares; the level compares with the town's mean."""
_NOTHING = 1e-9
"""Rates nearer to each other than this are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertParams:
    """
    How long the lists are, and who can be on them.

    Parameters
    ----------
    worst
        Cells on each list of a month, >= 1.
    min_visits
        Looks that a cell must have had in a month to be compared, >= 1.
    prior_looks
        Looks at the mean rate that are added to those of each cell and month, >= 0, so that few
        looks put no cell at the head of a list.
    escalate_months
        Months in a row on the same list from which an alert is escalated, >= 2.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    worst: int = 3
    min_visits: int = 5
    prior_looks: float = 5.0
    escalate_months: int = 2

    def __post_init__(self) -> None:
        for name, low, value in (
            ("worst", 1, self.worst),
            ("min_visits", 1, self.min_visits),
            ("prior_looks", 0, self.prior_looks),
            ("escalate_months", 2, self.escalate_months),
        ):
            if value < low:
                raise ConfigError(
                    f"Expected {name} >= {low}, got {value}.",
                    zh=f"{name} 至少为 {low}，现为 {value}。",
                )


DEFAULT_ALERTS = AlertParams()


def monthly_alerts(
    looks: pd.DataFrame, *, as_of: date, params: AlertParams = DEFAULT_ALERTS
) -> pd.DataFrame:
    """
    List the cells that were worst in each whole month.

    Cells are compared by their finds per look of an average team in the month, drawn to the mean
    where looks are few: neither more patrols nor a stricter team put a cell on a list. A cell is on
    the list of the level only above the mean of all months, and on the other two only if it got
    worse.

    Parameters
    ----------
    looks
        From :func:`geo.cells.looks.cell_looks`.
    as_of
        Only looks before this day count, and only months that ended before it are listed.
    params
        Length of the lists, and who can be on them.

    Returns
    -------
    alerts
        Table by schema ``CELL_ALERT``, by month, kind (level, year, month) and place on the list.
        ``value`` and ``before`` are rates, 0-1; ``months`` counts the months in a row on the same
        list, this one included.
    """
    rates = _monthly_rates(looks, as_of=as_of, params=params)
    lists = [_worst(rates, kind, worst=params.worst) for kind in _MONTHS_BACK]
    alerts = pd.concat(lists).sort_values(["month", "order", "place"], kind="stable")
    if alerts.empty:
        return as_table([], CELL_ALERT)
    names = alerts["month"].map(_name_of)
    table = pd.DataFrame(
        {
            "alert_id": names + "-" + alerts["kind"] + "-" + alerts["cell_id"].astype(str),
            "month": names,
            "cell_id": alerts["cell_id"],
            "kind": alerts["kind"],
            "value": alerts["rate"],
            "before": alerts["before"].where(alerts["kind"] != "level"),
            "months": _months_in_a_row(alerts),
        }
    )
    table = table.assign(escalated=table["months"] >= params.escalate_months)
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    return check_table(as_table(rows, CELL_ALERT), CELL_ALERT)


def alert_months(alerts: pd.DataFrame, *, as_of: date) -> pd.Series:
    """
    Count the months in a row that each cell was on any list, up to the last whole month.

    Parameters
    ----------
    alerts
        From :func:`monthly_alerts`, of the same ``as_of``.

    Returns
    -------
    months
        By cell id, ascending, >= 1; a cell that is not in it was on no list in the last month.
    """
    listed = alerts.groupby("month")["cell_id"].agg(frozenset).to_dict()
    month = _last_month(as_of)
    months: dict[str, int] = {}
    lasting: frozenset[str] = listed.get(_name_of(month), frozenset())
    while lasting:
        months.update({cell: months.get(cell, 0) + 1 for cell in lasting})
        month -= 1
        lasting = lasting & listed.get(_name_of(month), frozenset())
    return pd.Series(months, dtype="int64", name="alert_months").sort_index()


def _last_month(as_of: date) -> int:
    """Give the last calendar month that ended before a day, counted from January of year 0."""
    return as_of.year * 12 + as_of.month - 2


def _name_of(month: int) -> str:
    """Write a numbered month, such as ``2026-03``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _monthly_rates(looks: pd.DataFrame, *, as_of: date, params: AlertParams) -> pd.DataFrame:
    """Give the rate of each cell in each whole month with enough looks, and the mean of all."""
    dated = looks.assign(month=looks["day"].dt.year * 12 + looks["day"].dt.month - 1)
    dated = dated[dated["month"] <= _last_month(as_of)]
    summed = dated.groupby(["cell_id", "month"], as_index=False).agg(
        finds=("found", "sum"), visits=("found", "size"), expected=("expected", "sum")
    )
    finds, visits = summed["finds"].to_numpy(float), summed["visits"].to_numpy(float)
    fair = fair_visits(finds, visits, summed["expected"].to_numpy(float))
    mean = finds.sum() / max(fair.sum(), 1.0)
    rate = (finds + params.prior_looks * mean) / np.maximum(fair + params.prior_looks, _NOTHING)
    rates = summed.assign(rate=rate, mean=mean)
    return rates.loc[rates["visits"] >= params.min_visits, ["cell_id", "month", "rate", "mean"]]


def _worst(rates: pd.DataFrame, kind: str, *, worst: int) -> pd.DataFrame:
    """List the worst cells of each month by one kind of alert."""
    back = _MONTHS_BACK[kind]
    earlier = rates.assign(
        month=rates["month"] + back, before=rates["rate"] if back else rates["mean"]
    )
    compared = rates.merge(earlier[["cell_id", "month", "before"]], on=["cell_id", "month"])
    compared = compared.assign(worse=compared["rate"] - compared["before"])
    compared = compared[compared["worse"] > _NOTHING].sort_values(
        ["month", "worse", "cell_id"], ascending=[True, False, True], kind="stable"
    )
    place = compared.groupby("month").cumcount()
    order = list(_MONTHS_BACK).index(kind)
    return compared.assign(kind=kind, order=order, place=place)[place < worst]


def _months_in_a_row(alerts: pd.DataFrame) -> list[int]:
    """Count, per alert in the order of months, the months in a row on the same list."""
    streaks: dict[tuple[object, object, int], int] = {}
    listed = zip(alerts["cell_id"], alerts["kind"], alerts["month"].astype(int), strict=True)
    for cell, kind, month in listed:
        streaks[cell, kind, month] = streaks.get((cell, kind, month - 1), 0) + 1
    return list(streaks.values())
