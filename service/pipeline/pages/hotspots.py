"""What the hotspot page shows beside cells and places, read from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.schema import as_records
from geo.cells.shapes import density_shapes
from maps.pages import HotspotLayers
from maps.roadspots import RoadMark
from service.pipeline.cells.cutting import CELL_KIND
from service.pipeline.cells.foresight import read_next
from service.pipeline.cells.outings import risky_groups
from service.pipeline.roads.checking import check_town_roads, spots_by_kind
from service.pipeline.roads.walks import town_walks
from service.printing.road import spot_words

if TYPE_CHECKING:
    import pandas as pd

    from data.model import Roads
    from data.store import Store


def read_layers(store: Store, table: pd.DataFrame, *, roads: Roads) -> HotspotLayers:
    """
    Gather the layers of the hotspot page.

    Parameters
    ----------
    store
        Holds beats, alerts, and how the order of where next was found.
    table
        Tables ``SITE`` and ``SCORE`` joined by site.
    roads
        Those of the store.
    """
    settings = store.settings()
    return HotspotLayers(
        road_marks=_road_marks(store, roads),
        beats=store.read("beat"),
        alerts=store.read("cell_alert"),
        stops=[
            list(zip(group["lon_deg"], group["lat_deg"], strict=True))
            for group in risky_groups(table, walk=town_walks(store))
        ],
        shapes=[(row["geometry"], int(row["sites"])) for row in as_records(density_shapes(table))],
        next_facts=read_next(settings),
        cell_kind=settings.get(CELL_KIND, "square"),
    )


def _road_marks(store: Store, roads: Roads) -> list[RoadMark]:
    """Say of each spot that the check of the roads finds what is wrong there."""
    return [
        RoadMark(spot.lon_deg, spot.lat_deg, *spot_words(kind, spot))
        for kind, spots in spots_by_kind(check_town_roads(store, roads=roads)).items()
        if kind != "dead_end"
        for spot in spots
    ]
