"""Questions about places that roads may settle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.pipeline.ledgers import import_ledgers
from service.pipeline.openings import open_places
from service.printing import summary
from tests.data.ledger.office import write_text
from tests.service.loads import WHOLE
from tests.service.test_answers import FIRST, HEADER, answer

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

SILENT = FIRST.replace("GPS", "")


def test_rows_without_a_datum_are_counted_with_their_file(store: Store, tmp_path: Path) -> None:
    """Until somebody answers them."""
    import_ledgers(store, [write_text(tmp_path / "a b.csv", HEADER, SILENT)])
    assert open_places(store) == (1, ("a b.csv",))
    answer(store, tmp_path, SILENT, "GPS")
    assert open_places(store) == (0, ())


def test_the_command_can_be_copied() -> None:
    """File names of offices have blanks."""
    loaded = replace(WHOLE, open_rows=2, open_files=("a b.csv", "c.xlsx"))
    assert summary(loaded, "zh")[-1].endswith("gridpatrol import 'a b.csv' c.xlsx")
