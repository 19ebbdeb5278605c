"""A still picture of a map as SVG: what paper shows, since browsers drop canvases when printing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from markupsafe import Markup, escape

from maps.basemap import MAIN_ROADS, road_lines
from maps.escaping import plain
from maps.frames import FRAME_WIDTH, Frame, frame_of
from maps.palette import MARK_LOOKS, OUTLINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from data.model import LonLat, Roads
    from maps.basemap import Bounds

    Points = NDArray[float64]

GROUND, ROAD = "#f7f5f0", "#c9c2b6"
_THIN_PX = 0.7
ROAD_WIDTHS = (4.0, 3.5, 3.0, 2.4, 1.4, 0.8)
"""Pixels by class of the road, beside a width of 720."""
PIN_RADIUS = 11.0
DOT_RADIUS = 4.0
_HATCH = (
    '<defs><pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V12" stroke="#5a626c" stroke-width="4" '
    'stroke-opacity=".45"/></pattern></defs>'
)
_MOST_BADGES = 160
"""More numbers than this hide each other and the map: they are drawn as dots."""
_LETTER_WIDTH, _LINE_HEIGHT = 11.0, 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sketch: points lon, lat; colour; dash in pixels."""

    points: Sequence[LonLat]
    colour: str
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the sketch; with a text it is a badge, without one a small dot."""

    place: LonLat
    grade: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled ring of the sketch; ``hatch`` draws slanted lines in place of the fill."""

    ring: Sequence[LonLat]
    fill: str
    edge: str
    hatch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a sketch shows on its roads: lines, marks, areas, and where routes start."""

    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    areas: Sequence[Area] = ()
    bases: Sequence[LonLat] = ()


def sketch(roads: Roads, within: Bounds, drawing: Drawing, *, height: int = 460) -> Markup:
    """
    Draw roads, areas, lines and marks as one SVG picture.

    Parameters
    ----------
    roads
        The ground.
    within
        What must be seen; the picture adds a margin.
    drawing
        What lies on it.
    height
        Pixels, beside a width of 720.

    Returns
    -------
    svg
        Hidden from screen readers: lists on the page say the same.
    """
    frame = frame_of(within, height=height)
    parts = [f'<rect width="{FRAME_WIDTH}" height="{height}" fill="{GROUND}"/>']
    if any(area.hatch for area in drawing.areas):
        parts.append(_HATCH)
    parts.append('<g transform="scale(.5)">')  # paths count half pixels
    parts.extend(_area(area, frame) for area in drawing.areas)
    parts.extend(_roads(roads, frame))
    parts.extend(_line(line, frame, place) for place, line in enumerate(drawing.lines))
    parts.append("</g>")
    parts.extend(_names(roads, frame))  # below the marks: a village may lose a letter, no place may
    parts.extend(_bases(drawing.bases, frame))
    parts.extend(_marks(drawing.marks, frame))
    body = "".join(parts)
    return Markup(  # noqa: S704  made of numbers and of texts escaped in _names and _marks
        f'<svg class="sketch" viewBox="0 0 {FRAME_WIDTH} {height}" aria-hidden="true">{body}</svg>'
    )


def seen_roads(roads: Roads, frame: Frame) -> list[tuple[int, list[shapely.LineString]]]:
    """
    List the roads that a picture shows, by class, paths first and main roads last.

    In a wide picture of many roads only main ones are left; what is too short to see is dropped.
    """
    kinds, shapes = road_lines(roads.edges)
    near = shapely.intersects(shapes, frame.box())
    kinds, shapes = kinds[near], shapely.simplify(shapes[near], _THIN_PX / frame.scale)
    seen = shapely.length(shapes) * frame.scale > _THIN_PX
    kinds, shapes = kinds[seen], shapes[seen]
    last = len(ROAD_WIDTHS) if np.count_nonzero(near) < 2500 else MAIN_ROADS + 1  # noqa: PLR2004
    return [(kind, list(shapes[kinds == kind])) for kind in range(last - 1, -1, -1)]


def _roads(roads: Roads, frame: Frame) -> list[str]:
    parts = []
    for kind, shapes in seen_roads(roads, frame):
        path = "".join(_path(shape, frame) for shape in shapes)
        if path:
            parts.append(
                f'<path d="{path}" fill="none" stroke="{ROAD}" '
                f'stroke-width="{2 * ROAD_WIDTHS[kind]:g}" stroke-linejoin="round"/>'
            )
    return parts


def _path(shape: shapely.LineString, frame: Frame) -> str:
    return _path_of(shapely.get_coordinates(shape), frame)


def _path_of(points: Points, frame: Frame) -> str:
    """Write a line in whole half pixels, each point as the step from the one before."""
    spots = np.rint(2 * frame.xy(points)).astype(int)
    (x, y), moves = spots[0].tolist(), np.diff(spots, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    steps = " ".join(f"{dx} {dy}" for dx, dy in moves.tolist()).replace(" -", "-")
    return f"M{x} {y}l{steps}" if steps else ""


def _area(area: Area, frame: Frame) -> str:
    path = _path_of(np.array(area.ring, dtype=float), frame)
    fill = "url(#hatch)" if area.hatch else area.fill
    return f'<path d="{path}Z" fill="{fill}" stroke="{area.edge}" stroke-width="1.2"/>'


def _bases(bases: Sequence[LonLat], frame: Frame) -> list[str]:
    """Draw where routes start: a ring that no grade has."""
    if not bases:
        return []
    drawn = '<circle cx="{:g}" cy="{:g}" r="7" fill="#fff" stroke="#1b1f24" stroke-width="4"/>'
    return [drawn.format(x, y) for x, y in frame.xy(np.array(bases, dtype=float)).tolist()]


def _line(line: Line, frame: Frame, place: int) -> str:
    """Draw a line on its white casing; the points are written once and used twice."""
    points = np.array(line.points, dtype=float)
    if len(points) < 2:  # noqa: PLR2004  a line has two ends
        return ""
    thin = shapely.get_coordinates(
        shapely.simplify(shapely.LineString(points), _THIN_PX / frame.scale)
    )
    dash = " ".join(str(2 * step) for step in line.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<defs><path id="line-{place}" d="{_path_of(thin, frame)}" fill="none"/></defs>'
        f'<use href="#line-{place}" stroke="#fff" stroke-width="11"/>'
        f'<use href="#line-{place}" stroke="{line.colour}" stroke-width="6"{dashed}/>'
    )


def _marks(marks: Sequence[Mark], frame: Frame) -> list[str]:
    if not marks:
        return []
    places = frame.xy(np.array([mark.place for mark in marks], dtype=float))
    if not any(mark.text for mark in marks) or len(marks) >= _MOST_BADGES:
        return _dots(marks, places.tolist())
    if all(mark.text for mark in marks):
        places = apart(places, gap=2.2 * PIN_RADIUS)
    drawn = zip(marks, places.tolist(), strict=True)
    return [_mark(mark, x, y) for mark, (x, y) in reversed(list(drawn))]


def _dots(marks: Sequence[Mark], places: Sequence[tuple[float, float]]) -> list[str]:
    """Draw marks without a text, one path for each grade, the worst on top."""
    drawn = []
    for grade in reversed(MARK_LOOKS):
        of_grade = [spot for mark, spot in zip(marks, places, strict=True) if mark.grade == grade]
        if of_grade:
            look = MARK_LOOKS[grade]
            path = "".join(shape_path(look.shape, x, y, DOT_RADIUS) for x, y in of_grade)
            drawn.append(
                f'<path d="{path}" fill="{look.dot}" stroke="{OUTLINE}" stroke-width="1.2"/>'
            )
    return drawn


def apart(places: Points, *, gap: float) -> Points:
    """Push badges apart until none hides another (as the canvas of the page does)."""
    spots = places.copy()
    for _ in range(40):
        moved = False
        for one in range(len(spots)):
            for other in range(one + 1, len(spots)):
                way = spots[other] - spots[one]
                away = float(np.hypot(*way))
                if away >= gap:
                    continue
                unit = way / away if away > 0 else np.array([1.0, 0.0])
                spots[one] -= unit * ((gap - away) / 2 + 0.2)
                spots[other] += unit * ((gap - away) / 2 + 0.2)
                moved = True
        if not moved:
            break
    return spots


def _mark(mark: Mark, x: float, y: float) -> str:
    look = MARK_LOOKS[mark.grade]
    radius = PIN_RADIUS if mark.text else DOT_RADIUS
    shape = shape_path(look.shape, x, y, radius)
    fill = look.badge if mark.text else look.dot
    drawn = f'<path d="{shape}" fill="{fill}" stroke="{OUTLINE}" stroke-width="1.2"/>'
    if not mark.text:
        return drawn
    return (
        f'{drawn}<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11.5" '
        f'font-weight="700" fill="{look.text}">{escape(plain(mark.text))}</text>'
    )


def shape_path(shape: str, x: float, y: float, radius: float) -> str:
    """Write the outline of a grade's shape as an SVG path."""
    left, right, top, low = (round(v, 1) for v in (x - radius, x + radius, y - radius, y + radius))
    r = round(radius, 1)
    if shape == "square":
        return f"M{left} {top}H{right}V{low}H{left}Z"
    if shape == "bell":
        return f"M{left} {low}V{round(y, 1)}A{r} {r} 0 0 1 {right} {round(y, 1)}V{low}Z"
    if shape == "circle":
        return f"M{left} {round(y, 1)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    middle, side = round(x, 1), round(y, 1)
    if shape == "diamond":
        return f"M{left} {side}L{middle} {top}L{right} {side}L{middle} {low}Z"
    upper = f"M{left} {low}V{side}A{r} {r} 0 0 1 {middle} {top}"
    return f"{upper}H{right}V{side}A{r} {r} 0 0 1 {middle} {low}Z"


def seen_names(roads: Roads, frame: Frame) -> list[tuple[str, float, float]]:
    """List the names of towns and villages that find room, each with its place in pixels."""
    places = roads.places
    named = places[places["kind"].isin(["village", "town"]) & places["name"].notna()]
    named = named.sort_values("kind", kind="stable")  # the town's own name goes first
    points = named.geometry.representative_point()
    inside = points.within(frame.box())
    seen: list[tuple[str, float, float]] = []
    for name, point in zip(named["name"][inside], points[inside], strict=True):
        ((x, y),) = frame.xy(np.array([[point.x, point.y]])).tolist()
        if not any(_touch((plain(name), x, y), other) for other in seen):
            seen.append((plain(name), x, y))
    return seen


def _touch(one: tuple[str, float, float], other: tuple[str, float, float]) -> bool:
    half = _LETTER_WIDTH * (len(one[0]) + len(other[0])) / 2
    return abs(one[1] - other[1]) < half and abs(one[2] - other[2]) < _LINE_HEIGHT


def _names(roads: Roads, frame: Frame) -> list[str]:
    return [
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="11" fill="#3d444d" '
        f'stroke="#fff" stroke-width="2.5" paint-order="stroke">{escape(name)}</text>'
        for name, x, y in seen_names(roads, frame)
    ]
