"""Running the service until it is told to stop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import uvicorn

from data.store import Author, open_store
from service.access.accounts import first_administrator
from service.access.clock import now
from service.web.app import make_app
from service.web.crewing import with_workers
from service.web.office import Office
from service.words import say

if TYPE_CHECKING:
    from service.web.settings import WebSettings

_BY = Author("gridpatrol", "serve")


def serve(settings: WebSettings) -> None:
    """
    Serve until the process is told to stop; a store that is not there is made.

    Raises
    ------
    PatrolError
        If the store cannot be opened.
    """
    with open_store(settings.store, create=True) as store:
        password = first_administrator(store, clock=now, by=_BY)
        if password is not None:
            sys.stdout.write(say("serve.password", settings.lang, password=password) + "\n")
        scheme = "https" if settings.secure else "http"
        address = f"{scheme}://{settings.host}:{settings.port}"
        sys.stdout.write(say("serve.ready", settings.lang, address=address) + "\n")
        sys.stdout.flush()
        app = make_app(Office(store=store, settings=settings), lifespan=with_workers)
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=20,
        )
