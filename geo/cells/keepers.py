"""Who answers for each cell: keepers (网格长) of the village, the district and the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.cells.division import Division

COLUMNS = ("keeper", "area_keeper", "town_keeper")
_LEVELS = (
    ("keeper", ("grid", "village"), "village"),
    ("area_keeper", ("district",), None),
    ("town_keeper", ("town",), "town"),
)
"""Column, kinds of area that have such a keeper, and the column of sites that names the area."""


def cell_keepers(
    division: Division, sites: pd.DataFrame, areas: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Name the keepers of every cell.

    Of each level counts, in this order: the keeper of the very area that the cell is; of the
    outline that holds the cell's inner point, the smallest first; of the area that bears the cell's
    name, or that most of its sites name as theirs; for the village level, whom most of its sites
    name as their keeper. Of equally many the first by its text.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    areas
        Table by schema ``AREA``: grids, villages, districts and towns with their keepers; ``None``
        where none are known.

    Returns
    -------
    keepers
        Index of ``division.cells``; columns ``keeper``, ``area_keeper``, ``town_keeper``, text,
        missing where nobody is named.
    """
    index = division.cells.index
    named = pd.DataFrame(index=index, columns=list(COLUMNS), dtype=object)
    if areas is not None:
        kept = areas[areas["keeper"].notna()].sort_index()
        for column, kinds, said in _LEVELS:
            known = kept[kept["kind"].isin(kinds)]
            told = [known["keeper"].reindex(index), _holding(division, known, kinds)]
            if said is not None:
                own = areas.loc[areas.index.isin(index) & areas["kind"].isin(kinds), "name"]
                names = _first([own, _commonest(division, sites[said])], index)
                told.append(_by_name(names, known))
            named[column] = _first(told, index)
    named["keeper"] = _first([named["keeper"], _commonest(division, sites["keeper"])], index)
    return named.astype("str")


def cell_towns(division: Division, sites: pd.DataFrame) -> pd.Series:
    """
    Name the town that most sites of each cell name as theirs; of equally many the first by text.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.

    Returns
    -------
    towns
        Index of ``division.cells``, text; missing where no site of the cell names a town.
    """
    return _first([_commonest(division, sites["town"])], division.cells.index).astype("str")


def _first(told: Sequence[pd.Series], index: pd.Index) -> pd.Series:
    found = pd.Series(index=index, dtype=object)
    for one in told:
        known = one.reindex(index).astype(object)
        found = found.where(found.notna(), known.where(known.notna(), None))
    return found


def _holding(division: Division, areas: pd.DataFrame, kinds: Sequence[str]) -> pd.Series:
    """Give the keeper of the outline that holds each cell's inner point."""
    drawn = areas["geometry"].to_numpy(dtype=object)
    outlined = areas[shapely.area(drawn) > 0]
    shapes = shapely.make_valid(outlined["geometry"].to_numpy(dtype=object))
    inner = shapely.point_on_surface(division.cells["geometry"].to_numpy(dtype=object))
    cell, area = shapely.STRtree(shapes).query(inner, predicate="within")
    rank = outlined["kind"].map({kind: place for place, kind in enumerate(kinds)})
    order = np.lexsort((area, shapely.area(shapes)[area], rank.to_numpy(dtype=int)[area], cell))
    first = order[np.unique(cell[order], return_index=True)[1]]
    keepers: NDArray[np.object_] = outlined["keeper"].to_numpy(dtype=object)[area[first]]
    return pd.Series(keepers, index=division.cells.index[cell[first]], dtype=object)


def _commonest(division: Division, said: pd.Series) -> pd.Series:
    """Give what most sites of each cell say; sites that say nothing do not count."""
    listed = pd.DataFrame({"cell_id": division.cell_of_site, "said": said}).dropna()
    counted = listed.value_counts().rename("count").reset_index()
    first = counted.sort_values(["cell_id", "count", "said"], ascending=[True, False, True])
    return first.drop_duplicates("cell_id").set_index("cell_id")["said"].astype(object)


def _by_name(names: pd.Series, areas: pd.DataFrame) -> pd.Series:
    """Give the keeper of the area of a name; of two areas of one name, nobody's."""
    alone = areas.dropna(subset=["name"]).drop_duplicates("name", keep=False)
    return names.map(alone.set_index("name")["keeper"].astype(object))
