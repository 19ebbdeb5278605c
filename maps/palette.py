"""Colours, shapes and dash patterns, and which of them mean what.

A grade is always colour, shape and word together; a team is colour, dash and name together: neither
needs an eye that tells all colours apart. Contrast and colour-blind distances were measured before
the colours were chosen; tests keep the contrasts.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.sheets import SWEEP_GRADE


@dataclass(frozen=True, slots=True)
class GradeLook:
    """
    How a grade looks.

    Attributes
    ----------
    badge, text
        Ground and lettering of a numbered badge, contrast at least 4.5.
    dot
        Colour of a mark without lettering.
    shape
        Name of the shape: square, bell, circle, leaf, diamond.
    """

    badge: str
    text: str
    dot: str
    shape: str


GRADE_LOOKS: dict[str, GradeLook] = {
    "red": GradeLook("#b2182b", "#ffffff", "#b2182b", "square"),
    "orange": GradeLook("#b45309", "#ffffff", "#e66101", "bell"),
    "yellow": GradeLook("#ffd23f", "#1b1f24", "#ffd23f", "circle"),
    "blue": GradeLook("#1f5fa8", "#ffffff", "#2166ac", "leaf"),
}

SWEEP_LOOK = GradeLook("#4b5563", "#ffffff", "#4b5563", "diamond")
"""A place in no ledger, which has no grade."""
MARK_LOOKS = {**GRADE_LOOKS, SWEEP_GRADE: SWEEP_LOOK}
"""Every mark a map may show, the worst grade first."""

OUTLINE = "#1b1f24"
"""Around every mark: yellow on the pale ground is 1.3 to 1 without it."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """Fill and edge of a grid cell; ``hatch`` draws slanted lines instead of a fill."""

    fill: str
    edge: str
    hatch: bool = False


CELL_LOOKS: dict[str, CellLook] = {
    "hot99": CellLook("rgba(122,15,40,.72)", "#4d0616"),
    "hot95": CellLook("rgba(196,60,70,.58)", "#7a0f28"),
    "hot90": CellLook("rgba(236,150,130,.55)", "#a8463f"),
    "cold": CellLook("rgba(70,130,180,.40)", "#2f6690"),
    "plain": CellLook("rgba(120,128,138,.10)", "rgba(90,98,108,.35)"),
    "few": CellLook("rgba(90,98,108,.45)", "rgba(90,98,108,.45)", hatch=True),
}


COVERAGE_LOOKS: dict[int | None, CellLook] = {
    30: CellLook("rgba(255,255,204,.55)", "#8a8a60"),
    90: CellLook("rgba(161,218,180,.60)", "#4f8a66"),
    180: CellLook("rgba(65,182,196,.60)", "#20717d"),
    365: CellLook("rgba(44,127,184,.65)", "#174f78"),
    None: CellLook("rgba(37,52,148,.72)", "#141d55"),
}
"""Fill of a cell by the days since anyone looked: at most so many; ``None`` is more, or never.

One hue from light to dark, so that it reads without colour (ColorBrewer YlGnBu).
"""


NEXT_LOOKS: dict[str, CellLook] = {
    "top": CellLook("rgba(63,0,125,.74)", "#24004a"),
    "tenth": CellLook("rgba(106,81,163,.62)", "#3f1f7a"),
    "quarter": CellLook("rgba(158,154,200,.55)", "#6a51a3"),
    "rest": CellLook("rgba(218,218,235,.45)", "rgba(106,81,163,.45)"),
}
"""Fill of a cell by its place in the order of where to look next (ColorBrewer Purples)."""

TREND_LOOKS: dict[str, CellLook] = {
    "new": CellLook("rgba(197,27,125,.62)", "#7a0f4c"),
    "rising": CellLook("rgba(230,97,1,.60)", "#8a3a00"),
    "persistent": CellLook("rgba(140,81,10,.60)", "#543005"),
    "fading": CellLook("rgba(90,180,172,.55)", "#01665e"),
}
TREND_SIGNS = {"new": "＋", "rising": "↑", "persistent": "＝", "fading": "↓"}
"""A trend is colour and sign: four hues alone are too many for some eyes."""


@dataclass(frozen=True, slots=True)
class TeamLook:
    """Line colour of a team, and its dash pattern in pixels (empty is a solid line)."""

    colour: str
    dash: tuple[int, ...]


_TEAM_COLOURS = (
    "#5b21b6",
    "#00695c",
    "#ad1457",
    "#37474f",
    "#0277bd",
    "#6d4c41",
    "#827717",
    "#283593",
)
_TEAM_DASHES: tuple[tuple[int, ...], ...] = ((), (12, 6), (3, 6), (14, 5, 3, 5), (7, 5))


_BEAT_TINTS = (
    "#8dd3c7",
    "#ffed6f",
    "#bebada",
    "#80b1d3",
    "#b3de69",
    "#d9c39a",
    "#c9ced6",
    "#ccebc5",
)
"""No red, rose or orange: those are the hot cells."""


def beat_tint(place: int) -> str:
    """
    Choose the tint of a beat: pale, since the outline and the label tell beats apart.

    Parameters
    ----------
    place
        0, 1, 2 ... in the order of beats; eight tints, then again from the first.

    Examples
    --------
    >>> beat_tint(0), beat_tint(8)
    ('#8dd3c7', '#8dd3c7')
    """
    return _BEAT_TINTS[place % len(_BEAT_TINTS)]


def team_look(place: int) -> TeamLook:
    """
    Choose colour and dash for the team at a place in the list.

    Parameters
    ----------
    place
        0, 1, 2 ... in the order of the legend. Eight colours and five dashes: the first forty
        looks differ.

    Examples
    --------
    >>> team_look(1)
    TeamLook(colour='#00695c', dash=(12, 6))
    """
    return TeamLook(
        _TEAM_COLOURS[place % len(_TEAM_COLOURS)], _TEAM_DASHES[place % len(_TEAM_DASHES)]
    )
