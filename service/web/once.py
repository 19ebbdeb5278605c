"""
A write that comes with an ``Idempotency-Key`` is done once, however often it is sent.

The key is marked *begun* first. Whatever the request stores, it stores together with the mark
*done*, in one transaction; then the answer is kept. Who sends the same again gets the kept answer;
while the first is under way, a refusal that says when to ask again. After a crash the mark tells
whether the change landed: if not, it is done now; if so, it is not done again.

An answer with ``Cache-Control: no-store``, such as a new password, is not kept here either: who
asks again is told that it was done.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
from fastapi import Response
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.store.tables import sql_table
from service.access.clock import written
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(days=7)
"""How long an answer can be had again."""
LEASE = timedelta(minutes=2)
"""After that a request that has not ended is taken for dead, and whoever asks again does it."""
SOON_S = 1
NOT_KEPT = "no-store"
"""Stands in ``Cache-Control`` of an answer that holds a secret."""
_DONE = 0
"""Status of what landed, but whose answer was not kept yet."""
_OF_THE_CONNECTION = frozenset({"content-length", "date", "server"})


@dataclass(frozen=True, slots=True)
class Once:
    """
    One write under way, by its key.

    Attributes
    ----------
    once_id
        Hash of the account and its key.
    moment
        When this attempt began; a later attempt has another, and this one then stores nothing.
    """

    once_id: str
    moment: str

    def mark(self, connection: Connection) -> None:
        """
        Write down that the change has landed, in the transaction of the change.

        Raises
        ------
        RefusalError
            If another attempt took over meanwhile; the change is undone.
        """
        table = sql_table("once")
        mine = (table.c.once_id == self.once_id) & (table.c.moment == self.moment)
        if not connection.execute(update(table).where(mine).values(status=_DONE)).rowcount:
            raise _under_way()


class AnsweredError(Exception):
    """Ends a request whose answer is known already; it carries the answer."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__("answered before")


def begin_once(store: Store, key: str, *, account: str, request: str, clock: Clock) -> Once:
    """
    Mark a write as begun.

    Parameters
    ----------
    store
        Where answers are kept.
    key, account
        What the client sent, and whose key it is: two accounts never share one.
    request
        Fingerprint of method, address and body (``fingerprint_of``).

    Raises
    ------
    AnsweredError
        If it was done before: with the answer that was given then.
    RefusalError
        409 while the first is under way, or where its answer is not kept; 422 if the key came with
        another request before.
    """
    moment = clock()
    once = Once(_hash(account.encode(), b"\0", key.encode()), written(moment))
    row = {"once_id": once.once_id, "request": request, "moment": once.moment}
    table = sql_table("once")
    with store.aside() as connection:
        connection.execute(delete(table).where(table.c.moment < written(moment - KEPT)))
        same = select(table).where(table.c.once_id == once.once_id)
        known = connection.execute(same).mappings().first()
        if known is None:
            _add(connection, row)
        else:
            _answer(dict(known), request)
            _take_over(connection, once, dict(known), dead=written(moment - LEASE))
    return once


def keep_answer(store: Store, once: Once, answer: Response) -> None:
    """
    Keep an answer, or forget the key where nothing was done: a refusal may be asked for again.

    What was done is never forgotten, whatever became of the request after it.
    """
    table = sql_table("once")
    mine = (table.c.once_id == once.once_id) & (table.c.moment == once.moment)
    if answer.status_code >= 400:  # noqa: PLR2004
        forget(store, once)
        return
    if NOT_KEPT in answer.headers.get("cache-control", ""):
        return
    values = {
        "status": answer.status_code,
        "answer": bytes(answer.body).decode(),
        "headers": orjson.dumps(_kept_headers(answer)).decode(),
    }
    with store.aside() as connection:
        connection.execute(update(table).where(mine).values(values))


def forget(store: Store, once: Once) -> None:
    """Forget a key of which nothing was done."""
    table = sql_table("once")
    mine = (table.c.once_id == once.once_id) & (table.c.moment == once.moment)
    with store.aside() as connection:
        connection.execute(delete(table).where(mine & table.c.status.is_(None)))


def fingerprint_of(method: str, address: str, body: bytes) -> str:
    """Hash what a client asks for; the same hash is the same request."""
    return _hash(method.encode(), b"\0", address.encode(), b"\0", body)


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _add(connection: Connection, row: dict[str, str]) -> None:
    """Mark a key as begun; on a server another request may do so at the same moment."""
    try:
        with connection.begin_nested():
            connection.execute(insert(sql_table("once")), [row])
    except IntegrityError as error:
        raise _under_way() from error


def _answer(known: dict[str, object], request: str) -> None:
    """Give the answer of before, where there is one."""
    if known["request"] != request:
        raise RefusalError(
            422,
            "This Idempotency-Key came with another request before; use a new one.",
            zh="这个 Idempotency-Key 已用于另一个请求，请换一个。",
            kind="key-reused",
            facts={"reason": "key-reused"},
        )
    if known["status"] == _DONE:
        raise RefusalError(
            409,
            f"This was done at {known['moment']}, but its answer is not kept; read what is there.",
            zh=f"该操作已于 {known['moment']} 完成，但当时的答复未保留；请直接查看现状。",
            kind="done-answer-lost",
            facts={"reason": "done-answer-lost"},
        )
    if known["status"] is not None:
        headers = orjson.loads(str(known["headers"] or "{}"))
        body = str(known["answer"] or "")
        raise AnsweredError(Response(body, int(str(known["status"])), headers=headers))


def _take_over(connection: Connection, once: Once, known: dict[str, object], *, dead: str) -> None:
    """Begin again what another attempt began and did not end."""
    if str(known["moment"]) > dead:
        raise _under_way()
    table = sql_table("once")
    same = (table.c.once_id == once.once_id) & (table.c.moment == known["moment"])
    begun = update(table).where(same & table.c.status.is_(None)).values(moment=once.moment)
    if not connection.execute(begun).rowcount:
        raise _under_way()


def _under_way() -> RefusalError:
    return RefusalError(
        409,
        "The same request is under way; ask again for its answer.",
        zh="同一请求正在处理，请稍后再取结果。",
        headers={"Retry-After": str(SOON_S)},
        kind="under-way",
        facts={"reason": "under-way"},
    )


def _kept_headers(answer: Response) -> dict[str, str]:
    return {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in _OF_THE_CONNECTION
    }
