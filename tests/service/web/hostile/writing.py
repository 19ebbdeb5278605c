"""Every writing route with what a hostile sender may bring it, made from the routes themselves."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_from_bytes
from zlib import crc32

from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from service.web.gate import SAFE_METHODS
from tests.service.web.hostile.asking import filled
from tests.service.web.hostile.good import GOOD
from tests.service.web.hostile.values import MORE, OTHERS, RAW, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    from fastapi import FastAPI
    from fastapi.routing import APIRoute

    from tests.service.web.hostile.house import HostileTown

_READERS = frozenset({"said", "day_said", "number_said"})
"""Functions that take a form, and the name of one field of it."""
_FORM = "application/x-www-form-urlencoded"
_ESCAPED = "multipart/form-data; boundary=x; charset=unicode_escape"
"""A sender may name any encoding; in this one a lone surrogate has a spelling."""


@dataclass(frozen=True)
class Write:
    """One request; ``name`` says what is hostile about it."""

    method: str
    address: str
    name: str
    body: bytes = b""
    kind: str = _FORM
    headers: dict[str, str] = field(default_factory=dict)


def write_routes(app: FastAPI) -> list[tuple[str, APIRoute]]:
    """List every method of every route that writes."""
    found = (context.original_route for context in iter_route_contexts(app.routes))
    return [
        (method, one)
        for one in found
        for method in sorted(set(getattr(one, "methods", None) or ()) - SAFE_METHODS)
    ]


def writes(method: str, route: APIRoute, town: HostileTown) -> Iterator[Write]:
    """Make every hostile request of a route: fields one by one, whole bodies, the address."""
    address = address_of(route, town)
    good = good_body(method, route)
    if takes_json(method, route):
        yield from _documents(method, address, route, good)
    else:
        yield from _forms(method, address, route, good)
    for name, text in TEXTS.items():
        if "{" in route.path and "secret" not in route.path and len(text) < 10_000:
            odd = filled(route.path, town, said=quote(text.encode("utf-8", "surrogatepass"), ""))
            yield Write(method, odd, f"address: {name}", **_sent(method, route, good))


def address_of(route: APIRoute, town: HostileTown) -> str:
    """Give the address with what stands in the town in its gaps."""
    return filled(route.path.replace("{secret}", town.link.strip("/").rpartition("/")[2]), town)


def good_body(method: str, route: APIRoute) -> dict[str, Any]:
    """Give what a decent sender would bring."""
    return GOOD.get((method, route.path), {})


def takes_json(method: str, route: APIRoute) -> bool:
    """Tell whether a program sends JSON here; the phone and the map do, too."""
    is_json = route.path.startswith("/api") or route.path.endswith("/records")
    return is_json and method != "DELETE" and not _is_upload(route)


def _is_upload(route: APIRoute) -> bool:
    extra = route.openapi_extra or {}
    return "multipart/form-data" in extra.get("requestBody", {}).get("content", {})


def fields_of(route: APIRoute) -> list[str]:
    """Name the fields: what the route declares, and what its module reads from any form."""
    declared: list[str] = []
    for one in route.dependant.body_params:
        kind = one.field_info.annotation
        is_model = inspect.isclass(kind) and issubclass(kind, BaseModel)
        declared += kind.model_fields if is_model else [one.alias]
    if takes_json(next(iter(route.methods or {"POST"})), route):
        return declared
    return sorted({*declared, *_read_in(sys.modules[route.endpoint.__module__])})


def drawn(all_of_them: Iterable[Write], most: int) -> list[Write]:
    """Draw some requests of a route, always the same; the decent one is among them."""
    good, *others = all_of_them
    return [
        good,
        *sorted(others, key=lambda one: crc32(f"{one.address}{one.name}".encode()))[:most],
    ]


@cache
def _read_in(module: ModuleType) -> frozenset[str]:
    """Find the names that a module reads from forms, by the calls that read them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        is_form = isinstance(owner, ast.Name) and owner.id in {"form", "sent"}
        said = node.args[0] if is_form else node.args[1:2] and node.args[1]
        if (is_form or name in _READERS) and isinstance(said, ast.Constant):
            found.add(str(said.value))
    return frozenset(found)


def _forms(method: str, address: str, route: APIRoute, good: Mapping[str, Any]) -> Iterator[Write]:
    names = sorted({*fields_of(route), *good})
    yield form(method, address, "good", good)
    yield form(method, address, "more", {**good, **MORE})
    for name in names:
        for what, text in TEXTS.items():
            yield form(method, address, f"{name}: {what}", {**good, name: text})
    for what, text in TEXTS.items():
        yield form(method, address, f"every field: {what}", dict.fromkeys(names, text))
    parts = "".join(_part(name, "\\ud800") for name in names) + "--x--\r\n"
    yield Write(method, address, "an encoding of its own", parts.encode(), _ESCAPED)
    files = "".join(_part(name, "=1+1", '; filename="../x.csv"') for name in names) + "--x--\r\n"
    yield Write(method, address, "files as fields", files.encode(), _ESCAPED.partition("; ch")[0])
    yield Write(method, address, "a broken form", b"--y\r\nx", _ESCAPED)
    yield Write(method, address, "no form", b"<x/>", "text/xml")
    yield Write(method, address, "JSON", b'{"x": 1}', "application/json")
    deep = b"[" * 100_000
    yield Write(method, address, "deep JSON", deep, "application/json")
    yield Write(method, address, "JSON with a surrogate", b'{"x": "\\ud800"}', "application/json")


def _part(name: str, text: str, more: str = "") -> str:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n'
    return f"{head}\r\n{text}\r\n"


def form(method: str, address: str, name: str, said: Mapping[str, Any]) -> Write:
    """Fill a form in."""
    pairs = [
        f"{quote(key, '')}={quote_from_bytes(str(one).encode('utf-8', 'surrogatepass'), '')}"
        for key, value in said.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return Write(method, address, name, "&".join(pairs).encode())


def _documents(
    method: str, address: str, route: APIRoute, good: Mapping[str, Any]
) -> Iterator[Write]:
    names = sorted({*fields_of(route), *good})
    yield _document(method, address, "good", good)
    for name in [*names, *MORE]:
        for what, value in {**TEXTS, **OTHERS}.items():
            yield _document(method, address, f"{name}: {what}", {**good, name: value})
    for what, value in {**TEXTS, **OTHERS}.items():
        yield _document(method, address, f"every member: {what}", dict.fromkeys(names, value))
    for what, body in RAW.items():
        yield Write(method, address, what, body, "application/json")
    yield Write(method, address, "no JSON", b"<x/>", "text/xml")
    headers = {"idempotency-key": "\x7f" * 300, "if-match": "W/x, y"}
    yield Write(method, address, "odd headers", _json(good), "application/json", headers)


def _document(method: str, address: str, name: str, said: object) -> Write:
    return Write(method, address, name, _json(said), "application/json")


def _json(said: object) -> bytes:
    return json.dumps(said).encode()


def _sent(method: str, route: APIRoute, good: Mapping[str, Any]) -> dict[str, Any]:
    if takes_json(method, route):
        return {"body": _json(good), "kind": "application/json"}
    return {"body": form(method, "", "", good).body}
