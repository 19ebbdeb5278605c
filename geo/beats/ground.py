"""What beats are laid over: cells with their work, and which of them lie beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from data.errors import DegenerateInputError, ShapeError
from geo.beats.bridges import gabriel_pairs, gap_hops_m, join_parts, with_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

KEEPER_BOND = 2.0
"""Two neighbouring cells of one keeper are held together by so many usual borders more."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """
    Cells, ready to be divided.

    Attributes
    ----------
    cell_ids
        Shape ``(n,)``, in the order of the caller's table.
    xy
        Shape ``(n, 2)``: middles, metres.
    work_min
        Shape ``(n,)``, minutes, >= 0, some > 0.
    near
        For each cell the numbers of its neighbours, ascending.
    bond
        Beside each of ``near``: what it costs to part the two, 1 is a usual border.
    hops_m
        Shortest hops across empty ground by which groups of touching cells are joined, ascending.
    """

    cell_ids: NDArray[np.object_]
    xy: NDArray[float64]
    work_min: NDArray[float64]
    near: list[list[int]]
    bond: list[list[float]]
    hops_m: NDArray[float64]

    def part(self, members: Sequence[int]) -> Ground:
        """Take some cells, in the order of ``members``, with the links among them."""
        number = {cell: place for place, cell in enumerate(members)}
        kept = [
            [(number[other], bond) for other, bond in zip(*row, strict=True) if other in number]
            for row in ((self.near[cell], self.bond[cell]) for cell in members)
        ]
        return replace(
            self,
            cell_ids=self.cell_ids[list(members)],
            xy=self.xy[list(members)],
            work_min=self.work_min[list(members)],
            near=[[other for other, _ in row] for row in kept],
            bond=[[bond for _, bond in row] for row in kept],
        )


def lay_ground(cells: pd.DataFrame, weights: csr_array) -> Ground:
    """
    Join cells to one net.

    Cells that touch are neighbours, and so are cells with no third in the circle between them, so
    that a lake, or land without any site, parts nobody.

    Parameters
    ----------
    cells
        Index ``cell_id``; columns ``work_min`` >= 0, ``x_m``, ``y_m``; ``keeper`` if known.
    weights
        Shape ``(n, n)``, symmetric, >= 0: > 0 where two cells touch, such as the metres of their
        border. The diagonal does not matter.

    Raises
    ------
    ShapeError
        If ``weights`` is not ``(n, n)``.
    DegenerateInputError
        If there is no cell, a number is missing or negative, or there is no work at all.
    """
    check_cells(cells, weights)
    xy = cells[["x_m", "y_m"]].to_numpy(float)
    touching = _borders(weights)
    links = join_parts(with_pairs(touching, gabriel_pairs(xy)), xy)
    bonds = _bonded(links, cells)
    cuts = bonds.indptr[1:-1]
    return Ground(
        cell_ids=cells.index.to_numpy(dtype=object),
        xy=xy,
        work_min=cells["work_min"].to_numpy(float),
        near=[part.tolist() for part in np.split(bonds.indices, cuts)],
        bond=[part.tolist() for part in np.split(bonds.data, cuts)],
        hops_m=gap_hops_m(touching, links, xy),
    )


def check_cells(cells: pd.DataFrame, weights: csr_array) -> None:
    """Refuse what :func:`lay_ground` refuses."""
    count = len(cells)
    if weights.shape != (count, count):
        raise ShapeError(f"Expected weights of shape ({count}, {count}), got {weights.shape}.")
    if not count:
        raise DegenerateInputError(
            "Expected at least one cell to divide, got none.", zh="没有网格可分。"
        )
    figures = cells[["work_min", "x_m", "y_m"]].to_numpy(float)
    bad = ~np.isfinite(figures).all(axis=1) | ~(figures[:, 0] >= 0)
    if bad.any():
        cell = cells.index[int(np.flatnonzero(bad)[0])]
        raise DegenerateInputError(
            f"Expected a position and work >= 0 of each cell, cell {cell} has none.",
            zh=f"网格 {cell} 缺少位置，或工作量不是非负数。",
        )
    if not figures[:, 0].sum() > 0:
        raise DegenerateInputError(
            "Expected cells with some work to divide, all have none; check the rules' frequencies.",
            zh="所有网格的预计工作量都是 0，无法均分；请检查频次规则。",
        )


def _borders(weights: csr_array) -> csr_array:
    """Take the borders without the diagonal, 1 on average."""
    entries = coo_array(weights)
    kept = (entries.row != entries.col) & (entries.data > 0)
    length = entries.data[kept]
    usual = length.mean() if len(length) else 1.0
    place = (entries.row[kept], entries.col[kept])
    return coo_array((length / usual, place), shape=weights.shape).tocsr()


def _bonded(links: csr_array, cells: pd.DataFrame) -> csr_array:
    """Hold neighbouring cells of one keeper together more firmly."""
    entries = coo_array(links)
    bond = entries.data.astype(float)
    if "keeper" in cells:
        keeper, known = cells["keeper"].to_numpy(object), cells["keeper"].notna().to_numpy()
        row, column = entries.row, entries.col
        bond += KEEPER_BOND * (known[row] & known[column] & (keeper[row] == keeper[column]))
    bonds = coo_array((bond, (entries.row, entries.col)), shape=links.shape).tocsr()
    bonds.sort_indices()
    return bonds
