"""The addresses of a team's link: its pages, what a phone installs, and where results go."""

from __future__ import annotations

import re
from datetime import timezone
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import InputError
from data.strictjson import read_json
from data.units import CHINA_OFFSET
from maps.pages import DaysSheet, days_page
from service.access.clock import written
from service.access.roles import Permission
from service.web.gate import Seen
from service.web.inspector.drawn import route_pages_of
from service.web.inspector.gate import OwnLink, by_link
from service.web.inspector.lessons import lessons_of
from service.web.inspector.shown import served_by, shown_now
from service.web.inspector.taking import take
from service.web.inspector.town import link_facts, team_name
from service.web.office import office_of
from service.web.problems import RefusalError
from service.web.whole import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/r/{secret}", include_in_schema=False)
MOST_BYTES = 2 * 2**20
"""A day's results take some kilobytes."""
_CHINA = timezone(CHINA_OFFSET)
_ROUTE = re.compile(r"\d{4}-\d{2}-\d{2}-[\w-]+\.html")
_HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
_WORKER_POLICY = "default-src 'none'; connect-src 'self'"
_SEE = [by_link(Permission.SEE)]
_ICONS = ("icon-192.png", "icon-512.png")


@router.get("", dependencies=[by_link(Permission.SEE, even_ended=True)])
def without_slash(request: Request) -> Response:
    """Lead to the address below which everything of the link lies."""
    return RedirectResponse(f"{request.url.path}/", 308, headers=_HEADERS)


@router.get("/", dependencies=[by_link(Permission.SEE, even_ended=True)])
def first_page(request: Request, town: Seen, link: OwnLink) -> Response:
    """Show the team's days, or say why there are none."""
    clock = office_of(request).clock
    shown = shown_now(request, town, link)
    standing = link.standing(clock())
    is_open = standing == "open"
    days = DaysSheet(
        cards=shown.cards,
        team_name=team_name(town, link),
        state="unpublished" if is_open and not shown.plan_id else standing,
        until=link.expires.astimezone(_CHINA),
    )
    html = days_page(
        days,
        served_by(link, shown, clock=clock),
        link_facts(town, clock=clock),
        lang=office_of(request).settings.lang,
    )
    return _document(html, status=410 if standing in {"ended", "revoked"} else 200)


@router.get("/manifest.webmanifest", dependencies=_SEE)
def manifest(town: Seen, link: OwnLink) -> Response:
    """Say how a phone installs the link; nothing in it names the address."""
    name = team_name(town, link)
    icons = [
        {"src": icon, "sizes": f"{icon[5:8]}x{icon[5:8]}", "type": "image/png", "purpose": purpose}
        for icon in _ICONS
        for purpose in ("any", "maskable")
    ]
    told = {
        "name": f"巡格 {name} {link.week}",
        "short_name": f"巡格 {name}",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "lang": "zh-CN",
        "theme_color": "#0b5cab",
        "background_color": "#f6f7f9",
        "icons": icons,
    }
    return _answer(orjson.dumps(told), "application/manifest+json")


@router.get("/worker.js", dependencies=_SEE)
def worker(request: Request, town: Seen, link: OwnLink) -> Response:
    """Give the script that keeps the pages on the phone; its bytes change with the version."""
    clock = office_of(request).clock
    served = served_by(link, shown_now(request, town, link), clock=clock)
    text = files("service.web.inspector").joinpath("worker.js").read_text(encoding="utf-8")
    script = text.replace("{version}", served.version)
    headers = {"Content-Security-Policy": _WORKER_POLICY}
    return _answer(script.encode(), "text/javascript; charset=utf-8", headers)


@router.get("/state", dependencies=_SEE)
def state(request: Request, town: Seen, link: OwnLink) -> Response:
    """Say how things stand: the version, the pages that may be seen, the server's moment."""
    clock = office_of(request).clock
    shown = shown_now(request, town, link)
    told = {
        "version": served_by(link, shown, clock=clock).version,
        "pages": shown.pages,
        "standing": link.standing(clock()),
        "until": written(link.expires),
        "now": written(clock()),
    }
    return _answer(orjson.dumps(told), "application/json")


@router.get("/icon-{size}.png", dependencies=_SEE)
def icon(size: str) -> Response:
    """Give the icon of the installed page."""
    name = f"icon-{size}.png"
    if name not in _ICONS:
        raise _nothing_here()
    picture = files("service.web").joinpath("static", name).read_bytes()
    return _answer(picture, "image/png")


@router.post("/records", dependencies=[by_link(Permission.RECORD)])
async def records(request: Request, town: Seen, link: OwnLink) -> Response:
    """Take what the team recorded; the answer says of each record what became of it."""
    told = await run_in_threadpool(_document_in, await _body(request))
    now = office_of(request).clock()
    learns = lessons_of(request).are_due(now)
    answer = await run_in_threadpool(lambda: take(town, link, told, now=now, learns=learns))
    return _answer(orjson.dumps(answer), "application/json")


@router.get("/{name}", dependencies=_SEE)
async def route(request: Request, name: str, town: Seen, link: OwnLink) -> Response:
    """Show the route of one shift."""
    office = office_of(request)
    shown = await run_in_threadpool(shown_now, request, town, link)
    shift = shown.route(name) if _ROUTE.fullmatch(name) else None
    if shift is None:
        raise _nothing_here()
    served = served_by(link, shown, clock=office.clock)
    drawn = await route_pages_of(request).page(
        town, shown, shift, served=served, lang=office.settings.lang
    )
    return _answer(drawn.body, _HTML, {"Content-Security-Policy": drawn.policy})


_HTML = "text/html; charset=utf-8"


def _document(html: str, *, status: int) -> Response:
    done = rendered(html)
    return _answer(done.body, _HTML, {"Content-Security-Policy": done.policy}, status=status)


def _answer(
    body: bytes, media_type: str, more: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    headers = _HEADERS | dict(more or {})
    return Response(body, status, media_type=media_type, headers=headers)


def _nothing_here() -> RefusalError:
    return RefusalError(
        404,
        "There is no such page in the published plan, or its day has not come.",
        zh="已发布的计划里没有这一页，或还没到那一天。",
    )


async def _body(request: Request) -> bytes:
    """Read what was sent, up to the limit, whatever it says of its own length."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RefusalError(
                413,
                f"Expected at most {MOST_BYTES // 2**20} MB of results.",
                zh=f"一次上传的结果不能超过 {MOST_BYTES // 2**20} MB。",
            )
    return body


def _document_in(body: bytes) -> dict[str, Any]:
    try:
        told = read_json(body)
    except InputError as error:
        raise _broken() from error
    if not isinstance(told, dict):
        raise _broken()
    return told


def _broken() -> RefusalError:
    return RefusalError(
        400,
        "Expected results as a route page sends them, whole.",
        zh="收到的不是路线页发送的完整结果。",
    )
