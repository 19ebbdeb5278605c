"""The gate at every entrance: what it lets through, and what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from data.errors import TableError
from data.schema import AREA, CELL, SHIFT, SITE, TABLES, as_table, check_table
from tests.builders import sites


def area(shape: object) -> pd.DataFrame:
    """Build one area with something for a shape."""
    return as_table([{"area_id": "w1", "kind": "village", "geometry": shape}], AREA)


def shift(start_s: object) -> pd.DataFrame:
    """Build one shift whose start is put in after the types were set."""
    table = as_table(
        [{"shift_id": "A", "team_id": "T01", "kind": "day", "start_s": 0, "end_s": 60}], SHIFT
    )
    return table.assign(start_s=start_s)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_table_passes(name: str) -> None:
    """A town begins with nothing."""
    check_table(as_table([], TABLES[name]), TABLES[name])


def test_a_good_table_comes_back_as_it_was() -> None:
    """The gate checks, it does not mend."""
    table = sites({"workers": 3, "chemicals": True, "stated_visit": "2026-01-05"}, {})
    assert check_table(table, SITE) is table


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("name", 7, "'name' is no text for 'S00001': .*7"),
        ("village", b"V1", "'village' is no text for 'S00001': b'V1'"),
        ("workers", float("inf"), "'workers' is no finite number for 'S00001': .*inf"),
        ("workers", "many", "'workers' is not numeric"),
        ("workers", True, "'workers' is no finite number for 'S00001': .*True"),
        ("chemicals", "perhaps", "'chemicals' is neither true nor false for 'S00001': 'perhaps'"),
        ("chemicals", 1, "'chemicals' is neither true nor false"),
        ("extra", "{", "'extra' is no JSON for 'S00001': '{'"),
        ("extra", {"a": 1}, "'extra' is no JSON for 'S00001': {'a': 1}"),
        ("stated_visit", "2026-01-05", "'stated_visit' is not a date"),
        ("stated_visit", pd.Timestamp("2026-01-05 08:30"), "'stated_visit' is no day"),
        ("lat_deg", 91.0, "'lat_deg' is above 90 for 'S00001'"),
        ("status", "open", "'status' is no known code for 'S00001': 'open'"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(column: str, value: object, says: str) -> None:
    """Each with its column, the first row it stands in, and the value."""
    table = sites({}, {})
    table[column] = pd.Series([value] * 2, index=table.index)
    with pytest.raises(TableError, match=says):
        check_table(table, SITE)


@pytest.mark.parametrize("value", [1.5, np.inf, "8:30"])
def test_an_integer_is_a_whole_number(value: object) -> None:
    """Half a second past midnight is a slip."""
    with pytest.raises(TableError, match="'start_s' is no whole number for 'A'"):
        check_table(shift(value), SHIFT)


def test_a_whole_float_is_an_integer() -> None:
    """Pandas turns integers into floats as soon as one is missing."""
    check_table(shift(8.0), SHIFT)


def test_a_shape_is_a_shape() -> None:
    """Text that describes one is not."""
    check_table(area(shapely.Point(1, 2)), AREA)
    with pytest.raises(TableError, match=r"'geometry' is no shape for 'w1': 'POINT \(1 2\)'"):
        check_table(area("POINT (1 2)"), AREA)


def test_only_the_first_wrong_row_is_named() -> None:
    """A hundred thousand wrong rows are one fault."""
    table = sites({}, {}, {})
    table["name"] = ["甲", 2, 3]
    with pytest.raises(TableError, match=r"has 1 fault\(s\): 'name' is no text for 'S00002': 2"):
        check_table(table, SITE)


def test_all_faults_come_at_once() -> None:
    """One import, one list to mend."""
    table = sites({"status": "open", "kind": "barn"}).assign(name=3)
    with pytest.raises(TableError) as caught:
        check_table(table, SITE)
    assert len(caught.value.faults) == 3


def test_a_long_value_is_cut() -> None:
    """A message is one line."""
    with pytest.raises(TableError) as caught:
        check_table(sites({}).assign(extra="{" * 5000), SITE)
    assert len(str(caught.value)) < 250


def test_a_required_shape_may_not_be_missing() -> None:
    """A cell without a square cannot be drawn."""
    rows = [{"cell_id": "A", "sites": 0, "visits": 0, "finds": 0, "near_visits": 0, "class": "few"}]
    with pytest.raises(TableError, match="'geometry' is missing for 'A'"):
        check_table(as_table(rows, CELL), CELL)
