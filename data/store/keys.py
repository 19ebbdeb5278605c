"""Many keys in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, Text, cast, func, literal, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.types import TypeEngine


def listed_keys(
    connection: Connection, keys: Sequence[str], *, kind: TypeEngine[Any] | None = None
) -> Select[tuple[Any]]:
    """
    Give any number of keys as rows of a subquery, bound as one value.

    Databases limit how many values a query may bind one by one, and read each of them anew.

    Parameters
    ----------
    keys
        Texts, or other values that JSON can hold; days are written ``2026-01-05``.
    kind
        Type of the column they are compared with; ``None`` is text. A file compares by itself.
    """
    return rows_of_keys(literal(written_keys(keys), Text), connection.dialect.name, kind=kind)


def written_keys(keys: Sequence[str]) -> str:
    """Write keys as the one value by which they are bound."""
    return orjson.dumps(list(keys)).decode()


def rows_of_keys(
    listed: ColumnElement[Any], dialect: str, *, kind: TypeEngine[Any] | None = None
) -> Select[tuple[Any]]:
    """Give keys that were written so as rows of a subquery, as ``listed_keys`` does."""
    if dialect == "sqlite":
        rows = func.json_each(listed).table_valued("value")
    else:
        rows = func.json_array_elements_text(cast(listed, JSON)).table_valued("value")
        return select(cast(rows.c.value, kind or Text()))
    return select(cast(rows.c.value, Text()))
