"""What changed on the cells since the Monday of an earlier week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.units import named_week, week_monday
from service.results.cell import ChangeResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pandas as pd


def compared(
    judged: Callable[[date], pd.DataFrame],
    cells: pd.DataFrame,
    *,
    as_of: date,
    week: str | None,
) -> ChangeResult | None:
    """
    Judge the cells as of an earlier Monday, and say what has changed since.

    Parameters
    ----------
    judged
        Gives the cells as of a day, knowing only what was dated before it.
    cells
        The cells as of ``as_of``.
    week
        The earlier week; ``None`` compares nothing.

    Raises
    ------
    ConfigError
        If it names no week, or its Monday is not before ``as_of``.
    """
    if week is None:
        return None
    monday = week_monday(named_week(week))
    if monday >= as_of:
        raise ConfigError(
            f"Expected --against a week that began before {as_of}, got {week}.",
            zh=f"--against 应为 {as_of} 之前开始的一周，现为 {week}。",
        )
    then, now = judged(monday)["class"], cells["class"]
    then = then.reindex(now.index)
    hot_then, hot_now = then.str.startswith("hot"), now.str.startswith("hot")
    few_then, few_now = then == "few", now == "few"
    order = cells.assign(size=cells["z"].abs().fillna(0.0)).sort_values("size", ascending=False)

    def names(mask: pd.Series[bool]) -> tuple[str, ...]:
        return tuple(order.loc[mask.reindex(order.index), "name"].astype(str))

    return ChangeResult(
        week=named_week(week),
        as_of=monday.isoformat(),
        became_hot=names(hot_now & ~hot_then),
        no_longer_hot=names(hot_then & ~hot_now),
        now_few=names(few_now & ~few_then),
        no_longer_few=names(few_then & ~few_now),
    )
