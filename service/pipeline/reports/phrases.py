"""Words of reports in both languages, and cells of tables from cells of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.pipeline.places.sites import date_of, text_of
from service.words import both

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from data.reports import Cell, Said
    from data.words import Labels

__all__ = ["both", "coded", "day_cell", "figured", "heads", "listed", "text_cell"]


def heads(*keys: str) -> tuple[Said, ...]:
    """Name the columns of a table; a key without a group is the name of a column of the store."""
    return tuple(both(key if "." in key else f"field.{key}") for key in keys)


def coded(labels: Labels, code: object) -> Said | None:
    """Write a code in words, an unknown one as it stands, a missing one as nothing."""
    name = text_of(code)
    return labels.get(name, (name, name)) if name else None


def listed(parts: Iterable[Said]) -> Said:
    """Write one thing after another."""
    told = list(parts)
    return "、".join(zh for zh, _ in told), ", ".join(en for _, en in told)


def text_cell(value: object) -> str | None:
    """Take a text of the store; nothing where it is missing."""
    return text_of(value) or None


def day_cell(value: Any) -> date | None:  # noqa: ANN401 - a timestamp or a missing value
    """Take a day of the store; nothing where it is missing."""
    return date_of(value)


def figured(value: float | None, decimals: int = 0) -> Cell:
    """Round a number; nothing where it is missing."""
    if value is None or value != value:  # noqa: PLR0124 - nan is not itself
        return None
    return round(value) if decimals == 0 or value == round(value) else round(value, decimals)
