"""Reasons of a learned score in plain words: groups of facts whose points sum to the logit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.model import Reason
from geo.learned.facts import CARD, COLUMN, HISTORY, NEAR, OWN
from geo.learned.visits import past_visits
from geo.reasons import write_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float64, int64
    from numpy.typing import NDArray

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
        Length ``n``, JSON as of :func:`geo.reasons.write_reasons`. First ``base``, the level of an
        average place; then at most eight groups, the greatest effect first. The points sum to the
        row's logit within 1e-9.
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
    sums = rows.assign(last_find=finds).groupby("site").agg(
        visits=("found", "size"),
        finds=("found", "sum"),
        last=("day", "max"),
        last_id=("id", "last"),
        last_find=("last_find", "max"),
    )
    return sums.reindex(site).reset_index(drop=True)


def _kinds_said(scored: Scored, record: pd.DataFrame) -> Callable[[int], list[Reason]]:
    """Give what is said of a row, kind by kind, the caller's columns left out."""
    kinds = [kind for kind in dict.fromkeys(scored.contributions.columns.get_level_values(0))]
    points = {
        kind: scored.contributions[kind].sum(axis="columns").to_numpy()
        for kind in kinds
        if kind != COLUMN
    }
    sentences = {OWN: _own, NEAR: _near, HISTORY: _history, CARD: _card}
    told = {
        kind: sentences[kind](scored.facts, record) if kind in sentences else _team(scored)
        for kind in points
    }
    return lambda row: [
        Reason(kind, float(points[kind][row]), *told[kind][row]) for kind in points
    ]


def _own(facts: pd.DataFrame, record: pd.DataFrame) -> list[tuple[str, str, str]]:
    said = []
    for one in record.itertuples(index=False):
        if pd.isna(one.visits):
            said.append(("没有以往检查结果", "No result of an earlier visit", ""))
            continue
        visits, finds, last = int(one.visits), int(one.finds), f"{one.last:%Y-%m-%d}"
        zh = f"以往{visits}次检查有{finds}次发现问题，最近一次检查{last}"
        en = f"{finds} of {visits} earlier visits found something; the last visit was on {last}"
        if finds:
            zh += f"，最近一次发现{one.last_find:%Y-%m-%d}"
            en += f", the last find on {one.last_find:%Y-%m-%d}"
        said.append((zh, en, f"{one.last_id} {last}"))
    return said


def _near(facts: pd.DataFrame, record: pd.DataFrame) -> list[tuple[str, str, str]]:
    over = facts[NEAR, "near_400"].to_numpy() * 100.0
    return [
        (
            f"周边约400米内以往检查的检出率比全部平均{'高' if one >= 0 else '低'}{abs(one):.1f}个百分点",
            f"Within about 400 m earlier visits found {abs(one):.1f} percentage points "
            f"{'more' if one >= 0 else 'less'} than everywhere",
            "",
        )
        for one in over
    ]


def _history(facts: pd.DataFrame, record: pd.DataFrame) -> list[tuple[str, str, str]]:
    names = [name for name in facts[HISTORY].columns if str(name).startswith("mean ")]
    over = facts[HISTORY][names].to_numpy()
    listed = "、".join(str(name).removeprefix("mean ") for name in names)
    said = []
    for row, visits in zip(over, record["visits"], strict=True):
        if pd.isna(visits):
            said.append((f"没有以往的{listed}", f"No earlier {listed}", ""))
            continue
        most = int(np.abs(row).argmax())
        name = str(names[most]).removeprefix("mean ")
        more = row[most] >= 0
        zh = f"以往{int(visits)}次检查记录的{name}比同组平均{'多' if more else '少'}"
        en = (
            f"{int(visits)} earlier visits noted {'more' if more else 'less'} {name} than their "
            "teams do on average"
        )
        said.append((zh, en, ""))
    return said


def _card(facts: pd.DataFrame, record: pd.DataFrame) -> list[tuple[str, str, str]]:
    logit = facts[CARD, "card"].to_numpy(dtype=float)
    points = 100.0 / (1.0 + np.exp(-logit))
    return [(f"评分卡{one:.0f}分", f"The scorecard gives {one:.0f} points", "") for one in points]


def _team(scored: Scored) -> list[tuple[str, str, str]]:
    return [("去检查的检查组", "The team that goes", "")] * len(scored.logit)


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
        reasons = [
            _column(names[k], values[k][row], float(points[row, k]))
            for k in first
        ]
        if len(rest):
            reasons.append(_rest(points[row, rest]))
        return reasons

    return said


def _column(name: str, value: object, points: float) -> Reason:
    if pd.isna(value):
        return Reason(f"{COLUMN}:{name}", points, f"{name}不详", f"{name} is not known")
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return Reason(f"{COLUMN}:{name}", points, f"{name}：{text}", f"{name}: {text}")


def _rest(points: NDArray[float64]) -> Reason:
    zh, en = f"其他{len(points)}项条件合计", f"{len(points)} other columns together"
    return Reason(COLUMN, float(points.sum()), zh, en)
