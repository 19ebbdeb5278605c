"""Which area of the store an outline draws anew: the map's village is the office's village.

A map file has a village as a point, the office has its limits; both may be loaded first. Two areas
of one kind and name are one where the point lies inside the outline, or most of the smaller outline
inside the other, or, if one of them is a point, where they lie within ``NEAR_M``. Where several fit
equally well a person has to say which: a town has two 郎寨村.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import shapely

from data.crs import great_circle_m
from data.ledger.names import village_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from data.ledger.outcomes import Record

NEAR_M = 2_000.0
"""How far from its outline the map may put the point of a village."""
_ONE_PLACE = frozenset({"town", "village", "school", "medical"})
"""Kinds of which a name means one place; a river is many areas of one name."""
_MOST = 0.5
_APART, _NEAR, _INSIDE, _OVER = range(4)


class Fits(NamedTuple):
    """
    Ids of areas that an outline may be.

    Attributes
    ----------
    sure
        Those inside it, or that it lies upon; more than one is a question.
    near
        Those beside it; asked only where none is sure.
    """

    sure: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Mapped:
    """Areas of a store by kind and name, whose outline an import may bring."""

    def __init__(self, areas: Iterable[Record]) -> None:
        self._named: dict[tuple[str, str], dict[str, BaseGeometry]] = defaultdict(dict)
        for area in areas:
            key = _key(area)
            if key is not None:
                shape = shapely.from_wkt(str(area["geometry"]))
                self._named[key][str(area["area_id"])] = shape

    def fits(self, record: Record, shape: BaseGeometry) -> Fits:
        """Say which areas an outline may be, by name and place."""
        key = _key(record)
        named = self._named.get(key, {}) if key is not None else {}
        found = {area_id: closeness(shape, other) for area_id, other in named.items()}
        best = max(found.values(), default=_APART)
        fitting = tuple(sorted(area_id for area_id, how in found.items() if how == best))
        if best >= _INSIDE:
            return Fits(sure=fitting)
        return Fits(near=fitting) if best == _NEAR else Fits()


def _key(area: Mapping[str, object]) -> tuple[str, str] | None:
    """Name an area by kind and name; missing where a name does not mean one place."""
    kind, name = str(area["kind"]), area.get("name")
    if kind not in _ONE_PLACE or not isinstance(name, str) or not name:
        return None
    return kind, village_key(name)


def closeness(one: BaseGeometry, other: BaseGeometry) -> int:
    """Rank how two areas lie: 3 one upon the other, 2 a point inside, 1 beside, 0 apart."""
    if one.area > 0 and other.area > 0:
        shared = one.intersection(other).area
        return _OVER if shared > _MOST * min(one.area, other.area) else _APART
    if one.intersects(other):
        return _INSIDE if one.area > 0 or other.area > 0 else _OVER
    (lon, lat), (to_lon, to_lat) = shapely.shortest_line(one, other).coords
    return _NEAR if float(great_circle_m(lon, lat, to_lon, to_lat)) <= NEAR_M else _APART


def unknown_places(places: pd.DataFrame, areas: pd.DataFrame) -> pd.Series[bool]:
    """
    Tell which places of a map are not among the areas that the office drew.

    Parameters
    ----------
    places
        By schema ``AREA``, as ``data.roads`` reads them.
    areas
        By schema ``AREA``: all areas but those of the map that is to be replaced.

    Returns
    -------
    unknown
        Index of ``places``. False for a place whose id an area has already, and for the one place
        that an area of its kind and name is; several that fit equally well all stay.
    """
    mapped = Mapped(_records(places))
    known = set(areas.index) & set(places.index)
    for area in _records(areas):
        found = mapped.fits(area, shapely.from_wkt(str(area["geometry"])))
        fitting = found.sure or found.near
        if len(fitting) == 1:
            known.add(fitting[0])
    return ~places.index.to_series().isin(known)


def _records(areas: pd.DataFrame) -> Iterable[Record]:
    chosen = areas[areas["kind"].isin(_ONE_PLACE) & areas["name"].notna()]
    columns = zip(chosen.index, chosen["kind"], chosen["name"], chosen["geometry"], strict=True)
    for area_id, kind, name, shape in columns:
        yield {"area_id": area_id, "kind": kind, "name": name, "geometry": shape.wkt}
