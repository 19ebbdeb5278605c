"""Tables come back from the store as they went in."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from data.errors import TableError
from data.schema import AREA, SITE, TABLES, TIP, as_table
from data.store.frames import to_batch, to_table
from tests.builders import sites


def there_and_back(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Write a table as rows and read the rows again."""
    batch = to_batch(table, TABLES[name])
    shapes = [] if batch.shapes is None else [batch.shapes]
    rows = list(zip(*batch.columns.values(), *shapes, strict=True))
    return to_table(batch.names, rows, TABLES[name])


@pytest.mark.parametrize("name", sorted(TABLES))
def test_empty_table_keeps_its_types(name: str) -> None:
    """A store without rows must not change what later steps can compute with."""
    empty = as_table([], TABLES[name])
    assert there_and_back(empty, name).dtypes.to_dict() == empty.dtypes.to_dict()


def test_known_and_missing_values_come_back() -> None:
    """Unknown is missing: neither zero, nor false, nor the text "None"."""
    table = sites(
        {"workers": 0.0, "chemicals": False, "stated_visit": "2026-01-05", "address": ""}, {}
    )
    pd.testing.assert_frame_equal(there_and_back(table, "site"), table)


def test_tip_without_position_comes_back() -> None:
    """A tip-off often says only "behind the school"."""
    table = as_table([{"tip_id": "X1", "day": "2026-01-05", "verified": "open"}], TIP)
    shapes = to_batch(table, TIP).shapes
    assert shapes is not None
    assert shapes[0] is None
    pd.testing.assert_frame_equal(there_and_back(table, "tip"), table)


def test_shapes_come_back() -> None:
    """Areas hold points, lines and polygons in one table."""
    rows = [
        {"area_id": "n1", "kind": "village", "geometry": shapely.Point(1, 2)},
        {"area_id": "w2", "kind": "water", "geometry": shapely.LineString([(0, 0), (1, 1)])},
    ]
    table = as_table(rows, AREA)
    assert there_and_back(table, "area")["geometry"].tolist() == table["geometry"].tolist()


def test_broken_table_is_refused() -> None:
    """The store checks what it gets, whoever sends it."""
    with pytest.raises(TableError, match="no known code for 'S00001': 'open'"):
        to_batch(sites({"status": "open"}), SITE)


def test_value_of_another_type_is_refused() -> None:
    """Said as a fault of the table, not in the words of pandas."""
    table = sites({}).assign(chemicals="perhaps")
    with pytest.raises(
        TableError, match="'chemicals' is neither true nor false for 'S00001': 'perhaps'"
    ):
        to_batch(table, SITE)


def test_column_without_a_place_is_refused() -> None:
    """Dropping it silently would lose what the caller meant to keep."""
    with pytest.raises(TableError, match="column 'colour' has no place there"):
        to_batch(sites({}).assign(colour="red"), SITE)
