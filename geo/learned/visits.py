"""Visits to learn from and to score, in the one form that every caller brings them to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from data.errors import InputError, TableError

if TYPE_CHECKING:
    from datetime import date

TeamMode = Literal["nuisance", "known", "ignore"]
"""What becomes of the team: averaged out of the score, used as known, or never looked at."""

_COLUMNS = ("site", "day", "found", "team", "x_m", "y_m")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Visits:
    """
    Visits, one a row; all tables have the same index.

    Attributes
    ----------
    rows
        Index: unique ids as text. Columns: ``site`` (text), ``day`` (datetime64), ``found`` (1 if
        the visit found something, 0 if not, ``nan`` where unknown or still to be scored), ``team``
        (text, missing where unknown), ``x_m`` and ``y_m`` (metres in any one system, ``nan`` where
        unknown).
    features
        What the caller knows of the row: numbers, truth values or categories (text), ``nan`` where
        unknown, **each already as of the row's freezing day**, see :func:`freezing_days`.
    history
        Numbers that the visit itself brought to light, such as how many serious faults. They are
        never features of their own row; rows of the same site with a later freezing day see them
        as past. ``None`` where there are none.
    card
        A scorecard's risk, 0-1, as of the row's freezing day: what a model must beat. ``None``: a
        built-in rule on the site's past finds takes its place.

    Raises
    ------
    InputError
        If an index is not unique or differs between tables, an outcome is neither 0 nor 1, a
        row has no site or no day, or a column of ``history`` is not a number.
    TableError
        If ``rows`` lacks a column.
    """

    rows: pd.DataFrame
    features: pd.DataFrame
    history: pd.DataFrame | None = None
    card: pd.Series | None = None

    def __post_init__(self) -> None:
        missing = set(_COLUMNS) - set(self.rows.columns)
        if missing:
            faults = [f"column {name} is missing" for name in sorted(missing)]
            raise TableError("visits", faults)
        _refuse(self.rows.index[self.rows.index.duplicated()], "has the id of another", "编号重复")
        _refuse(self.rows.index[self.rows["site"].isna()], "has no site", "没有场所")
        _refuse(self.rows.index[self.rows["day"].isna()], "has no day", "没有日期")
        found = self.rows["found"]
        odd = self.rows.index[~(found.isna() | found.isin([0, 1]))]
        _refuse(odd, "has an outcome that is neither 0 nor 1", "结果既不是 0 也不是 1")
        for other in (self.features, self.history, self.card):
            if other is not None and not other.index.equals(self.rows.index):
                raise InputError(
                    "The tables of visits must have the same rows in the same order.",
                    zh="检查记录的各表必须逐行一致、顺序相同。",
                )
        self._check_history()

    def _check_history(self) -> None:
        for name in [] if self.history is None else self.history.columns:
            if not pd.api.types.is_numeric_dtype(self.history[name].dtype):  # type: ignore[index]  # not None here
                raise InputError(
                    f"Column {name!r} is to be used as history but does not hold numbers.",
                    zh=f"列“{name}”要作为历史使用，但其中不是数字。",
                )

    def take(self, kept: pd.Index) -> Visits:
        """Keep the rows with these ids, in this order."""
        return replace(
            self,
            rows=self.rows.loc[kept],
            features=self.features.loc[kept],
            history=None if self.history is None else self.history.loc[kept],
            card=None if self.card is None else self.card.loc[kept],
        )


def seen_teams(visits: Visits, mode: TeamMode) -> Visits:
    """
    Leave out who made each visit where teams are to be ignored.

    The past of a site is compared with that of its teams, so a team must go before anything is
    described and not only when weights are fitted.
    """
    if mode != "ignore":
        return visits
    nobody = pd.Series(None, index=visits.rows.index, dtype="str")
    return replace(visits, rows=visits.rows.assign(team=nobody))


def _refuse(bad: pd.Index, what: str, what_zh: str) -> None:
    if len(bad):
        named = ", ".join(map(str, bad[:_MOST_NAMED]))
        more = f" and {len(bad) - _MOST_NAMED} more" if len(bad) > _MOST_NAMED else ""
        raise InputError(
            f"Visit {named}{more} {what}.", zh=f"检查记录 {named}（共 {len(bad)} 行）{what_zh}。"
        )


def past_visits(visits: Visits, origin: date) -> Visits:
    """
    Keep the visits before ``origin`` whose outcome is known, in an order of their own.

    The order (day, site, id) does not depend on that of the table, so that the same visits give
    the same score to the last bit however they were listed.
    """
    rows = visits.rows
    known = rows[(rows["day"] < pd.Timestamp(origin)) & rows["found"].notna()]
    keys = pd.DataFrame(
        {"day": known["day"].array, "site": known["site"].array, "id": known.index.astype(str)}
    )
    return visits.take(known.index[keys.sort_values(["day", "site", "id"]).index])


def freezing_days(days: pd.Series, origin: date) -> pd.Series:
    """
    Give the day whose morning a row must be described as of.

    Nothing dated on or after that day is seen by the row: for rows before ``origin`` the first day
    of their own month, for all others ``origin``.

    Examples
    --------
    >>> from datetime import date
    >>> days = pd.Series(pd.to_datetime(["2026-03-17", "2026-04-02", "2026-05-30"]))
    >>> freezing_days(days, date(2026, 4, 20)).dt.strftime("%m-%d").tolist()
    ['03-01', '04-01', '04-20']
    """
    starts = days.dt.to_period("M").dt.start_time
    frozen: pd.Series = starts.where(days < pd.Timestamp(origin), pd.Timestamp(origin))
    return frozen


def day_numbers(days: pd.Series) -> np.ndarray:
    """Count days since 1970-01-01, shape ``(n,)``."""
    return days.to_numpy(dtype="datetime64[D]").astype(np.int64)
