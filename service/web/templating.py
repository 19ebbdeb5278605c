"""Pages from templates: every one has the frame, the language and the nonce of its request."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.access.clock import local
from service.access.roles import Permission
from service.web.flash import flashed, forget_flash
from service.web.kept import kept
from service.web.office import office_of
from service.web.problems import LANG_COOKIE, lang_of
from service.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.access.actors import Actor
    from service.web.office import Office

_YEAR_S = 365 * 86_400
_REFUSED = 400
_OF_NO_TOWN = frozenset({"me.html", "password.html", "error.html", "api.html"})
"""Pages that tell whoever may see no town as much as anybody else."""

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
    made = Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["local"] = local
    return made


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
        sentence by its key), ``nonce``, ``csrf``, ``navigation``, ``here`` (the path),
        ``address`` (with its query), ``town_name`` and ``invented`` (of the store), and ``flash``
        (a sentence to be said once, or ``None``).
    """
    lang, actor = lang_of(request), getattr(request.state, "actor", None)
    office = office_of(request)
    shown = [entry for entry in NAVIGATION if actor is not None and actor.may(entry[2])]
    said = flashed(request) if status < _REFUSED and not _is_part(request) else None
    html = (
        _environment()
        .get_template(template)
        .render(
            {
                "actor": actor,
                "lang": lang,
                "say": partial(_say, lang),
                "nonce": request.state.nonce,
                "csrf": actor.csrf if actor else "",
                "navigation": shown,
                "sees_nothing": _sees_nothing(actor) and template not in _OF_NO_TOWN,
                "here": request.url.path,
                "address": request.url.path
                + (f"?{request.url.query}" if request.url.query else ""),
                "plain_http": not office.settings.secure and not office.settings.is_local,
                "flash": None if said is None else (said[0], say(said[0], lang, **said[1])),
                **_town_facts(request, office, is_in=actor is not None),
                **facts,
            }
        )
    )
    answer = HTMLResponse(html, status, headers=dict(headers or {}))
    if said is not None:
        forget_flash(request, answer)
    if actor is None and request.query_params.get("lang") == lang:
        answer.set_cookie(LANG_COOKIE, lang, max_age=_YEAR_S, samesite="lax", httponly=True)
    return answer


def _sees_nothing(actor: Actor | None) -> bool:
    """Tell whether every list would be empty for want of a town, which would read as good news."""
    return actor is not None and actor.towns is not None and not actor.towns


def _town_facts(request: Request, office: Office, *, is_in: bool) -> dict[str, object]:
    if not is_in:
        return {"town_name": "", "invented": False}
    return kept(request, office.store, "town", _of_town)


def _of_town(store: Store) -> dict[str, object]:
    """Say whose pages these are, and whether the town is an invented one."""
    settings = store.settings()
    return {"town_name": settings.get("town", ""), "invented": settings.get("invented") == "yes"}


def _is_part(request: Request) -> bool:
    """Tell whether htmx asks for a part of a page, which shows no message."""
    return request.headers.get("hx-request") == "true"


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
    if _is_part(request):
        return page(request, "error_part.html", status=status, headers=headers, detail=detail)
    return page(request, "error.html", status=status, headers=headers, detail=detail, code=status)
