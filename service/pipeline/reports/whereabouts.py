"""Where a site lies, and the way there from the bases of the teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.datum import wgs84_to_bd09, wgs84_to_gcj02
from data.model import UNREACHABLE
from data.reports import Section, Table
from data.sheets import SWEEP_GRADE
from data.words import DATUMS, GRADES
from maps.basemap import bounds_of
from maps.durations import minutes_range
from maps.sketch import Drawing, Line, Mark, sketch
from service.pipeline.reports.known import NEAR_M
from service.pipeline.reports.phrases import both, figured, heads, listed
from service.pipeline.roads.travel import town_travel

if TYPE_CHECKING:
    from data.model import Leg, LonLat, Roads
    from data.reports import Cell, Said
    from data.store import Store
    from service.pipeline.reports.known import KnownSite
    from service.pipeline.roads.travel import Travel

_PICTURE_PX = 250
_HERE = "★"
_LINE = "#7a0f28"
_NEIGHBOURS_TOLD = 15
_METRES_PER_DEGREE = 111_320.0
_M_PER_KM = 1000.0


@dataclass(frozen=True, slots=True)
class _Base:
    """Where some teams set out: their names, the place, the way from there (``None``: no way)."""

    teams: Said
    place: LonLat
    leg: Leg | None


def where_section(known: KnownSite, grades: dict[str, str]) -> Section:
    """Tell where a site lies, in the three datums that apps take, and what is near it."""
    return Section(
        heading=both("dossier.where"), tables=(_positions(known), *_neighbours(known, grades))
    )


def _place(known: KnownSite) -> LonLat:
    return float(known.site["lon_deg"]), float(known.site["lat_deg"])


def grades_around(store: Store, known: KnownSite) -> dict[str, str]:
    """Give the grades of the site and of those near it, where they are scored."""
    scores = store.read("score", where={"site_id": [known.site_id, *known.near.index]})
    return {str(site): str(grade) for site, grade in scores["grade"].items()}


def place_picture(known: KnownSite, roads: Roads, grades: dict[str, str]) -> str:
    """Draw the roads around a site, with a star where it lies and marks for those near it."""
    lon, lat = _place(known)
    high = NEAR_M / _METRES_PER_DEGREE
    within = bounds_of([(lon, lat - high), (lon, lat + high)], roads=roads)
    marks = [Mark((lon, lat), grades.get(known.site_id, SWEEP_GRADE), _HERE)]
    marks += [
        Mark((float(x), float(y)), grades.get(str(site), SWEEP_GRADE))
        for site, x, y in zip(
            known.near.index, known.near["lon_deg"], known.near["lat_deg"], strict=True
        )
    ]
    return str(sketch(roads, within, Drawing(marks=marks), height=_PICTURE_PX))


def _positions(known: KnownSite) -> Table:
    here = _place(known)
    rows = [("wgs84", here), ("gcj02", wgs84_to_gcj02(*here)), ("bd09", wgs84_to_bd09(*here))]
    return Table(
        title=both("dossier.positions"),
        columns=heads("datum", "lon_deg", "lat_deg"),
        rows=tuple((DATUMS[code], round(lon, 6), round(lat, 6)) for code, (lon, lat) in rows),
        note=both(
            "dossier.came_in",
            datum=DATUMS.get(str(known.site["datum"]), both("dossier.unsaid")),
            source=known.site["source"],
        ),
    )


def _neighbours(known: KnownSite, grades: dict[str, str]) -> list[Table]:
    if known.near.empty:
        return []
    told = known.near.head(_NEIGHBOURS_TOLD)
    rows = [
        (str(site), str(name), GRADES.get(grades.get(str(site), "")), figured(float(away)))
        for site, name, away in zip(told.index, told["name"], told["away_m"], strict=True)
    ]
    more = len(known.near) - len(rows)
    return [
        Table(
            title=both("dossier.neighbours", metres=f"{NEAR_M:.0f}"),
            columns=heads("site_id", "name", "grade", "dossier.away_m"),
            rows=tuple(rows),
            note=both("dossier.more_neighbours", count=more) if more else None,
        )
    ]


def way_section(store: Store, known: KnownSite, *, roads: Roads | None) -> Section:
    """Tell the drive from each base, and draw the shortest of them."""
    if roads is None:
        return Section(heading=both("dossier.way"), paragraphs=(both("dossier.no_roads"),))
    travel = town_travel(store, roads=roads, days=(known.as_of,))
    bases = _bases(store, known, travel)
    if not bases:
        return Section(heading=both("dossier.way"), paragraphs=(both("dossier.no_base"),))
    ways = [base.leg for base in bases if base.leg is not None]
    nearest = min(ways, key=lambda leg: leg.seconds, default=None)
    access_m = float(travel.network.access_m([_place(known)[0]], [_place(known)[1]])[0])
    return Section(
        heading=both("dossier.way"),
        paragraphs=(both("dossier.access", metres=f"{access_m:.0f}"),),
        picture=None if nearest is None else _drawn(known, roads, nearest),
        tables=(_drives(bases, spread_share=travel.speeds.spread_share),),
    )


def _bases(store: Store, known: KnownSite, travel: Travel) -> list[_Base]:
    """Find the way from each base; teams that set out together are one row."""
    teams: dict[LonLat, list[Said]] = {}
    for row in store.read("team").to_dict("records"):
        place = float(row["lon_deg"]), float(row["lat_deg"])
        teams.setdefault(place, []).append((str(row["name"]), str(row["name"])))
    places, here = list(teams), _place(known)
    if not places:
        return []
    lon, lat = np.array(places, dtype=float).T
    seconds = travel.network.matrix_between(lon, lat, [here[0]], [here[1]]).duration_s[:, 0]
    reached = [one for one, s in zip(places, seconds, strict=True) if s != UNREACHABLE]
    legs = dict(zip(reached, travel.network.legs([(one, here) for one in reached]), strict=True))
    return [_Base(listed(teams[one]), one, legs.get(one)) for one in places]


def _drives(bases: list[_Base], *, spread_share: float) -> Table:
    def row(base: _Base) -> tuple[Cell, ...]:
        if base.leg is None:
            return base.teams, both("dossier.no_way"), None
        drive = minutes_range(base.leg.seconds, spread_share)
        return base.teams, drive, figured(base.leg.metres / _M_PER_KM, 1)

    return Table(
        title=both("dossier.drives"),
        columns=heads("team", "dossier.minutes", "dossier.km"),
        rows=tuple(row(base) for base in bases),
        note=both("dossier.drives_note"),
    )


def _drawn(known: KnownSite, roads: Roads, leg: Leg) -> str:
    place = _place(known)
    grade = SWEEP_GRADE if known.score is None else str(known.score["grade"])
    return str(
        sketch(
            roads,
            bounds_of(list(leg.line), roads=roads),
            Drawing(lines=[Line(leg.line, _LINE)], marks=[Mark(place, grade, _HERE)]),
            height=_PICTURE_PX,
        )
    )
