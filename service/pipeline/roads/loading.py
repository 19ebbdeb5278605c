"""Roads into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from data.errors import InputError, RoadsError
from data.ledger import unknown_places
from data.roads import RoadNeeds, read_roads
from data.roads.needs import MARGIN_KM, NOWHERE
from data.store import ROADS_SOURCE
from geo.roads.engines import contraction_order
from service.pipeline.places.openings import open_places
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.roads.access import measure_access
from service.pipeline.rules.ruling import rules_in_force
from service.results.road import RoadsResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.model import Roads
    from data.ports import Progress
    from data.roads import RoadsReport
    from data.roads.online import Whereabouts
    from data.store import Store
    from data.store.unit import Unit

TOO_FAR_M = 20_000.0


def load_roads(
    store: Store,
    file: Path,
    *,
    margin_km: float | None = MARGIN_KM,
    progress: Progress | None = None,
    name: str = "",
) -> RoadsResult:
    """
    Load the roads of the town, in place of those loaded before.

    Parameters
    ----------
    store
        Where they go. Its sites and team bases decide which of the roads are kept.
    file
        A map file, see ``data.roads.read_roads``.
    margin_km
        How far around the sites and bases roads are kept; ``None`` keeps all of the file, as it is
        while the store holds no site.
    progress
        Told how much of the file is read.
    name
        What people call the file, where it lies under another name.

    Raises
    ------
    RoadsError
        If the file cannot be read, holds no road, or none near the sites.
    InputError
        If half of the sites are far from any of the roads.
    ConfigError
        If the margin is not above 0.
    """
    needs = _needs(store, margin_km)
    try:
        roads, report = read_roads(file, needs=needs, progress=progress)
    except RoadsError as error:
        if not name:
            raise
        told = (error.zh or "").removeprefix(f"{error.file}：")
        raise RoadsError(name, error.problem, zh=told) from error
    return _keep(store, _named(roads, name or roads.source), report, needs=needs)


def _named(roads: Roads, name: str) -> Roads:
    if name == roads.source:
        return roads
    return replace(roads, source=name, places=roads.places.assign(source=name))


def fetch_town_roads(
    store: Store, where: Whereabouts, *, cache: Path, margin_km: float | None = MARGIN_KM
) -> RoadsResult:
    """
    Ask OpenStreetMap's servers for the roads of the town, in place of those loaded before.

    Parameters
    ----------
    store, margin_km
        As for :func:`load_roads`.
    where
        The area to ask for.
    cache
        Folder for what the servers said.

    Raises
    ------
    OutsideError
        If there is no network, or a server does not answer as it should.
    InputError
        If no such place is known, or half of the sites are far from any of the roads.
    RoadsError
        If there is no road, or none near the sites.
    """
    from data.roads.online import fetch_roads  # noqa: PLC0415 - most offices never need it

    needs = _needs(store, margin_km)
    roads, report = fetch_roads(where, cache=cache, needs=needs)
    return _keep(store, roads, report, needs=needs)


def _needs(store: Store, margin_km: float | None) -> RoadNeeds:
    """
    Find where roads are needed: at the sites and the bases; nowhere yet without a site.

    Sites that are gone count: roads around them stay, should one come back.
    """
    places = [store.read(table)[["lon_deg", "lat_deg"]].dropna() for table in ("site", "team")]
    wanted = RoadNeeds(
        lon_deg=np.concatenate([place["lon_deg"].to_numpy(float) for place in places]),
        lat_deg=np.concatenate([place["lat_deg"].to_numpy(float) for place in places]),
        margin_km=margin_km,
    )
    return wanted if len(places[0]) else NOWHERE


def _keep(store: Store, roads: Roads, report: RoadsReport, *, needs: RoadNeeds) -> RoadsResult:
    roads.nodes["rank"] = contraction_order(roads)
    sites, limit_m = leave_out_gone(store.read("site")), rules_in_force(store).rules.reach.walk_m
    access_m = measure_access(store, sites, roads)
    if len(sites) and float(access_m.median()) > TOO_FAR_M:
        nearest_km = float(access_m.median()) / 1000
        raise InputError(
            f"{roads.source}: expected roads near the sites, but half of the sites are more than "
            f"{nearest_km:.0f} km from any road in it; is it the right town?",
            zh=f"{roads.source}：一半点位离其中的道路超过 {nearest_km:.0f} 公里，"
            "是不是拿错了镇的地图？",
        )
    with store.writing() as unit:
        unit.note("files", [roads.source])
        unit.save_roads(_without_known_places(roads, unit))
        unit.set("roads", roads.source)
    open_rows, open_files = open_places(store)
    return RoadsResult(
        file=roads.source,
        form=report.form,
        nodes=len(roads.nodes),
        edges=len(roads.edges),
        km=report.km,
        parts=report.parts,
        margin_km=None if needs.box is None else needs.margin_km,
        clipped_km=report.clipped_km,
        dropped_km=report.dropped_km,
        dropped_parts=report.dropped_parts,
        odd_speeds=report.oddities.speeds,
        odd_lengths=report.oddities.lengths,
        barred_rows=report.oddities.barred,
        shapeless_rows=report.oddities.shapeless,
        places=len(roads.places),
        sites=len(sites),
        median_m=float(access_m.median()) if len(sites) else None,
        largest_m=float(access_m.max()) if len(sites) else None,
        far_sites=int((access_m > limit_m).sum()) if len(sites) else None,
        limit_m=limit_m,
        open_rows=open_rows,
        open_names=tuple(open_files),
        open_files=tuple(open_files.values()),
    )


def _without_known_places(roads: Roads, unit: Unit) -> Roads:
    """Leave out the places that the office drew itself: a village is there once."""
    areas = unit.read("area")
    former = unit.settings().get(ROADS_SOURCE)
    ours = areas[areas["source"] != former]
    return replace(roads, places=roads.places[unknown_places(roads.places, ours)])
