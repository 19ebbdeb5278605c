"""Past months replayed: every visit with the scores its site had on the month's first day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import metric_crs
from data.errors import InputError, NotFoundError
from geo.cells.grid import assign_cells
from geo.evaluate import month_windows, odd_visits
from geo.sites.history import looks_before
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.risk.rivals import RIVALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ports import Progress
    from geo.evaluate import Window
    from service.pipeline.risk.rivals import Known, Scored

TOP_SHARE = 0.1
_ENOUGH_VISITS = 30
TEAM = "team"
_TEAM_PRIOR = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """
    Months replayed.

    Attributes
    ----------
    windows
        The months, in order.
    visits
        Index ``inspection_id``, looks in the months without the odd ones: ``site_id``, ``day``,
        ``found`` (0/1), ``month`` (place in ``windows``), ``team`` (number, -1 unknown); a column
        ``score:CODE`` per rival and ``score:team``, and ``chance:CODE`` where a rival gives
        chances (``nan`` where none could be told yet).
    cells
        One row per month and cell with a site: ``month``, ``finds`` and a ``score:CODE`` per rival.
    models
        Model in use in each month.
    overlaps
        Share of the riskiest tenth that was in it the month before; ``nan`` for the first.
    odd
        Visits set aside, as ``geo.evaluate.odd_visits`` lists them, of the whole record.
    """

    windows: tuple[Window, ...]
    visits: pd.DataFrame
    cells: pd.DataFrame
    models: tuple[str, ...]
    overlaps: tuple[float, ...]
    odd: pd.DataFrame


def replay(known: Known, *, origins: int, cell_m: int, progress: Progress | None = None) -> Replay:
    """
    Replay the last months on record.

    Parameters
    ----------
    known
        What is known on the day the backtest is as of.
    origins
        Months wanted, >= 1; fewer are judged where the record is shorter.
    cell_m
        Side of the cells, metres.
    progress
        Told after each month.

    Raises
    ------
    NotFoundError
        If no visit on record saw inside a site of the ledger.
    InputError
        If the record holds no whole month with visits before it.
    ConfigError
        If ``origins`` is below 1.
    """
    odd = odd_visits(known.inspections, known.sites)
    looks = _looks(known, odd)
    windows = month_windows(
        looks["day"], count=origins, step_months=1, end=pd.Timestamp(known.as_of)
    )
    if not windows:
        raise _no_month(looks)
    cell_of_site = _cell_of_site(known.sites, cell_m)
    months, cells, tops, models = [], [], [], []
    for number, window in enumerate(windows):
        then = known.before(window.first.date())
        scored = {code: rival(then) for code, rival in RIVALS.items()}
        now = looks[window.holds(looks["day"])].assign(month=number)
        months.append(_with_scores(now, scored, looks[looks["day"] < window.first]))
        cells.append(_cells(now, scored, cell_of_site).assign(month=number))
        tops.append(_top_sites(scored["in_use"], leave_out_gone(known.sites).index))
        models.append(scored["in_use"].model)
        if progress is not None:
            progress(number + 1, len(windows))
    return Replay(
        windows=windows,
        visits=_with_chances(pd.concat(months)),
        cells=pd.concat(cells),
        models=tuple(models),
        overlaps=_overlaps(tops),
        odd=odd,
    )


def _no_month(looks: pd.DataFrame) -> InputError:
    """Say that the record holds no month with visits before it."""
    first, last = (one.date() for one in (looks["day"].min(), looks["day"].max()))
    return InputError(
        f"Expected visits over a whole month and some before it, got {len(looks)} from {first} "
        f"to {last}; nothing can be judged yet.",
        zh=f"{len(looks)} 次检查在 {first} 至 {last} 之间，"
        "其中没有一个“此前已有检查”的完整月份，还无法回测。",
    )


def _looks(known: Known, odd: pd.DataFrame) -> pd.DataFrame:
    """Keep looks at sites of the ledger whose records can be believed."""
    looks = looks_before(known.inspections, known.as_of)
    looks = looks[looks["site_id"].isin(known.sites.index) & ~looks.index.isin(odd.index)]
    if looks.empty:
        raise NotFoundError(
            "The store holds no visit that saw inside a site; import inspections "
            "(检查记录) with results first.",
            zh="库中没有进门检查的记录，请先导入带结果的检查记录。",
        )
    team = pd.factorize(looks["team"], sort=True)[0]
    columns = looks[["site_id", "day"]]
    return columns.assign(found=looks["found"].astype(float), team=team)


def _cell_of_site(sites: pd.DataFrame, cell_m: int) -> pd.Series[str]:
    crs = metric_crs(sites["lon_deg"])
    names = assign_cells(sites["lon_deg"], sites["lat_deg"], crs=crs, size_m=cell_m)
    return pd.Series(names, index=sites.index)


def _with_scores(now: pd.DataFrame, scored: dict[str, Scored], past: pd.DataFrame) -> pd.DataFrame:
    """Give each visit the scores of its site, and what its team's past alone would say."""
    columns = {f"score:{code}": one.score.reindex(now["site_id"]) for code, one in scored.items()}
    columns |= {
        f"chance:{code}": one.chance.reindex(now["site_id"])
        for code, one in scored.items()
        if one.chance is not None
    }
    mean = past["found"].mean()
    by_team = past.groupby("team")["found"].agg(["sum", "size"])
    rate = (by_team["sum"] + _TEAM_PRIOR * mean) / (by_team["size"] + _TEAM_PRIOR)
    columns[f"score:{TEAM}"] = now["team"].map(rate).fillna(mean)
    values = {name: column.to_numpy(dtype=float) for name, column in columns.items()}
    return now.assign(**values)


def _cells(
    now: pd.DataFrame, scored: dict[str, Scored], cell_of_site: pd.Series[str]
) -> pd.DataFrame:
    """Sum scores and finds by cell; a score that knows nothing of sites knows nothing of cells."""
    finds = now.groupby("site_id")["found"].sum().reindex(cell_of_site.index, fill_value=0.0)
    columns = {"finds": finds} | {
        f"score:{code}": one.score.reindex(cell_of_site.index)
        if one.score.min() < one.score.max()
        else pd.Series(0.0, index=cell_of_site.index)
        for code, one in scored.items()
    }
    return pd.DataFrame(columns).groupby(cell_of_site).sum()


def _top_sites(scored: Scored, standing: pd.Index) -> frozenset[str]:
    """Take the riskiest tenth of the sites that stand today, at least one; ties by id."""
    count = max(round(TOP_SHARE * len(standing)), 1)
    ordered = scored.score.reindex(standing).sort_index()
    return frozenset(ordered.sort_values(ascending=False, kind="stable").index[:count])


def _overlaps(tops: Sequence[frozenset[str]]) -> tuple[float, ...]:
    shares = [
        len(now & before) / len(now) if now else float("nan") for before, now in pairwise(tops)
    ]
    return (float("nan"), *shares)


def _with_chances(visits: pd.DataFrame) -> pd.DataFrame:
    """Turn the card's index into chances, each month by what the months before it showed."""
    by_card = _forward_chances(visits, "score:scorecard")
    said = visits.get("chance:in_use", pd.Series(np.nan, index=visits.index))
    return visits.assign(**{"chance:scorecard": by_card, "chance:in_use": said.fillna(by_card)})


def _forward_chances(visits: pd.DataFrame, column: str) -> pd.Series[float]:
    """Fit a sigmoid to earlier months (Platt 1999); ``nan`` while they say too little."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second of imports

    chances = pd.Series(np.nan, index=visits.index)
    for month in visits["month"].unique():
        past, now = visits[visits["month"] < month], visits["month"] == month
        if len(past) < _ENOUGH_VISITS or past["found"].min() == past["found"].max():
            continue
        mean, spread = past[column].mean(), past[column].std() or 1.0
        model = LogisticRegression(C=1.0)
        model.fit(((past[column] - mean) / spread).to_numpy().reshape(-1, 1), past["found"])
        points = ((visits.loc[now, column] - mean) / spread).to_numpy().reshape(-1, 1)
        chances[now] = model.predict_proba(points)[:, 1]
    return chances
