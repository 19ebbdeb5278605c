"""Roads as they are drawn: every straight piece in every direction it may be driven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.roads.classes import FERRY, direction, is_drivable, is_ferry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    from data.roads.needs import Box
    from data.roads.osm import OsmText, Tags

WAY_TEXTS = ("osmid", "highway", "name", "ref", "maxspeed", "surface")
"""What is known of a road as text; a number of the map, class, name, sign, limit, surface."""
_TAGS = ("name", "ref", "maxspeed", "surface")


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """
    Roads before points between junctions are merged.

    Attributes
    ----------
    number, lon_deg, lat_deg
        Shape ``(n,)``: points, ascending by number, WGS-84.
    start, end, way
        Shape ``(a,)``: every piece runs from point to point and belongs to a row of ``ways``.
    length_m
        Shape ``(a,)``, metres.
    ways
        One row per road: ``WAY_TEXTS``, ``speed_km_h`` (or ``nan``) and the flag ``oneway``.
    """

    number: NDArray[int64]
    lon_deg: NDArray[float64]
    lat_deg: NDArray[float64]
    start: NDArray[int64]
    end: NDArray[int64]
    way: NDArray[int64]
    length_m: NDArray[float64]
    ways: pd.DataFrame

    @property
    def km(self) -> float:
        """Length of all pieces, kilometres; a two-way road counts twice."""
        return float(self.length_m.sum()) / 1000

    def only(self, kept: NDArray[bool_]) -> Draft:
        """Keep some of the pieces; points and roads keep their rows."""
        return replace(
            self,
            start=self.start[kept],
            end=self.end[kept],
            way=self.way[kept],
            length_m=self.length_m[kept],
        )

    def within(self, box: Box) -> Draft:
        """Keep the pieces of which an end lies in a box."""
        inside = box.holds(self.lon_deg, self.lat_deg)
        return self.only(inside[self.start] | inside[self.end])


def draft_of_text(text: OsmText) -> Draft:
    """
    Take the ways of a map file that a car may use.

    Ways are cut where the file leaves out a point; a point drawn twice in a row makes no piece. May
    be empty.
    """
    roads = road_ways(text)
    start, end, way = directed_pieces(text, roads)
    numbers = text.numbers[roads].tolist()
    tags = [text.tags[place] for place in roads.tolist()]
    return draft(
        (text.points, text.lon_deg, text.lat_deg),
        start=start,
        end=end,
        way=way,
        ways=way_table([_way(*known) for known in zip(numbers, tags, strict=True)]),
    )


def road_ways(text: OsmText) -> NDArray[int64]:
    """List the ways of a map file that a car may use, by their places in the text."""
    drivable = {id(tags): is_drivable(tags) for tags in text.tags}  # equal tags are one object
    return np.flatnonzero(np.array([drivable[id(tags)] for tags in text.tags], dtype=np.bool_))


def directed_pieces(
    text: OsmText, ways: NDArray[int64]
) -> tuple[NDArray[int64], NDArray[int64], NDArray[int64]]:
    """
    Cut some ways into straight pieces, in each direction they may be driven.

    Returns
    -------
    start, end, way
        Shape ``(a,)``: places in ``text.points``, and in ``ways``; all pieces that are driven as
        they are drawn come first, then all that are driven against it.
    """
    piece, way = _pieces(text, ways)
    refs, next_refs = text.refs[piece], text.refs[piece + 1]
    start, end = text.places_of(refs), text.places_of(next_refs)
    real = (start >= 0) & (end >= 0) & (refs != next_refs)
    start, end, way = start[real], end[real], way[real]
    facing = np.array([direction(text.tags[place]) for place in ways.tolist()], dtype="U8")[way]
    ahead, back = facing != "backward", facing != "forward"
    return (
        np.concatenate([start[ahead], end[back]]),
        np.concatenate([end[ahead], start[back]]),
        np.concatenate([way[ahead], way[back]]),
    )


def _way(number: int, tags: Tags) -> dict[str, object]:
    known: dict[str, object] = {name: tags.get(name) for name in _TAGS}
    highway = FERRY if is_ferry(tags) else tags["highway"]
    return {
        "osmid": str(number),
        "highway": highway,
        **known,
        "speed_km_h": np.nan,
        "oneway": direction(tags) != "both",
    }


def _pieces(text: OsmText, chosen: NDArray[int64]) -> tuple[NDArray[int64], NDArray[int64]]:
    """Find where in ``refs`` each piece of the chosen ways begins, and of which it is."""
    counts = np.maximum(text.first[chosen + 1] - text.first[chosen] - 1, 0)
    way = np.repeat(np.arange(len(chosen)), counts)
    before = np.concatenate([[0], np.cumsum(counts)])[:-1]
    piece = np.arange(int(counts.sum())) - before[way] + text.first[chosen][way]
    return piece.astype(np.int64), way.astype(np.int64)


def way_table(rows: Sequence[dict[str, object]] | pd.DataFrame) -> pd.DataFrame:
    """Put what is known of roads into a table of the right types."""
    table = pd.DataFrame(rows, columns=[*WAY_TEXTS, "speed_km_h", "oneway"])
    types = dict.fromkeys(WAY_TEXTS, "str") | {"speed_km_h": "float64", "oneway": "bool"}
    return table.astype(types)


def draft(
    points: tuple[NDArray[int64], NDArray[float64], NDArray[float64]],
    *,
    start: NDArray[int64],
    end: NDArray[int64],
    way: NDArray[int64],
    ways: pd.DataFrame,
) -> Draft:
    """Put pieces together and measure them; ``points`` are numbers, lon, lat."""
    number, lon, lat = points
    length_m = great_circle_m(lon[start], lat[start], lon[end], lat[end])
    return Draft(number, lon, lat, start, end, way, length_m, ways)
