"""A picture drawn without a browser, by matplotlib: the same view, keys, scale and credit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from data.errors import OutsideError
from maps.pictures.canvas import Canvas
from maps.pictures.legend import draw_frame, draw_legend
from maps.pictures.mapdrawing import draw_map

if TYPE_CHECKING:
    from data.words import Lang
    from maps.pictures.sheet import Picture, PictureSize

_DPI = 100
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "SimSun",
)


def picture_png(picture: Picture, *, size: PictureSize, lang: Lang = "zh") -> bytes:
    """
    Draw a picture.

    Parameters
    ----------
    picture
        What is seen.
    size
        Pixels of the picture.
    lang
        Its one language.

    Returns
    -------
    png
        A file of exactly that size; equal input gives equal bytes on one machine.

    Raises
    ------
    OutsideError
        If no font of this machine has Chinese letters.
    """
    # a hundredth of a pixel more: matplotlib cuts off what is left of a pixel
    inches = ((size.width_px + 0.01) / _DPI, (size.height_px + 0.01) / _DPI)
    with rc_context({"font.family": [_font()], "axes.unicode_minus": False, "hatch.linewidth": 2}):
        figure = Figure(figsize=inches, dpi=_DPI, facecolor="#fff")
        FigureCanvasAgg(figure)
        canvas = Canvas.over(figure, size)
        draw_map(canvas, picture, lang=lang)
        draw_frame(canvas, picture, lang=lang)
        draw_legend(canvas, picture, lang=lang)
        written = io.BytesIO()
        figure.savefig(written, format="png", dpi=_DPI, metadata={"Software": None})
    return written.getvalue()


def _font() -> str:
    """Choose a font with Chinese letters."""
    here = {entry.name for entry in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in here:
            return name
    raise OutsideError(
        "Expected Chromium, or a font with Chinese letters for matplotlib, found neither; "
        "install chromium, or the font Noto Sans CJK.",
        zh="没有找到 Chromium，也没有可供 matplotlib 使用的中文字体；"
        "请安装 Chromium，或 Noto Sans CJK 字体。",
    )
