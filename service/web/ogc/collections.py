"""The collections that maps read: what each is, and by which properties it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from data.store.layers import CELLS, FINDINGS, HOTSPOTS, SITES, Layer
from service.web.problems import RefusalError


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """
    One collection.

    Attributes
    ----------
    name
        As it stands in addresses; its title and description are words of ``ogc.toml``.
    layer
        What it is read from; ``None`` for routes, whose lines are put together from their stops.
    filters
        Properties that may choose features, each by one of some values.
    day
        Whether ``datetime`` chooses features; else they last, and all of them fit.
    geometry
        The type of its shapes in GeoJSON.
    """

    name: str
    layer: Layer | None
    filters: tuple[str, ...]
    day: bool = False
    geometry: str = "Point"


_OF_CELLS = ("town", "class", "worst_grade", "trend", "outlier", "beat_id")
COLLECTIONS: dict[str, Collection] = {
    one.name: one
    for one in (
        Collection(
            name="sites",
            layer=SITES,
            filters=("kind", "town", "village", "status", "grade", "ledger_grade", "industry_code"),
        ),
        Collection(name="cells", layer=CELLS, filters=_OF_CELLS, geometry="Polygon"),
        Collection(name="hotspots", layer=HOTSPOTS, filters=_OF_CELLS, geometry="Polygon"),
        Collection(
            name="routes",
            layer=None,
            filters=("week", "team_id", "plan_id"),
            day=True,
            geometry="LineString",
        ),
        Collection(
            name="findings",
            layer=FINDINGS,
            filters=("site_id", "level", "state", "team", "town", "village"),
            day=True,
        ),
    )
}
"""Name to collection, in the order they are listed."""


def collection(name: str) -> Collection:
    """
    Find a collection.

    Raises
    ------
    RefusalError
        404 if there is none of this name.
    """
    if name not in COLLECTIONS:
        listed = ", ".join(COLLECTIONS)
        raise RefusalError(
            404,
            f"There is no collection {name!r}; there are {listed}.",
            zh=f"没有数据集“{name}”；现有：{listed}。",
        )
    return COLLECTIONS[name]
