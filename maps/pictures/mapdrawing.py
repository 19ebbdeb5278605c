"""The map of a picture on a sheet of matplotlib: ground, cells, routes, marks, names, scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from maps.frames import FRAME_WIDTH, frame_of, scale_bar
from maps.palette import MARK_LOOKS, OUTLINE
from maps.pictures.canvas import colour_of, mark_points
from maps.pictures.sheet import HEAD_PX, scale_text
from maps.sketch import (
    DOT_RADIUS,
    GROUND,
    PIN_RADIUS,
    ROAD,
    ROAD_WIDTHS,
    apart,
    seen_names,
    seen_roads,
)
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from data.model import LonLat
    from data.words import Lang
    from maps.frames import Frame
    from maps.pictures.canvas import Canvas
    from maps.pictures.sheet import Picture
    from maps.sketch import Area, Line, Mark

    Points = NDArray[float64]

_MIDDLE, _PALE = "#3d444d", (1.0, 1.0, 1.0, 0.9)
_HATCH_EDGE = "rgba(90,98,108,.45)"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the map lies on the sheet: a frame of 720 units, enlarged ``grown`` times."""

    canvas: Canvas
    frame: Frame
    grown: float
    window: Rectangle

    def units(self, points: Sequence[LonLat] | Points) -> Points:
        return self.pixels(self.frame.xy(np.asarray(points, dtype=float)))

    def pixels(self, spots: Points) -> Points:
        moved: Points = spots * self.grown + np.array([0.0, HEAD_PX])
        return moved


def draw_map(canvas: Canvas, picture: Picture, *, lang: Lang) -> None:
    """Draw everything inside the map's frame."""
    place = _placed(canvas, picture)
    for area in picture.drawing.areas:
        _area(place, area)
    for kind, shapes in seen_roads(picture.roads, place.frame):
        width = ROAD_WIDTHS[kind] * place.grown
        for shape in shapes:
            points = place.units(shapely.get_coordinates(shape))
            canvas.line(points, colour=ROAD, width=width, clip_path=place.window)
    for line in picture.drawing.lines:
        _line(place, line)
    for base in place.units(picture.drawing.bases) if picture.drawing.bases else ():
        ring = mark_points("circle", tuple(base), 7 * place.grown)
        canvas.shape(ring, facecolor="#fff", edgecolor=OUTLINE, width=4 * place.grown, zorder=4)
    _marks(place, picture.drawing.marks)
    _names(place, picture)
    _scale(place, lang)


def _placed(canvas: Canvas, picture: Picture) -> _Place:
    width, height = (side / canvas.size.unit for side in canvas.size.map_px)
    grown = width / FRAME_WIDTH
    window = Rectangle((0, HEAD_PX), width, height, facecolor=GROUND, zorder=0)
    canvas.axes.add_patch(window)
    return _Place(canvas, frame_of(picture.within, height=round(height / grown)), grown, window)


def _area(place: _Place, area: Area) -> None:
    edge = colour_of(_HATCH_EDGE if area.hatch else area.edge)
    drawn = place.canvas.shape(
        place.units(area.ring),
        facecolor="none" if area.hatch else colour_of(area.fill),
        edgecolor=edge,
        hatch="//" if area.hatch else None,
        width=0.6 * place.grown,
        zorder=1,
    )
    drawn.set_clip_path(place.window)


def _line(place: _Place, line: Line) -> None:
    if len(line.points) < 2:  # noqa: PLR2004  a line has two ends
        return
    points, grown = place.units(line.points), place.grown
    over = {"clip_path": place.window, "zorder": 3}
    place.canvas.line(points, colour="#fff", width=5.5 * grown, **over)
    dash = [step * grown for step in line.dash]
    place.canvas.line(points, colour=line.colour, width=3 * grown, dash=dash, **over)


def _marks(place: _Place, marks: Sequence[Mark]) -> None:
    """Draw marks, the worst grades and the first stops on top."""
    if not marks:
        return
    spots = place.frame.xy(np.array([mark.place for mark in marks], dtype=float))
    if all(mark.text for mark in marks):
        spots = apart(spots, gap=2.2 * PIN_RADIUS)
    ranks = {grade: rank for rank, grade in enumerate(MARK_LOOKS)}
    drawn = list(zip(marks, place.pixels(spots).tolist(), strict=True))[::-1]
    if not marks[0].text:
        drawn.sort(key=lambda one: -ranks[one[0].grade])
    for mark, (x, y) in drawn:
        _mark(place, mark, (x, y))


def _mark(place: _Place, mark: Mark, at: tuple[float, float]) -> None:
    look = MARK_LOOKS[mark.grade]
    radius = (PIN_RADIUS if mark.text else DOT_RADIUS) * place.grown
    fill = look.badge if mark.text else look.dot
    points = mark_points(look.shape, at, radius)
    place.canvas.shape(points, facecolor=fill, edgecolor=OUTLINE, width=1.2 * place.grown, zorder=5)
    if mark.text:
        px = 11.5 * place.grown
        looks = {"color": look.text, "ha": "center", "weight": "bold", "zorder": 5}
        place.canvas.text(at, mark.text, px=px, **looks)


def _names(place: _Place, picture: Picture) -> None:
    casing = [withStroke(linewidth=2.5 * place.grown * place.canvas.pt, foreground="#fff")]
    for name, x, y in seen_names(picture.roads, place.frame):
        ((left, low),) = place.pixels(np.array([[x, y]])).tolist()
        looks = {"ha": "center", "va": "baseline", "color": _MIDDLE, "path_effects": casing}
        place.canvas.text((left, low), name, px=11 * place.grown, zorder=3.5, **looks)


def _scale(place: _Place, lang: Lang) -> None:
    """Draw the bar with its length, and where north is."""
    side = 1 if lang == "en" else 0
    metres, pixels = scale_bar(place.frame)
    low, right = HEAD_PX + place.window.get_height() - 22, place.window.get_width()
    bar = np.array([(28, low - 9), (28, low), (28 + pixels * place.grown, low)])
    end = bar[-1] - np.array([0, 9])
    ground = np.array(
        [(18, low - 40), (end[0] + 10, low - 40), (end[0] + 10, low + 9), (18, low + 9)]
    )
    place.canvas.shape(ground, facecolor=_PALE, zorder=7)
    place.canvas.line(np.vstack([bar, end]), colour=OUTLINE, width=3, zorder=8)
    place.canvas.text((28, low - 24), scale_text(metres)[side], px=18, zorder=8)
    box = mark_points("square", (right - 36, HEAD_PX + 40), 24)
    place.canvas.shape(box, facecolor=_PALE, zorder=7)
    looks = {"ha": "center", "weight": "bold", "zorder": 8}
    place.canvas.text((right - 36, HEAD_PX + 28), "↑", px=20, **looks)
    place.canvas.text((right - 36, HEAD_PX + 52), filled("pic.north")[side], px=18, **looks)
