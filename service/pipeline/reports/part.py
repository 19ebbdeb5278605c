"""One subject of a report: what goes on the leader's sheet, and its own section."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from data.reports import Figure
from service.words import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from data.reports import Said, Section
    from geo.evaluate import Proportion

__all__ = [
    "Part",
    "both",
    "column",
    "counted",
    "figure",
    "hundredths",
    "ids_of",
    "percent",
    "share_text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    One subject.

    Attributes
    ----------
    lead
        Figures for the leader's sheet.
    said
        Sentences for it.
    section
        Everything else.
    """

    section: Section
    lead: tuple[Figure, ...] = ()
    said: tuple[Said, ...] = ()


def figure(
    key: str, value: Said, rows: Iterable[object] = (), *, detail: Said | None = None
) -> Figure:
    """Make a figure whose label is the sentence ``report.KEY``."""
    return Figure(
        label=both(f"report.{key}"), value=value, detail=detail, rows=tuple(map(str, rows))
    )


def column(key: str) -> Said:
    """Give the header ``report_column.KEY``."""
    return both(f"report_column.{key}")


def ids_of(table: pd.DataFrame) -> tuple[str, ...]:
    """List the ids of the rows of a table."""
    return tuple(map(str, table.index))


def counted(count: int) -> Said:
    """Write a count, which needs no unit beside its label."""
    return str(count), str(count)


def percent(share: float, *, digits: int = 0) -> str:
    """
    Write a share in per cent; a dash where it is unknown.

    Examples
    --------
    >>> percent(0.125, digits=1), percent(float("nan"))
    ('12.5%', '–')
    """
    return "–" if isnan(share) else f"{100 * share:.{digits}f}%"


def hundredths(share: float) -> float | None:
    """
    Give a share in per cent as a number, for a column that is sorted; nothing where it is unknown.

    Examples
    --------
    >>> hundredths(0.1234), hundredths(float("nan"))
    (12.3, None)
    """
    return None if isnan(share) else round(100 * share, 1)


def share_text(told: Proportion) -> Said:
    """Write a share as so many of so many; a dash where there is none."""
    text = f"{told.hits}/{told.cases}" if told.cases else "–"
    return text, text
