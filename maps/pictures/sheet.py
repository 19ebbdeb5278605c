"""What a picture for a report holds, whoever draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.errors import ConfigError
from maps.escaping import plain
from maps.words import filled

if TYPE_CHECKING:
    from data.model import Roads
    from data.sheets import PageFacts
    from maps.basemap import Bounds
    from maps.sketch import Drawing

Said = tuple[str, str]
"""One text, Chinese and English."""

_LEAST, _MOST = (640, 480), (4000, 4000)
LEGEND_SHARE = 0.26
"""Part of the width that the legend takes."""
LEGEND_DASH = 1.65
"""Dashes of the legend are so much longer than those of a map 720 wide: as they look on it."""
HEAD_PX, FOOT_PX = 76, 58
"""Height of title and footer beside a width of 1600."""
_FULL_WIDTH_PX = 1600
METRES_PER_KM = 1000


@dataclass(frozen=True, slots=True)
class PictureSize:
    """
    Width and height of a picture.

    Parameters
    ----------
    width_px, height_px
        Pixels, from 640 x 480 to 4000 x 4000, and no taller than wide.

    Raises
    ------
    ConfigError
        If a side is outside its range.
    """

    width_px: int = 1600
    height_px: int = 1000

    def __post_init__(self) -> None:
        sides = zip((self.width_px, self.height_px), _LEAST, _MOST, strict=True)
        is_within = all(low <= side <= high for side, low, high in sides)
        if is_within and self.height_px <= self.width_px:
            return
        raise ConfigError(
            "Expected a picture from 640x480 to 4000x4000 pixels, no taller than wide, "
            f"got {self.width_px}x{self.height_px}.",
            zh="图片应在 640x480 与 4000x4000 像素之间，且高不大于宽，"
            f"现为 {self.width_px}x{self.height_px}。",
        )

    @property
    def unit(self) -> float:
        """Pixels of this picture for one pixel beside a width of 1600."""
        return self.width_px / _FULL_WIDTH_PX

    @property
    def map_px(self) -> tuple[int, int]:
        """Width and height left for the map."""
        rest = self.height_px - round((HEAD_PX + FOOT_PX) * self.unit)
        return round(self.width_px * (1 - LEGEND_SHARE)), rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """
    One line of the legend.

    Attributes
    ----------
    kind
        ``mark`` (a grade), ``line`` (a team), ``area`` (a class of cells) or ``base``.
    said
        What it means.
    code
        Of a mark: the grade.
    fill, edge, hatch
        Of an area.
    dash
        Of a line: lengths of dashes and gaps; its colour is ``edge``.
    """

    kind: Literal["mark", "line", "area", "base"]
    said: Said
    code: str = ""
    fill: str = ""
    edge: str = ""
    hatch: bool = False
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """
    What a picture for a report shows.

    Attributes
    ----------
    title, subtitle
        What it is and of when.
    roads, within, drawing
        The ground, what of it must be seen, and what lies on it.
    keys
        The legend, from top to bottom.
    notes
        Short sentences below the legend.
    facts
        Town, date, sources and credit, and whether all of it is invented.
    """

    title: Said
    subtitle: Said
    roads: Roads
    within: Bounds
    drawing: Drawing
    keys: tuple[Key, ...]
    notes: tuple[Said, ...]
    facts: PageFacts


def scale_text(metres: int) -> Said:
    """Say how long the scale bar is."""
    if metres < METRES_PER_KM:
        return filled("pic.metres", n=metres)
    return filled("pic.kilometres", n=metres // METRES_PER_KM)


def footer(picture: Picture) -> tuple[Said, ...]:
    """List what stands below every picture: date, sources, datum, credit, use, program."""
    facts = picture.facts
    return (
        _with("as_of", facts.data_date.isoformat()),
        _with("sources", "、".join(facts.sources)),
        filled("datum"),
        filled("credit"),
        filled("internal"),
        _with("product", facts.version),
    )


def _with(key: str, value: str) -> Said:
    zh, en = filled(key)
    return f"{zh} {plain(value)}", f"{en} {plain(value)}"
