"""The analyst's page: where risk concentrates, whether it is more than chance, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data import words as codes
from data.chances import is_chance
from maps.basemap import BasemapLayer, basemap, bounds_of
from maps.cells import CellsLayer, cell_places, cell_rows
from maps.escaping import plain
from maps.offline import OfflineMap
from maps.packing import packed_json
from maps.pages.frame import PageParts, page
from maps.palette import CELL_LOOKS, COVERAGE_LOOKS
from maps.roadspots import RoadSpotsLayer
from maps.scores import odds_ratio, score
from maps.sites import SitesLayer, site_blob
from maps.sketch import Area, Drawing, Mark, sketch
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from data.model import Roads
    from data.sheets import PageFacts
    from data.words import Lang
    from maps.roadspots import RoadMark

Row = dict[str, Any]

_LISTED_CELLS = 40
_CORNERS = 4
_HOT = ("hot99", "hot95", "hot90")
_COLUMNS = ("grade", "score", "kind", "village", "village_high", "week")
_NEVER = 255
_CARD_TEXTS = ("id", "address", "industry", "status")
_CARD_COUNTS = ("visits", "finds", "open")


def hotspots_page(
    sites: pd.DataFrame,
    cells: pd.DataFrame,
    roads: Roads,
    *,
    facts: PageFacts,
    road_marks: Sequence[RoadMark] = (),
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
        Table by schema ``CELL``.
    roads
        The ground of the map.
    facts
        What header and footer say.
    road_marks
        Spots of the roads worth a look; a layer that is off until asked for.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything.
    """
    rows = [_site_row(key, row) for key, row in _records(sites)]
    villages = _village_rows(rows)
    squares = _listed_cells(cells, rows)
    blob, order = _blob(rows, [village["name"] for village in villages], facts)
    ground = OfflineMap(bounds_of([(row["lon"], row["lat"]) for row in rows], roads=roads))
    ground.add_child(BasemapLayer(basemap(roads)))
    ground.add_child(CellsLayer(squares))
    ground.add_child(SitesLayer(blob, columns=_COLUMNS))
    if road_marks:
        ground.add_child(RoadSpotsLayer(road_marks))
    parts = PageParts(
        template="hotspots.html",
        title=_title(facts),
        scripts=("hotspots.js", "hotspot_ranks.js", "hotspot_cards.js"),
        styles=("hotspots.css",),
        pieces=ground.pieces(),
        front="index.html",
        values={
            "villages": villages,
            "counts": _counts(rows),
            "verdict": _verdict(squares),
            "statistic": _statistic(squares),
            "looks": CELL_LOOKS,
            "road_marks": len(road_marks),
            "ages": COVERAGE_LOOKS,
            "picture": _picture(roads, rows, squares),
            "details": packed_json(_details(rows, order, chance=is_chance(facts.model))),
        },
        held=_held(villages),
    )
    return page(parts, facts=facts, lang=lang)


def _held(villages: list[Row]) -> Row:
    """Gather what the page's scripts read: the words of codes, and the order of villages."""
    return {
        "codes": {
            "grades": codes.GRADES,
            "kinds": codes.SITE_KINDS,
            "results": codes.RESULTS,
            "status": codes.SITE_STATUS,
            "classes": codes.CELL_CLASSES,
        },
        "villages": [village["name"] for village in villages],
        "ranking": {"villages": villages, "cells": _LISTED_CELLS},
    }


def _title(facts: PageFacts) -> tuple[str, str]:
    zh, en = filled("hot.title")
    return f"{facts.town} · {zh}", f"{facts.town} · {en}"


def _records(table: pd.DataFrame) -> list[tuple[str, Row]]:
    clean = table.astype("object").where(table.notna(), None)
    rows: Any = clean.to_dict("records")
    return [(str(key), row) for key, row in zip(table.index, rows, strict=True)]


def _site_row(key: str, row: Row) -> Row:
    """Give one site as plain values; an absent column counts as unknown."""

    def text(name: str) -> str:
        return plain(row.get(name)).strip()

    def count(name: str) -> int:
        return int(row.get(name) or 0)

    last = row.get("last_visit")
    return {
        "id": key,
        "name": text("name"),
        "kind": str(row["kind"]),
        "village": text("village"),
        "address": text("address"),
        "industry": text("industry"),
        "status": text("status"),
        "lon": float(row["lon_deg"]),
        "lat": float(row["lat_deg"]),
        "risk": float(row["risk"]),
        "grade": str(row["grade"]),
        "uncertainty": float(row["uncertainty"]),
        "reasons": json.loads(row["reasons"] or "[]"),
        "advice": json.loads(row.get("advice") or "[]"),
        "last_visit": pd.Timestamp(last).date() if last is not None else None,
        "last_result": text("last_result"),
        "visits": count("visits"),
        "finds": count("finds"),
        "open": count("open_findings"),
        "planned": text("planned"),
    }


def _village_rows(rows: list[Row]) -> list[Row]:
    """Sum up villages, the one with most red and orange places first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["village"], []).append(row)
    summed = [
        {
            "name": name,
            "sites": len(members),
            "high": sum(row["grade"] in {"red", "orange"} for row in members),
            "visits": sum(row["visits"] for row in members),
            "finds": sum(row["finds"] for row in members),
            "mean_score": score(sum(row["risk"] for row in members) / len(members)),
        }
        for name, members in groups.items()
    ]
    return sorted(summed, key=lambda one: (-one["high"], -one["mean_score"], one["name"]))


def _listed_cells(cells: pd.DataFrame, rows: list[Row]) -> list[Row]:
    """List cells, each named after the village that most of its places belong to."""
    squares = cell_rows(cells)
    points = np.array([(row["lon"], row["lat"]) for row in rows], dtype=float).reshape(-1, 2)
    names = cell_places(squares, points, [row["village"] for row in rows])
    return [{**square, "place": name} for square, name in zip(squares, names, strict=True)]


def _counts(rows: list[Row]) -> dict[str, dict[str, int]]:
    """Count places by grade and by kind."""
    return {
        "grades": {grade: sum(row["grade"] == grade for row in rows) for grade in codes.GRADES},
        "kinds": {kind: sum(row["kind"] == kind for row in rows) for kind in codes.SITE_KINDS},
    }


def _verdict(squares: list[Row]) -> dict[str, int]:
    """Count cells by what the statistic says of them."""
    found = [square["class"] for square in squares]
    return {
        "cells": len(found),
        "hot": sum(name in _HOT for name in found),
        "cold": found.count("cold"),
        "few": found.count("few"),
    }


def _statistic(squares: list[Row]) -> Row:
    """Say over what the statistic was taken: cells, their size, visits."""
    return {
        "n": len(squares),
        "size": _side_m(squares),
        "visits": sum(square["visits"] for square in squares),
    }


def _side_m(squares: list[Row]) -> int | None:
    """
    Measure a side of the cells, to ten metres; nothing where they are not squares.

    Along a side and not in degrees: the grid's north is not the map's.
    """
    rings = [np.reshape(square["ring"], (-1, 2)) for square in squares[:50]]
    if not rings or any(len(ring) != _CORNERS for ring in rings):
        return None
    sides = [(ring[1] - ring[0]) * _metres_per_degree(ring[0, 1]) for ring in rings]
    return int(round(float(np.median(np.hypot(*np.transpose(sides)))), -1))


def _metres_per_degree(lat_deg: float) -> NDArray[float64]:
    lat = np.radians(lat_deg)
    return np.array([111_413 * np.cos(lat) - 94 * np.cos(3 * lat), 111_133 - 559 * np.cos(2 * lat)])


def _blob(rows: list[Row], villages: list[str], facts: PageFacts) -> tuple[str, Any]:
    grades, kinds = list(codes.GRADES), list(codes.SITE_KINDS)
    places = {name: place for place, name in enumerate(villages)}
    village = np.array([places[row["village"]] for row in rows], dtype=np.int64)
    columns: dict[str, Any] = {
        "grade": [grades.index(row["grade"]) for row in rows],
        "score": [score(row["risk"]) for row in rows],
        "kind": [kinds.index(row["kind"]) for row in rows],
        "village": village % 256,
        "village_high": village // 256,
        "week": [_weeks_ago(row, facts) for row in rows],
    }
    return site_blob(
        [row["lon"] for row in rows],
        [row["lat"] for row in rows],
        ids=[row["id"] for row in rows],
        names=[row["name"] for row in rows],
        columns=columns,
    )


def _weeks_ago(row: Row, facts: PageFacts) -> int:
    """Count whole weeks since the last visit: at most 254; 255 means never."""
    if row["last_visit"] is None:
        return _NEVER
    weeks = (facts.data_date - row["last_visit"]).days // 7
    return int(min(max(weeks, 0), _NEVER - 1))


def _weight(reason: Row, *, chance: bool) -> float | None:
    """Give the points of a card, or the factor on the odds; nothing where there is none."""
    if chance:
        return odds_ratio(reason["code"], reason["points"])
    return round(100 * float(reason["points"]), 1)


def _details(rows: list[Row], order: Any, *, chance: bool) -> Row:  # noqa: ANN401  an array of integers
    """List what cards show, aligned with the blob; each sentence is written once."""
    sentences: dict[tuple[str, str], int] = {}

    def place(reason: Row) -> int:
        key = (plain(reason["zh"]), plain(reason["en"]))
        return sentences.setdefault(key, len(sentences))

    listed = []
    for row in (rows[place_] for place_ in order):
        reasons = [
            [place(reason), _weight(reason, chance=chance), plain(reason.get("evidence", ""))]
            for reason in row["reasons"]
        ]
        advice = [[place(one), _weight(one, chance=chance), one["code"]] for one in row["advice"]]
        last = row["last_visit"].isoformat() if row["last_visit"] else ""
        listed.append([*(row[name] for name in _CARD_TEXTS), last, row["last_result"]])
        listed[-1] += [*(row[name] for name in _CARD_COUNTS), row["planned"]]
        listed[-1] += [round(row["uncertainty"], 2), reasons, advice]
    columns = [list(column) for column in zip(*listed, strict=True)]  # alike packs better
    return {"sentences": [list(pair) for pair in sentences], "columns": columns}


def _picture(roads: Roads, rows: list[Row], squares: list[Row]) -> Any:  # noqa: ANN401  markup
    """Draw what paper shows: cells that say something, red and orange places."""
    areas = [
        Area(
            list(zip(square["ring"][::2], square["ring"][1::2], strict=True)),
            CELL_LOOKS[square["class"]].fill,
            CELL_LOOKS[square["class"]].edge,
        )
        for square in squares
        if square["class"] in {*_HOT, "cold"}
    ]
    high = [row for row in rows if row["grade"] in {"red", "orange"}]
    marks = [Mark((row["lon"], row["lat"]), row["grade"]) for row in high]
    within = bounds_of([(row["lon"], row["lat"]) for row in rows], roads=roads)
    return sketch(roads, within, Drawing(marks=marks, areas=areas), height=560)
