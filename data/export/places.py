"""Grid cells and areas as lists and as marks on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.crs import DEGREE_DIGITS
from data.export.building import made_column, moved_shapes, position_columns, stored_columns
from data.export.table import Mark, Sheet
from data.export.titles import AREAS, CELL_CHANCES, CELLS
from data.schema import AREA, CELL
from data.words import AREA_KINDS, CELL_CLASSES, CELL_OUTLIERS, CELL_TRENDS, GRADES, label

if TYPE_CHECKING:
    from data.words import Labels, Lang


def cell_sheet(cells: pd.DataFrame, *, datum: str, has_chances: bool = False) -> Sheet:
    """
    List grid cells with their figures.

    Parameters
    ----------
    cells
        By schema ``CELL``.
    datum
        Datum of the columns with the middle of each cell; the shapes stay WGS-84.
    has_chances
        Whether the scores of the sites are chances, see ``data.chances``, and not a card's points.
    """
    titles = CELL_CHANCES if has_chances else CELLS
    shapes = cells["geometry"].to_numpy(dtype=object)
    middles = shapely.centroid(shapes)
    lon = pd.Series(shapely.get_x(middles), dtype="float64")
    lat = pd.Series(shapely.get_y(middles), dtype="float64")
    labels: dict[str, Labels] = {
        "class": CELL_CLASSES,
        "worst_grade": GRADES,
        "trend": CELL_TRENDS,
        "outlier": CELL_OUTLIERS,
    }
    return Sheet(
        name="cells",
        zh="网格",
        en="Cells",
        columns=(
            *stored_columns(cells, CELL, titles, labels=labels),
            *position_columns(lon, lat, titles, datum=datum),
        ),
        shapes=shapes,
    )


def cell_marks(sheet: Sheet, *, datum: str, lang: Lang) -> tuple[Mark, ...]:
    """Draw the squares of the grid, in folders by what the statistic says."""
    return _marks(sheet, "class", CELL_CLASSES, datum=datum, lang=lang)


def area_sheet(areas: pd.DataFrame, *, datum: str) -> Sheet:
    """
    List areas; their outlines are also a column of text (WKT) for spreadsheets.

    Parameters
    ----------
    areas
        By schema ``AREA``.
    datum
        Datum of the outlines in the column; the shapes stay WGS-84.
    """
    shapes = areas["geometry"].to_numpy(dtype=object)
    moved = moved_shapes(shapes, datum=datum)
    wkt = shapely.to_wkt(moved, rounding_precision=DEGREE_DIGITS) if len(moved) else np.array([])
    return Sheet(
        name="areas",
        zh="区域",
        en="Areas",
        columns=(
            *stored_columns(areas, AREA, AREAS, labels={"kind": AREA_KINDS}),
            made_column("wkt", AREAS, "text", wkt.tolist()),
        ),
        shapes=shapes,
    )


def area_marks(sheet: Sheet, *, datum: str, lang: Lang) -> tuple[Mark, ...]:
    """Draw areas, in folders by kind."""
    return _marks(sheet, "kind", AREA_KINDS, datum=datum, lang=lang)


def _marks(
    sheet: Sheet, folder: str, labels: Labels, *, datum: str, lang: Lang
) -> tuple[Mark, ...]:
    if sheet.shapes is None:
        return ()
    by_name = {column.name: column.cells for column in sheet.columns}
    names = [
        name or key
        for name, key in zip(
            by_name.get("name", by_name[sheet.columns[0].name]),
            sheet.columns[0].cells,
            strict=True,
        )
    ]
    joint = "：" if lang == "zh" else ": "
    titles = [column.title(lang) for column in sheet.columns]
    rows = [
        tuple(
            f"{title}{joint}{_short(text)}"
            for title, text in zip(titles, row, strict=True)
            if text is not None and not str(title).endswith("WKT")
        )
        for row in sheet.rows(lang)
    ]
    marks = [
        Mark(
            name=name,
            folder=label(labels, code, lang),
            style=code,
            shape=shape,
            about=about,
        )
        for name, code, shape, about in zip(
            names, by_name[folder], moved_shapes(sheet.shapes, datum=datum), rows, strict=True
        )
    ]
    order = list(labels)
    return tuple(sorted(marks, key=lambda mark: order.index(mark.style)))


def _short(value: object) -> str:
    """Write a figure so that it can be read in a balloon on a map."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
