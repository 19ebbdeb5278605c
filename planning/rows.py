"""A table's rows as records with the columns as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

Row = Any
"""One row: its key is ``Index``, its columns are attributes; pandas gives it no type."""


def rows_of(table: DataFrame) -> Iterator[Row]:
    """Walk a table that its schema has been checked against."""
    return iter(table.itertuples())
