"""What the hotspot page shows beside cells and places: beats, stops, shapes, alerts, forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
import shapely.affinity

from data.schema import as_records
from maps.escaping import plain
from maps.outlines import Outline, OutlinesLayer
from maps.palette import beat_tint
from maps.roadspots import RoadMark, RoadSpotsLayer
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from maps.embedded import EmbeddedLayer

Row = dict[str, Any]

_STOP_EDGE, _STOP_FILL = "#0b5cab", "#9dbfe3"
_SHAPE_EDGE, _SHAPE_FILL = "#4d0616", "#e0aa77"
_BEAT_EDGE = "#37474f"
_STOP_MARGIN_M = 45.0
_M_PER_DEGREE = 111_320.0
_LABEL_ZOOM = 13
_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class MeasuredOrder:
    """
    How well an order of cells foretold, on past weeks or months.

    Attributes
    ----------
    method
        Chinese and English.
    share
        Part of the area looked at first, 0-1.
    pai, pei
        Prediction accuracy index (hits by area, 1 is chance) and its share of the best possible,
        0-1; ``None`` where nothing could be measured.
    """

    method: tuple[str, str]
    share: float
    pai: float | None
    pei: float | None


@dataclass(frozen=True, slots=True)
class NextFacts:
    """
    What the page tells of the order of where next.

    Attributes
    ----------
    why
        Why it is as it is, Chinese and English.
    measured
        How well it, and others, foretold.
    method
        ``rate``: the figures are finds per visit, and shares are of visits; else they are reports
        in the period, and shares are of the area.
    """

    why: tuple[str, str]
    measured: tuple[MeasuredOrder, ...] = ()
    method: str = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedScore:
    """
    How well the score in use did on past months, as a backtest measured it.

    Attributes
    ----------
    model
        That was judged, as the store names it.
    as_of
        Day of the backtest.
    months, visits
        How many were judged.
    pai
        Finds in the tenth of the area that scored highest, as a multiple of chance.
    gap
        Mean gap between chance foreseen and share seen, 0-1.
    href
        Page of the backtest, seen from here; empty where there is none.

    ``None`` where the visits have no answer, or the score is no chance.
    """

    model: str
    as_of: date
    months: int
    visits: int
    pai: float | None
    gap: float | None
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotLayers:
    """
    Further layers of the hotspot page; an absent one has no switch.

    Attributes
    ----------
    road_marks
        Spots of the roads worth a look.
    beats
        Table by schema ``BEAT``.
    alerts
        Table by schema ``CELL_ALERT``.
    stops
        Groups of places that one stop of the car serves, each as lon, lat pairs.
    shapes
        Outlines of dense crowds of places with their count: polygons in degrees.
    next_facts
        Of the order of where next.
    judged
        How well the score did; ``None`` where no backtest was found.
    cell_kind
        A code of ``data.words.CELL_KINDS``.
    """

    road_marks: Sequence[RoadMark] = ()
    beats: pd.DataFrame | None = None
    alerts: pd.DataFrame | None = None
    stops: Sequence[Sequence[tuple[float, float]]] = ()
    shapes: Sequence[tuple[BaseGeometry, int]] = ()
    next_facts: NextFacts | None = None
    judged: JudgedScore | None = None
    cell_kind: str = "square"


def map_layers(layers: HotspotLayers) -> dict[str, EmbeddedLayer]:
    """Make the layers that are off until asked for, by key; those without content are left out."""
    beats = beat_outlines(layers.beats)
    stops = [stop_outline(places) for places in layers.stops]
    shapes = [
        Outline(shape=shape, edge=_SHAPE_EDGE, fill=_SHAPE_FILL, label=(str(count), str(count)))
        for shape, count in layers.shapes
    ]
    made: dict[str, EmbeddedLayer] = {}
    if beats:
        made["beats"] = OutlinesLayer("beats", beats)
    if shapes:
        made["shapes"] = OutlinesLayer("shapes", shapes, dash=(7, 4), label_zoom=_LABEL_ZOOM)
    if stops:
        made["stops"] = OutlinesLayer("stops", stops, label_zoom=_LABEL_ZOOM)
    if layers.road_marks:
        made["roadspots"] = RoadSpotsLayer(layers.road_marks)
    return made


def beat_outlines(beats: pd.DataFrame | None) -> list[Outline]:
    """Outline beats, each labelled with its id, who answers for it, and its hours of work."""
    return [
        Outline(
            shape=row["geometry"],
            edge=_BEAT_EDGE,
            fill=beat_tint(place),
            label=filled(
                "hot.beat_label", name=_with_keeper(row["beat_id"], row), hours=_hours(row)
            ),
        )
        for place, row in enumerate(_beat_rows(beats))
    ]


def beat_lines(beats: pd.DataFrame | None) -> dict[str, tuple[str, str]]:
    """Say of each beat, by its id, what a cell's card tells of it."""
    return {
        str(row["beat_id"]): filled("hot.beat_line", name=beat_name(row), hours=_hours(row))
        for row in _beat_rows(beats)
    }


def beat_name(row: Mapping[str, Any]) -> str:
    """Name a beat with its id, and its keeper where there is one."""
    name = f"{row['beat_id']} {row['name']}" if row["name"] else row["beat_id"]
    return _with_keeper(name, row)


def _with_keeper(name: str, row: Mapping[str, Any]) -> str:
    return f"{name} {row['keeper']}" if row["keeper"] else str(name)


def _beat_rows(beats: pd.DataFrame | None) -> list[Row]:
    if beats is None:
        return []
    plain_table = pd.DataFrame(beats).astype(object)
    return as_records(plain_table.where(plain_table.notna(), None))


def _hours(row: Mapping[str, Any]) -> str:
    return f"{float(row['work_min']) / _MINUTES_PER_HOUR:.0f}"


def stop_outline(places: Sequence[tuple[float, float]]) -> Outline:
    """
    Draw a line around the places of one stop of the car, at walking distance from each.

    Parameters
    ----------
    places
        lon, lat in degrees.
    """
    points = np.asarray(places, dtype=float)
    narrow = float(np.cos(np.radians(points[:, 1].mean())))
    flat = shapely.MultiPoint(points * [narrow, 1.0])
    around = flat.convex_hull.buffer(_STOP_MARGIN_M / _M_PER_DEGREE, quad_segs=6)
    shape = shapely.affinity.scale(around, 1.0 / narrow, 1.0, origin=(0.0, 0.0))
    return Outline(
        shape=shape, edge=_STOP_EDGE, fill=_STOP_FILL, label=(str(len(points)), str(len(points)))
    )


def cell_alerts(alerts: pd.DataFrame | None) -> dict[str, list[list[Any]]]:
    """
    List what stands against each cell in the last month that has an alert.

    Returns
    -------
    alerts
        By cell id: lists of month, kind, value, value before (``None`` where there is none),
        months in a row, whether it is called in.
    """
    if alerts is None or not len(alerts):
        return {}
    last = str(alerts["month"].max())
    found: dict[str, list[list[Any]]] = {}
    for row in as_records(alerts[alerts["month"] == last].sort_values(["cell_id", "kind"])):
        before = None if row["before"] is None else float(row["before"])
        found.setdefault(plain(row["cell_id"]), []).append(
            [
                last,
                row["kind"],
                round(float(row["value"]), 4),
                None if before is None or before != before else round(before, 4),  # noqa: PLR0124
                int(row["months"]),
                bool(row["escalated"]),
            ]
        )
    return found
