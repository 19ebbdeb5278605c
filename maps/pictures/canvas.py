"""One sheet of matplotlib in the units of a picture 1600 wide, y downwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Polygon

from maps.escaping import plain
from maps.palette import OUTLINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy import float64
    from numpy.typing import NDArray

    from maps.pictures.sheet import PictureSize

    Points = NDArray[float64]

Colour = str | tuple[float, float, float, float]

_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_POINTS_PER_PX = 0.72
"""At a hundred pixels an inch."""
_DEGREES_PER_STEP = 7.5


@dataclass(frozen=True, slots=True)
class Canvas:
    """
    Where everything is drawn.

    Attributes
    ----------
    axes
        The whole sheet, without margins.
    size
        Pixels.
    pt
        Points of matplotlib for one unit.
    """

    axes: Axes
    size: PictureSize
    pt: float

    @classmethod
    def over(cls, figure: Figure, size: PictureSize) -> Canvas:
        """Cover a figure."""
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, size.width_px / size.unit)
        axes.set_ylim(size.height_px / size.unit, 0)
        return cls(axes, size, size.unit * _POINTS_PER_PX)

    def text(self, at: tuple[float, float], words: str, *, px: float, **looks: Any) -> Any:  # noqa: ANN401  what matplotlib takes
        """Write one line; ``$`` is a letter here and not mathematics."""
        wanted: dict[str, Any] = {
            "color": OUTLINE,
            "va": "center",
            "ha": "left",
            "parse_math": False,
        } | looks
        return self.axes.text(*at, plain(words), fontsize=px * self.pt, **wanted)

    def shape(self, points: Points | Sequence[tuple[float, float]], **looks: Any) -> Polygon:  # noqa: ANN401  what matplotlib takes
        """Fill a closed shape."""
        width = looks.pop("width", 0.0) * self.pt
        drawn = Polygon(np.asarray(points, dtype=float), closed=True, linewidth=width, **looks)
        self.axes.add_patch(drawn)
        return drawn

    def line(self, points: Points, *, colour: str, width: float, **looks: Any) -> None:  # noqa: ANN401  what matplotlib takes
        """Draw a line; ``dash`` lists units."""
        dash = looks.pop("dash", ())
        style = (0, [step / width for step in dash]) if dash else "solid"
        spots = np.asarray(points, dtype=float)
        self.axes.plot(
            spots[:, 0],
            spots[:, 1],
            color=colour,
            linewidth=width * self.pt,
            linestyle=style,
            solid_joinstyle="round",
            dash_capstyle="butt",
            **looks,
        )


def colour_of(css: str) -> Colour:
    """
    Turn a colour of the style sheets into one of matplotlib.

    Examples
    --------
    >>> colour_of("rgba(255,0,51,.5)")
    (1.0, 0.0, 0.2, 0.5)
    >>> colour_of("#b2182b")
    '#b2182b'
    """
    found = _RGBA.fullmatch(css)
    if found is None:
        return css
    red, green, blue = (int(found[place]) / 255 for place in (1, 2, 3))
    return red, green, blue, float(found[4])


def mark_points(shape: str, at: tuple[float, float], radius: float) -> Points:
    """
    List the corners of a grade's shape; round parts in short steps.

    Parameters
    ----------
    shape
        Name as in ``maps.palette``.
    at, radius
        Middle and half the width, in units.
    """
    corners = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
        "circle": _arc(0, 360),
        "bell": [*_arc(180, 360), (1, 1), (-1, 1)],
        "leaf": [*_arc(180, 270), (1, -1), *_arc(0, 90), (-1, 1)],
    }[shape]
    spots: Points = np.array(at, dtype=float) + radius * np.array(corners, dtype=float)
    return spots


def _arc(start_deg: float, end_deg: float) -> list[tuple[float, float]]:
    """List points of the unit circle; y downwards, so angles grow clockwise."""
    angles = np.radians(np.arange(start_deg, end_deg + 0.1, _DEGREES_PER_STEP))
    return list(zip(np.cos(angles).tolist(), np.sin(angles).tolist(), strict=True))
