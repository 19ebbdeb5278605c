"""
A write that comes with an ``Idempotency-Key`` is done once, however often it is sent.

The key is marked *begun* first. Whatever the request stores lands together with its answer, in one
transaction. Who sends the same again gets that answer; while the first is under way, a refusal that
says when to ask again. That it is under way is said by a lease of a few seconds, which the request
renews for as long as it lives: where its process was killed, its machine lost or its connection
cut, the key is free again by itself, and nothing was stored. An attempt that was slow rather than
dead finds that another holds its key, and its change is undone.

An answer with ``Cache-Control: no-store``, such as a new password, is not kept: who asks again is
told that it was done.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import Response
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.store.tables import sql_table
from service.access.clock import written
from service.web.fingerprints import hash_of
from service.web.holding import Once, check_silent, held, rows_of, take_over, under_way
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.access.clock import Clock

    Row = Mapping[Any, Any]
    """One row of the table ``once``."""

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(days=7)
"""How long an answer can be had again."""
NOT_KEPT = "no-store"
"""Stands in ``Cache-Control`` of an answer that holds a secret."""
_DONE = 0
"""Status of what landed without its answer: it holds a secret, or the program was an older one."""
_OF_THE_CONNECTION = frozenset({"content-length", "date", "server"})


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
        Fingerprint of method, address, body and rights (``fingerprint_of``).

    Raises
    ------
    AnsweredError
        If it was done before: with the answer that was given then.
    RefusalError
        409 while the first is under way, or where its answer is not kept; 422 if the key came with
        another request, or other rights, before.
    """
    moment, table = clock(), sql_table("once")
    once = Once(_id_of(key, account), f'"{secrets.token_hex(16)}"')
    with store.aside() as connection:
        connection.execute(delete(table).where(table.c.moment < written(moment - KEPT)))
        same = select(table).where(table.c.once_id == once.once_id)
        known = connection.execute(same).mappings().first()
        if known is None:
            _add(connection, once, request=request, moment=written(moment))
        else:
            _check_same(known, request)
            _answer(known)
            check_silent(connection, known)
            _check_not_done(known)
            take_over(connection, once, known, moment=written(moment))
    return once


def is_known(store: Store, key: str, *, account: str) -> bool:
    """Tell whether an account has used a key before; nothing is written, so no lock is needed."""
    table = sql_table("once")
    same = select(table.c.once_id).where(table.c.once_id == _id_of(key, account))
    with store.connection() as connection:
        return connection.execute(same).first() is not None


def keep_answer(store: Store, once: Once, answer: Response) -> None:
    """
    Keep an answer for whoever asks the same again.

    Parameters
    ----------
    store
        What the request wrote, as a whole that has not landed yet: both land together.

    Raises
    ------
    RefusalError
        If another attempt took over meanwhile; the caller takes back what was written.
    """
    values = {
        "status": answer.status_code,
        "answer": bytes(answer.body).decode(),
        "headers": orjson.dumps(_kept_headers(answer)).decode(),
    }
    if NOT_KEPT in answer.headers.get("cache-control", ""):
        values = {"status": _DONE, "answer": None, "headers": None}
    with store.aside() as connection:
        kept = update(sql_table("once")).where(rows_of(once)).values(values)
        if not connection.execute(kept).rowcount:
            raise under_way()


def forget(store: Store, once: Once) -> None:
    """Forget a key of which nothing was done: a refusal may be asked for again."""
    table = sql_table("once")
    with store.aside() as connection:
        connection.execute(delete(table).where(rows_of(once) & table.c.status.is_(None)))


def _id_of(key: str, account: str) -> str:
    return hash_of(account.encode(), key.encode())


def _add(connection: Connection, once: Once, *, request: str, moment: str) -> None:
    """Mark a key as begun; on a server another request may do so at the same moment."""
    row = {"once_id": once.once_id, "request": request, "moment": moment}
    row |= held(connection, once)
    try:
        with connection.begin_nested():
            connection.execute(insert(sql_table("once")), [row])
    except IntegrityError as error:
        raise under_way() from error


def _check_same(known: Row, request: str) -> None:
    if known["request"] != request:
        raise RefusalError(
            422,
            "This Idempotency-Key came with another request or other rights; use a new one.",
            zh="这个 Idempotency-Key 已用于另一个请求或另一种权限，请换一个。",
            kind="key-reused",
            facts={"reason": "key-reused"},
        )


def _answer(known: Row) -> None:
    """Give the answer of before, where it was kept."""
    if known["status"] not in (None, _DONE):
        headers = orjson.loads(str(known["headers"] or "{}"))
        body = str(known["answer"] or "")
        raise AnsweredError(Response(body, int(str(known["status"])), headers=headers))


def _check_not_done(known: Row) -> None:
    """Refuse to do again what was done, and whose answer nobody kept."""
    if known["status"] == _DONE:
        raise RefusalError(
            409,
            f"This was done at {known['moment']}, but its answer is not kept; read what is there.",
            zh=f"该操作已于 {known['moment']} 完成，但当时的答复未保留；请直接查看现状。",
            kind="done-answer-lost",
            facts={"reason": "done-answer-lost"},
        )


def _kept_headers(answer: Response) -> dict[str, str]:
    return {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in _OF_THE_CONNECTION
    }
