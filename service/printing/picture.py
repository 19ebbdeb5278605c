"""Which pictures were written, and what drew them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.week import PictureResult

BYTES_PER_KB = 1000


def picture_lines(result: PictureResult, lang: Lang) -> list[str]:
    """Write the lines of ``gridpatrol map --png``."""
    size = f"{result.width_px}x{result.height_px}"
    figures = {"count": len(result.pictures), "out": result.out, "size": size}
    lines = [say("map.pictures", lang, tool=result.drawn_by, **figures)]
    lines.extend(
        f"  {name}  {bytes_ / BYTES_PER_KB:.0f} kB" for name, bytes_ in result.pictures.items()
    )
    if result.failed is not None:
        lines.append(say("map.browser_failed", lang, why=result.failed[lang == "en"]))
    elif result.drawn_by == "matplotlib":
        lines.append(say("map.no_browser", lang))
    return lines
