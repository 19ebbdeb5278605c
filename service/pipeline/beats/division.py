"""Beats of a town: its cells and their expected work, divided among teams and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.schema import as_records
from data.units import MINUTES_PER_HOUR
from geo.beats.division import DEFAULT_EXCHANGE, divide_beats
from geo.beats.membership import beat_of_cells
from geo.beats.outlines import border_lengths
from service.pipeline.beats.rows import beat_rows
from service.pipeline.beats.town import read_beat_town
from service.pipeline.places.sites import text_of
from service.results.beats import BeatResult, BeatsResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from data.store import Store
    from geo.beats.division import Beats
    from service.pipeline.beats.town import BeatTown


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
    town = read_beat_town(store, fresh=fresh)
    by_hours = capacities is None and len(town.hours) == teams and bool((town.hours > 0).all())
    previous = town.previous()
    beats = divide_beats(
        town.cells,
        border_lengths(town.territory.shapes_m.to_numpy()),
        capacities=capacities or _capacities(town, teams, by_hours=by_hours),
        previous=previous,
        seed=seed,
    )
    rows = beat_rows(store, town, beats, by_hours=by_hours)
    _keep(store, rows, beats.beat_of_cell)
    return BeatsResult(
        as_of=town.as_of.isoformat(),
        cell_kind=town.territory.kind,
        cells=len(town.cells),
        sites=len(town.sites),
        by_road=town.by_road,
        tolerance=DEFAULT_EXCHANGE.tolerance,
        by_hours=by_hours,
        outside=town.territory.outside,
        team_share=_team_share(town),
        ended=tuple(map(str, town.former.index.difference(rows.index))),
        beats=_beat_results(store, rows),
        **_measures(beats, previous),
    )


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


def _capacities(town: BeatTown, teams: int, *, by_hours: bool) -> list[float]:
    """Give each beat the hours of its team, or all the same."""
    if not by_hours:
        return [1.0] * teams
    former = town.former["team_id"].map(text_of)
    named = [former[beat] for beat in sorted(former.index, key=lambda one: (len(one), one))]
    kept = sorted(named) == sorted(map(str, town.hours.index))
    return [float(town.hours[team]) for team in (named if kept else town.hours.index)]


def _keep(store: Store, rows: pd.DataFrame, beat_of_cell: pd.Series) -> None:
    """Write the beats, and the beat of each stored cell."""
    cells = store.read("cell")
    beat_ids = beat_of_cells(rows, cells, known=beat_of_cell)
    with store.writing() as unit:
        unit.clear("beat")
        unit.append("beat", rows)
        if len(cells):
            unit.upsert("cell", cells.assign(beat_id=beat_ids))


def _team_share(town: BeatTown) -> float | None:
    """Divide the weekly work of the town by the weekly hours of its teams; none without hours."""
    hours = float(town.hours.sum())
    work_h = float(town.sites["work_min"].sum()) / MINUTES_PER_HOUR
    return round(work_h / hours, 4) if hours > 0 else None


def _measures(beats: Beats, previous: pd.Series | None) -> dict[str, Any]:
    """Say how good a division is, and what it kept of the one before."""
    known = 0 if previous is None else int(previous.notna().sum())
    return {
        "spread": round(beats.spread, 4),
        "again": known > 0,
        "moved_cells": beats.moved_cells,
        "kept_cells": known,
        "groups": len(beats.hops_m) + 1,
        "longest_hop_m": round(float(beats.hops_m.max(initial=0.0)), 1),
        "heavy_cells": beats.heavy_cells,
    }


def _beat_results(store: Store, rows: pd.DataFrame) -> tuple[BeatResult, ...]:
    """Describe the beats of the table ``BEAT`` for people."""
    names = store.read("team")["name"]
    return tuple(_beat_result(row, names) for row in as_records(rows))


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
