"""A site that was pulled down: off scores, cells and plans, never out of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.drawing import draw_week, hotspot_table
from service.pipeline.pages.exporting import ExportWish, export_town
from service.pipeline.pages.front import headline, look_at
from service.pipeline.risk.scores import score_town
from service.pipeline.upkeep.past import read_past
from service.pipeline.week.making import plan_week
from tests.data.ledger.office import write_text
from tests.data.store.test_store import little_roads
from tests.service.conftest import WEEK, on_file, search
from tests.service.ledgers.test_moves import TEAMS

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

HEADER = "企业名称,所在村,经度,纬度,坐标系,经营状态"
STANDING = "永盛木材厂,刘湾村,115.001,35.5,GPS,在产"
PULLED_DOWN = "顺达粮油店,前杨村,115.009,35.5,GPS,{}"
VISIT = "点位编号,检查日期,检查组,结果", "S00002,2026-11-16,一队,发现隐患"


def told(store: Store, folder: Path, status: str) -> None:
    """Import the list of sites once more, with a state of the second one."""
    name = f"{len(store.read('audit'))}.csv"
    rows = (STANDING, PULLED_DOWN.format(status))
    import_ledgers(store, [write_text(folder / name, HEADER, *rows)])


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Store:
    """Give a scored store of two sites; S00002 was visited, and is gone since then."""
    told(store, tmp_path, "在产")
    teams = write_text(tmp_path / "teams.csv", *TEAMS)
    import_ledgers(store, [teams, write_text(tmp_path / "v.csv", *VISIT)])
    with store.writing() as unit:
        unit.save_roads(little_roads())
    score_town(store)
    told(store, tmp_path, "已拆除")
    return store


def wanted_or_left(store: Store) -> set[str]:
    """List the sites of the newest plan, gone to or left out."""
    plan = plan_week(store, week=WEEK, search=search(1)).plan_id
    where = {"plan_id": [plan]}
    tables = [store.read(name, where=where)["site_id"] for name in ("stop", "unplanned")]
    return {str(site) for table in tables for site in table}


@on_file
def test_what_is_gone_is_neither_planned_nor_drawn_even_before_it_is_scored_anew(
    town: Store,
) -> None:
    """The old score of the place does not bring anybody there."""
    assert wanted_or_left(town) == {"S00001"}
    assert map_hotspots(town).cells == 1
    assert hotspot_table(town).index.tolist() == ["S00001"]


def test_what_is_gone_has_no_score(town: Store) -> None:
    """It counts neither among the grades nor as never visited."""
    assert score_town(town).sites == 1
    assert town.read("score").index.tolist() == ["S00001"]


def test_what_is_gone_keeps_its_history_and_stays_on_the_list(town: Store, tmp_path: Path) -> None:
    """Its visits stay, the change is told, and the exported list says what became of it."""
    score_town(town)
    assert town.read("inspection")["site_id"].tolist() == ["S00002"]
    events = read_past(town, "S00002", limit=9).events
    changes = [change for event in events for change in event.changes]
    states = [(one.before.get("status"), one.after.get("status")) for one in changes if one.after]
    assert ("operating", "gone") in states
    file = tmp_path / "list.csv"
    export_town(town, ExportWish(subject="sites", file=file), progress=None)
    assert "已拆除" in file.read_text(encoding="utf-8-sig")


@on_file
def test_a_site_comes_back_with_its_next_state(town: Store, tmp_path: Path) -> None:
    """Somebody built there again: the list says so, and it is scored and planned as before."""
    score_town(town)
    told(town, tmp_path, "已复产")
    assert score_town(town).sites == 2
    assert wanted_or_left(town) == {"S00001", "S00002"}


@on_file
def test_a_list_without_a_state_leaves_a_site_gone(town: Store, tmp_path: Path) -> None:
    """An old register of firms says nothing about what was pulled down."""
    rows = (line.rpartition(",")[0] for line in (HEADER, STANDING, PULLED_DOWN))
    import_ledgers(town, [write_text(tmp_path / "old.csv", *rows)])
    assert town.read("site")["status"].tolist() == ["operating", "gone"]


def test_a_plan_with_a_stop_that_is_gone_says_so(town: Store, tmp_path: Path) -> None:
    """The week was planned before; one line says what to do, and then there are pages."""
    told(town, tmp_path, "已复产")
    score_town(town)
    assert "S00002" in wanted_or_left(town)
    told(town, tmp_path, "拆除完毕")
    score_town(town)
    with pytest.raises(
        NotFoundError, match=r"names S00002, which is gone by the ledger; plan the week again"
    ) as error:
        draw_week(town, tmp_path / "out", week=WEEK, lang="zh")
    assert "S00002 台账上已拆除，请重新编排该周计划" in error.value.zh
    plan_week(town, week=WEEK, search=search(1))
    assert draw_week(town, tmp_path / "out", week=WEEK, lang="zh").pages


@on_file
def test_a_plan_stops_at_nothing_gone_even_while_its_old_score_is_there(
    town: Store, tmp_path: Path
) -> None:
    """The list that says so was imported after the plan, and nobody has scored since."""
    told(town, tmp_path, "已复产")
    score_town(town)
    assert "S00002" in wanted_or_left(town)
    told(town, tmp_path, "拆除完毕")
    assert "S00002" in town.read("score").index
    with pytest.raises(NotFoundError, match="names S00002, which is gone by the ledger"):
        draw_week(town, tmp_path / "out", week=WEEK, lang="zh")


@on_file
def test_what_is_gone_is_no_figure_of_the_first_page(town: Store) -> None:
    """Before it is scored anew it is neither counted nor called the riskiest."""
    with town.writing() as unit:
        scores = unit.read("score")
        scores["risk"] = [0.2 if key == "S00001" else 0.9 for key in scores.index]
        unit.upsert("score", scores)
    map_hotspots(town)
    assert headline(town, None)[0].value == "1"
    zh, en = look_at(town, None)[0]
    assert "永盛木材厂" in zh
    assert "顺达粮油店" not in zh + en


@on_file
def test_a_town_of_which_nothing_stands_is_one_clear_line(store: Store, tmp_path: Path) -> None:
    """Nothing can be scored; the line names the column that says so."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, PULLED_DOWN.format("拆除"))])
    with pytest.raises(NotFoundError, match="All 1 sites of the store are gone; import a ledger"):
        score_town(store)
