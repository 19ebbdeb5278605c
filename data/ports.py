"""What the inner rooms ask of the outer ones, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray
    from pandas import DataFrame

    from data.model import LonLat, TravelMatrix


class TravelTimes(Protocol):
    """Door-to-door travel between places on a road network."""

    def matrix(self, lon_deg: NDArray[float64], lat_deg: NDArray[float64]) -> TravelMatrix:
        """Measure the way between all pairs of ``n`` points; both results are ``(n, n)``."""

    def leg(self, start: LonLat, end: LonLat) -> tuple[LonLat, ...]:
        """Draw the fastest way between two points, both ends included, lon, lat."""


class Progress(Protocol):
    """Something that shows how far long work has come."""

    def __call__(self, done: float, total: float, note: str = "") -> None:
        """Say that ``done`` of ``total`` is finished."""


class Tables(Protocol):
    """Read access to the store's tables, each by the schema of its name."""

    def read(self, table: str) -> DataFrame:
        """Return all rows of one table, typed and indexed as its schema says."""


class Unit(Tables, Protocol):
    """One unit of writing: everything in it lands, or nothing does."""

    def upsert(self, table: str, rows: DataFrame) -> None:
        """Insert rows, or overwrite those whose key is there already."""

    def append(self, table: str, rows: DataFrame) -> None:
        """Insert rows whose keys must be new."""

    def clear(self, table: str, *, where: dict[str, Sequence[str]] | None = None) -> None:
        """Remove rows: all, or those whose column holds one of the given values."""
