"""An import into a store: one unit, nothing lost, nothing left behind by a rehearsal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from service.cli import main
from service.pipeline.ledgers import importing as ledgers
from service.pipeline.ledgers.importing import import_ledgers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.ledger.ledgers import ReadLedgers
    from data.store import Store

HEADER = "企业名称,村,经度,纬度,坐标系"


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


def test_areas_and_power_readings_are_stored_and_counted(store: Store, tmp_path: Path) -> None:
    """And found unchanged when the same files come again."""
    box = "POLYGON ((115 35, 115.5 35, 115.5 35.5, 115 35.5, 115 35))"
    areas, power = tmp_path / "areas.csv", tmp_path / "power.csv"
    areas.write_text(f'村名,网格员,边界WKT\n刘湾村,张三,"{box}"', encoding="utf-8")
    power.write_text("户号,户名,2026年1月,2026年2月\n0101,甲厂,10,20", encoding="utf-8")
    files = [power, ledger(tmp_path, "甲厂"), areas]
    first = import_ledgers(store, files)
    assert (first.held["areas"], first.held["power_readings"]) == (1, 2)
    assert store.read("power_reading")["site_id"].tolist() == ["S00001", "S00001"]
    assert store.read("area")["geometry"].iloc[0].wkt == box
    again = import_ledgers(store, files)
    assert (again.new, again.updated, again.unchanged) == (0, 0, 3)


def test_the_command_takes_a_column_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A header that nobody knows, explained in a file of two lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(
        "商铺,村,GPS经度,GPS纬度\n甲,刘湾村,115.001,35.5", encoding="utf-8"
    )
    (tmp_path / "map.toml").write_text('[sites]\nname = "商铺"\n', encoding="utf-8")
    words = ["gridpatrol", "import", "a.csv", "--columns", "map.toml"]
    monkeypatch.setattr(sys, "argv", words)
    main()
    assert "1 个点位" in capsys.readouterr().out
    with open_store("town.gpkg") as town:
        assert town.read("site")["name"].tolist() == ["甲"]


def test_a_slip_in_the_column_map_is_one_line_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, as for any wrong setting."""
    monkeypatch.chdir(tmp_path)
    ledger(tmp_path, "甲厂")
    (tmp_path / "map.toml").write_text('[sites]\nnmae = "商铺"\n', encoding="utf-8")
    words = ["gridpatrol", "import", "甲厂.csv", "--columns", "map.toml", "--lang", "en"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert "map.toml: sites.nmae is no field of sites" in lines[0]
    assert not (tmp_path / "town.gpkg").exists()
