"""Every error as RFC 9457 ``application/problem+json``, or as a page for people who read pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from data.errors import (
    ConfigError,
    InputError,
    NotFoundError,
    OutsideError,
    PatrolError,
    ScopeError,
    StaleError,
    TooManyError,
    UnsureError,
)
from service.web.faults import fault_told
from service.web.headers import safe_headers
from service.web.problemtypes import address_of, kind_of, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from data.words import Lang

PROBLEM = "application/problem+json"
LANG_COOKIE = "lang"
"""Remembers the language of who has not signed in; no secret."""
RETRY_AFTER_S = 5
LONGEST_LINE = 600
"""Signs of a refusal; what it quotes may be as long as a request."""
_COME_AGAIN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_KINDS: tuple[tuple[type[PatrolError], int], ...] = (
    (NotFoundError, 404),
    (ScopeError, 403),
    (TooManyError, 429),
    (UnsureError, 409),
    (StaleError, 409),
    (InputError, 422),
    (ConfigError, 422),
    (OutsideError, 503),
)
_PLAIN: dict[int, dict[str, str]] = {
    404: {
        "zh": "这个地址下没有内容，可能写错了，也可能已经移走。",
        "en": "There is nothing at this address: it may be misspelt, or have moved.",
    },
    405: {
        "zh": "这个地址不能这样打开，请从页面上的按钮进入。",
        "en": "This address is not opened like this; use the buttons of the pages.",
    },
}
"""What people read where the framework has a status and no sentence."""


class RefusalError(PatrolError):
    """
    A request that is not served, with its HTTP status.

    Parameters
    ----------
    status
        400 to 599.
    message, zh
        The sentence in both languages.
    headers
        Further headers of the answer.
    facts
        Further members of the problem.
    kind
        Key of ``problemtypes.STATUSES``; empty: the usual one of the status.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        zh: str,
        kind: str = "",
        headers: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self.status = status
        self.kind = kind
        self.headers = dict(headers or {})
        self.facts = dict(facts or {})
        super().__init__(message, zh=zh)


def status_of(error: PatrolError) -> int:
    """Say with which HTTP status an error of ours is answered; 500 where it is our fault."""
    if isinstance(error, RefusalError):
        return error.status
    return next((status for kind, status in _KINDS if isinstance(error, kind)), 500)


def problem(
    status: int,
    detail: str,
    *,
    kind: str = "",
    lang: Lang = "en",
    headers: Mapping[str, str] | None = None,
    **facts: object,
) -> Response:
    """
    Answer with a problem.

    Parameters
    ----------
    status
        HTTP status.
    detail
        What went wrong, in one sentence that may be shown.
    kind
        Key of ``problemtypes.STATUSES``; empty: the usual one of the status.
    lang
        Of its title.
    headers
        Kept as they are; a 405 without ``Allow`` breaks the rules of HTTP.
    facts
        Further members, of what JSON knows.
    """
    kind = kind or kind_of(status)
    body = {"type": address_of(kind), "title": title_of(kind, lang), "status": status}
    body |= {"detail": detail, **facts}
    return Response(orjson.dumps(body), status, media_type=PROBLEM, headers=dict(headers or {}))


def add_problems(app: FastAPI) -> None:
    """Let an application answer every error so."""
    app.add_exception_handler(PatrolError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_arguments)
    app.add_exception_handler(Exception, _of_a_bug)


def lang_of(request: Request) -> Lang:
    """
    Find the language of an answer.

    What the address asks for (``?lang=en``), else the actor's own, else what this browser was told
    before, else what the browser prefers, else that of the office.
    """
    actor = getattr(request.state, "actor", None)
    said = (
        request.query_params.get("lang"),
        actor.lang if actor is not None else request.cookies.get(LANG_COOKIE),
    )
    known: tuple[Lang, ...] = ("zh", "en")
    asked = next((lang for word in said for lang in known if word == lang), None)
    return asked or _preferred(request)


def _preferred(request: Request) -> Lang:
    wanted = request.headers.get("accept-language", "").lower()
    if wanted.startswith("en"):
        return "en"
    of_office: Lang = request.app.state.office.settings.lang
    return "zh" if wanted.startswith("zh") else of_office


def told(error: PatrolError, lang: Lang) -> str:
    """Give the sentence of an error in a language, as one line that can be read."""
    return one_line((error.zh if lang == "zh" else None) or str(error))


def one_line(text: str) -> str:
    r"""
    Write a sentence as one line; where it quotes too much, it loses its middle and keeps its end.

    Examples
    --------
    >>> one_line("Expected a day,\ngot 'x'."), len(one_line("x" * 5000))
    ("Expected a day, got 'x'.", 600)
    """
    line = " ".join(text.split())
    if len(line) <= LONGEST_LINE:
        return line
    half = LONGEST_LINE // 2
    return f"{line[:half]}…{line[-half + 1 :]}"


async def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, PatrolError)  # noqa: S101 - registered for these alone
    status = status_of(error)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status in _COME_AGAIN else {}
    facts: dict[str, Any] = {}
    kind = ""
    if isinstance(error, RefusalError):
        headers |= error.headers
        facts |= error.facts
        kind = error.kind
    if isinstance(error, UnsureError):
        facts, kind = {"ask": error.ask}, "unsure"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(
        error, (RefusalError, OutsideError)
    ):
        return await _of_a_bug(request, error)
    return _answer(
        request, status, told(error, lang_of(request)), kind=kind, headers=headers, facts=facts
    )


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these alone
    detail = str(error.detail)
    if detail == HTTPStatus(error.status_code).phrase:
        detail = _PLAIN.get(error.status_code, {}).get(lang_of(request), detail)
    return _answer(request, error.status_code, detail, headers=error.headers)


async def _of_arguments(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these alone
    lang = lang_of(request)
    faults = [
        {"where": "/".join(map(str, fault["loc"])), "what": fault_told(fault, lang)}
        for fault in error.errors()
    ]
    said = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
    status = 400 if request.url.path.startswith("/ogc") else 422
    kind = "unreadable" if status == HTTPStatus.BAD_REQUEST else "wrong-argument"
    return _answer(request, status, one_line(said), kind=kind, facts={"faults": faults})


async def _of_a_bug(request: Request, _error: Exception) -> Response:
    said = {
        "zh": "服务内部出错，已记入日志；数据未受影响。",
        "en": "The service failed; it is in the log, and nothing stored was harmed.",
    }
    answer = _answer(request, 500, said[lang_of(request)])
    # What fails is answered outside of all that adds headers to answers.
    nonce, settings = getattr(request.state, "nonce", ""), request.app.state.office.settings
    for name, value in safe_headers(nonce, secure=settings.secure).items():
        answer.headers.setdefault(name, value)
    return answer


def _answer(
    request: Request,
    status: int,
    detail: str,
    *,
    kind: str = "",
    headers: Mapping[str, str] | None = None,
    facts: Mapping[str, object] | None = None,
) -> Response:
    if wants_page(request):
        from service.web.templating import error_page

        return error_page(request, status=status, detail=detail, headers=headers or {})
    lang = lang_of(request)
    return problem(status, detail, kind=kind, lang=lang, headers=headers, **(facts or {}))


def wants_page(request: Request) -> bool:
    """Tell whether a person looks at the answer: programs do not ask for HTML first."""
    if request.url.path.startswith(("/api", "/ogc")):
        return False
    return request.headers.get("accept", "").startswith("text/html")
