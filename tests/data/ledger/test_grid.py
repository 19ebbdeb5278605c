"""Columns of a sheet read at once say what its cells say one by one."""

from __future__ import annotations

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger.grid import Grid, clean_column, narrowed, said
from data.ledger.sheets import RawRow, cell_text, says_nothing
from data.ledger.values import narrow

cells = st.one_of(
    st.sampled_from(
        (None, 6, 6.0, True, "", " ", "/", "-", "#N/A", "甲 厂", "１２", '"', "a\\", "%s")
    ),
    st.text(max_size=5),
)


@settings(deadline=None)
@given(column=st.lists(cells, max_size=8))
def test_a_column_is_cleaned_as_its_cells_are(column: list[object]) -> None:
    """Also where 6, 6.0 and true, which Python takes for near relations, stand together."""
    assert list(clean_column(column)) == [cell_text(cell) for cell in column]  # type: ignore[arg-type]


@settings(deadline=None)
@given(column=st.lists(cells, max_size=8))
def test_what_says_nothing_is_missing_and_the_rest_is_narrowed(column: list[object]) -> None:
    """Cell by cell the same."""
    texts = [cell_text(cell) for cell in column]  # type: ignore[arg-type]
    told = [None if says_nothing(text) else text for text in texts]
    assert said(texts) == told
    assert narrowed(told) == [narrow(text) if text else "" for text in told]


@settings(deadline=None)
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=6))
def test_rows_are_written_as_json_as_each_would_be(rows: list[tuple[object, ...]]) -> None:
    """Quotes, per cent signs and empty cells included; a header may hold them too."""
    raws = [RawRow(number, row) for number, row in enumerate(rows, start=1)]  # type: ignore[arg-type]
    names = ['编号"', "100%", "%s"]
    expected = [
        orjson.dumps(
            {n: text for n, cell in zip(names, row, strict=True) if (text := cell_text(cell))}
        )  # type: ignore[arg-type]
        for row in rows
    ]
    written = Grid.of(raws, width=3).as_json(names)
    assert [line.encode() for line in written] == expected


def test_short_rows_are_filled_up() -> None:
    """A text table may leave out the last cells of a row."""
    grid = Grid.of([RawRow(1, ("a",)), RawRow(2, ("b", "c"))], width=2)
    assert [list(texts) for texts in grid.texts] == [["a", "b"], ["", "c"]]


def test_only_keeps_the_rows_of_the_mask() -> None:
    """Rows, cells and texts together."""
    grid = Grid.of([RawRow(1, (" a",)), RawRow(2, ("b",))], width=1).only([True, False])
    assert ([row.number for row in grid.rows], grid.cells, grid.texts) == ([1], [[" a"]], [["a"]])
