"""The analyst's page: where risk concentrates, whether it is more than chance, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import words as codes
from data.chances import is_chance
from maps.basemap import BasemapLayer, basemap, bounds_of
from maps.cells import CellsLayer
from maps.colourings import colourings
from maps.drawings import hotspots_drawing
from maps.offline import OfflineMap
from maps.packing import packed_json
from maps.pages.frame import PageParts, page
from maps.pages.hotspot_cards import FIRST_IN_FULL, site_details
from maps.pages.hotspot_cells import listed_cells, statistic, verdict
from maps.pages.hotspot_layers import HotspotLayers, beat_lines, cell_alerts, map_layers
from maps.pages.hotspot_sites import (
    COLUMNS,
    industry_counts,
    packed_sites,
    site_counts,
    site_rows,
    village_rows,
)
from maps.sites import SitesLayer
from maps.sketch import sketch
from maps.words import filled

if TYPE_CHECKING:
    import pandas as pd

    from data.model import Roads
    from data.sheets import PageFacts
    from data.words import Lang

Row = dict[str, Any]

_LISTED_CELLS = 40
_SCRIPTS = (
    "exports.js",
    "hotspots.js",
    "hotspot_filters.js",
    "hotspot_times.js",
    "hotspot_search.js",
    "hotspot_layers.js",
    "hotspot_ranks.js",
    "hotspot_cell.js",
    "hotspot_link.js",
    "hotspot_selection.js",
    "hotspot_cards.js",
)
_NO_LAYERS = HotspotLayers()


def hotspots_page(
    sites: pd.DataFrame,
    cells: pd.DataFrame,
    roads: Roads,
    *,
    facts: PageFacts,
    layers: HotspotLayers = _NO_LAYERS,
    lang: Lang = "zh",
) -> str:
    """
    Write the hotspot page.

    Parameters
    ----------
    sites
        Tables ``SITE`` and ``SCORE`` joined by site, with ``last_visit`` (date), ``last_result``,
        ``visits``, ``finds``, ``open_findings`` (counts) and ``planned`` (text such as
        ``2026-11-24 一队 #3``); missing values say "unknown" or "not planned". Without ``advice``
        a card does not say what would lower the score.
    cells
        Table by schema ``CELL``; with ``near_finds`` a card tells what the neighbours say.
    roads
        The ground of the map.
    facts
        What header and footer say.
    layers
        What can be switched on beside cells and places.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything.
    """
    rows = site_rows(sites)
    squares = _with_alerts(listed_cells(cells, rows), cell_alerts(layers.alerts))
    seen = _Seen(rows, squares, village_rows(rows), industry_counts(rows))
    further = map_layers(layers)
    ground, order = _ground(seen, roads, facts=facts, further=further)
    details = site_details(rows, order, chance=is_chance(facts.model))
    parts = PageParts(
        template="hotspots.html",
        title=_title(facts),
        scripts=_SCRIPTS,
        styles=("hotspots.css",),
        pieces=ground.pieces(),
        front="index.html",
        help="hotspots",
        values={
            **_told(seen, layers),
            "further": _switches(further, layers),
            "picture": _picture(roads, rows, squares),
            "details": packed_json(details),
        },
        held=_held(seen, layers, facts),
    )
    return page(parts, facts=facts, lang=lang)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the page shows: places and cells as rows, and what they are filtered by."""

    rows: list[Row]
    squares: list[Row]
    villages: list[Row]
    industries: dict[str, int]


def _ground(
    seen: _Seen, roads: Roads, *, facts: PageFacts, further: dict[str, Any]
) -> tuple[OfflineMap, Any]:
    """Build the map; also give the order that the places stand in."""
    blob, order = packed_sites(
        seen.rows,
        villages=[village["name"] for village in seen.villages],
        industries=list(seen.industries),
        facts=facts,
    )
    ground = OfflineMap(bounds_of([(row["lon"], row["lat"]) for row in seen.rows], roads=roads))
    own = (
        BasemapLayer(basemap(roads)),
        CellsLayer(seen.squares),
        SitesLayer(blob, columns=COLUMNS),
    )
    for layer in (*own, *further.values()):
        ground.add_child(layer)
    return ground, order


def _told(seen: _Seen, layers: HotspotLayers) -> Row:
    """Gather what the template says in words and figures."""
    return {
        "villages": seen.villages,
        "industries": seen.industries,
        "counts": site_counts(seen.rows),
        "verdict": verdict(seen.squares),
        "statistic": statistic(seen.squares, layers.cell_kind),
        "colourings": colourings(seen.squares),
        "alerted": sum(bool(square["alerts"]) for square in seen.squares),
        "next_facts": layers.next_facts,
        "judged": layers.judged,
        "counted_by": "_visits" if _is_per_visit(layers) else "",
    }


def _is_per_visit(layers: HotspotLayers) -> bool:
    return layers.next_facts is not None and layers.next_facts.method == "rate"


def _with_alerts(squares: list[Row], alerts: dict[str, list[list[Any]]]) -> list[Row]:
    return [{**square, "alerts": alerts.get(square["id"], [])} for square in squares]


def _switches(further: dict[str, Any], layers: HotspotLayers) -> dict[str, int]:
    """Count what each further layer holds, in the order of the switches."""
    counts = {
        "beats": 0 if layers.beats is None else len(layers.beats),
        "stops": len(layers.stops),
        "shapes": len(layers.shapes),
        "roadspots": len(layers.road_marks),
    }
    return {key: count for key, count in counts.items() if key in further}


def _held(seen: _Seen, layers: HotspotLayers, facts: PageFacts) -> Row:
    """Gather what the page's scripts read: the words of codes, the order of names, the day."""
    return {
        "codes": {
            "grades": codes.GRADES,
            "kinds": codes.SITE_KINDS,
            "results": codes.RESULTS,
            "status": codes.SITE_STATUS,
            "classes": codes.CELL_CLASSES,
            "outliers": codes.CELL_OUTLIERS,
            "trends": codes.CELL_TRENDS,
            "alerts": codes.ALERT_KINDS,
        },
        "beats": beat_lines(layers.beats),
        "next_per_visit": _is_per_visit(layers),
        "data_date": facts.data_date.isoformat(),
        "villages": [village["name"] for village in seen.villages],
        "industries": list(seen.industries),
        "whole_cards": FIRST_IN_FULL,
        "ranking": {"villages": seen.villages, "cells": _LISTED_CELLS},
    }


def _title(facts: PageFacts) -> tuple[str, str]:
    zh, en = filled("hot.title")
    return f"{facts.town} · {zh}", f"{facts.town} · {en}"


def _picture(roads: Roads, rows: list[Row], squares: list[Row]) -> Any:  # noqa: ANN401  markup
    """Draw what paper shows: cells that say something, red and orange places."""
    within = bounds_of([(row["lon"], row["lat"]) for row in rows], roads=roads)
    return sketch(roads, within, hotspots_drawing(rows, squares), height=560)
