"""The description of the map interface in OpenAPI 3.0, which OGC 17-069r4 asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.version import program_version
from service.web.ogc.asking import CRS84, DEFAULT_LIMIT, FORMATS, LARGEST_LIMIT
from service.web.ogc.collections import COLLECTIONS
from service.web.problems import PROBLEM

if TYPE_CHECKING:
    from service.web.ogc.collections import Collection

_F = {"name": "f", "in": "query", "schema": {"type": "string", "enum": list(FORMATS)}}
_CRS = {"name": "crs", "in": "query", "schema": {"type": "string", "enum": [CRS84]}}
_LIMIT = {
    "name": "limit",
    "in": "query",
    "style": "form",
    "explode": False,
    "schema": {
        "type": "integer",
        "minimum": 1,
        "maximum": LARGEST_LIMIT,
        "default": DEFAULT_LIMIT,
    },
}
"""QGIS looks for it among the components, and nowhere else, to know how many to ask for at once."""
_REFUSED = {
    "400": "a parameter is wrong",
    "401": "not signed in",
    "403": "not allowed",
    "429": "too many requests",
    "503": "the store cannot be read",
}


def describe(server: str) -> dict[str, Any]:
    """
    Describe every address.

    Parameters
    ----------
    server
        Where the interface is, without a slash at its end.
    """
    paths: dict[str, Any] = {
        "/": _get("landing", "Landing page", [_F]),
        "/conformance": _get("conformance", "Conformance classes", [_F]),
        "/api": _get("api", "This description", [_F]),
        "/collections": _get("collections", "The collections", [_F]),
    }
    for one in COLLECTIONS.values():
        here = f"/collections/{one.name}"
        paths[here] = _get(f"describe.{one.name}", f"The collection {one.name}", [_F])
        paths[f"{here}/items"] = _get(f"items.{one.name}", f"Features of {one.name}", _asked(one))
        key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"{here}/items/{{featureId}}"] = _get(
            f"feature.{one.name}", f"One feature of {one.name}", [key, _F, _CRS], is_found=True
        )
    schemes = {
        "token": {"type": "http", "scheme": "bearer"},
        "name_and_token": {"type": "http", "scheme": "basic"},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "gridpatrol maps", "version": program_version()},
        "servers": [{"url": server}],
        "security": [{name: []} for name in schemes],
        "paths": paths,
        "components": {"parameters": {"limit": _LIMIT}, "securitySchemes": schemes},
    }


def _asked(one: Collection) -> list[dict[str, Any]]:
    number = {"type": "number"}
    box = {"oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}
    words = [_text(name, "one value, or several with commas between") for name in one.filters]
    return [
        _F,
        {"$ref": "#/components/parameters/limit"},
        {
            "name": "bbox",
            "in": "query",
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": number, **box},
        },
        {"name": "bbox-crs", "in": "query", "schema": {"type": "string", "enum": [CRS84]}},
        _CRS,
        {**_text("datetime", "a moment, or two with a slash between"), "explode": False},
        _text("after", "the key to go on after, as next links have it"),
        *words,
    ]


def _text(name: str, told: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": told,
        "style": "form",
        "schema": {"type": "string"},
    }


def _get(
    name: str, told: str, parameters: list[dict[str, Any]], *, is_found: bool = False
) -> dict[str, Any]:
    refused = _REFUSED | ({"404": "there is none"} if is_found else {})
    body = {"schema": {"type": "object"}}
    kind = "application/geo+json" if name.startswith(("items", "feature")) else "application/json"
    answers: dict[str, Any] = {
        "200": {
            "description": told,
            "content": {kind: body, "text/html": {"schema": {"type": "string"}}},
        },
        "304": {"description": "the caller has it already"},
    }
    answers |= {
        status: {"description": why, "content": {PROBLEM: body}} for status, why in refused.items()
    }
    return {
        "get": {
            "operationId": name,
            "summary": told,
            "parameters": parameters,
            "responses": answers,
        }
    }
