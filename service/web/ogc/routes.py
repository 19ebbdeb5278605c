"""OGC API - Features Core (OGC 17-069r4): what QGIS, GDAL and analysts read maps from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from data.store.features import Choice, FeaturePage
from service.access.roles import Permission
from service.web.gate import Seen, needs
from service.web.ogc.answering import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    address,
    answer,
    html,
    link,
    self_links,
)
from service.web.ogc.apidoc import describe
from service.web.ogc.asking import CRS84, check_crs, check_names, choice_of, format_of
from service.web.ogc.collections import COLLECTIONS, Collection, collection
from service.web.ogc.extents import extent_of
from service.web.ogc.geojson import features_of
from service.web.ogc.routelines import read_routes
from service.web.problems import RefusalError, lang_of
from service.web.words import say

if TYPE_CHECKING:
    from data.store import Store

router = APIRouter(prefix="/ogc", include_in_schema=False, dependencies=[needs(Permission.SEE)])
_CLASS = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS = tuple(f"{_CLASS}/{name}" for name in ("core", "oas30", "html", "geojson"))
_ALWAYS = ("f",)


@router.get("")
@router.get("/")
def landing(request: Request) -> Response:
    """Lead to everything."""
    chosen = _format(request)
    lang = lang_of(request)
    links = [
        *self_links(request, chosen),
        link(address(request, "/api"), "service-desc", OPENAPI, say("ogc.api", lang)),
        link(address(request, "/api", f="html"), "service-doc", HTML, say("ogc.api", lang)),
        link(address(request, "/conformance"), "conformance", JSON, say("ogc.conformance", lang)),
        link(address(request, "/collections"), "data", JSON, say("ogc.collections", lang)),
    ]
    body = {"title": say("ogc.title", lang), "description": say("ogc.about", lang), "links": links}
    if chosen == "html":
        return html(request, "ogc_landing.html", links=links[2:], collections=_listed(request))
    return answer(request, body, links=links)


@router.get("/conformance")
def conformance(request: Request) -> Response:
    """Say which classes of the standard are kept."""
    chosen = _format(request)
    if chosen == "html":
        return html(request, "ogc_facts.html", title="ogc.conformance", facts=list(CONFORMS))
    return answer(request, {"conformsTo": list(CONFORMS)}, links=self_links(request, chosen))


@router.get("/api")
def api(request: Request) -> Response:
    """Describe the interface."""
    described = describe(address(request, ""))
    if _format(request) == "html":
        paths = [f"GET /ogc{path}" for path in described["paths"]]
        return html(request, "ogc_facts.html", title="ogc.api", facts=paths)
    return answer(request, described, kind=OPENAPI)


@router.get("/collections")
def collections(request: Request, town: Seen) -> Response:
    """List the collections."""
    chosen = _format(request)
    if chosen == "html":
        return html(request, "ogc_landing.html", links=[], collections=_listed(request))
    links = self_links(request, chosen)
    listed = [_described(request, town, one) for one in COLLECTIONS.values()]
    return answer(request, {"links": links, "collections": listed}, links=links)


@router.get("/collections/{name}")
def one_collection(request: Request, town: Seen, name: str) -> Response:
    """Describe a collection."""
    asked = collection(name)
    chosen = _format(request)
    described = _described(request, town, asked)
    if chosen == "html":
        return html(request, "ogc_collection.html", collection=described, filters=asked.filters)
    described["links"] = [*self_links(request, chosen), *described["links"]]
    return answer(request, described, links=described["links"])


@router.get("/collections/{name}/items")
def items(request: Request, town: Seen, name: str) -> Response:
    """Give a page of features."""
    asked = collection(name)
    chosen = format_of(request.query_params, request.headers.get("accept", ""))
    choice = choice_of(request.query_params, asked)
    found = _read(town, asked, choice)
    links = self_links(request, chosen, GEOJSON)
    if found.last is not None:
        query = {key: value for key, value in request.query_params.items() if key != "f"}
        onward = query | {"after": found.last, "f": chosen}
        kind = GEOJSON if chosen == "json" else HTML
        links.append(link(address(request, f"/collections/{name}/items", **onward), "next", kind))
    if chosen == "html":
        onward_link = next((one["href"] for one in links if one["rel"] == "next"), "")
        return html(request, "ogc_items.html", name=name, page=found, onward=onward_link)
    body = {
        "type": "FeatureCollection",
        "links": links,
        "numberMatched": found.matched,
        "numberReturned": len(found.keys),
        "features": features_of(found),
    }
    return answer(request, body, kind=GEOJSON, links=links)


@router.get("/collections/{name}/items/{key}")
def one_item(request: Request, town: Seen, name: str, key: str) -> Response:
    """Give one feature."""
    asked = collection(name)
    check_names(request.query_params, (*_ALWAYS, "crs"))
    check_crs(request.query_params)
    chosen = format_of(request.query_params, request.headers.get("accept", ""))
    found = _read(town, asked, _only(asked, key))
    if found is None or not found.keys:
        raise RefusalError(404, f"There is no such feature in {name}.", zh=f"{name} 中没有此要素。")
    links = [
        *self_links(request, chosen, GEOJSON),
        link(address(request, f"/collections/{name}"), "collection", JSON),
    ]
    if chosen == "html":
        return html(request, "ogc_items.html", name=name, page=found, onward="")
    return answer(request, features_of(found)[0] | {"links": links}, kind=GEOJSON, links=links)


def _only(asked: Collection, key: str) -> Choice:
    name = "route_id" if asked.layer is None else f"{asked.layer.table}_id"
    return Choice(where={name: [key]}, limit=1)


def _read(town: Store, asked: Collection, choice: Choice) -> FeaturePage:
    if not asked.day:
        choice = replace(choice, from_day=None, to_day=None)
    return read_routes(town, choice) if asked.layer is None else town.features(asked.layer, choice)


def _format(request: Request) -> str:
    check_names(request.query_params, _ALWAYS)
    return format_of(request.query_params, request.headers.get("accept", ""))


def _listed(request: Request) -> list[tuple[str, str, str]]:
    lang = lang_of(request)
    return [
        (name, say(f"ogc.{name}", lang), say(f"ogc.{name}_about", lang)) for name in COLLECTIONS
    ]


def _described(request: Request, town: Store, asked: Collection) -> dict[str, Any]:
    lang, here = lang_of(request), f"/collections/{asked.name}"
    box = extent_of(request, town, asked)
    described: dict[str, Any] = {
        "id": asked.name,
        "title": say(f"ogc.{asked.name}", lang),
        "description": say(f"ogc.{asked.name}_about", lang),
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": [
            link(address(request, f"{here}/items"), "items", GEOJSON),
            link(address(request, f"{here}/items", f="html"), "items", HTML),
        ],
    }
    if box is not None:
        described["extent"] = {"spatial": {"bbox": [list(box)], "crs": CRS84}}
    return described
