"""A picture as a page of exactly its size, for a browser to photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from maps.escaping import plain
from maps.frames import FRAME_WIDTH, frame_of, scale_bar
from maps.palette import MARK_LOOKS, OUTLINE
from maps.pictures.sheet import FOOT_PX, HEAD_PX, LEGEND_DASH, footer, scale_text
from maps.shipped import templates
from maps.sketch import shape_path, sketch
from maps.words import filled

if TYPE_CHECKING:
    from data.words import Lang
    from maps.pictures.sheet import Key, Picture, PictureSize

_SWATCH = (64, 22)


def picture_page(picture: Picture, *, size: PictureSize, lang: Lang = "zh") -> str:
    """
    Write a page that shows a picture and nothing else.

    Parameters
    ----------
    picture
        What is seen.
    size
        Pixels of the window that fits it.
    lang
        Its one language: paper has no switch.

    Returns
    -------
    text
        One html document without scripts, which asks nobody for anything.
    """
    side = _side(lang)
    width, height = size.map_px
    sketch_height = round(FRAME_WIDTH * height / width)
    metres, bar = scale_bar(frame_of(picture.within, height=sketch_height))
    drawn = sketch(picture.roads, picture.within, picture.drawing, height=sketch_height)
    return (
        templates()
        .get_template("picture.html")
        .render(
            lang=lang,
            plain=plain,
            say=lambda said: plain(said[side]),
            word=lambda key: filled(key)[side],
            picture=picture,
            size=size,
            map_px=(width, height),
            head_px=HEAD_PX,
            foot_px=FOOT_PX,
            footer=[part[side] for part in footer(picture)],
            sketch=drawn,
            scale=(scale_text(metres)[side], round(bar * width / FRAME_WIDTH)),
            keys=[(_swatch(key), plain(key.said[side])) for key in picture.keys],
        )
    )


def _side(lang: Lang) -> int:
    return 1 if lang == "en" else 0


def _swatch(key: Key) -> Markup:
    """Draw what the legend explains, as the map draws it."""
    width, height = _SWATCH
    svg = Markup('<svg viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>')
    return svg.format(width, height, width, height, _drawn(key))


def _drawn(key: Key) -> Markup:
    width, height = _SWATCH
    if key.kind == "line":
        dash = " ".join(f"{LEGEND_DASH * step:g}" for step in key.dash) or "none"
        line = '<path d="M1 {}H{}" stroke="{}" stroke-width="5" stroke-dasharray="{}"/>'
        return Markup(line).format(  # noqa: S704  our own text
            height // 2, width - 1, key.edge, dash
        )
    if key.kind == "area":
        fill = "url(#hatch)" if key.hatch else key.fill
        box = '<rect x="14" y="2" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1.5"/>'
        return Markup(box).format(  # noqa: S704  our own text
            width - 28, height - 4, fill, key.edge
        )
    middle, centre = width / 2, height / 2
    if key.kind == "base":
        ring = '<circle cx="{}" cy="{}" r="7" fill="#fff" stroke="{}" stroke-width="4"/>'
        return Markup(ring).format(  # noqa: S704  our own text
            middle, centre, OUTLINE
        )
    look = MARK_LOOKS[key.code]
    path = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="1.5"/>')
    return path.format(shape_path(look.shape, middle, centre, 8.0), look.dot, OUTLINE)
