"""Roads into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError
from data.roads import read_roads
from geo.engines import contraction_order
from service.pipeline.access import measure_access
from service.results import RoadsResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.ports import Progress
    from data.store import Store

FAR_M = 300.0
TOO_FAR_M = 20_000.0


def load_roads(store: Store, file: Path, *, progress: Progress | None = None) -> RoadsResult:
    """
    Load the roads of the town, in place of those loaded before.

    Raises
    ------
    RoadsError
        If the file cannot be read or holds no road.
    InputError
        If the store holds sites and the roads are nowhere near them.
    """
    roads, report = read_roads(file, progress=progress)
    roads.nodes["rank"] = contraction_order(roads)
    sites = store.read("site")
    access_m = measure_access(sites, roads)
    if len(sites) and float(access_m.median()) > TOO_FAR_M:
        nearest_km = float(access_m.median()) / 1000
        raise InputError(
            f"{file.name}: expected roads near the sites, but half of the sites are more than "
            f"{nearest_km:.0f} km from any road in it; is it the right town?",
            zh=f"{file.name}：一半点位离其中的道路超过 {nearest_km:.0f} 公里，"
            "是不是拿错了镇的地图？",
        )
    with store.writing() as unit:
        unit.note("files", [file.name])
        unit.save_roads(roads)
        unit.set("roads", file.name)
    return RoadsResult(
        file=file.name,
        nodes=len(roads.nodes),
        edges=len(roads.edges),
        km=report.km,
        dropped_km=report.dropped_km,
        dropped_nodes=report.dropped_nodes,
        places=len(roads.places),
        sites=len(sites),
        median_m=float(access_m.median()) if len(sites) else None,
        largest_m=float(access_m.max()) if len(sites) else None,
        far_sites=int((access_m > FAR_M).sum()) if len(sites) else None,
        limit_m=FAR_M,
    )
