"""An import into a store: one unit, nothing lost, nothing left behind by a rehearsal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from data.store import Store, open_store
from service.cli import main
from service.pipeline import ledgers
from service.pipeline.ledgers import import_ledgers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.ledger.ledgers import ReadLedgers

HEADER = "企业名称,村,经度,纬度,坐标系"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as town:
        yield town


def ledger(folder: Path, name: str, lon: str = "115.001") -> Path:
    """Write a ledger of one site."""
    path = folder / f"{name}.csv"
    path.write_text(f"{HEADER}\n{name},刘湾村,{lon},35.5,GPS", encoding="utf-8")
    return path


def test_ids_follow_what_another_import_wrote_meanwhile(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two imports at once: the second sees the first's sites and goes on from their ids."""
    one, other = ledger(tmp_path, "甲厂"), ledger(tmp_path, "乙厂", "115.009")
    opened = ledgers.open_ledgers

    def slowly(files: Sequence[Path], **options: str) -> ReadLedgers:
        read = opened(files, **options)
        monkeypatch.setattr(ledgers, "open_ledgers", opened)
        import_ledgers(store, [other])
        return read

    monkeypatch.setattr(ledgers, "open_ledgers", slowly)
    import_ledgers(store, [one])
    assert store.read("site")["name"].to_dict() == {"S00001": "乙厂", "S00002": "甲厂"}


def test_a_dry_run_stores_nothing(store: Store, tmp_path: Path) -> None:
    """It reports what would be new, and holds what it held."""
    result = import_ledgers(store, [ledger(tmp_path, "甲厂")], dry_run=True)
    assert (result.new, result.held["sites"]) == (1, 0)
    assert store.read("import_row").empty


def test_reading_again_keeps_what_a_row_did_the_first_time(store: Store, tmp_path: Path) -> None:
    """The import made a site of it; that it is unchanged today tells less."""
    path = ledger(tmp_path, "甲厂")
    import_ledgers(store, [path])
    first = store.read("import_row")
    assert import_ledgers(store, [path]).unchanged == 1
    assert store.read("import_row").equals(first)


@pytest.mark.usefixtures("capsys")
def test_a_dry_run_leaves_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there was none, there is none afterwards, nor any file beside it."""
    path = ledger(tmp_path, "甲厂")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gridpatrol", "import", path.name, "--dry-run"])
    main()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
