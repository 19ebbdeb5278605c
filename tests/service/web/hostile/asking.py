"""Every address of the service with what stands in the town in its gaps, made from the routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi.routing import iter_route_contexts

from service.web.api.collections import COLLECTIONS
from tests.service.web.hostile.texts import KEY, TAG
from tests.service.web.linktown import PAGE
from tests.service.web.routes import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.dependencies.models import Dependant
    from fastapi.routing import APIRoute

    from tests.service.web.hostile.house import HostileTown

_GAP = re.compile(r"{(\w+)(?::\w+)?}")
_ENDINGS = ("csv", "xlsx", "gpkg", "geojson", "kml", "gpx", "ics")
_FORMS = ("html", "xlsx", "docx")
_QUERIES = {
    "/reports/go": "?kind=month&name=2026-11",
    "/week/{week}/changes/new": "?site=S00001",
    "/api/v1/findings/due": "?week=2026-W48",
    "/api/v1/teams/{team_id}/calendar.ics": "?week=2026-W48",
    "/findings/list": f"?{urlencode({'q': KEY})}",
}
"""What a route must be asked, or is best asked."""
_FIXED = {
    "day": ["2026-11-23"],
    "kind": ["month"],
    "size": ["192"],
    "subject": ["sites", "findings", "inspections", "tips", "plan", "areas", "cells"],
}
STREAM = "/api/v1/jobs/{job_id}/events"
"""Goes on for minutes; its events are the job that its neighbour shows."""
_TABLES = {
    "account_id": "account",
    "audit_id": "audit",
    "closure_id": "closure",
    "disposition_id": "disposition",
    "expert_day_id": "expert_day",
    "finding_id": "finding",
    "job_id": "job",
    "link_id": "link",
    "order_id": "given_order",
    "plan_id": "plan",
    "shift_id": "shift",
    "site_id": "site",
    "team_id": "team",
    "tip_id": "tip",
    "token_id": "token",
}


def reads(app: FastAPI) -> list[APIRoute]:
    """List the routes that read."""
    found = (context.original_route for context in iter_route_contexts(app.routes))
    return [one for one in found if "GET" in (getattr(one, "methods", None) or ())]


def addresses(route: APIRoute, town: HostileTown) -> list[str]:
    """Give the addresses of a route: with what is there, asked oddly, and of what is not there."""
    path = route.path.replace("{secret}", town.link.strip("/").rpartition("/")[2])
    ready = [one + _QUERIES.get(route.path, "") for one in _filled(path, town)]
    odd = {"lang": "en", **dict.fromkeys([*_asked(route.dependant), "q", TAG], KEY)}
    more = [] if "file" in path else [f"{ready[0].partition('?')[0]}?{urlencode(odd)}"]
    return [
        *ready,
        *more,
        *([_GAP.sub(lambda _: quote(KEY, safe=""), path)] if "{" in path else []),
    ]


def _asked(dependant: Dependant) -> Iterator[str]:
    """Name the arguments behind the question mark; those of a model stand in its fields."""
    for one in dependant.query_params:
        kind = one.field_info.annotation
        yield from getattr(kind, "model_fields", {one.alias: None})
    for inner in dependant.dependencies:
        yield from _asked(inner)


def filled(path: str, town: HostileTown, *, said: str | None = None) -> str:
    """Fill the gaps of a path with what is there, or every gap with ``said``."""
    return _GAP.sub(lambda _: said, path) if said is not None else _filled(path, town)[0]


def _filled(path: str, town: HostileTown) -> list[str]:
    """Fill the gaps, with each ending or form where there are several."""
    filled = [path]
    for name in _GAP.findall(path):
        gap = re.compile(rf"{{{name}(:\w+)?}}")
        values = [quote(value, safe="") for value in _values(name, path, town)]
        filled = [gap.sub(lambda _, one=value: one, one) for one in filled for value in values]
    return filled


def _values(name: str, path: str, town: HostileTown) -> list[str]:
    if name == "key":
        return _keys_of(path, town)
    if name in {"ending", "form"}:
        return list(_ENDINGS if path.startswith("/api/v1/exports") else _FORMS)
    if name in _FIXED:
        return _FIXED[name]
    if name == "name":
        return _named(path, town)
    known = town.keys(_TABLES[name]) if name in _TABLES else []
    if path.startswith("/ledgers/imports"):
        known = known[-1:]  # the import came after the plan that failed
    return [KEY if KEY in known else known[0]] if known else [EXAMPLES[name].own]


def _named(path: str, town: HostileTown) -> list[str]:
    if path.startswith("/r/"):
        return [PAGE]
    if path.startswith("/reports"):
        return ["2026-11"]
    if path.startswith("/ogc"):
        return ["sites"]
    sites = town.service.office.store.rows("site")
    return [next((str(row["town"]) for row in sites if row["town"]), "x")]


def _keys_of(path: str, town: HostileTown) -> list[str]:
    tables = {f"/api/v1/{one.path}/{{key}}": one.table for one in COLLECTIONS}
    if path.startswith("/ogc"):
        return ["S00001"]
    if path.startswith("/questions"):
        page = town.client("planner").get("/questions")
        return [page.headers.get("location", "/none").rpartition("/")[2]]
    known = town.keys(tables[path]) if path in tables else []
    return [KEY if KEY in known else known[0]] if known else ["none"]
