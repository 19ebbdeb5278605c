"""What goes on beside the requests of a running service: its workers, and its tidying."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from service.jobs.crew import Crew, every_kind
from service.jobs.worker import Bench
from service.web.garbage import with_old_things_aside
from service.web.tidying import with_tidying

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI, Request

    from service.web.office import Office


@asynccontextmanager
async def with_workers(app: FastAPI) -> AsyncIterator[None]:
    """
    Let as many workers take jobs as the settings say, while the server runs.

    At the end they take no further job; what is under way may end within some seconds, else it is
    given back to the queue, and no try of it is lost.
    """
    office: Office = app.state.office
    settings = office.settings
    bench = Bench(address=settings.store, kinds=every_kind(), clock=office.clock)
    crew = Crew(settings.workers, bench)
    await run_in_threadpool(crew.start)
    app.state.crew = crew
    try:
        async with with_old_things_aside(), with_tidying(office):
            yield
    finally:
        await run_in_threadpool(crew.stop)


def expect_work(request: Request) -> None:
    """Get ready for what a page is likely to ask next; a server without workers does nothing."""
    crew: Crew | None = getattr(request.app.state, "crew", None)
    if crew is not None:
        crew.expect()
