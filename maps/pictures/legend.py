"""What stands around the map of a picture on a sheet of matplotlib: title, legend, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.escaping import plain
from maps.palette import MARK_LOOKS, OUTLINE
from maps.pictures.canvas import colour_of, mark_points
from maps.pictures.sheet import FOOT_PX, HEAD_PX, LEGEND_DASH, footer
from maps.words import filled

if TYPE_CHECKING:
    from data.words import Lang
    from maps.pictures.canvas import Canvas
    from maps.pictures.sheet import Key, Picture

_MUTED, _RULE = "#57606a", "#d8dee4"
_ROW, _TEXT = 36.0, 19.0
_WIDE = 0x2E80
"""From here on letters are as wide as high: Chinese and its signs."""


def draw_frame(canvas: Canvas, picture: Picture, *, lang: Lang) -> None:
    """Write the title above the map, and date, sources and credit below."""
    side = 1 if lang == "en" else 0
    width, height = (
        canvas.size.width_px / canvas.size.unit,
        canvas.size.height_px / canvas.size.unit,
    )
    canvas.shape([(0, 0), (width, 0), (width, HEAD_PX), (0, HEAD_PX)], facecolor="#fff", zorder=9)
    low = height - FOOT_PX
    canvas.shape([(0, low), (width, low), (width, height), (0, height)], facecolor="#fff", zorder=9)
    canvas.line(np.array([(0, HEAD_PX), (width, HEAD_PX)]), colour=OUTLINE, width=2, zorder=10)
    canvas.line(np.array([(0, low), (width, low)]), colour=_RULE, width=1, zorder=10)
    title = picture.title[side]
    canvas.text((24, HEAD_PX / 2), title, px=30, weight="bold", zorder=10)
    after = 48 + 30 * text_width(title)
    canvas.text((after, HEAD_PX / 2), picture.subtitle[side], px=22, color=_MUTED, zorder=10)
    if picture.facts.invented:
        label = {"facecolor": "#fff3cd", "edgecolor": "#e0c36a", "boxstyle": "round,pad=0.35"}
        looks = {"ha": "right", "weight": "bold", "color": "#5c3d00", "bbox": label}
        canvas.text(
            (width - 36, HEAD_PX / 2), filled("invented_short")[side], px=20, zorder=10, **looks
        )
    lines = folded("   ".join(part[side] for part in footer(picture)), (width - 48) / 15.5)
    first = low + (29 if len(lines) == 1 else 17)
    for place, line in enumerate(lines[:2]):
        canvas.text((24, first + 23 * place), line, px=15.5, color=_MUTED, zorder=10)


def draw_legend(canvas: Canvas, picture: Picture, *, lang: Lang) -> None:
    """Explain what the map shows, to its right."""
    side = 1 if lang == "en" else 0
    left = canvas.size.map_px[0] / canvas.size.unit
    right, low = canvas.size.width_px / canvas.size.unit, canvas.size.height_px / canvas.size.unit
    sheet = [(left, HEAD_PX), (right, HEAD_PX), (right, low - FOOT_PX), (left, low - FOOT_PX)]
    canvas.shape(sheet, facecolor="#fff", zorder=8)
    edge = np.array([(left, HEAD_PX), (left, low - FOOT_PX)])
    canvas.line(edge, colour=_RULE, width=1, zorder=9)
    y = HEAD_PX + 36.0
    canvas.text((left + 22, y), filled("pic.legend")[side], px=22, weight="bold", zorder=9)
    for key in picture.keys:
        y += _ROW
        _swatch(canvas, key, at=(left + 54, y))
        canvas.text(
            (left + 98, y), _short(key.said[side], (right - left - 118) / 20), px=20, zorder=9
        )
    y += 16
    for note in picture.notes:
        for line in folded(plain(note[side]), (right - left - 44) / _TEXT):
            y += 29
            canvas.text((left + 22, y), line, px=_TEXT, color="#3d444d", zorder=9)
        y += 8


def _swatch(canvas: Canvas, key: Key, *, at: tuple[float, float]) -> None:
    x, y = at
    if key.kind == "line":
        points = np.array([(x - 30, y), (x + 30, y)])
        dash = [LEGEND_DASH * step for step in key.dash]
        canvas.line(points, colour=key.edge, width=5, dash=dash, zorder=9)
    elif key.kind == "area":
        corners = [(x - 18, y - 9), (x + 18, y - 9), (x + 18, y + 9), (x - 18, y + 9)]
        fill = "none" if key.hatch else colour_of(key.fill)
        hatch = "//" if key.hatch else None
        edge = colour_of(key.edge)
        canvas.shape(corners, facecolor=fill, edgecolor=edge, hatch=hatch, width=1.5, zorder=9)
    elif key.kind == "base":
        ring = mark_points("circle", at, 7)
        canvas.shape(ring, facecolor="#fff", edgecolor=OUTLINE, width=4, zorder=9)
    else:
        look = MARK_LOOKS[key.code]
        points = mark_points(look.shape, at, 9)
        canvas.shape(points, facecolor=look.dot, edgecolor=OUTLINE, width=1.5, zorder=9)


def text_width(text: str) -> float:
    """
    Estimate how wide a text is, in heights of its letters.

    Examples
    --------
    >>> text_width("一队"), text_width("Team")
    (2.0, 2.24)
    """
    return round(sum(1.0 if ord(sign) >= _WIDE else 0.56 for sign in plain(text)), 2)


def folded(text: str, most: float) -> list[str]:
    """
    Break a text into lines that fit, at blanks and between Chinese letters.

    Parameters
    ----------
    most
        Width of a line in heights of its letters.

    Examples
    --------
    >>> folded("甲乙丙丁 ab cd", 3)
    ['甲乙丙', '丁 ab', 'cd']
    """
    lines = [""]
    for word in _words(text):
        if lines[-1] and text_width(lines[-1] + word.rstrip()) > most:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.strip() for line in lines]


def _words(text: str) -> list[str]:
    """Split before each Chinese letter and after each blank."""
    words = [""]
    for sign in text:
        if ord(sign) >= _WIDE or words[-1].endswith(" "):
            words.append("")
        words[-1] += sign
        if ord(sign) >= _WIDE:
            words.append("")
    return [word for word in words if word]


def _short(text: str, most: float) -> str:
    """Cut a long name, and say that it was cut."""
    said = plain(text)
    if text_width(said) <= most:
        return said
    while said and text_width(said) > most - 1:
        said = said[:-1]
    return f"{said}…"
