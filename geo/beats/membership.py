"""In which beat of an earlier division a place lies, whatever the cells were then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from shapely import STRtree

from geo.enclosure import first_around, inner_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def beat_of_cells(
    beats: pd.DataFrame, cells: pd.DataFrame, *, known: pd.Series | None = None
) -> pd.Series:
    """
    Tell the beat of each cell, also of cells cut anew since the town was divided.

    Parameters
    ----------
    beats
        Table by schema ``BEAT``; without rows where the town was never divided.
    cells
        Table by schema ``CELL``.
    known
        Beat by cell id, of cells whose beat is known: the land of a beat need not be around the
        middle of every cell that was given to it.

    Returns
    -------
    beat_id
        By cell id, text: the known one, else the beat around a point inside the cell; missing
        where there is none.
    """
    around = beat_of_points(beats, inner_points(cells["geometry"].to_numpy()), cells.index)
    if known is None:
        return around
    told = known.reindex(cells.index).astype("str")
    return told.where(told.notna(), around)


def beat_of_points(beats: pd.DataFrame, points: NDArray[np.object_], index: pd.Index) -> pd.Series:
    """
    Tell in which beat each point lies.

    Parameters
    ----------
    beats
        Table by schema ``BEAT``.
    points
        Shape ``(n,)``, WGS-84 degrees.
    index
        What the ``n`` points are called.

    Returns
    -------
    beat_id
        By ``index``, text; of two beats around a point the first, missing where there is none.
    """
    which = first_around(STRtree(beats["geometry"].to_numpy()), points)
    ids = pd.Series([*beats.index, None], dtype="str").array
    return pd.Series(ids.take(which), index=index, name="beat_id")
