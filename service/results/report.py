"""What ``gridpatrol report`` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureResult:
    """One figure: what was counted, the figure, of what, and the ids of the rows it counts."""

    label: tuple[str, str]
    value: tuple[str, str]
    detail: tuple[str, str] | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult:
    """A report that was written: its files, what it says first, and all its figures."""

    name: str
    title: tuple[str, str]
    subtitle: tuple[str, str]
    files: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    figures: tuple[FigureResult, ...]
