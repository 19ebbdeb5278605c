"""
How every route of the interface for programs treats a request, before and after its own work.

JSON is read strictly; a write with an ``Idempotency-Key`` is done once; a read whose answer the
client has already is answered with 304.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Header, Request, Response, params
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from data.errors import StoreError
from data.store import Store
from data.store.whole import WholeStore
from service.web.api.tags import tag_of_body
from service.web.documents import sent_json
from service.web.faults import ONCE_PATTERN
from service.web.fingerprints import fingerprint_of, rights_of
from service.web.gate import SAFE_METHODS, Seen, signed
from service.web.holding import Once, holding
from service.web.office import office_of
from service.web.once import (
    HEADER,
    LONGEST_KEY,
    AnsweredError,
    begin_once,
    forget,
    keep_answer,
)
from service.web.problems import RefusalError
from service.web.revalidating import is_known

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Handler = Callable[[Request], Coroutine[Any, Any, Response]]

logger = logging.getLogger(__name__)

LANGS = ("zh", "en")
_OK = 200
_REVALIDATE = "private, no-cache"


async def once_key(
    request: Request,
    key: Annotated[
        str | None,
        Header(
            alias=HEADER,
            min_length=1,
            max_length=LONGEST_KEY,
            pattern=ONCE_PATTERN,
            description="Any text of your own; the same key with the same request is done once, "
            "and answered alike for seven days.",
            examples=["7f0c2b1e-week-48"],
        ),
    ] = None,
) -> None:
    """Mark a write that brings a key as begun; ask for it after the gate."""
    if key is None or request.method in SAFE_METHODS:
        return
    body = await request.body()
    request.state.once = await run_in_threadpool(_begin, request, key, body)


def _begin(request: Request, key: str, body: bytes) -> Once:
    office, actor = office_of(request), request.state.actor
    asked = fingerprint_of(
        request.method,
        request.url.path + "?" + request.url.query,
        body,
        kind=request.headers.get("content-type", ""),
        rights=rights_of(actor),
    )
    account: str = actor.account_id
    return begin_once(office.store, key, account=account, request=asked, clock=office.clock)


def own_town(request: Request, town: Seen) -> Store:
    """Give the store as the actor sees it; what a key writes to it waits for its answer."""
    return _waiting(request, town)


def whole_store(request: Request) -> Store:
    """Give the whole store; what a key writes to it waits for its answer."""
    return _waiting(request, signed(request))


def _waiting(request: Request, store: Store) -> Store:
    if hasattr(request.state, "whole"):  # what was written to the first would never land
        raise TypeError("A route asks for Town or for Whole, never for both.")
    request.state.whole = None
    if _once(request) is None:
        return store
    whole = request.state.whole = WholeStore(store, asides=True)
    return whole


Town = Annotated[Store, Depends(own_town)]
"""The store of a route of this interface."""
Whole = Annotated[Store, Depends(whole_store)]
"""Of a route about accounts and tokens, which belong to no town; its gate is all that guards it."""


class ApiRoute(APIRoute):
    """A route of the interface for programs; its permission stands on its decorator."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **said: Any) -> None:  # noqa: ANN401 - what FastAPI passes
        if set(said.get("methods") or ()) - SAFE_METHODS:
            said["dependencies"] = [*(said.get("dependencies") or ()), Depends(once_key)]
        super().__init__(path, endpoint, **said)

    def get_route_handler(self) -> Handler:
        """Wrap the route's own work."""
        handle = super().get_route_handler()
        takes_json = self.body_field is not None and not isinstance(
            self.body_field.field_info, params.Form
        )

        async def handler(request: Request) -> Response:
            _check_repeats(request)
            _check_lang(request)
            if takes_json:
                await _check_json(request)
            if request.method in SAFE_METHODS:
                return _conditional(request, await handle(request))
            return await _once_only(request, handle)

        return handler


async def _once_only(request: Request, handle: Handler) -> Response:
    if HEADER not in request.headers:
        return await handle(request)
    async with holding(office_of(request).store, lambda: _once(request)):
        try:
            answer = await handle(request)
            await run_in_threadpool(_settle, request, answer)
        except AnsweredError as before:
            return before.answer
        except Exception:
            await run_in_threadpool(_give_up, request)
            raise
        finally:
            _undo(request)  # of what was cancelled; all else is settled by now
        return answer


def _settle(request: Request, answer: Response) -> None:
    """Let what was written land together with its answer; of a refusal nothing does."""
    once, whole = _once(request), _whole(request)
    if once is None:
        return
    if answer.status_code >= 400:  # noqa: PLR2004
        _give_up(request)
    elif whole is not None and whole.has_written:
        keep_answer(whole, once, answer)
        whole.land()
    else:
        with suppress(RefusalError):  # nothing was stored: whoever took over may answer too
            _noted(keep_answer, office_of(request).store, once, answer)


def _give_up(request: Request) -> None:
    """Take back what was written, and free the key."""
    _undo(request)
    if (once := _once(request)) is not None:
        _noted(forget, office_of(request).store, once)


def _undo(request: Request) -> None:
    if (whole := _whole(request)) is not None:
        _noted(whole.undo)


def _noted(deed: Callable[..., None], *asked: object) -> None:
    """Do it where the store answers; where it does not, the lease of the key runs out by itself."""
    try:
        deed(*asked)
    except StoreError as error:
        logger.warning("how a write with a key ended was not kept: %s", error)


def _whole(request: Request) -> WholeStore | None:
    whole: WholeStore | None = getattr(request.state, "whole", None)
    return whole


def _once(request: Request) -> Once | None:
    once: Once | None = getattr(request.state, "once", None)
    return once


def _conditional(request: Request, answer: Response) -> Response:
    """Answer 304 where the client has this very answer; streams are sent as they are."""
    body = getattr(answer, "body", None)
    if answer.status_code != _OK or not body:
        return answer
    tag = answer.headers.setdefault("etag", tag_of_body(body))
    answer.headers.setdefault("cache-control", _REVALIDATE)
    if is_known(request, tag):
        kept = {name: answer.headers[name] for name in ("etag", "cache-control")}
        return Response(status_code=304, headers=kept)
    return answer


def _check_repeats(request: Request) -> None:
    """Refuse an argument that is given twice: one of the two would be dropped in silence."""
    names = [name for name, _ in request.query_params.multi_items()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RefusalError(
            422,
            f"Expected each argument once, got {', '.join(twice)} several times.",
            zh=f"每个参数只能给一次，重复的有：{'、'.join(twice)}。",
            kind="wrong-argument",
        )


def _check_lang(request: Request) -> None:
    """Refuse a language we do not speak: its sentences would come in another one."""
    if request.query_params.get("lang", LANGS[0]) not in LANGS:
        raise RefusalError(
            422,
            f"Expected lang among {', '.join(LANGS)}.",
            zh=f"lang 只能是 {'、'.join(LANGS)}。",
            kind="wrong-argument",
        )


async def _check_json(request: Request) -> None:
    """
    Read a body strictly: JSON it must say it is, and be, without NaN and not nested too deep.

    Raises
    ------
    RefusalError
        415 for another kind of body, 422 for one that is no such JSON.
    """
    body = await request.body()
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and (body or kind):
        raise RefusalError(
            415,
            f"Expected a body of type application/json, got {kind or 'none'!r}.",
            zh=f"请求体应为 application/json，现为“{kind or '未写明'}”。",
            headers={"Accept": "application/json"},
        )
    if body:
        await sent_json(body)
