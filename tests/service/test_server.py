"""The main job on a PostgreSQL store: the same commands, the same rows, the same plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas.testing import assert_frame_equal

from data.store import open_store
from service.cli import main
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.drawing import draw_hotspots, draw_routes, draw_week
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads
from service.pipeline.week.making import plan_week
from tests.postgres.server import ENCODED_PASSWORD
from tests.service.conftest import WEEK, search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from data.store import Store

SAME = ("site", "inspection", "finding", "tip", "team", "shift", "import_row", "score", "cell")


def test_the_main_job_ends_the_same_on_a_server(
    planned: Store, shared_data: Path, database: Callable[[], str], tmp_path: Path
) -> None:
    """Import, roads, scores, hotspots, plan and pages of a real town, table by table."""
    ledgers = shared_data / "ledgers" / "qingzu"
    with open_store(database()) as store:
        import_ledgers(store, sorted([*ledgers.glob("*.xlsx"), *ledgers.glob("*.csv")]))
        load_roads(store, shared_data / "osm" / "qingzu_town_puyang_henan.osm")
        score_town(store)
        map_hotspots(store)
        plan_week(store, week=WEEK, search=search(1))
        for table in (*SAME, "plan", "route", "stop", "unplanned", "promise"):
            assert_frame_equal(store.read(table), planned.read(table))
        draw_hotspots(store, tmp_path, lang="zh")
        draw_week(store, tmp_path, week=WEEK, lang="zh")
        draw_routes(store, tmp_path, week=WEEK, lang="zh")
    pages = "".join(page.read_text("utf-8") for page in tmp_path.rglob("*.html"))
    assert WEEK in pages
    assert ENCODED_PASSWORD not in pages


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run one command; give its exit code."""
    monkeypatch.setattr("sys.argv", ["gridpatrol", *words])
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_commands_take_the_address_of_a_server(
    database: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wherever a file may be named; what is printed holds no password."""
    ledger = tmp_path / "sites.csv"
    ledger.write_text("企业名称,经度,纬度\n磨坊,115.0,35.5\n", encoding="utf-8")
    address = database()
    wrong = address.replace(ENCODED_PASSWORD, "geheim")
    assert run(monkeypatch, "import", str(ledger), "--store", address, "--datum", "wgs84") == 0
    assert run(monkeypatch, "score", "--store", wrong) == 2
    said = capsys.readouterr()
    assert "用户名或密码不对" in said.err
    assert ENCODED_PASSWORD not in said.out + said.err
    assert "geheim" not in said.out + said.err
    with open_store(address) as store:
        assert store.read("site")["name"].tolist() == ["磨坊"]
