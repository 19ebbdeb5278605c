"""The application: every part of the service, put together."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service.version import program_version
from service.web.headers import SafeHeaders
from service.web.ogc import routes as ogc
from service.web.pages import home, signing
from service.web.problems import add_problems

if TYPE_CHECKING:
    from service.web.office import Office

ROUTERS = (
    signing.router,
    home.router,
    ogc.router,
)
"""Every route of the service; each says who may use it."""


def make_app(office: Office) -> FastAPI:
    """
    Put the service together; nothing is opened or started here.

    Parameters
    ----------
    office
        The store and the settings; the caller closes the store.
    """
    app = FastAPI(
        title="gridpatrol",
        version=program_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.office = office
    for router in ROUTERS:
        app.include_router(router)
    static = files("service.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    add_problems(app)
    app.add_middleware(SafeHeaders, secure=office.settings.secure)
    return app
