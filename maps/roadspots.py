"""Spots of the road map that are worth a look, as a layer that is off until asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from maps.embedded import EmbeddedLayer
from maps.escaping import plain
from maps.packing import packed_json

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = 5


class RoadMark(NamedTuple):
    """One spot: where it is, and what is wrong there, in both languages."""

    lon_deg: float
    lat_deg: float
    zh: str
    en: str


class RoadSpotsLayer(EmbeddedLayer):
    """The spots on a folium map."""

    def __init__(self, marks: Sequence[RoadMark]) -> None:
        rows = [
            [
                round(mark.lon_deg, _DIGITS),
                round(mark.lat_deg, _DIGITS),
                plain(mark.zh),
                plain(mark.en),
            ]
            for mark in marks
        ]
        super().__init__(key="roadspots", script="patrol.roadspots", content=packed_json(rows))
