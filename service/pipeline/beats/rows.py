"""Beats as the store keeps them: name, keeper, team, work and outline of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.crs import unproject
from data.schema import BEAT, as_records, as_table, check_table
from geo.beats.outlines import beat_outlines, compactness
from service.pipeline.beats.crews import match_teams
from service.pipeline.beats.town import busiest_names
from service.pipeline.places.sites import text_of

if TYPE_CHECKING:
    from data.store import Store
    from geo.beats.division import Beats
    from service.pipeline.beats.town import BeatTown

_NAMED_VILLAGES = 2
_DIVIDED = ("cells", "work_min", "share", "contiguous", "moved_cells")
"""Columns that are those of the division."""


def beat_rows(store: Store, town: BeatTown, beats: Beats, *, by_hours: bool) -> pd.DataFrame:
    """
    Describe each beat as the store keeps it.

    Parameters
    ----------
    store
        Holds the teams.
    town
        What was divided.
    beats
        Its beats.
    by_hours
        Whether what is fair for a beat is in proportion to the hours of its team.

    Returns
    -------
    rows
        Table by schema ``BEAT``.
    """
    table = beats.table
    sites = town.sites.assign(beat_id=town.sites["cell_id"].map(beats.beat_of_cell))
    outlines_m = _outlines_m(town, beats)
    described = table[list(_DIVIDED)].assign(
        name=_names(town, sites, table.index),
        keeper=busiest_names(sites, by="beat_id", named="keeper", most=1).str[0],
        team_id=pd.Series(_teams(store, town, table, sites, by_hours=by_hours), dtype=object),
        as_of=town.as_of,
        sites=sites["beat_id"].value_counts().reindex(table.index, fill_value=0),
        compactness=compactness(outlines_m.to_numpy()),
        geometry=unproject(outlines_m.to_numpy(), town.territory.crs),
    )
    made = described.astype(object).where(described.notna(), None)
    return check_table(as_table(as_records(made), BEAT), BEAT)


def _outlines_m(town: BeatTown, beats: Beats) -> pd.Series:
    """Draw the land of each beat, metres, in the order of the beats."""
    territory = town.territory
    shapes_m = territory.shapes_m.to_numpy()
    drawn = beat_outlines(shapes_m, territory.middles_m, beats.beat_of_cell)
    return drawn.reindex(beats.table.index)


def _names(town: BeatTown, sites: pd.DataFrame, beat_ids: pd.Index) -> list[str]:
    """Keep the name that a beat had; else call it after the villages with most of its work."""
    villages = busiest_names(sites, by="beat_id", named="village", most=_NAMED_VILLAGES)
    return [
        text_of(town.former["name"].get(beat)) or "、".join(villages.get(beat, [])) or str(beat)
        for beat in beat_ids
    ]


def _teams(
    store: Store, town: BeatTown, table: pd.DataFrame, sites: pd.DataFrame, *, by_hours: bool
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
