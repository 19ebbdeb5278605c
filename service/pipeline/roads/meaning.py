"""Which roads of the map a wish to close means, and what it may have meant instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs
from data.errors import NotFoundError
from data.ledger.roadlists import RoadList, read_road_list, read_way
from geo.roads.closures import drawn_pairs, edges_of_ways, one_of_each_road, way_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy import bool_
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from data.model import Roads
    from service.pipeline.roads.closures import ClosureWish

_NAMED = 3
_SIMILAR = 3
_FEW = 8
_ALIKE_SHARE = 0.5
"""Of two names of three signs, two must agree; a slip in a longer one is forgiven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """
    What a wish means on the roads loaded now.

    ``unknown`` names what the map does not have, ``similar`` names of the map that are like these.
    """

    kind: str
    name: str
    edges: NDArray[bool_]
    ways: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    geometry: BaseGeometry | None = None
    unknown: tuple[str, ...] = ()
    similar: dict[str, tuple[str, ...]] = field(default_factory=dict)


def meaning(wish: ClosureWish, roads: Roads) -> Meant:
    """
    Find the edges that a wish means; there may be none.

    Raises
    ------
    LedgerError
        If its file cannot be read, or names no road.
    """
    edges = roads.edges
    if wish.everything:
        return Meant(kind="all", name="*", edges=np.ones(len(edges), dtype=bool))
    if wish.classes:
        return _of_classes(wish.classes, roads)
    if wish.file is None:
        return _of_list(_asked(wish.roads), roads, name=None)
    found = read_road_list(wish.file, datum=wish.datum)
    if not found.shapes:
        return _of_list(found, roads, name=wish.file.name)
    crs = metric_crs(roads.nodes["x"])
    shape, edge = drawn_pairs(edges, found.shapes, crs=crs)
    means = np.zeros(len(edges), dtype=bool)
    means[edge] = True
    missed = sorted(set(range(len(found.shapes))).difference(shape.tolist()))
    return Meant(
        kind="drawn",
        name=wish.file.name,
        edges=means,
        geometry=shapely.GeometryCollection(list(found.shapes)),
        unknown=tuple(f"{wish.file.name} #{number + 1}" for number in missed),
    )


def _asked(roads: tuple[str, ...]) -> RoadList:
    ways = tuple(way for way in map(read_way, roads) if way is not None)
    return RoadList(ways=ways, names=tuple(text for text in roads if read_way(text) is None))


def _of_classes(classes: tuple[str, ...], roads: Roads) -> Meant:
    known = roads.edges["highway"]
    return Meant(
        kind="classes",
        name=" ".join(classes),
        edges=np.asarray(known.isin(classes), dtype=bool),
        classes=classes,
        unknown=tuple(one for one in classes if one not in set(known)),
        similar=_similar([one for one in classes if one not in set(known)], known.dropna()),
    )


def _of_list(asked: RoadList, roads: Roads, *, name: str | None) -> Meant:
    """Find roads by number and by name; where they have numbers, those are what is kept."""
    edges = roads.edges
    means = edges_of_ways(edges["osmid"], asked.ways)
    known = way_numbers(edges["osmid"][means])
    unknown = [way for way in asked.ways if way not in known]
    for road in asked.names:
        called = _is_called(edges["name"], road) | _is_called(edges["ref"], road)
        means = means | called
        unknown += [] if called.any() else [road]
    kept = _way_numbers(edges, means, asked)
    return Meant(
        kind="roads",
        name=name or _called(asked),
        edges=means,
        ways=tuple(sorted(kept, key=int)) if all(map(str.isdigit, kept)) else (),
        geometry=_lines(roads, means),
        unknown=tuple(unknown),
        similar=_similar(unknown, [*edges["name"].dropna(), *edges["ref"].dropna()]),
    )


def _similar(unknown: Iterable[str], known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find names of the map for those it does not have: one within the other, or much alike."""
    names = sorted({name for text in set(known) for name in text.split(";")})
    found = {}
    for asked in unknown:
        if read_way(asked) is not None:
            continue  # a number is no nearer to one neighbour than to another
        within = [name for name in names if asked in name or name in asked]
        alike = get_close_matches(asked, names, n=_SIMILAR, cutoff=_ALIKE_SHARE)
        found[asked] = tuple(dict.fromkeys([*within, *alike]))[:_SIMILAR]
    return {asked: like for asked, like in found.items() if like}


def _way_numbers(edges: GeoDataFrame, means: NDArray[bool_], asked: RoadList) -> frozenset[str]:
    """
    List the way numbers that mean these edges and no other; none where no list of ways does.

    An edge may be made of several ways of several names. Such an edge is meant by a name that is
    one of its own, but which of its ways has that name is not known: another may go on as a
    neighbour's street. Where numbers do not tell, the roads go by where they run.
    """
    numbers = way_numbers(edges["osmid"][means]).intersection(asked.ways)
    if not asked.names:
        return numbers
    by_number = edges_of_ways(edges["osmid"], asked.ways)
    alone = ~edges["osmid"].str.contains(";", regex=False, na=True).to_numpy(dtype=bool)
    whole = edges["name"].isin(asked.names) | edges["ref"].isin(asked.names)
    sure = means & (alone | whole.to_numpy(dtype=bool))
    others = way_numbers(edges["osmid"][~means])
    numbers |= way_numbers(edges["osmid"][sure & ~by_number]) - others
    covered = edges_of_ways(edges["osmid"], numbers)
    return numbers if np.array_equal(covered, means) else frozenset()


def _is_called(names: pd.Series, road: str) -> NDArray[bool_]:
    called = [text for text in names.dropna().unique() if road in text.split(";")]
    return np.asarray(names.isin(called), dtype=bool)


def _called(asked: RoadList) -> str:
    roads = [*asked.names, *(f"way {way}" for way in asked.ways)]
    return "、".join(roads[:_NAMED]) + (f" … ({len(roads)})" if len(roads) > _NAMED else "")


def _lines(roads: Roads, means: NDArray[bool_]) -> BaseGeometry | None:
    """Draw the roads meant, each once: what they go by should the map lose their numbers."""
    once = one_of_each_road(roads.edges)
    lines = roads.edges.geometry.to_numpy()[once[means[once]]]
    return shapely.MultiLineString(list(lines)) if len(lines) else None


def nothing_meant(wish: ClosureWish, meant: Meant) -> NotFoundError:
    """Say that a wish means none of the roads, and what may have been meant."""
    if wish.file is not None and meant.kind == "drawn":
        return NotFoundError(
            f"{wish.file.name} means none of the roads on the map: no line runs along one within "
            "15 m, no area holds one; nothing was stored.",
            zh=f"{wish.file.name} 对不上图上任何道路（线偏离道路 15 米以上，或面内无路）；未存入。",
        )
    asked = meant.unknown or (meant.name,)
    like = list(dict.fromkeys(name for names in meant.similar.values() for name in names))
    en = f"; did you mean {' or '.join(like[:_SIMILAR])}?" if like else "."
    zh = f"；是不是 {'、'.join(like[:_SIMILAR])}？" if like else "。"
    return NotFoundError(
        f"None of these roads is on the map: {_few(asked, ', ')}; nothing was stored{en}",
        zh=f"图上没有这些道路：{_few(asked, '、')}；未存入{zh}",
    )


def _few(names: tuple[str, ...], joint: str) -> str:
    """List the first of many names, and how many there are."""
    more = f"{joint}… ({len(names)})" if len(names) > _FEW else ""
    return joint.join(names[:_FEW]) + more
