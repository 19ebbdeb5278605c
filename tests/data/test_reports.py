"""Tests of what a report holds before it is written out."""

from __future__ import annotations

import pytest

from data.reports import Table
from tests.reported import small_report


def test_a_row_of_the_wrong_length_is_refused() -> None:
    """A cell under the wrong header is a wrong figure."""
    with pytest.raises(ValueError, match="Expected 2 cells in row 1 of the table 'T', got 1"):
        Table(title=("表", "T"), columns=(("甲", "A"), ("乙", "B")), rows=(("x",),))


def test_figures_and_tables_come_in_the_order_they_are_read() -> None:
    """Two figures in the first section, two tables in the second."""
    report = small_report()
    assert [one.label[1] for one in report.figures] == ["Visits", "Overdue"]
    assert len(report.tables) == 2
