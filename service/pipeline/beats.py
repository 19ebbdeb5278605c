"""Beats of a town: its cells and their expected work, divided among teams and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from data.crs import to_degrees
from data.errors import ConfigError
from data.schema import BEAT, as_records, as_table, check_table
from geo.beats.division import DEFAULT_EXCHANGE, divide_beats
from geo.beats.outlines import beat_outlines, border_lengths, compactness
from planning.rules import default_rules
from service.beats_results import BeatResult, BeatsResult
from service.pipeline.crews import match_teams, weekly_hours
from service.pipeline.places import text_of
from service.pipeline.scores import read_scores, standing_sites
from service.pipeline.territory import read_territory
from service.pipeline.workload import expected_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray

    from data.store import Store
    from geo.beats.division import Beats
    from service.pipeline.territory import Territory

_NAMED_VILLAGES = 2
_MINUTES_PER_HOUR = 60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Town:
    """
    What is divided.

    Attributes
    ----------
    as_of
        The day of the scores.
    territory, cells
        The cells; the same as ``divide_beats`` takes them.
    sites
        By site id: ``cell_id``, ``village``, ``keeper``, ``work_min``.
    by_road
        Whether ways were measured on roads.
    hours
        Weekly hours by team; all 0 where no shift is known.
    former
        Table ``BEAT`` as it was; without rows for a fresh start.
    """

    as_of: date
    territory: Territory
    cells: pd.DataFrame
    sites: pd.DataFrame
    by_road: bool
    hours: pd.Series
    former: pd.DataFrame


def divide_town(
    store: Store,
    *,
    teams: int,
    capacities: Sequence[float] | None = None,
    fresh: bool = False,
    seed: int = 0,
) -> BeatsResult:
    """
    Divide a town into beats of even work, and keep them with the cells.

    Parameters
    ----------
    store
        Holds scored sites; its cells, roads, teams and earlier beats are used where it has them.
    teams
        How many beats, >= 1.
    capacities
        One number for each beat, in the order of the earlier beats if any; ``None``: the weekly
        hours of the teams where there are as many teams as beats, else all equal.
    fresh
        Forget the earlier division.
    seed
        Of every draw.

    Raises
    ------
    ConfigError
        If the number of beats is below 1 or above that of cells, or the capacities do not fit.
    NotFoundError
        If sites or scores are missing.
    """
    _check_numbers(teams, capacities)
    town = _read_town(store, fresh=fresh)
    by_hours = capacities is None and len(town.hours) == teams and bool((town.hours > 0).all())
    previous = _previous(town)
    beats = divide_beats(
        town.cells,
        border_lengths(town.territory.shapes_m.to_numpy()),
        capacities=capacities or _capacities(town, teams, by_hours=by_hours),
        previous=previous,
        seed=seed,
    )
    shapes_m = beat_outlines(
        town.territory.shapes_m.to_numpy(), town.territory.middles_m, beats.beat_of_cell
    )
    sites = town.sites.assign(beat_id=town.sites["cell_id"].map(beats.beat_of_cell))
    rows = _rows(store, town, beats, sites, shapes_m, by_hours=by_hours)
    _keep(store, rows, beats.beat_of_cell)
    return _result(store, town, beats, rows, previous, by_hours=by_hours)


def beat_of_cells(beats: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """
    Tell in which beat each cell lies, for cells drawn anew since the town was divided.

    Parameters
    ----------
    beats
        Table by schema ``BEAT``.
    cells
        Table by schema ``CELL``.

    Returns
    -------
    beat_id
        By cell id: the beat around a point inside the cell; missing where there is none.
    """
    points = shapely.centroid(cells["geometry"].to_numpy())
    inside = shapely.intersects(cells["geometry"].to_numpy(), points)
    points = np.where(inside, points, shapely.point_on_surface(cells["geometry"].to_numpy()))
    return _covering(beats, points, cells.index)


def _covering(beats: pd.DataFrame, points: NDArray[np.object_], index: pd.Index) -> pd.Series:
    """Give the first beat around each point."""
    found = pd.Series(np.full(len(points), None, dtype=object), index=index, name="beat_id")
    if len(beats):
        place, beat = STRtree(beats["geometry"].to_numpy()).query(points, predicate="intersects")
        order = np.lexsort((-beat, place))
        found.iloc[place[order]] = beats.index.to_numpy()[beat[order]]
    return found


def _check_numbers(teams: int, capacities: Sequence[float] | None) -> None:
    if teams < 1:
        raise ConfigError(
            f"Expected --teams >= 1, got {teams}.", zh=f"片数至少为 1，现为 {teams}。"
        )
    if capacities is not None and len(capacities) != teams:
        raise ConfigError(
            f"Expected {teams} capacities for {teams} beats, got {len(capacities)}.",
            zh=f"分 {teams} 片就要写 {teams} 个能力值，现有 {len(capacities)} 个。",
        )


def _read_town(store: Store, *, fresh: bool) -> _Town:
    sites = standing_sites(store)
    scores = read_scores(store, sites)
    territory = read_territory(store, sites)
    work = expected_work(store, sites, scores["grade"], default_rules())
    told = sites[["village", "keeper"]].assign(
        cell_id=territory.cell_of_site, work_min=work.work_min
    )
    former = store.read("beat")
    return _Town(
        as_of=scores["as_of"].max().date(),
        territory=territory,
        cells=_cells(territory, told),
        sites=told,
        by_road=work.by_road,
        hours=weekly_hours(store),
        former=former.iloc[:0] if fresh else former,
    )


def _cells(territory: Territory, sites: pd.DataFrame) -> pd.DataFrame:
    """Sum up the work of each cell, and name the keeper of most of it."""
    index = territory.shapes_m.index
    middles_m = territory.middles_m
    work = sites.groupby("cell_id")["work_min"].sum().reindex(index, fill_value=0.0)
    keepers = _heaviest(sites, by="cell_id", named="keeper", most=1)
    return pd.DataFrame(
        {
            "work_min": work,
            "x_m": middles_m[:, 0],
            "y_m": middles_m[:, 1],
            "keeper": keepers.str[0].reindex(index),
        },
        index=index,
    )


def _heaviest(sites: pd.DataFrame, *, by: str, named: str, most: int) -> pd.Series:
    """List, for each group of sites, the names with the most work, the most first."""
    known = sites.dropna(subset=[by, named])
    work = known.groupby([by, named])["work_min"].sum().reset_index()
    work = work.sort_values([by, "work_min", named], ascending=[True, False, True])
    listed = work.groupby(by)[named].apply(lambda names: list(names.head(most)))
    return listed.astype(object)


def _previous(town: _Town) -> pd.Series | None:
    """Find the earlier beat of each cell by where it lies, whatever the cells were then."""
    if town.former.empty:
        return None
    middles_m = town.territory.middles_m
    lon, lat = to_degrees(middles_m[:, 0], middles_m[:, 1], town.territory.crs)
    return _covering(town.former, np.asarray(shapely.points(lon, lat)), town.cells.index)


def _capacities(town: _Town, teams: int, *, by_hours: bool) -> list[float]:
    """Give each beat the hours of its team, or all the same."""
    if not by_hours:
        return [1.0] * teams
    former = town.former["team_id"].map(text_of)
    named = [former[beat] for beat in sorted(former.index, key=lambda one: (len(one), one))]
    kept = sorted(named) == sorted(map(str, town.hours.index))
    return [float(town.hours[team]) for team in (named if kept else town.hours.index)]


def _rows(
    store: Store,
    town: _Town,
    beats: Beats,
    sites: pd.DataFrame,
    shapes_m: pd.Series,
    *,
    by_hours: bool,
) -> pd.DataFrame:
    """Describe each beat as the store keeps it."""
    table = beats.table
    villages = _heaviest(sites, by="beat_id", named="village", most=_NAMED_VILLAGES)
    keepers = _heaviest(sites, by="beat_id", named="keeper", most=1)
    outlines = shapes_m.reindex(table.index).to_numpy()
    teams = _teams(store, town, table, sites, by_hours=by_hours)
    former = town.former["name"] if len(town.former) else pd.Series(dtype=object)
    made = [
        {
            "beat_id": beat,
            "name": text_of(former.get(beat)) or "、".join(villages.get(beat, [])) or beat,
            "keeper": next(iter(keepers.get(beat, [])), None),
            "team_id": teams.get(beat),
            "as_of": town.as_of,
            "sites": int((sites["beat_id"] == beat).sum()),
            **{key: table[key][beat] for key in ("cells", "work_min", "share")},
            **{key: table[key][beat] for key in ("contiguous", "moved_cells")},
            "compactness": float(round_share),
            "geometry": shape,
        }
        for beat, shape, round_share in zip(
            table.index, _degrees(outlines, town), compactness(outlines), strict=True
        )
    ]
    return check_table(as_table(made, BEAT), BEAT)


def _degrees(shapes_m: NDArray[np.object_], town: _Town) -> NDArray[np.object_]:
    def lonlat(xy: NDArray[float64]) -> NDArray[float64]:
        return np.column_stack(to_degrees(xy[:, 0], xy[:, 1], town.territory.crs))

    turned: NDArray[np.object_] = shapely.transform(shapes_m, lonlat)
    return turned


def _teams(
    store: Store, town: _Town, table: pd.DataFrame, sites: pd.DataFrame, *, by_hours: bool
) -> dict[str, str]:
    """Keep each beat's team; where they are new or others, match them; none if numbers differ."""
    if len(town.hours) != len(table):
        return {}
    former = {str(beat): text_of(team) for beat, team in town.former["team_id"].items()}
    if set(former) == set(table.index) and set(former.values()) == set(town.hours.index):
        return former
    hours = town.hours if by_hours else town.hours * 0.0 + 1.0
    matched = match_teams(store, table, sites, hours=hours, crs=town.territory.crs)
    return {str(beat): str(team) for beat, team in matched.items()}


def _keep(store: Store, rows: pd.DataFrame, beat_of_cell: pd.Series) -> None:
    """Write the beats, and the beat of each stored cell."""
    cells = store.read("cell")
    known = beat_of_cell.reindex(cells.index)
    lost = known.isna()
    if lost.any():
        known = known.where(~lost, beat_of_cells(rows, cells))
    with store.writing() as unit:
        unit.clear("beat")
        unit.append("beat", rows)
        if len(cells):
            unit.upsert("cell", cells.assign(beat_id=known.astype("str")))


def _result(
    store: Store,
    town: _Town,
    beats: Beats,
    rows: pd.DataFrame,
    previous: pd.Series | None,
    *,
    by_hours: bool,
) -> BeatsResult:
    hours, total_h = float(town.hours.sum()), float(rows["work_min"].sum()) / _MINUTES_PER_HOUR
    names = store.read("team")["name"]
    return BeatsResult(
        as_of=town.as_of.isoformat(),
        cell_kind=town.territory.kind,
        cells=len(town.cells),
        sites=len(town.sites),
        by_road=town.by_road,
        spread=round(beats.spread, 4),
        tolerance=DEFAULT_EXCHANGE.tolerance,
        by_hours=by_hours,
        again=previous is not None and bool(previous.notna().any()),
        moved_cells=beats.moved_cells,
        kept_cells=0 if previous is None else int(previous.notna().sum()),
        ended=tuple(map(str, town.former.index.difference(rows.index))),
        groups=len(beats.hops_m) + 1,
        longest_hop_m=round(float(beats.hops_m.max(initial=0.0)), 1),
        heavy_cells=beats.heavy_cells,
        outside=town.territory.outside,
        team_share=round(total_h / hours, 4) if hours > 0 else None,
        beats=tuple(_beat_result(row, names) for row in as_records(rows)),
    )


def _beat_result(row: Mapping[str, Any], names: pd.Series) -> BeatResult:
    return BeatResult(
        beat_id=str(row["beat_id"]),
        name=text_of(row["name"]),
        keeper=text_of(row["keeper"]),
        team=text_of(names.get(text_of(row["team_id"]))),
        cells=int(row["cells"]),
        sites=int(row["sites"]),
        work_min=round(float(row["work_min"]), 1),
        share=round(float(row["share"]), 4),
        compactness=round(float(row["compactness"]), 4),
        contiguous=bool(row["contiguous"]),
        moved_cells=int(row["moved_cells"]),
    )
