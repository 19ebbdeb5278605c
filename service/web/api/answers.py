"""Answers in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from fastapi import Response

from data.errors import NotFoundError
from data.schema import TABLES
from service.web.api.rows import rows_of
from service.web.api.tags import tag_of
from service.web.once import NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

JSON = "application/json"


def answer(
    result: object, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> Response:
    """
    Answer with a result: a dictionary, a list, or a record of ``service.results``.

    Parameters
    ----------
    result
        Anything that JSON can hold.
    status
        HTTP status.
    headers
        Of the answer.
    """
    body = orjson.dumps(result, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    return Response(body, status, media_type=JSON, headers=dict(headers or {}))


def answer_secret(result: object, status: int = 201, *, location: str = "") -> Response:
    """Answer with something that is shown this once: nobody keeps it, not for a key either."""
    headers = {"Cache-Control": NOT_KEPT} | ({"Location": location} if location else {})
    return answer(result, status, headers=headers)


def one_row(town: Store, table: str, key: str, *, without: tuple[str, ...] = ()) -> Response:
    """
    Answer with one row and its tag.

    Raises
    ------
    NotFoundError
        If the actor sees no such row.
    """
    record = record_of(town, table, key, without=without)
    return answer(record, headers={"ETag": tag_of(record)})


def record_of(
    town: Store, table: str, key: str, *, without: tuple[str, ...] = ()
) -> dict[str, object]:
    """
    Read one row as JSON knows it.

    Raises
    ------
    NotFoundError
        If the actor sees no such row.
    """
    rows = town.read(table, where={TABLES[table].key: [key]})
    if rows.empty:
        raise not_there(table, key)
    record: dict[str, object] = rows_of(rows, table, without=without)[0]
    return record


def not_there(what: str, key: str) -> NotFoundError:
    """Say that there is no such row, or none that the actor may know of."""
    return NotFoundError(f"There is no {what} {key!r}.", zh=f"没有编号为“{key}”的 {what}。")
