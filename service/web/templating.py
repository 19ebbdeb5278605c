"""Pages from templates: every one has the frame, the language and the nonce of its request."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.access.roles import Permission
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("overview", "/", Permission.SEE),
    ("ledgers", "/ledgers", Permission.IMPORT),
    ("risk", "/risk", Permission.SEE),
    ("week", "/week", Permission.SEE),
    ("findings", "/findings", Permission.SEE),
    ("reports", "/reports", Permission.SEE),
    ("admin", "/admin", Permission.PEOPLE),
)
"""Word of the frame, address, and who sees it in the bar."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **facts: Any,  # noqa: ANN401 - whatever the template shows
) -> Response:
    """
    Write a page.

    Parameters
    ----------
    template
        Name below ``service/web/templates``; it extends ``frame.html``.
    facts
        What the template shows, beside ``actor`` (``None`` before sign-in), ``lang``, ``say`` (a
        sentence by its key), ``nonce``, ``csrf``, ``navigation`` and ``here`` (the path).
    """
    lang, actor = lang_of(request), getattr(request.state, "actor", None)
    office = office_of(request)
    shown = [entry for entry in NAVIGATION if actor is not None and actor.may(entry[2])]
    html = (
        _environment()
        .get_template(template)
        .render(
            actor=actor,
            lang=lang,
            say=partial(_say, lang),
            nonce=request.state.nonce,
            csrf=actor.csrf if actor else "",
            navigation=shown,
            here=request.url.path,
            plain_http=not office.settings.secure and not office.settings.is_local,
            **facts,
        )
    )
    return HTMLResponse(html, status, headers=dict(headers or {}))


def _say(lang: Any, key: str, **figures: object) -> str:  # noqa: ANN401 - Lang, of a template
    return say(key, lang, **figures)


def error_page(
    request: Request, *, status: int, detail: str, headers: Mapping[str, str]
) -> Response:
    """Tell a person what went wrong; who must sign in first is led there and back again."""
    from urllib.parse import quote

    actor = getattr(request.state, "actor", None)
    if status == 403 and actor is not None and actor.must_change:  # noqa: PLR2004
        return RedirectResponse("/password", 303)
    if status == 401:  # noqa: PLR2004
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        wanted = wanted if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?to={quote(wanted)}", 303)
    if request.headers.get("hx-request") == "true":
        return page(request, "error_part.html", status=status, headers=headers, detail=detail)
    return page(request, "error.html", status=status, headers=headers, detail=detail, code=status)
