"""Writing behind the settling: the same store as writing at once, and never half of it."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

from data.errors import StoreError
from data.schema import TABLES
from data.store import open_store
from data.store.unit import Unit
from service.pipeline.ledgers import importing as ledgers
from service.pipeline.ledgers.behind import Behind, Written
from service.pipeline.ledgers.importing import import_ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.store import Store

SITES = """企业名称,村,经度,纬度,坐标系
甲厂,刘湾村,115.001,35.5,GPS
乙厂,刘湾村,115.009,35.5,GPS
丙厂,刘湾村,,,
"""
VISITS = """检查编号,被检查单位,村,检查日期,检查组,检查方式,结果
JC1,甲厂,刘湾村,2026-03-16,一队,夜查,未发现
JC2,乙厂,刘湾村,46097,二队,"夜查",发现隐患
JC3,丁厂,刘湾村,2026-03-16,一队,夜查,未发现
JC4,甲厂,刘湾村,2026-03-17,一队,夜查,另议
JC5,甲厂,刘湾村,2026-03-18,一队,夜查,未发现
JC5,甲厂,刘湾村,2026-03-18,一队,夜查,未发现
,乙厂,刘湾村,2026-03-19,一队,夜查,未发现
合计,7
"""
LATER = """检查编号,被检查单位,村,检查日期,检查组,检查方式,结果
JC1,甲厂,刘湾村,2026-03-16,一队,夜查,未发现
JC2,乙厂,刘湾村,2026-03-16,三队,夜查,发现隐患
JC9,乙厂,刘湾村,2026-03-20,三队,夜查,发现隐患
"""


def written(folder: Path, name: str, text: str) -> Path:
    """Write a ledger."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def tables_after(store: Store, folder: Path) -> dict[str, object]:
    """Import mixed files, one of them twice, and read every table."""
    sites, visits = written(folder, "s.csv", SITES), written(folder, "v.csv", VISITS)
    import_ledgers(store, [visits, sites])
    import_ledgers(store, [visits])
    import_ledgers(store, [written(folder, "w.csv", LATER)])
    tables = {name: store.read(name) for name in TABLES}
    tables["audit"] = tables["audit"].drop(columns=["moment", "hash", "former_hash"])
    return tables


def test_a_store_written_behind_equals_one_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fates, ids, notes, history and audit of mixed files; many rows, and few."""
    with open_store(str(tmp_path / "a.gpkg"), create=True) as store:
        at_once = tables_after(store, tmp_path)
    monkeypatch.setattr(ledgers, "_MANY_ROWS", 0)
    with open_store(str(tmp_path / "b.gpkg"), create=True) as store:
        behind = tables_after(store, tmp_path)
    assert len(at_once["inspection"]) == 5  # JC1, JC2, JC5, JC9 and the one without a number
    for name, table in at_once.items():
        assert_frame_equal(behind[name], table)


def test_pieces_are_written_in_their_order_and_not_here() -> None:
    """One after the other, in one other thread."""
    wrote: list[tuple[int, int]] = []
    with Behind(lambda piece: wrote.append((piece, threading.get_ident()))) as writer:
        for piece in range(9):
            writer.put(piece)
    assert [piece for piece, _ in wrote] == list(range(9))
    assert len({thread for _, thread in wrote} - {threading.get_ident()}) == 1


def test_nothing_is_written_after_a_piece_that_failed() -> None:
    """An error may have ended the transaction: what came after it would be stored at once."""
    wrote: list[int] = []

    def write(piece: int) -> None:
        if piece == 1:
            raise StoreError("disk full")
        wrote.append(piece)

    def write_all() -> None:
        with Behind(write) as writer:
            for piece in range(5):
                writer.put(piece)

    with pytest.raises(StoreError, match="disk full"):
        write_all()
    assert wrote == [0]


def test_an_error_of_the_block_gives_up_what_waits() -> None:
    """As when somebody presses Ctrl-C: the thread ends, the error stays the one it was."""
    began, go_on = threading.Event(), threading.Event()
    wrote: list[int] = []

    def write(piece: int) -> None:
        began.set()
        go_on.wait(5)
        wrote.append(piece)

    def interrupted() -> None:
        with Behind(write) as writer:
            writer.put(0)
            writer.put(1)
            began.wait(5)
            threading.Timer(0.05, go_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert wrote == [0]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("import")]


def test_a_store_is_read_when_nothing_is_being_written() -> None:
    """One connection serves both."""
    steps: list[str] = []

    class Told(Unit):
        def __init__(self) -> None: ...

        def count(self, table: str) -> int:
            steps.append(f"count {table}")
            return 0

    assert Written(Told(), lambda: steps.append("finished")).count("site") == 0
    assert steps == ["finished", "count site"]


def test_an_import_that_fails_behind_stores_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report about visits cannot be written: the sites written before it go too."""
    monkeypatch.setattr(ledgers, "_MANY_ROWS", 0)

    def fail(_unit: Unit, table: str, _columns: Mapping[str, Sequence[object]]) -> None:
        raise StoreError(f"no place for {table}")

    monkeypatch.setattr(Unit, "upsert_columns", fail)
    files = [written(tmp_path, "s.csv", SITES), written(tmp_path, "v.csv", VISITS)]
    with pytest.raises(StoreError, match="no place for inspection"):
        import_ledgers(store, files)
    assert [len(store.read(name)) for name in ("site", "import_row", "audit")] == [0, 0, 0]


def test_python_collects_rubbish_as_before_after_an_import(store: Store, tmp_path: Path) -> None:
    """The setting is of the whole program, which may be a server."""
    usual = gc.get_threshold()
    import_ledgers(store, [written(tmp_path, "s.csv", SITES)])
    assert gc.get_threshold() == usual
