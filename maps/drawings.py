"""What still pictures show of hotspots, a week and a route: areas, lines and marks from rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.words import CELL_CLASSES
from maps.palette import CELL_LOOKS
from maps.routes import whole_line
from maps.sketch import Area, Drawing, Line, Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from data.sheets import RouteSheet
    from maps.palette import TeamLook

Row = dict[str, Any]

TELLING = tuple(code for code in CELL_CLASSES if code not in {"plain", "few"})
"""Classes of cells that say something: hot and cold ones."""
HIGH = ("red", "orange")
"""Grades whose places are drawn one by one."""


def hotspots_drawing(
    rows: Sequence[Row], squares: Sequence[Row], *, classes: Collection[str] = TELLING
) -> Drawing:
    """
    Draw cells that say something, and red and orange places.

    Parameters
    ----------
    rows
        Places with ``lon``, ``lat`` (degrees) and ``grade``.
    squares
        Cells with ``class`` and ``rings``, as ``maps.cells.cell_rows`` makes them.
    classes
        Codes of the classes to draw.
    """
    areas = [_area(square["class"], ring) for square in squares for ring in square["rings"]]
    marks = [Mark((row["lon"], row["lat"]), row["grade"]) for row in rows if row["grade"] in HIGH]
    return Drawing(marks=marks, areas=[area for area, code in areas if code in classes])


def _area(code: str, ring: Sequence[float]) -> tuple[Area, str]:
    look = CELL_LOOKS[code]
    corners = list(zip(ring[::2], ring[1::2], strict=True))
    return Area(corners, look.fill, look.edge, hatch=look.hatch), code


def week_drawing(
    routes: Sequence[RouteSheet], looks: Mapping[str, TeamLook], *, numbered: bool = False
) -> Drawing:
    """
    Draw routes in the colour and dash of their teams.

    Parameters
    ----------
    routes
        What is drawn; one without a stop draws nothing.
    looks
        By team id.
    numbered
        Whether stops carry their place in the route; else they are dots of their grade.
    """
    driven = [route for route in routes if route.stops]
    return Drawing(
        lines=[
            Line(whole_line(route), looks[route.team].colour, looks[route.team].dash)
            for route in driven
        ],
        marks=[
            Mark(
                (stop.site.lon_deg, stop.site.lat_deg),
                stop.site.grade,
                str(stop.order) if numbered else "",
            )
            for route in driven
            for stop in route.stops
        ],
    )
