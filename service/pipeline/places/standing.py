"""The sites that stand, their scores, and the day on which the record stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.errors import NotFoundError
from data.words import GONE, SITE_STATUS

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.store import Store


def read_sites(store: Store) -> pd.DataFrame:
    """
    Read all sites, those that are gone included.

    Raises
    ------
    NotFoundError
        If there are none yet.
    """
    sites = store.read("site")
    if not len(sites):
        raise NotFoundError(
            "The store holds no site; run `gridpatrol import FILE...` first.",
            zh="库中没有点位，请先运行 gridpatrol import 文件…",
        )
    return sites


def leave_out_gone(sites: pd.DataFrame) -> pd.DataFrame:
    """Keep the sites that still stand; there may be none."""
    return sites[sites["status"] != GONE]


def standing_sites(store: Store) -> pd.DataFrame:
    """
    Read the sites that are scored, put on cells and visited: all but those that are gone.

    Raises
    ------
    NotFoundError
        If there are none.
    """
    sites = read_sites(store)
    standing = leave_out_gone(sites)
    if not len(standing):
        gone_zh, gone_en = SITE_STATUS[GONE]
        raise NotFoundError(
            f"All {len(sites)} sites of the store are {gone_en}; import a ledger with another "
            "status (经营状态) for those that stand.",
            zh=f"库中 {len(sites)} 个点位的经营状态全是“{gone_zh}”；请导入写明其他状态的台账。",
        )
    return standing


def read_scores(store: Store, sites: pd.DataFrame) -> pd.DataFrame:
    """
    Read the scores of some sites, which cells, plans and pages need.

    Raises
    ------
    NotFoundError
        If a site was never scored, as after an import.
    """
    scores = store.read("score")
    missing = len(sites.index.difference(scores.index))
    if missing:
        raise NotFoundError(
            f"{missing} of {len(sites)} sites have no score yet; run `gridpatrol score` first.",
            zh=f"{len(sites)} 个点位中有 {missing} 个尚未评分，请先运行 gridpatrol score。",
        )
    return scores[scores.index.isin(sites.index)]


def day_after_last(store: Store) -> date:
    """
    Find the day after the last dated row: the default for ``--as-of``.

    Raises
    ------
    NotFoundError
        If no row has a date; the caller must say the day then.
    """
    columns = (
        *(("inspection", "day"), ("finding", "found"), ("finding", "closed"), ("tip", "day")),
        *(("given_order", "day"), ("disposition", "day"), ("disposition", "finished")),
    )
    days = [day for table, column in columns if (day := store.latest(table, column))]
    if not days:
        raise NotFoundError(
            "The store holds no dated visit, finding or tip-off; say the day with --as-of.",
            zh="库中没有带日期的检查、隐患或线索，请用 --as-of 指定日期。",
        )
    return max(days) + timedelta(days=1)


def report_day(store: Store) -> date:
    """
    Find the day on which the record stands: the day after its last dated row, or that of scores.

    Raises
    ------
    NotFoundError
        If nothing in the store bears a date; the caller must say the day then.
    """
    step, scored = store.latest("finding_step", "day"), store.latest("score", "as_of")
    last = [] if step is None else [step + timedelta(days=1)]
    last += [] if scored is None else [scored]
    try:
        last.append(day_after_last(store))
    except NotFoundError:
        if not last:
            raise
    return max(last)
