"""Scores on cells: which are hotspots, how they go, where to look next, what changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.schema import as_records
from geo.beats.membership import beat_of_cells
from geo.cells.alerts import alert_months, monthly_alerts
from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.keepers import cell_keepers, cell_towns
from geo.cells.looks import cell_looks
from geo.cells.trends import cell_trends
from service.pipeline.cells.change import compared
from service.pipeline.cells.cutting import CELL_KIND, CELL_M, SQUARES, with_near_finds
from service.pipeline.cells.foresight import expect_next, next_result, write_next
from service.pipeline.cells.outings import RISKY_GRADES, outings
from service.pipeline.cells.town import read_cell_town
from service.pipeline.roads.walks import town_walks
from service.results.cell import AlertResult, HotCell, HotspotResult

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from geo.cells.division import Division
    from geo.cells.forecast import Forecast
    from service.pipeline.cells.cutting import Cut
    from service.pipeline.cells.town import CellTown

_MISSING = {"trend": "", "outlier": "", "keeper": "", "alert_months": 0}


def map_hotspots(store: Store, *, cut: Cut = SQUARES, against: str | None = None) -> HotspotResult:
    """
    Put the scores on cells, say which are significant and where to look next, and keep them.

    Parameters
    ----------
    cut
        What the cells are.
    against
        ISO week whose Monday's cells are compared with these: the same sites and cells, and only
        the visits before that day. ``None`` compares nothing.

    Raises
    ------
    ConfigError
        If a size is outside its range, or the week is not before the day of the scores.
    NotFoundError
        If there are no scored sites, or nothing to cut the town along.
    """
    town = read_cell_town(store, cut)
    division, as_of = town.division, town.as_of
    looks = cell_looks(town.inspections, division.cell_of_site, as_of=as_of)
    alerts = monthly_alerts(looks, as_of=as_of)
    forecast = expect_next(store.read("tip"), looks, division, as_of=as_of)
    cells = _with_course(town.judged(as_of), looks, alerts, division, as_of=as_of)
    cells = _with_order(cells, forecast)
    cells = cells.assign(**_keepers(town, store.read("area")))
    change = compared(town.judged, cells, as_of=as_of, week=against)
    _keep(store, cells, alerts, cut=cut, forecast=forecast)
    return HotspotResult(
        as_of=as_of.isoformat(),
        cell_kind=division.kind,
        cell_m=cut.size_m if cut.kind == "square" else None,
        cells=len(cells),
        classes=dict(Counter(cells["class"])),
        hot=_hot_cells(with_near_finds(cells, division.weights)),
        outings=outings(town.sites.join(town.scores), walk=town_walks(store)),
        risky=int(town.scores["grade"].isin(RISKY_GRADES).sum()),
        counted=dict(division.counted),
        trends=dict(Counter(cells["trend"].dropna())),
        next=next_result(forecast, cells),
        alerts=_last_alerts(alerts, cells),
        change=change,
    )


def _with_course(
    cells: pd.DataFrame,
    looks: pd.DataFrame,
    alerts: pd.DataFrame,
    division: Division,
    *,
    as_of: date,
) -> pd.DataFrame:
    """Say of each cell how it goes, and for how many months it has stood out for the worse."""
    trend = cell_trends(
        looks, division.cells.index, division.weights, as_of=as_of, levels=DEFAULT_HOTSPOTS
    )
    months = alert_months(alerts, as_of=as_of)
    return cells.assign(
        trend=trend.reindex(cells.index).astype(cells["trend"].dtype),
        alert_months=months.reindex(cells.index, fill_value=0).astype("Int64"),
    )


def _with_order(cells: pd.DataFrame, forecast: Forecast) -> pd.DataFrame:
    return cells.assign(
        expected_next=forecast.expected.reindex(cells.index).astype(float),
        next_place=forecast.place.reindex(cells.index).astype("Int64"),
        next_top=forecast.is_top.reindex(cells.index).astype("boolean"),
    )


def _keepers(town: CellTown, areas: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the columns that say who answers for each cell, and whose it is."""
    keepers = cell_keepers(town.division, town.sites, areas)
    told = {str(name): keepers[name] for name in keepers}
    return told | {"town": cell_towns(town.division, town.sites)}


def _keep(
    store: Store, cells: pd.DataFrame, alerts: pd.DataFrame, *, cut: Cut, forecast: Forecast
) -> None:
    """Write cells and alerts in place of the former, each cell in the beat it was or lies in."""
    with store.writing() as unit:
        beats = beat_of_cells(unit.read("beat"), cells, known=unit.read("cell")["beat_id"])
        unit.clear("cell")
        unit.clear("cell_alert")
        unit.append("cell", cells.assign(beat_id=beats))
        unit.append("cell_alert", alerts)
        unit.set(CELL_KIND, cut.kind)
        unit.set(CELL_M, str(cut.size_m))
        write_next(unit, forecast)


def _hot_cells(cells: pd.DataFrame) -> tuple[HotCell, ...]:
    hot = cells[cells["class"].str.startswith("hot")].sort_values("z", ascending=False)
    return tuple(_hot_cell(row) for row in as_records(hot))


def _hot_cell(row: dict[str, Any]) -> HotCell:
    known = {name: row[name] for name in row if not pd.isna(row[name])} if row else {}
    return HotCell(
        cell_id=row["cell_id"],
        name=known.get("name", row["cell_id"]),
        significance=row["class"],
        sites=int(row["sites"]),
        visits=int(row["visits"]),
        finds=int(row["finds"]),
        near_visits=int(row["near_visits"]),
        near_finds=int(row["near_finds"]),
        rate=known.get("rate"),
        z=float(row["z"]),
        q=float(row["q"]),
        **{name: known.get(name, default) for name, default in _MISSING.items()},
    )


def _last_alerts(alerts: pd.DataFrame, cells: pd.DataFrame) -> tuple[AlertResult, ...]:
    """List the alerts of the last month that has any, those that have lasted longest first."""
    last = alerts[alerts["month"] == alerts["month"].max()] if len(alerts) else alerts
    order = last.assign(long=-last["months"]).sort_values(["long", "cell_id", "kind"])
    return tuple(
        AlertResult(
            month=row["month"],
            cell_id=row["cell_id"],
            name=str(cells["name"].get(row["cell_id"], row["cell_id"])),
            kind=row["kind"],
            value=float(row["value"]),
            before=None if pd.isna(row["before"]) else float(row["before"]),
            months=int(row["months"]),
            escalated=bool(row["escalated"]),
        )
        for row in as_records(order)
    )
