"""Plain columns pass the gate where the table made of them does, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import TableError
from data.schema import IMPORT_ROW, INSPECTION, check_columns, check_table, table_of

GOOD: dict[str, list[object]] = {
    "inspection_id": ["JC1", "JC2"],
    "site_id": ["S1", "S1"],
    "day": [date(2026, 3, 16), date(2026, 3, 17)],
    "team": ["一队", None],
    "mode": ["inspection", None],
    "mode_stated": [None, None],
    "result": ["clean", "finding"],
    "arrived_at": ["08:30", None],
    "left_at": [None, None],
    "source": ["v.csv / 2", "v.csv / 3"],
}
ROW: dict[str, list[object]] = {
    "import_row_id": ["a"],
    "file": ["v.csv"],
    "file_hash": ["0"],
    "sheet": [""],
    "row": [1],
    "kind": ["inspections"],
    "fate": ["accepted"],
    **{name: [None] for name in ("target", "note", "note_en")},
    "cells": ["{}"],
}
values = st.sampled_from((None, "JC1", "JC2", "clean", "finding", "inspection"))


def test_good_columns_pass() -> None:
    """Those of visits and of the report about them."""
    check_columns(GOOD, INSPECTION)
    check_columns(ROW, IMPORT_ROW)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"inspection_id": ["JC1", "JC1"]}, "key 'JC1' is there twice"),
        ({"inspection_id": ["JC1", 2]}, "key 'inspection_id' is no text"),
        ({"site_id": ["S1", None]}, "'site_id' is missing for 'JC2'"),
        ({"result": ["clean", "fine"]}, "'result' is no known code for 'JC2'"),
        ({"team": [1, None]}, "'team' is no text for 'JC1'"),
        ({"day": ["2026-03-16", None]}, "'day' is no day for 'JC1'"),
        ({"team": ["一队"]}, "column 'team' has 1 values for 2 keys"),
    ],
)
def test_a_fault_is_named_with_its_row(wrong: dict[str, list[object]], said: str) -> None:
    """The first key it concerns."""
    with pytest.raises(TableError, match=said):
        check_columns({**GOOD, **wrong}, INSPECTION)


def test_a_missing_column_is_named() -> None:
    """It is no column of missing values."""
    with pytest.raises(TableError, match="column 'team' is missing"):
        check_columns({k: v for k, v in GOOD.items() if k != "team"}, INSPECTION)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("row", 0, "'row' is below 1 for 'a'"), ("cells", "{", "'cells' is no JSON for 'a'")],
)
def test_bounds_and_json_are_looked_at(name: str, value: object, said: str) -> None:
    """As the table's own gate does."""
    with pytest.raises(TableError, match=said):
        check_columns({**ROW, name: [value]}, IMPORT_ROW)


@settings(deadline=None)
@given(
    keys=st.lists(st.sampled_from(("JC1", "JC2", "JC3")), min_size=2, max_size=2),
    site=values,
    mode=values,
    result=values,
)
def test_both_gates_refuse_the_same(
    keys: list[str], site: object, mode: object, result: object
) -> None:
    """A second gate is a second place for a mistake."""
    columns = {**GOOD, "inspection_id": keys}
    for name, value in (("site_id", site), ("mode", mode), ("result", result)):
        columns[name] = [value, GOOD[name][1]]
    refused = []
    for check in (
        lambda: check_columns(columns, INSPECTION),
        lambda: check_table(table_of(columns, INSPECTION), INSPECTION),
    ):
        try:
            check()
        except TableError:
            refused.append(True)
        else:
            refused.append(False)
    assert refused[0] == refused[1]
