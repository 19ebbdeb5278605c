r"""A tiny town with two ways from west to east, for tests of closures, speeds and checks.

::

          4 ------ (way 20, north, tertiary) ------+
         /                                          \
        1 ---- 2 (way 10, 东大街, residential) ------ 3 ---- 5 (way 30, lane, dead end)

Neighbours on way 10 are 0.01 degrees of longitude apart, about 907 m. The base is at 1.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.schema import INSPECTION, SCORE, SHIFT, SITE, TEAM, as_table
from service.pipeline.roads.loading import load_roads

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

LON, LAT = 115.0, 35.5
Tags = dict[str, str]
AS_OF = date(2026, 11, 20)
_NODES = {1: (0, 0), 2: (0.01, 0), 3: (0.02, 0), 4: (0.01, 0.01), 5: (0.03, 0)}
_WAYS = {
    10: ((1, 2, 3), {"highway": "residential", "name": "东大街"}),
    20: ((1, 4, 3), {"highway": "tertiary", "ref": "X101", "maxspeed": "35"}),
    30: ((3, 5), {"highway": "residential"}),
}
ISLAND_EAST = 0.005
"""A lane of its own runs here, from 1.5 km to 111 m south of way 10."""
_ISLAND_NODES = {6: (ISLAND_EAST, -0.0135), 7: (ISLAND_EAST, -0.001)}
_ISLAND = {40: ((6, 7), {"highway": "residential"})}
_SITES = {
    "S00001": ("甲厂", 0.01, 0.0),
    "S00002": ("乙厂", 0.03, 0.0),
    "S00003": ("远处厂", 0.01, 0.0145),
}


def write_osm(folder: Path, *, first_way: int = 0, island: bool = False) -> Path:
    """Write the roads as an OpenStreetMap file; with other way numbers, or an island, if asked."""
    nodes, ways = (_NODES | _ISLAND_NODES, _WAYS | _ISLAND) if island else (_NODES, _WAYS)
    numbered = {number + first_way: way for number, way in ways.items()}
    return write_ways(folder / f"roads-{first_way}.osm", nodes, numbered)


def write_ways(
    file: Path, nodes: dict[int, tuple[float, float]], ways: dict[int, tuple[tuple[int, ...], Tags]]
) -> Path:
    """Write any roads as an OpenStreetMap file: nodes in degrees from the base, ways with tags."""
    lines = ['<?xml version="1.0"?>', '<osm version="0.6">']
    lines += [
        f'<node id="{node}" lon="{LON + east}" lat="{LAT + north}"/>'
        for node, (east, north) in nodes.items()
    ]
    for number, (along, tags) in ways.items():
        refs = "".join(f'<nd ref="{node}"/>' for node in along)
        told = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        lines.append(f'<way id="{number}">{refs}{told}</way>')
    file.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return file


def fill(store: Store, folder: Path, *, scored: bool = True) -> None:
    """Bring roads, three sites and one team into a store, and scores if asked."""
    load_roads(store, write_osm(folder))
    sites = [
        {
            "site_id": key,
            "kind": "enterprise",
            "name": name,
            "village": "东村",
            "status": "operating",
            "lon_deg": LON + east,
            "lat_deg": LAT + north,
        }
        for key, (name, east, north) in _SITES.items()
    ]
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": LON, "lat_deg": LAT}
    scores = [
        {
            "site_id": key,
            "as_of": AS_OF,
            "model": "test",
            "risk": 0.5,
            "grade": "orange",
            "uncertainty": 0.5,
            "reasons": "[]",
        }
        for key in _SITES
    ]
    shift = {
        "shift_id": "T1-day",
        "team_id": "T1",
        "kind": "day",
        "start_s": 30_600,
        "end_s": 63_000,
    }
    with store.writing() as unit:
        unit.upsert("site", as_table(sites, SITE))
        unit.upsert("shift", as_table([shift], SHIFT))
        unit.upsert("team", as_table([team], TEAM))
        if scored:
            unit.upsert("score", as_table(scores, SCORE))


def visit(store: Store, rows: list[tuple[str, date, str | None, str | None]]) -> None:
    """Store visits of one team: site, day, arrival, leaving."""
    known = [
        {
            "inspection_id": f"JC{number}",
            "site_id": site,
            "day": day,
            "team": "一队",
            "result": "clean",
            "arrived_at": arrived,
            "left_at": left,
        }
        for number, (site, day, arrived, left) in enumerate(rows, start=1)
    ]
    with store.writing() as unit:
        unit.upsert("inspection", as_table(known, INSPECTION))
