"""Pictures for reports as files: the views of the pages, drawn by a browser or by matplotlib."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from data.errors import OutsideError
from maps.pictures import (
    hotspots_picture,
    picture_page,
    picture_png,
    route_picture,
    week_picture,
)
from service.browser import find_browser, photograph
from service.pipeline.pages.drawing import hotspot_table, stored_cells
from service.pipeline.pages.front import HOTSPOTS, ROUTES, WEEK, route_file
from service.pipeline.plans.sheets import page_facts, paper_sheet
from service.results.week import PictureResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.ports import Progress
    from data.store import Store
    from data.words import Lang
    from maps.pictures import Picture, PictureSize

MATPLOTLIB = "matplotlib"


@dataclass(slots=True)
class Painter:
    """
    Draws pictures: by the browser until it fails once, from then on by matplotlib.

    Attributes
    ----------
    size, lang
        Of every picture.
    browser
        What is found on this machine, or nothing.
    failed
        Why the browser was given up.
    """

    size: PictureSize
    lang: Lang
    browser: Path | None = field(default_factory=find_browser)
    failed: OutsideError | None = None

    @property
    def tool(self) -> str:
        """Name what draws."""
        return MATPLOTLIB if self.browser is None else self.browser.stem

    def png(self, picture: Picture) -> bytes:
        """
        Draw one picture.

        Raises
        ------
        OutsideError
            If there is neither a browser nor a font with Chinese letters.
        """
        if self.browser is not None:
            page = picture_page(picture, size=self.size, lang=self.lang)
            try:
                return photograph(self.browser, page, size=self.size)
            except OutsideError as error:
                self.browser, self.failed = None, error
        return picture_png(picture, size=self.size, lang=self.lang)


def picture_hotspots(
    store: Store, out: Path, *, painter: Painter, week: str | None = None
) -> PictureResult:
    """
    Write the picture of the hotspots.

    Parameters
    ----------
    week
        As for the page; a week without a plan is refused.

    Raises
    ------
    NotFoundError
        If there are no roads, scores or cells yet, or the week has no plan.
    OutsideError
        If nothing here can draw, or the folder cannot be written.
    """
    roads = store.read_roads()
    sites, cells = hotspot_table(store, week=week), stored_cells(store)
    picture = hotspots_picture(sites, cells, roads, facts=page_facts(store))
    return _write(out, {_png(HOTSPOTS): picture}, painter=painter)


def picture_week(
    store: Store,
    out: Path,
    *,
    week: str,
    painter: Painter,
    draft: bool = False,
    progress: Progress | None = None,
) -> PictureResult:
    """
    Write a picture of the week, and one of each of its days.

    Raises
    ------
    NotFoundError
        If there are no roads, or the week has no plan.
    OutsideError
        If nothing here can draw, or the folder cannot be written.
    """
    roads = store.read_roads()
    sheet = paper_sheet(store, week, roads=roads, draft=draft)
    pictures = {_png(WEEK): week_picture(sheet, roads)}
    for day in sorted({route.day for route in sheet.routes if route.stops}):
        pictures[_png(WEEK, f"-{day.isoformat()}")] = week_picture(sheet, roads, day=day)
    return _write(out, pictures, painter=painter, progress=progress)


def picture_routes(
    store: Store,
    out: Path,
    *,
    week: str,
    painter: Painter,
    draft: bool = False,
    progress: Progress | None = None,
) -> PictureResult:
    """
    Write one picture per team and day that has a visit.

    Raises
    ------
    NotFoundError
        If there are no roads, or the week has no plan.
    OutsideError
        If nothing here can draw, or the folder cannot be written.
    """
    roads = store.read_roads()
    sheet = paper_sheet(store, week, roads=roads, draft=draft)
    pictures = {}
    for route in sheet.routes:
        if route.stops:
            name = f"{ROUTES}/{route_file({'day': route.day, 'shift': route.shift})}"
            pictures[_png(name)] = route_picture(route, sheet, roads)
    return _write(out, pictures, painter=painter, progress=progress)


def _png(page: str, more: str = "") -> str:
    """Name the picture of a page."""
    path = PurePosixPath(page)
    return str(path.with_name(f"{path.stem}{more}.png"))


def _write(
    out: Path, pictures: dict[str, Picture], *, painter: Painter, progress: Progress | None = None
) -> PictureResult:
    sizes = {}
    for number, (name, picture) in enumerate(pictures.items(), start=1):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        sizes[name] = path.write_bytes(painter.png(picture))
        if progress is not None:
            progress(number, len(pictures), name)
    failed = painter.failed
    return PictureResult(
        out=str(out),
        pictures=sizes,
        width_px=painter.size.width_px,
        height_px=painter.size.height_px,
        drawn_by=painter.tool,
        failed=None if failed is None else (failed.zh or str(failed), str(failed)),
    )
