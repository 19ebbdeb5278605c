"""The route pages of published plans, drawn once for each publication and kept in memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from data.errors import NotFoundError
from maps.pages import route_page
from service.pipeline.plans.sheets import week_sheet
from service.web.whole import Pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from data.model import Roads
    from data.sheets import WeekSheet
    from data.store import Store
    from data.words import Lang
    from maps.pages import Served
    from service.web.inspector.shown import ShownWeek
    from service.web.whole import Rendered

MOST_BYTES = 64 * 2**20
_MOST_SHEETS = 2
"""This week's and the next one's."""
Drawable = tuple["WeekSheet", "Roads"]


class RoutePages:
    """
    Draws pages of routes, each once; who asks for one that is being drawn waits for it.

    What is kept belongs to a publication: who mends an address publishes again, and every phone
    learns of it.
    """

    def __init__(self) -> None:
        self._pages = Pages(most_bytes=MOST_BYTES)
        self._lock = Lock()
        self._sheets: OrderedDict[str, Drawable] = OrderedDict()

    async def page(
        self, store: Store, shown: ShownWeek, shift: str, *, served: Served, lang: Lang
    ) -> Rendered:
        """Give the page of a shift, drawn if need be."""

        def draw() -> str:
            sheet, roads = self._sheet(store, shown, week=served.week)
            route = next((one for one in sheet.routes if one.shift == shift), None)
            if route is None:
                raise NotFoundError(f"There is no shift {shift!r}.", zh=f"没有班次“{shift}”。")
            return route_page(route, sheet, roads, lang=lang, served=served)

        key = (shown.publication_id, shift, served.version, lang)
        return await self._kept(key, draw)

    async def _kept(self, key: tuple[object, ...], draw: Callable[[], str]) -> Rendered:
        coming, is_mine = self._pages.claim(key)
        if is_mine:
            await run_in_threadpool(self._pages.render, key, draw)
        return await asyncio.shield(asyncio.wrap_future(coming))

    def _sheet(self, store: Store, shown: ShownWeek, *, week: str) -> Drawable:
        """Join the plan with what its pages show, one thread at a time: it takes seconds."""
        with self._lock:
            found = self._sheets.pop(shown.publication_id, None)
            if found is None:
                roads = store.read_roads()
                found = week_sheet(store, week, roads=roads, plan_id=shown.plan_id), roads
            self._sheets[shown.publication_id] = found
            while len(self._sheets) > _MOST_SHEETS:
                self._sheets.popitem(last=False)
            return found


def route_pages_of(request: Request) -> RoutePages:
    """Give the pages that the running service keeps."""
    state = request.app.state
    if not hasattr(state, "link_pages"):
        state.link_pages = RoutePages()
    pages: RoutePages = state.link_pages
    return pages
