"""What the colour of a grid cell can mean: one meaning at a time, with its legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import words as codes
from maps.palette import CELL_LOOKS, COVERAGE_LOOKS, NEXT_LOOKS, TREND_LOOKS, TREND_SIGNS
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.palette import CellLook

Row = dict[str, Any]

NEXT_SHARES = {"tenth": 0.10, "quarter": 0.25}
"""Part of the cells, in the order of where next, that each tint reaches to."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    One colour and what it says.

    Attributes
    ----------
    code
        Which cells have it: ``paint`` of a row.
    sign
        Drawn in the cell when there is room, so that it reads without colour; empty is none.
    """

    code: str
    look: CellLook
    zh: str
    en: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Colouring:
    """
    One meaning of the colours.

    Attributes
    ----------
    code
        ``classes``, ``next``, ``coverage`` or ``trend``.
    steps
        In the order of the legend: what deserves attention first, drawn last.
    """

    code: str
    steps: tuple[Step, ...]


def colourings(rows: list[Row]) -> tuple[Colouring, ...]:
    """
    List the colourings that these cells have figures for.

    Parameters
    ----------
    rows
        Cells as ``maps.cells.cell_rows`` makes them; each gets painted by ``paint``.

    Returns
    -------
    colourings
        Always ``classes`` and ``coverage``; ``next`` and ``trend`` where a cell has one.
    """
    wanted = [Colouring("classes", _coded(codes.CELL_CLASSES, CELL_LOOKS))]
    if any(row["next_place"] is not None for row in rows):
        wanted.append(Colouring("next", _next_steps(rows)))
    wanted.append(Colouring("coverage", _coverage_steps()))
    if any(row["trend"] for row in rows):
        wanted.append(Colouring("trend", _coded(codes.CELL_TRENDS, TREND_LOOKS, TREND_SIGNS)))
    return tuple(wanted)


def paint(row: Row, *, cells: int) -> dict[str, str]:
    """
    Say which step of each colouring a cell has.

    Parameters
    ----------
    row
        A cell with ``class``, ``next_place``, ``next_top``, ``days_since`` and ``trend``.
    cells
        How many cells there are.

    Returns
    -------
    steps
        Code of the step by code of the colouring; empty where a cell has none.
    """
    return {
        "classes": row["class"],
        "next": _next_step(row, cells),
        "coverage": _coverage_step(row["days_since"]),
        "trend": row["trend"] or "",
    }


def _coded(
    labels: Mapping[str, tuple[str, str]],
    looks: Mapping[str, CellLook],
    signs: Mapping[str, str] | None = None,
) -> tuple[Step, ...]:
    return tuple(
        Step(code, looks[code], zh, en, (signs or {}).get(code, ""))
        for code, (zh, en) in labels.items()
    )


def _next_steps(rows: list[Row]) -> tuple[Step, ...]:
    top = sum(bool(row["next_top"]) for row in rows)
    return tuple(
        Step(code, look, *filled(f"hot.next_{code}", n=top)) for code, look in NEXT_LOOKS.items()
    )


def _next_step(row: Row, cells: int) -> str:
    if row["next_place"] is None:
        return ""
    if row["next_top"]:
        return "top"
    share = row["next_place"] / cells
    return next((code for code, most in NEXT_SHARES.items() if share <= most), "rest")


def _coverage_steps() -> tuple[Step, ...]:
    return tuple(
        Step(_age(most), look, *filled("hot.within" if most else "hot.longer", n=most))
        for most, look in COVERAGE_LOOKS.items()
    )


def _coverage_step(days_since: int | None) -> str:
    if days_since is None:
        return _age(None)
    return next(_age(most) for most in COVERAGE_LOOKS if most is None or days_since <= most)


def _age(most_days: int | None) -> str:
    return f"within{most_days}" if most_days else "longer"
