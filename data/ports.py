"""What the inner rooms ask of the outer ones, as protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float64
    from numpy.typing import ArrayLike, NDArray
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from data.model import Leg, LonLat, Reach, TravelMatrix


class TravelTimes(Protocol):
    """Door-to-door travel between places on a road network."""

    def matrix(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> TravelMatrix:
        """Measure the way between all pairs of ``n`` points, ``(n, n)``."""

    def matrix_between(
        self,
        from_lon_deg: ArrayLike,
        from_lat_deg: ArrayLike,
        to_lon_deg: ArrayLike,
        to_lat_deg: ArrayLike,
    ) -> TravelMatrix:
        """Measure the way from each of ``n`` points to each of ``m`` others, ``(n, m)``."""

    def leg(self, start: LonLat, end: LonLat) -> Leg:
        """Find the fastest way between two points: line, seconds, metres."""

    def legs(self, pairs: Sequence[tuple[LonLat, LonLat]]) -> list[Leg]:
        """Find many ways at once, in the order of the pairs."""

    def access_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[float64]:
        """Measure the walk from each of ``n`` points to the road, metres, shape ``(n,)``."""

    def reach(
        self,
        lon_deg: ArrayLike,
        lat_deg: ArrayLike,
        base_lon_deg: ArrayLike,
        base_lat_deg: ArrayLike,
    ) -> Reach:
        """Tell which of ``n`` points some base has a way to, and back."""


class Progress(Protocol):
    """Something that shows how far long work has come."""

    def __call__(self, done: float, total: float, note: str = "") -> None:
        """Say that ``done`` of ``total`` is finished."""


class Settings(Protocol):
    """What knows the settings of a town: its store, or a unit of writing."""

    def settings(self) -> dict[str, str]:
        """Return what the store knows of itself, name to value."""


class Tables(Protocol):
    """Read access to the store's tables, each by the schema of its name."""

    def read(self, table: str) -> DataFrame:
        """Return all rows of one table, typed and indexed as its schema says."""


class ChosenRows(Protocol):
    """The same for tables of which some rows are enough."""

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> DataFrame:
        """Return rows of one table: all, or those whose columns hold one of the given values."""


class PlainRows(ChosenRows, Protocol):
    """The same, and a few rows as plain values, in a fraction of the time."""

    def rows(
        self,
        table: str,
        *,
        where: Mapping[str, Sequence[str]] | None = None,
        columns: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Return rows as the database gives them, days as text or date, whole or in part."""

    def records(
        self, table: str, *, where: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, dict[str, Any]]:
        """Return rows of a table without shapes as its schema types them, key to row."""


class LargeTables(ChosenRows, Protocol):
    """The same for tables too large to be read whole."""

    def count(self, table: str) -> int:
        """Return the number of rows of one table."""


@runtime_checkable
class RoadLines(Protocol):
    """Something that may know the town's roads."""

    def road_lines(self) -> list[BaseGeometry]:
        """Return the road lines, WGS-84 lon, lat, ordered; none where no roads were loaded."""
