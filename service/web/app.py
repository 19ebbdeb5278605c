"""The application: every part of the service, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from service.version import program_version
from service.web import operation
from service.web.api import jobs as api_jobs
from service.web.api.routers import API_ROUTERS
from service.web.charsets import OnlyUtf8
from service.web.headers import SafeHeaders
from service.web.heads import Heads
from service.web.inspector import routes as team_routes
from service.web.limits import BodyLimits
from service.web.logs import RequestLog
from service.web.metrics import Metrics
from service.web.nul import NoNul
from service.web.ogc import routes as ogc
from service.web.pages import (
    admin,
    audit,
    backups,
    bulk,
    experts,
    finding_acts,
    finding_board,
    grants,
    home,
    jobs,
    language,
    ledgers,
    links,
    me,
    measures,
    outside,
    people,
    questions,
    reports,
    risk,
    rules,
    signing,
    site,
    tips,
    week,
    week_changes,
    week_conflicts,
    week_plans,
    week_publish,
)
from service.web.problems import add_problems
from service.web.statics import Statics

if TYPE_CHECKING:
    from starlette.types import Lifespan

    from service.web.office import Office

ROUTERS = (
    operation.router,
    signing.router,
    home.router,
    language.router,
    ledgers.router,
    questions.router,
    admin.router,
    team_routes.router,
    links.router,
    measures.router,
    rules.router,
    audit.router,
    backups.router,
    reports.router,
    site.router,
    tips.router,
    experts.router,
    risk.router,
    finding_board.router,
    bulk.router,
    finding_acts.router,
    me.router,
    people.router,
    grants.router,
    outside.router,
    week.router,
    week_plans.router,
    week_changes.router,
    week_publish.router,
    week_conflicts.router,
    jobs.router,
    api_jobs.router,
    *API_ROUTERS,
    ogc.router,
)
"""Every route of the service; each says who may use it."""


def make_app(office: Office, *, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """
    Put the service together; nothing is opened or started here.

    Parameters
    ----------
    office
        The store and the settings; the caller closes the store.
    lifespan
        What begins and ends with the server, such as its workers.
    """
    app = FastAPI(
        title="gridpatrol",
        version=program_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.office = office
    app.state.metrics = Metrics(office.store)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", Statics(), name="static")
    add_problems(app)
    app.add_middleware(BodyLimits, most_bytes=office.settings.upload_limit_bytes)
    app.add_middleware(NoNul)
    app.add_middleware(OnlyUtf8)
    app.add_middleware(Heads)
    app.add_middleware(SafeHeaders, secure=office.settings.secure)
    app.add_middleware(RequestLog, metrics=app.state.metrics)
    return app
