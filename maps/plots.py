"""Plots as SVG in the page: lines over a plain grid, read without colour by dash and name.

Every number of a plot also stands in a table of its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from maps.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]

_WIDTH, _HEIGHT = 560, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 26, 14, 52
_TICK_GAP = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotLine:
    """
    One line of a plot.

    Attributes
    ----------
    points
        x, y in the units of the axes.
    colour, dash
        As in ``maps.palette``; ``dash`` empty is a solid line.
    dots
        Draw a mark at each point.
    strong
        Draw it thicker.
    """

    points: Sequence[Point]
    colour: str
    dash: tuple[int, ...] = ()
    dots: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """
    One axis: its ends, the marks with their words, and what it measures.

    Attributes
    ----------
    low, high
        Ends, ``low < high``.
    marks
        Value and text of each mark.
    zh, en
        What it measures, with its unit.
    """

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]
    zh: str
    en: str


def share_axis(zh: str, en: str, *, high: float = 1.0) -> Axis:
    """Make an axis of shares, from 0 to a round share, in per cent."""
    step = 0.2 if high > 0.5 else 0.1  # noqa: PLR2004  five marks or so either way
    count = max(int(high / step + 0.999), 1)
    marks = tuple((step * place, f"{100 * step * place:.0f}%") for place in range(count + 1))
    return Axis(low=0.0, high=step * count, marks=marks, zh=zh, en=en)


def line_plot(lines: Sequence[PlotLine], *, x: Axis, y: Axis, title: tuple[str, str]) -> Markup:
    """
    Draw lines over a grid.

    Parameters
    ----------
    lines
        From back to front.
    x, y
        The axes.
    title
        What the picture shows, Chinese and English, for those who do not see it.

    Returns
    -------
    svg
        An ``<svg>`` element that scales with its column.
    """
    body = [*_grid(x, y), *(_line(one, x, y) for one in lines)]
    return Markup(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'data-zh-aria-label="{}" data-en-aria-label="{}">{}</svg>'
    ).format(_WIDTH, _HEIGHT, plain(title[0]), *map(plain, title), Markup("").join(body))


def key_line(colour: str, dash: tuple[int, ...] = (), *, strong: bool = False) -> Markup:
    """Draw the short line that stands for one line of a plot in its legend."""
    dashes = Markup(' stroke-dasharray="{}"').format(" ".join(map(str, dash))) if dash else ""
    return Markup(
        '<svg class="key" viewBox="0 0 34 10" aria-hidden="true">'
        '<line x1="0" y1="5" x2="34" y2="5" stroke="{}" stroke-width="{}"{}/></svg>'
    ).format(colour, "4" if strong else "2.6", dashes)


def _grid(x: Axis, y: Axis) -> list[Markup]:
    left, right, low, high = _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _TOP
    drawn = []
    for value, text in y.marks:
        at = _y(value, y)
        drawn.append(_rule((left, at), (right, at)))
        drawn.append(_text((left - _TICK_GAP, at + 4), text, "end"))
    for value, text in x.marks:
        at = _x(value, x)
        drawn.append(_rule((at, high), (at, low)))
        drawn.append(_text((at, low + 17), text, "middle"))
    middle = (left + right) / 2
    for lang, words in (("zh", x.zh), ("en", x.en)):
        drawn.append(_text((middle, _HEIGHT - 8), words, "middle", lang))
    for lang, words in (("zh", y.zh), ("en", y.en)):
        turned = Markup(' transform="rotate(-90 13 {})"').format(_number((low + high) / 2))
        drawn.append(_text((13, (low + high) / 2), words, "middle", lang, turned))
    return drawn


def _line(line: PlotLine, x: Axis, y: Axis) -> Markup:
    places = [(_x(one, x), _y(other, y)) for one, other in line.points]
    dash = Markup(' stroke-dasharray="{}"').format(" ".join(map(str, line.dash)))
    drawn = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{}/>').format(
        " ".join(f"{_number(one)},{_number(other)}" for one, other in places),
        line.colour,
        "3.4" if line.strong else "2.2",
        dash if line.dash else "",
    )
    if not line.dots:
        return drawn
    dots = (
        Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(
            _number(one), _number(other), line.colour
        )
        for one, other in places
    )
    return drawn + Markup("").join(dots)


def _x(value: float, axis: Axis) -> float:
    return _LEFT + (value - axis.low) / (axis.high - axis.low) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, axis: Axis) -> float:
    share = (value - axis.low) / (axis.high - axis.low)
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _rule(start: Point, end: Point) -> Markup:
    ends = map(_number, (*start, *end))
    return Markup('<line class="rule" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(*ends)


def _text(at: Point, words: str, anchor: str, lang: str = "", turned: str = "") -> Markup:
    kind = Markup(' class="{}"').format(lang) if lang else ""
    return Markup('<text x="{}" y="{}" text-anchor="{}"{}{}>{}</text>').format(
        _number(at[0]), _number(at[1]), anchor, kind, turned, plain(words)
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
