"""What is known of each grid cell: its sites, their risk, and the visits they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.schema import CELL, as_table, check_table
from data.words import GRADES
from geo.cells.grid import cell_polygons
from geo.sites.history import fair_visits, shrunk_rate

if TYPE_CHECKING:
    from datetime import date

_RANK = {grade: rank for rank, grade in enumerate(GRADES)}


def sum_cells(
    cell_of_site: pd.Series, scores: pd.DataFrame, history: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """
    Sum up sites, scores and visits by cell.

    Parameters
    ----------
    cell_of_site
        Cell id by site id.
    scores
        Table by schema ``SCORE``; a site may be missing.
    history
        From ``geo.sites.history.site_history``, by site id.

    Returns
    -------
    cells
        Index ``cell_id``, ascending; columns ``sites``, ``mean_risk``, ``max_risk``,
        ``worst_grade``, ``visits``, ``finds``, ``days_since``, ``rate`` as in schema ``CELL``.

    Notes
    -----
    With ``O`` finds, ``E`` finds that the same teams would have had at ordinary places, and ``p``
    finds per visit over the town, ``rate`` is ``(O / E) p`` drawn to the mean of all cells where
    visits are few: :func:`geo.sites.history.fair_visits`, then
    :func:`geo.sites.history.shrunk_rate`.
    """
    known = scores.reindex(cell_of_site.index)
    by_cell = history.assign(
        cell_id=cell_of_site, risk=known["risk"], grade=known["grade"].map(_RANK)
    ).groupby("cell_id", sort=True)
    cells = by_cell.agg(
        sites=("visits", "size"),
        mean_risk=("risk", "mean"),
        max_risk=("risk", "max"),
        worst_rank=("grade", "min"),
        visits=("visits", "sum"),
        finds=("finds", "sum"),
        expected=("expected", "sum"),
        last=("last", "max"),
    )
    finds, visits = cells["finds"].to_numpy(float), cells["visits"].to_numpy(float)
    fair = fair_visits(finds, visits, cells["expected"].to_numpy(float))
    return cells.assign(
        worst_grade=cells["worst_rank"].map(dict(enumerate(GRADES))),
        days_since=(pd.Timestamp(as_of) - cells["last"]).dt.days,
        rate=shrunk_rate(finds, fair),
    )


def cell_table(cells: pd.DataFrame) -> pd.DataFrame:
    """
    Give cells their squares and the types of schema ``CELL``.

    Raises
    ------
    TableError
        If a column is missing or out of its range.
    """
    squares = pd.Series(cell_polygons(list(cells.index)), index=cells.index, dtype=object)
    drawn = cells.assign(geometry=squares).reset_index()
    rows = [{str(name): value for name, value in row.items()} for row in drawn.to_dict("records")]
    return check_table(as_table(rows, CELL), CELL)
