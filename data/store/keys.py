"""Many keys in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from sqlalchemy import JSON, Text, cast, func, literal, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select


def listed_keys(connection: Connection, keys: Sequence[str]) -> Select[tuple[str]]:
    """
    Give any number of keys as rows of a subquery, bound as one value.

    Databases limit how many values a query may bind one by one, and read each of them anew.
    """
    listed = literal(orjson.dumps(list(keys)).decode(), Text)
    if connection.dialect.name == "sqlite":
        rows = func.json_each(listed).table_valued("value")
    else:
        rows = func.json_array_elements_text(cast(listed, JSON)).table_valued("value")
    return select(cast(rows.c.value, Text))
