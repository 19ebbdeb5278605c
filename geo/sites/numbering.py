"""Tables whose sites are numbers instead of ids, so that counting a county's rows is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy import intp
    from numpy.typing import NDArray


class Numbering:
    """
    The number of each site, 0 for the first.

    Parameters
    ----------
    site_ids
        Different ids.
    """

    def __init__(self, site_ids: pd.Index) -> None:
        self._ids = pd.Index(site_ids.astype("object"))

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give the rows of listed sites, ``site_id`` a number, texts as plain objects."""
        number: NDArray[intp] = self._ids.get_indexer(table["site_id"].astype("object"))
        is_listed = number >= 0
        return plain_texts(table.assign(site_id=np.where(is_listed, number, 0))[is_listed])


def plain_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Hold texts as plain objects, a missing one as ``nan``: quicker to compare and to look up."""
    return table.astype(
        {name: "object" for name, kind in table.dtypes.items() if isinstance(kind, pd.StringDtype)}
    )
