"""What an OpenStreetMap file holds for us, in arrays: roads, places, and the points they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.model import LonLat

Tags = dict[str, str]


@dataclass(frozen=True, slots=True)
class OsmNode:
    """A point that means something by itself, such as a village."""

    number: int
    tags: Tags
    position: LonLat


@dataclass(frozen=True, slots=True)
class OsmWay:
    """A line or outline: numbers of its points in order, and its tags."""

    number: int
    refs: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class OsmRelation:
    """An area whose border is made of several ways, named by their numbers."""

    number: int
    ways: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True, slots=True, eq=False)
class OsmText:
    """
    What a file holds for us.

    Attributes
    ----------
    points
        Shape ``(n,)``, ascending: numbers of the points that ways need and the file has; a way may
        name points that an extract left out.
    lon_deg, lat_deg
        Shape ``(n,)``: where they are, WGS-84.
    numbers, tags
        Of each of ``w`` ways; those without a tag of interest only border a relation.
    first
        Shape ``(w + 1,)``: the points of way ``i`` are ``refs[first[i]:first[i + 1]]``.
    refs
        Numbers of points, way after way.
    nodes, relations
        Those with a tag of interest, in the order of the file.
    """

    points: NDArray[int64]
    lon_deg: NDArray[float64]
    lat_deg: NDArray[float64]
    numbers: NDArray[int64]
    tags: Sequence[Tags]
    first: NDArray[int64]
    refs: NDArray[int64]
    nodes: tuple[OsmNode, ...] = ()
    relations: tuple[OsmRelation, ...] = ()

    def places_of(self, refs: NDArray[int64]) -> NDArray[int64]:
        """Find where points stand in ``points``; -1 where the file left one out."""
        if not len(self.points):
            return np.full(len(refs), -1)
        spot = np.minimum(np.searchsorted(self.points, refs), len(self.points) - 1)
        return np.where(self.points[spot] == refs, spot, -1)

    def way_refs(self, way: int) -> NDArray[int64]:
        """Give the numbers of the points of one way, by its place in the text."""
        return self.refs[self.first[way] : self.first[way + 1]]

    def only(self, ways: NDArray[int64]) -> OsmText:
        """Keep some ways, by their places in the text, and the points they need; nothing else."""
        counts = self.first[ways + 1] - self.first[ways]
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        held = np.arange(int(first[-1])) + np.repeat(self.first[ways] - first[:-1], counts)
        refs = self.refs[held]
        needed = np.isin(self.points, refs)
        return OsmText(
            points=self.points[needed],
            lon_deg=self.lon_deg[needed],
            lat_deg=self.lat_deg[needed],
            numbers=self.numbers[ways],
            tags=[self.tags[place] for place in ways.tolist()],
            first=first,
            refs=refs,
        )


def osm_text(
    positions: Mapping[int, LonLat],
    ways: Iterable[OsmWay] = (),
    *,
    nodes: Iterable[OsmNode] = (),
    relations: Iterable[OsmRelation] = (),
) -> OsmText:
    """Put points, ways and relations that are at hand into one text."""
    listed = tuple(ways)
    points = np.array(sorted(positions), dtype=np.int64)
    degrees = np.array([positions[number] for number in points.tolist()], dtype=float)
    counts = [len(way.refs) for way in listed]
    return OsmText(
        points=points,
        lon_deg=degrees.reshape(-1, 2)[:, 0],
        lat_deg=degrees.reshape(-1, 2)[:, 1],
        numbers=np.array([way.number for way in listed], dtype=np.int64),
        tags=[way.tags for way in listed],
        first=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64),
        refs=np.array([ref for way in listed for ref in way.refs], dtype=np.int64),
        nodes=tuple(nodes),
        relations=tuple(relations),
    )
