"""Answers of the map interface: JSON or a small page, with a strong ETag."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from fastapi import Request, Response

from service.web.origin import origin_of
from service.web.revalidating import is_known
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
VARY = "Accept, Accept-Language, Authorization, Cookie"


def address(request: Request, path: str, **query: str) -> str:
    """Write an address of this service as the asker reaches it."""
    told = f"?{urlencode(query)}" if query else ""
    return f"{origin_of(request)}/ogc{path}{told}"


def link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    """Write one link."""
    told = {"href": href, "rel": rel, "type": kind}
    return told | {"title": title} if title else told


def self_links(request: Request, chosen: str, kind: str = JSON) -> list[dict[str, str]]:
    """Link to this answer, and to it in the other format."""
    query = {name: value for name, value in request.query_params.items() if name != "f"}
    path = request.url.path.removeprefix("/ogc")
    links = []
    for name, media in (("json", kind), ("html", HTML)):
        rel = "self" if name == chosen else "alternate"
        links.append(link(address(request, path, **query, f=name), rel, media))
    return links


def answer(
    request: Request,
    body: Mapping[str, Any],
    *,
    kind: str = JSON,
    links: Sequence[Mapping[str, str]] = (),
) -> Response:
    """
    Answer with JSON.

    A caller that has the very same bytes already gets 304.

    Parameters
    ----------
    links
        Written as ``Link`` headers too.
    """
    told = orjson.dumps(body)
    tag = f'"{hashlib.sha256(told).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": VARY, "Cache-Control": "private, no-cache"}
    if links:
        headers["Link"] = ", ".join(
            f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in links
        )
    if is_known(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(told, media_type=kind, headers=headers)


def html(request: Request, template: str, **facts: Any) -> Response:  # noqa: ANN401
    """Answer with a small page for people."""
    return page(request, template, headers={"Vary": VARY}, **facts)
