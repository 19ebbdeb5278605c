"""A site that turns out to be another one: what speaks of it follows, and its id is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from data.schema import POWER_READING, STOP, as_table
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.ledgers.moves import move_sites
from service.pipeline.pages.drawing import draw_routes, draw_week
from service.pipeline.pages.exporting import ExportWish, export_town
from service.pipeline.risk.scores import score_town
from service.pipeline.upkeep.caring import back_up_town, examine_town
from service.pipeline.upkeep.past import read_past
from service.pipeline.week.making import plan_week
from service.printing.summary import summary
from tests.builders import sites
from tests.data.ledger.office import write_text
from tests.data.store.test_store import little_roads
from tests.service.conftest import WEEK, on_file, search
from tests.service.ledgers.test_answers import FIRST, HEADER, LIKE, VISIT, VISITS, answer

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

OTHER = "顺达粮油店,前杨村,115.009,35.5,GPS,在产"
TEAMS = "队名,持证人数,驻地经度,驻地纬度,坐标系,白班", "一队,2,115.005,35.5,GPS,8:30-17:30"
STOP_ROW = {
    "plan_id": "P",
    "route_id": "R",
    "position": 1,
    "visit_type": "patrol",
    **dict.fromkeys(("card_holders", "leg_s", "leg_m", "arrive_s", "start_s", "end_s"), 0),
    "why": "[]",
}


@pytest.fixture
def asked(store: Store, tmp_path: Path) -> Store:
    """Give a store with S00002, which may be S00001 once more."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, FIRST, LIKE)])
    return store


@pytest.fixture
def planned(asked: Store, tmp_path: Path) -> Store:
    """Give the same store with a plan that stops at both sites."""
    teams = write_text(tmp_path / "teams.csv", *TEAMS)
    visits = write_text(tmp_path / "v.csv", VISITS, "顺达粮油店,前杨村,2026-11-16,一队,发现隐患")
    import_ledgers(asked, [write_text(tmp_path / "b.csv", HEADER, OTHER), teams, visits])
    with asked.writing() as unit:
        unit.save_roads(little_roads())
    score_town(asked)
    plan_week(asked, week=WEEK, search=search(1))
    assert {"S00001", "S00002"} <= set(asked.read("stop")["site_id"])
    return asked


def moving(store: Store, moves: dict[str, str]) -> None:
    """Move sites in a unit of their own."""
    with store.writing() as unit:
        move_sites(unit, moves)


@pytest.mark.parametrize("said", ["S00001", "不要"])
@on_file
def test_the_id_of_a_site_that_is_gone_is_not_given_out_again(
    asked: Store, tmp_path: Path, said: str
) -> None:
    """Its history is told under that id."""
    answer(asked, tmp_path, LIKE, said)
    import_ledgers(asked, [write_text(tmp_path / "b.csv", HEADER, OTHER)])
    assert asked.read("site")["name"].to_dict() == {"S00001": "永盛木材厂", "S00003": "顺达粮油店"}


def test_an_id_is_used_up_by_whoever_removed_its_site(asked: Store, tmp_path: Path) -> None:
    """Somebody may delete a site in QGIS; the rows of its import still name it."""
    with asked.writing() as unit:
        unit.clear("site", where={"site_id": ["S00002"]})
    import_ledgers(asked, [write_text(tmp_path / "b.csv", HEADER, OTHER)])
    assert asked.read("site").index.tolist() == ["S00001", "S00003"]


@on_file
def test_an_id_that_was_only_stated_is_not_used_up(store: Store, tmp_path: Path) -> None:
    """The row was rejected: no site ever had that id."""
    stated = write_text(tmp_path / "a.csv", f"点位编号,{HEADER}", "S00900,甲,刘湾村,,,,")
    import_ledgers(store, [stated])
    import_ledgers(store, [write_text(tmp_path / "b.csv", HEADER, OTHER)])
    assert store.read("site").index.tolist() == ["S00001"]


def test_tenants_follow_their_host(store: Store) -> None:
    """They work within the same walls, whatever the office calls them."""
    with store.writing() as unit:
        unit.upsert("site", sites({}, {}, {"parent_id": "S00002"}))
    moving(store, {"S00002": "S00001"})
    assert store.read("site")["parent_id"].fillna("").to_dict() == {
        "S00001": "",
        "S00003": "S00001",
    }


@on_file
def test_a_host_that_is_its_tenant_hosts_nobody(store: Store) -> None:
    """Nobody is within the walls of himself."""
    with store.writing() as unit:
        unit.upsert("site", sites({"parent_id": "S00002"}, {}, {"parent_id": "S00002"}))
    moving(store, {"S00002": "S00001"})
    assert store.read("site")["parent_id"].fillna("").to_dict() == {
        "S00001": "",
        "S00003": "S00001",
    }


def test_tenants_of_a_dropped_host_stand_alone(store: Store) -> None:
    """There is no such place any more; the meter is of a site nobody knows yet."""
    meter = {"power_reading_id": "M", "meter": "1", "month": "2026-01", "kwh": 5.0}
    with store.writing() as unit:
        unit.upsert("site", sites({}, {}, {"parent_id": "S00002"}))
        unit.upsert("power_reading", as_table([{**meter, "site_id": "S00002"}], POWER_READING))
    moving(store, {"S00002": ""})
    assert store.read("site")["parent_id"].isna().all()
    assert store.read("power_reading")["site_id"].isna().all()
    assert examine_town(store).faults == ()


@on_file
def test_a_tenant_imported_with_the_answer_follows_too(asked: Store, tmp_path: Path) -> None:
    """Its own row has news in the same import, and states no host."""
    import_ledgers(asked, [write_text(tmp_path / "b.csv", HEADER, OTHER)])
    with asked.writing() as unit:
        tenant = asked.read("site").loc[["S00003"]].assign(parent_id="S00002")
        unit.upsert("site", tenant)
    book = write_text(
        tmp_path / "c.csv", f"答复,{HEADER}", f"S00001,{LIKE}", f",{OTHER.replace('在产', '停产')}"
    )
    import_ledgers(asked, [book])
    site = asked.read("site").loc["S00003"]
    assert (site["status"], site["parent_id"]) == ("stopped", "S00001")


def test_answers_speak_of_the_site_that_is_left(asked: Store, tmp_path: Path) -> None:
    """A visit was answered with the site that is another; the original must find that one."""
    visits = write_text(tmp_path / "v.csv", VISITS, VISIT)
    answer(asked, tmp_path, VISIT, "S00002", VISITS)
    merged = write_text(tmp_path / "m.csv", f"答复,{HEADER}", f"S00001,{LIKE}")
    result = import_ledgers(asked, [merged, visits])
    assert result.fates.get("question", 0) == 0
    assert set(asked.read("answer")["site_id"]) == {"S00001"}
    assert asked.read("inspection")["site_id"].tolist() == ["S00001"]
    assert examine_town(asked).faults == ()


@on_file
def test_a_site_with_a_finding_alone_is_not_dropped(asked: Store, tmp_path: Path) -> None:
    """The finding would be of no site."""
    hazards = write_text(
        tmp_path / "h.csv",
        "点位编号,隐患内容,隐患等级,发现日期,整改状态",
        "S00002,污水直排,一般,2026-03-16,整改中",
    )
    import_ledgers(asked, [hazards])
    answer(asked, tmp_path, LIKE, "不要")
    assert asked.read("site").index.tolist() == ["S00001", "S00002"]


def test_a_stop_without_its_site_is_a_fault_unless_the_history_tells(store: Store) -> None:
    """A dropped site is in the history; one that somebody deleted behind our back is not."""
    with store.writing() as unit:
        unit.upsert("site", sites({}, {}))
        unit.append("stop", as_table([{**STOP_ROW, "stop_id": "1", "site_id": "S00002"}], STOP))
        unit.append("stop", as_table([{**STOP_ROW, "stop_id": "2", "site_id": "S00009"}], STOP))
    moving(store, {"S00002": ""})
    named = [fault.en for fault in examine_town(store).faults if "site_id" in fault.en]
    assert len(named) == 1
    assert "1 row(s) of stop" in named[0]
    assert "S00009" in named[0]


@on_file
def test_a_plan_with_a_dropped_site_says_so(planned: Store, tmp_path: Path) -> None:
    """One line that names it; the week planned again has pages."""
    answer(planned, tmp_path, LIKE, "不要")
    with pytest.raises(
        NotFoundError,
        match=r"Plan 2026-W48-v1-\w+ names S00002, which is no longer in the ledger; plan the week",
    ) as told:
        draw_week(planned, tmp_path / "out", week=WEEK, lang="zh")
    assert "S00002 已不在台账中，请重新编排该周计划" in told.value.zh
    assert examine_town(planned).faults == ()
    plan_week(planned, week=WEEK, search=search(1))
    assert draw_week(planned, tmp_path / "out", week=WEEK, lang="zh").pages


@on_file
def test_a_plan_with_a_site_without_score_says_what_to_run(planned: Store, tmp_path: Path) -> None:
    """Pages show why a place is visited."""
    with planned.writing() as unit:
        unit.clear("score", where={"site_id": ["S00001"]})
    with pytest.raises(NotFoundError, match="S00001, which has no score; run `gridpatrol score`"):
        draw_week(planned, tmp_path / "out", week=WEEK, lang="zh")


def test_after_an_answer_everything_else_goes_on(planned: Store, tmp_path: Path) -> None:
    """Imported, scored, planned, answered: then doctor, backup, pages, history, and a new site."""
    answer(planned, tmp_path, LIKE, "S00001")
    assert "S00002" not in set(planned.read("stop")["site_id"])
    doctor = examine_town(planned)
    assert doctor.faults == ()
    assert "答复 " in "".join(summary(doctor, "zh"))
    assert "answer " in "".join(summary(back_up_town(planned, tmp_path / "b.gpkg"), "en"))
    pages = draw_week(planned, tmp_path / "out", week=WEEK, lang="zh").pages
    pages |= draw_routes(planned, tmp_path / "out", week=WEEK, lang="zh").pages
    drawn = "".join((tmp_path / "out" / page).read_text("utf-8") for page in pages)
    assert "永盛木材厂" in drawn
    assert "S00002" not in drawn
    import_ledgers(
        planned, [write_text(tmp_path / "n.csv", HEADER, "甲厂,东村,115.001,35.5,GPS,在产")]
    )
    assert planned.read("site")["name"]["S00004"] == "甲厂"
    told = summary(read_past(planned, "S00002", limit=9), "zh")
    assert any("永盛木材厂" in line for line in told)
    assert not any("甲厂" in line for line in told)
    assert read_past(planned, "S00004", limit=9).events == ()
    wish = ExportWish(subject="plan", file=tmp_path / "plan.xlsx", week=WEEK)
    exported = export_town(planned, wish, progress=lambda *_told: None)
    assert exported.rows == len(planned.read("stop"))
