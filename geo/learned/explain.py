"""Reasons of a learned score in plain words: groups of facts whose points sum to the logit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.model import Reason
from geo.card.reasons import write_reasons
from geo.learned.facts import CARD, COLUMN, HISTORY, NEAR, OWN
from geo.learned.visits import past_visits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float64, int64
    from numpy.typing import NDArray

    Saying = tuple[str, str, str]
    """Chinese, English, evidence."""

    from geo.learned.model import Scored
    from geo.learned.visits import Visits

COLUMNS_SAID = 2
"""Of the caller's columns so many have a sentence of their own; the others share one."""
_NEGLIGIBLE = 1e-12


def explain_learned(scored: Scored, history: Visits) -> list[str]:
    """
    Write the reasons of every row.

    Parameters
    ----------
    scored
        ``n`` rows.
    history
        Visits on record; the sentences give their numbers and dates before the scores' day.

    Returns
    -------
    reasons
        Length ``n``, JSON as of :func:`geo.card.reasons.write_reasons`. First ``base``, the level
        of an average place; then at most eight groups, the greatest effect first. The points sum to
        the row's logit within 1e-9.
    """
    base = Reason("base", scored.intercept, "一般场所的检出水平", "The level of an average place")
    said = _kinds_said(scored, _record(past_visits(history, scored.origin), scored.site))
    columns = _columns_said(scored)
    written = []
    for row in range(len(scored.logit)):
        reasons = [one for one in said(row) + columns(row) if abs(one.points) > _NEGLIGIBLE]
        reasons.sort(key=lambda one: -abs(one.points))
        written.append(write_reasons([base, *reasons]))
    return written


def _record(past: Visits, site: pd.Series) -> pd.DataFrame:
    """Sum up the past visits of each row's site: counts, last day and its id, last find."""
    rows = past.rows.assign(id=past.rows.index.astype(str))
    finds = rows["day"].where(rows["found"] > 0)
    sums = (
        rows.assign(last_find=finds)
        .groupby(past.rows["site"])
        .agg(
            visits=("found", "size"),
            finds=("found", "sum"),
            last=("day", "max"),
            last_id=("id", "last"),
            last_find=("last_find", "max"),
        )
    )
    return sums.reindex(site).reset_index(drop=True)


def _kinds_said(scored: Scored, record: pd.DataFrame) -> Callable[[int], list[Reason]]:
    """Give what is said of a row, kind by kind, the caller's columns left out."""
    kinds = dict.fromkeys(scored.contributions.columns.get_level_values(0))
    points = {
        kind: scored.contributions[kind].sum(axis="columns").to_numpy()
        for kind in kinds
        if kind != COLUMN
    }
    told = {kind: _sayings(kind, scored, record) for kind in points}
    return lambda row: [Reason(kind, float(points[kind][row]), *told[kind][row]) for kind in points]


def _sayings(kind: str, scored: Scored, record: pd.DataFrame) -> list[Saying]:
    """Give for each row what is said of one kind of facts."""
    if kind == OWN:
        return _own(record)
    if kind == NEAR:
        return [_near(100.0 * over) for over in scored.facts[NEAR, "near_400"]]
    if kind == HISTORY:
        return _history(pd.DataFrame(scored.facts[HISTORY]), record)
    if kind == CARD:
        return [_card(float(logit)) for logit in scored.facts[CARD, "card"]]
    return [("去检查的检查组", "The team that goes", "")] * len(scored.logit)


def _own(record: pd.DataFrame) -> list[Saying]:
    days = {
        name: record[name].dt.strftime("%Y-%m-%d").to_numpy(dtype=object)
        for name in ("last", "last_find")
    }
    counts = record[["visits", "finds"]].fillna(0).to_numpy(dtype=int).tolist()
    ids = record["last_id"].to_numpy(dtype=object)
    return [
        _own_saying(visits, finds, (last, last_find), f"{visit} {last}")
        for (visits, finds), last, last_find, visit in zip(
            counts, days["last"], days["last_find"], ids, strict=True
        )
    ]


def _own_saying(visits: int, finds: int, days: tuple[str, str], evidence: str) -> Saying:
    if not visits:
        return "没有以往检查结果", "No result of an earlier visit", ""
    last, last_find = days
    zh = f"以往{visits}次检查有{finds}次发现问题，最近一次检查{last}"
    en = f"{finds} of {visits} earlier visits found something; the last visit was on {last}"
    if finds:
        zh, en = f"{zh}，最近一次发现问题{last_find}", f"{en}, the last find on {last_find}"
    return zh, en, evidence


def _near(over: float) -> Saying:
    zh_way, en_way = ("高", "above") if over >= 0 else ("低", "below")
    zh = f"周边约400米内以往检查的检出率比全部平均{zh_way}{abs(over):.1f}个百分点"
    en = f"Within about 400 m, finds per visit were {abs(over):.1f} points {en_way} the average"
    return zh, en, ""


def _history(facts: pd.DataFrame, record: pd.DataFrame) -> list[Saying]:
    means = [name for name in facts.columns if str(name).startswith("mean ")]
    names = [str(name).removeprefix("mean ") for name in means]
    visits = record["visits"].fillna(0).to_numpy(dtype=int).tolist()
    over = facts[means].to_numpy(dtype=float)
    most = np.abs(over).argmax(axis=1)
    return [
        _history_saying(count, names[at], is_more=bool(row[at] >= 0))
        for count, at, row in zip(visits, most, over, strict=True)
    ]


def _history_saying(visits: int, name: str, *, is_more: bool) -> Saying:
    if not visits:
        return f"没有以往检查的{name}等记录", f"No {name} or the like from earlier visits", ""
    zh = f"以往{visits}次检查记录的{name}比同组平均{'多' if is_more else '少'}"
    en = f"{visits} earlier visits noted {'more' if is_more else 'less'} {name} than their teams do"
    return zh, en, ""


def _card(logit: float) -> Saying:
    points = 100.0 / (1.0 + np.exp(-logit))
    return f"评分卡{points:.0f}分", f"The scorecard gives {points:.0f} points", ""


def _columns_said(scored: Scored) -> Callable[[int], list[Reason]]:
    """Give what is said of the caller's columns: the weightiest by name, the rest together."""
    if COLUMN not in scored.contributions.columns.get_level_values(0):
        return lambda _: []
    points = scored.contributions[COLUMN].to_numpy()
    names = [str(name) for name in scored.contributions[COLUMN].columns]
    values = [scored.facts[COLUMN, name].to_numpy(dtype=object) for name in names]
    order: NDArray[int64] = np.argsort(-np.abs(points), axis=1, kind="stable")

    def said(row: int) -> list[Reason]:
        first, rest = order[row, :COLUMNS_SAID], order[row, COLUMNS_SAID:]
        reasons = [_column(names[k], values[k][row], float(points[row, k])) for k in first]
        if len(rest):
            reasons.append(_rest(points[row, rest]))
        return reasons

    return said


def _column(name: str, value: str | float | None, points: float) -> Reason:
    if pd.isna(value):
        return Reason(f"{COLUMN}:{name}", points, f"{name}不详", f"{name} is not known")
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return Reason(f"{COLUMN}:{name}", points, f"{name}：{text}", f"{name}: {text}")


def _rest(points: NDArray[float64]) -> Reason:
    zh, en = f"其他{len(points)}项条件合计", f"{len(points)} other columns together"
    return Reason(COLUMN, float(points.sum()), zh, en)
