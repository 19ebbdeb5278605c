"""How a table is described: its columns, their types, units, bounds and codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

ColumnType = Literal["text", "number", "integer", "flag", "date", "json", "geometry"]


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a table.

    Attributes
    ----------
    name
        Column name; the unit is part of it.
    type
        ``text``, ``number`` (float), ``integer``, ``flag`` (true, false, unknown), ``date`` (a
        day), ``json`` (text that holds JSON), ``geometry`` (shapely, WGS-84 degrees).
    meaning
        One line for the reader of docs/tables.md.
    required
        Whether every row must have a value.
    low, high
        Inclusive bounds of a number.
    codes
        Allowed values of a text.
    """

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """
    One table: its name, the name of its key (the index), and its columns.

    ``point`` says that ``lon_deg`` and ``lat_deg`` are one geometry in the store.
    """

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]
    point: bool = False

    def column(self, name: str) -> Column:
        """Return the column of this name; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column names in order, the key not included."""
        return tuple(column.name for column in self.columns)


def codes_of(labels: Mapping[str, object]) -> frozenset[str]:
    """Take the codes of a vocabulary list."""
    return frozenset(labels)


SOURCE = Column("source", "text", "where the row came from: file, sheet, row")
LON = Column("lon_deg", "number", "longitude, WGS-84", low=-180, high=180)
LAT = Column("lat_deg", "number", "latitude, WGS-84", low=-90, high=90)
SITE_ID = Column("site_id", "text", "the site", required=True)
