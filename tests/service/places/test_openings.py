"""Questions about places that roads may settle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.places.openings import open_places
from service.printing.summary import summary
from tests.data.ledger.office import write_text
from tests.service.ledgers.test_answers import FIRST, HEADER, VISIT, VISITS, answer
from tests.service.loads import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from data.store import Store

SILENT = FIRST.replace("GPS", "")


def test_rows_without_a_datum_are_counted_with_their_file(store: Store, tmp_path: Path) -> None:
    """Until somebody answers them."""
    ledger = write_text(tmp_path / "a b.csv", HEADER, SILENT)
    import_ledgers(store, [ledger])
    assert open_places(store) == (1, {ledger.name: str(ledger)})
    answer(store, tmp_path, SILENT, "GPS")
    assert open_places(store) == (0, {})


def test_ledgers_are_named_as_they_are_reached_from_here(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is to be copied as it stands, with the folder; visits that wait come along."""
    folder = tmp_path / "台账"
    folder.mkdir()
    sites = write_text(folder / "点位.csv", HEADER, SILENT)
    visits = write_text(folder / "检查.csv", VISITS, VISIT.replace("永胜", "永盛"))
    import_ledgers(store, [sites, visits])
    monkeypatch.chdir(tmp_path)
    assert open_places(store) == (1, {"点位.csv": "台账/点位.csv", "检查.csv": "台账/检查.csv"})
    sites.unlink()
    assert open_places(store) == (1, {"点位.csv": "点位.csv", "检查.csv": "台账/检查.csv"})


def test_only_the_last_version_of_a_file_counts(store: Store, tmp_path: Path) -> None:
    """The import said 1; the row that stood two lines further up in the old file is no other."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, SILENT)])
    newer = write_text(tmp_path / "a.csv", HEADER, "顺达粮油店,前杨村,115.009,35.5,,在产", SILENT)
    result = import_ledgers(store, [newer])
    asked = sum(row.code.startswith("datum_") for row in result.to_see)
    assert open_places(store)[0] == asked == 2


def test_what_no_road_can_tell_is_not_promised(store: Store, tmp_path: Path) -> None:
    """Beijing 1954 stays a question however many roads there are."""
    old = FIRST.replace("GPS", "北京54")
    result = import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, old)])
    assert [row.code for row in result.to_see] == ["old_datum"]
    assert open_places(store) == (0, {})


def test_the_command_can_be_copied() -> None:
    """File names of offices have blanks."""
    loaded = replace(WHOLE, open_rows=2, open_files=("a b.csv", "c.xlsx"))
    assert summary(loaded, "zh")[-1].endswith("gridpatrol import 'a b.csv' c.xlsx")
