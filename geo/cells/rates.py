"""The finds that cells are compared by: of an average team, and never as raw counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]


def fair_expected(cells: pd.DataFrame) -> FloatArray:
    """
    Deal the town's finds out to cells by what the teams that went there find elsewhere.

    Parameters
    ----------
    cells
        ``n`` cells with ``finds`` and ``expected``.

    Returns
    -------
    expected
        Shape ``(n,)``, finds, >= 0; sums to the finds of all cells, and is 0 without any.
    """
    expected, finds = cells["expected"].to_numpy(float), cells["finds"].to_numpy(float)
    total = expected.sum()
    return expected * (finds.sum() / total) if total > 0 else np.zeros(len(cells))


def compared_rates(cells: pd.DataFrame) -> FloatArray:
    """
    Give the smoothed rates, or what stands for them where smoothing draws all of them to one.

    That is finds beyond the expected ones: as rates are drawn together, each one's way from the
    mean comes to be in proportion to them, so standardised values go over into each other.

    Parameters
    ----------
    cells
        ``n`` cells with ``finds``, ``expected`` and ``rate``.

    Returns
    -------
    values
        Shape ``(n,)``, finite; their unit and origin say nothing. All alike where no cell differs.
    """
    rate = cells["rate"].to_numpy(float)
    if np.isfinite(rate).all() and vary(rate):
        return rate
    return cells["finds"].to_numpy(float) - fair_expected(cells)


def vary(values: FloatArray) -> bool:
    """Tell whether values differ by more than rounding."""
    if values.size < 2:  # noqa: PLR2004 - one value differs from nothing
        return False
    return not np.allclose(values, values[0], rtol=1e-12, atol=1e-12 * np.abs(values).max())


def share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Divide ``(n,)`` by ``(n,)``; nothing of nothing is nothing."""
    shares: FloatArray = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return shares
