"""Layers of a map that others read page by page: which columns they show, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """
    Rows of one table as features of a map.

    Attributes
    ----------
    table
        Whose rows they are; its key is the key of a feature.
    columns
        What a feature shows of its row.
    joined
        Table to what a feature shows of the row of the same ``site_id``, missing where none is.
    place
        The table whose shape it has, ``table`` or one of ``joined``.
    day
        The column that says of which day it is; ``None`` where features last.
    only
        Column to the values that rows of the layer have.
    """

    table: str
    columns: tuple[str, ...]
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str
    day: str | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_CELL = (
    "name",
    "town",
    "area_km2",
    "sites",
    "enterprises",
    "idle_factories",
    "red",
    "orange",
    "yellow",
    "blue",
    "overdue",
    "mean_risk",
    "max_risk",
    "worst_grade",
    "visits",
    "finds",
    "rate",
    "near_visits",
    "z",
    "q",
    "class",
    "days_since",
    "outlier",
    "trend",
    "expected_next",
    "next_place",
    "next_top",
    "beat_id",
    "keeper",
)
SITES = Layer(
    table="site",
    columns=(
        "kind",
        "name",
        "code",
        "address",
        "village",
        "town",
        "industry",
        "industry_code",
        "workers",
        "area_m2",
        "chemicals",
        "status",
        "hours",
        "ledger_grade",
        "keeper",
        "parent_id",
    ),
    joined={"score": ("grade", "risk", "uncertainty", "as_of")},
    place="site",
)
CELLS = Layer(table="cell", columns=_CELL, place="cell")
HOTSPOTS = Layer(
    table="cell", columns=_CELL, place="cell", only={"class": ("hot99", "hot95", "hot90")}
)
FINDINGS = Layer(
    table="finding",
    columns=(
        "site_id",
        "what",
        "level",
        "found",
        "due",
        "state",
        "closed",
        "rule",
        "team",
        "on_the_spot",
        "escalated",
        "voided",
    ),
    joined={"site": ("name", "village", "town")},
    place="site",
    day="found",
)
