"""Whole documents of ``maps``: served as they are, under their own policy, rendered once."""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import func, select

from data.store.tables import sql_table
from service.access.roles import Permission
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.revalidating import is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from service.access.actors import Actor

    Make = Callable[[], str]
    Key = tuple[object, ...]

MOST_BYTES = 96 * 2**20
"""What the rendered pages of one process may take; those not asked for longest go first."""
CLOSED = "default-src 'none'"
"""Policy of a document that brings none."""
_STATED = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_FRAMED = "; frame-ancestors 'self'"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document as bytes, with its policy and its tag."""

    body: bytes
    policy: str
    tag: str


class Pages:
    """Keeps rendered documents in memory, and lets two who ask at once wait for one rendering."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Key, Rendered] = OrderedDict()
        self._under_way: dict[Key, Future[Rendered]] = {}

    def claim(self, key: Key) -> tuple[Future[Rendered], bool]:
        """
        Say where the document of a key will be.

        Returns
        -------
        coming, is_mine
            The document, there or under way; whether the caller must render it.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                ready: Future[Rendered] = Future()
                ready.set_result(self._kept[key])
                return ready, False
            coming = self._under_way.get(key)
            if coming is not None:
                return coming, False
            mine = self._under_way[key] = Future()
            return mine, True

    def render(self, key: Key, make: Make) -> None:
        """Render what was claimed; whoever waits gets it, or the error."""
        coming = self._under_way[key]
        try:
            done = rendered(make())
        except BaseException as error:  # noqa: BLE001 - whoever waits must not wait for ever
            with self._lock:
                del self._under_way[key]
            coming.set_exception(error)
            return
        with self._lock:
            del self._under_way[key]
            self._keep(key, done)
        coming.set_result(done)

    def _keep(self, key: Key, done: Rendered) -> None:
        if len(done.body) > self._most_bytes:
            return
        self._kept[key] = done
        while sum(len(one.body) for one in self._kept.values()) > self._most_bytes:
            self._kept.popitem(last=False)


def rendered(text: str) -> Rendered:
    """Turn a document into what is sent."""
    body = text.encode("utf-8")
    stated = _STATED.search(text)
    policy = html.unescape(stated[1]) if stated else CLOSED
    return Rendered(body, policy + _FRAMED, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


async def whole_page(request: Request, what: str, make: Make) -> Response:
    """
    Serve a whole document; it is rendered in a thread, once for all who see the same.

    Parameters
    ----------
    what
        Names the document with everything that it depends on beside the store, the actor's towns,
        whether the actor reads personal data, and the language, such as ``month 2026-11``.
    make
        Renders it, reading the store as the actor may see it.
    """
    key = await run_in_threadpool(_key, request, what)
    pages = _pages(request)
    coming, is_mine = pages.claim(key)
    if is_mine:
        await run_in_threadpool(pages.render, key, make)
    done = await _arrived(coming)
    headers = {
        "Content-Security-Policy": done.policy,
        "Cache-Control": "private, no-cache",
        "ETag": done.tag,
    }
    if is_known(request, done.tag):
        return Response(status_code=304, headers=headers)
    return Response(done.body, media_type="text/html; charset=utf-8", headers=headers)


async def _arrived(coming: Future[Rendered]) -> Rendered:
    """Wait without holding a thread."""
    waiting: asyncio.Future[Rendered] = asyncio.wrap_future(coming)
    return await asyncio.shield(waiting)


def _pages(request: Request) -> Pages:
    state = request.app.state
    if not hasattr(state, "whole_pages"):
        state.whole_pages = Pages()
    pages: Pages = state.whole_pages
    return pages


def _key(request: Request, what: str) -> Key:
    actor: Actor = request.state.actor
    return (
        what,
        newest_change(office_of(request).store),
        actor.towns,
        Permission.CONTACTS in actor.permissions,
        lang_of(request),
    )


def newest_change(store: Store) -> str:
    """Name the last unit of writing; pages made before it may be out of date. Empty: none yet."""
    with store.connection() as connection:
        return str(
            connection.execute(select(func.max(sql_table("audit").c.audit_id))).scalar() or ""
        )
