"""The document of the interface for programs: OpenAPI 3.1, and a page that lists the same."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from service.access.roles import Permission
from service.version import program_version
from service.web.api.answers import answer
from service.web.api.route import LANGS
from service.web.gate import Gate, needs
from service.web.office import office_of
from service.web.problems import PROBLEM
from service.web.problemtypes import PAGE, STATUSES, address_of
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

router = APIRouter(include_in_schema=False)
BELOW = "/api/v1"
_WRITES = frozenset({"post", "put", "patch", "delete"})
_WITH_BODY = frozenset({"post", "put", "patch"})
_ALWAYS = (400, 401, 403, 404, 422, 429, 503)
_REFUSED_WRITES = (409, 412, 428)
_REFUSED_BODIES = (413, 415)
_MEANING = {
    400: "The request cannot be read.",
    401: "Nobody is signed in: send a token, or a cookie of a session.",
    403: "The role, or its towns, may not do this; or the CSRF token of a session is missing.",
    404: "There is no such thing, or none that the actor may see.",
    409: "It does not fit what is stored, or the same Idempotency-Key is under way.",
    412: "Somebody changed it since it was read.",
    413: "The body is too large.",
    415: "The body is of another kind than described.",
    422: "An argument or the body is not as described, or breaks a rule of the ledgers.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says when to come again.",
    503: "The store cannot be reached; Retry-After says when to come again.",
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457: what went wrong, in one sentence in the language of the actor.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": [address_of(kind) for kind in STATUSES],
            "description": "Which kind; the same in every language. Explained at that address.",
        },
        "title": {"type": "string", "description": "The kind in the language of the actor."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "reason": {
            "type": "string",
            "description": "Of a 409 or 422 of an Idempotency-Key.",
            "enum": ["under-way", "done-answer-lost", "key-reused"],
        },
        "ask": {
            "type": "string",
            "description": "Of `unsure`: the member that must be true.",
            "examples": ["is_sure"],
        },
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
            },
        },
    },
}
_LANG: dict[str, Any] = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of sentences; missing: as you set it.",
    "schema": {"type": "string", "enum": list(LANGS)},
}
_INTRODUCTION = (
    "Everything the office does, for programs. Lists are paged by key; reads carry an ETag; edits "
    "need If-Match; every write may bring an Idempotency-Key. Positions are WGS-84, longitude "
    "first. What an actor may not see is not there: 404."
)


@router.get("/api/openapi.json", dependencies=[needs(Permission.SEE)])
def read_document(request: Request) -> Response:
    """Give the document."""
    return answer(document_of(request.app, cookie=office_of(request).settings.cookie))


@router.get("/api/docs", dependencies=[needs(Permission.SEE)])
def document_page(request: Request) -> Response:
    """List the routes for people."""
    document = document_of(request.app, cookie=office_of(request).settings.cookie)
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, method, said in _operations(document):
        entry = {"path": path, "method": method.upper(), **said}
        groups.setdefault(said.get("tags", ["other"])[0], []).append(entry)
    return page(request, "api.html", groups=groups)


@router.get(PAGE)
def problems_page(request: Request) -> Response:
    """Explain every kind of problem, to whoever is told of one."""
    return page(request, "problems.html", kinds=STATUSES, example=address_of("stale-edit"))


def document_of(app: FastAPI, *, cookie: str) -> dict[str, Any]:
    """
    Write the OpenAPI document of an application.

    Parameters
    ----------
    app
        Whose routes below ``/api/v1`` are described.
    cookie
        Name of the cookie of a session.
    """
    document = get_openapi(
        title="gridpatrol",
        version=program_version(),
        description=_INTRODUCTION,
        routes=app.routes,
    )
    document["paths"] = {
        path: methods for path, methods in document["paths"].items() if path.startswith(BELOW)
    }
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    parts["responses"] = {f"Problem{status}": _response(status) for status in _MEANING}
    parts["securitySchemes"] = _schemes(cookie)
    gates = dict(_gates(app))
    for path, method, said in _operations(document):
        _complete(said, method, gates.get((path, method)))
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document.get("paths", {}).items():
        for method, said in methods.items():
            yield path, method, said


def _gates(app: FastAPI) -> Iterator[tuple[tuple[str, str], Gate]]:
    """Find which permission each route needs."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            gate = next(
                (one.call for one in route.dependant.dependencies if isinstance(one.call, Gate)),
                None,
            )
            for method in route.methods or ():
                if gate is not None:
                    yield (route.path, method.lower()), gate


def _complete(said: dict[str, Any], method: str, gate: Gate | None) -> None:
    """Add to one operation what all of its kind have in common."""
    answers = said.setdefault("responses", {})
    answers.pop("422", None)
    for status in _refusals(method):
        answers.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})
    if method == "get":
        answers.setdefault("304", {"description": "The client has this answer already."})
        said.setdefault("parameters", []).append(_header("If-None-Match", "ETag known already."))
    if method in {"put", "patch", "delete"}:
        said.setdefault("parameters", []).append(
            _header("If-Match", "ETag of what is edited; routes that edit a row need it.")
        )
    given = said.setdefault("parameters", [])
    if not any((one["in"], one["name"]) == ("query", "lang") for one in given):
        given.append(_LANG)
    is_in_person = gate is not None and gate.in_person
    said["x-in-person"] = is_in_person
    said["security"] = [{"session": []}] if is_in_person else [{"token": []}, {"session": []}]
    if gate is not None and gate.permission is not None:
        said["x-permission"] = gate.permission.value
        said["x-office-wide"] = gate.office_wide


def _refusals(method: str) -> tuple[int, ...]:
    writes = _REFUSED_WRITES if method in _WRITES else ()
    return (*_ALWAYS, *writes, *(_REFUSED_BODIES if method in _WITH_BODY else ()))


def _header(name: str, meaning: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": meaning,
        "schema": {"type": "string"},
    }


def _response(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": f"{HTTPStatus(status).phrase}. {_MEANING[status]}",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in {429, 503}:
        told["headers"] = {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds."}}
    return told


def _schemes(cookie: str) -> dict[str, Any]:
    return {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token; it may do no more than it says, and than its owner.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": "Of a browser; a write must bring the header X-CSRF-Token, too.",
        },
    }
