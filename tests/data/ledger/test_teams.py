"""Teams and their shifts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "队名,持证人数,驻地村,驻地经度,驻地纬度,坐标系,白班,夜班,专长,车辆,无人机,本周请假"
FIRST = '一队,3,大碾村,115.0,35.5,GPS,"8:30-12:00,13:30-17:30",周二19:00-23:00,危化,是,否,周五'


def test_reads_a_team(tmp_path: Path) -> None:
    """Card holders, home village, skills, absences."""
    result = read_text(tmp_path, HEADER, FIRST)
    team = result.tables["team"].loc["T01"]
    assert (team["name"], team["card_holders"], team["home_village"]) == ("一队", 3, "大碾村")
    assert (json.loads(team["skills"]), json.loads(team["absent_days"])) == (["chem"], [4])
    assert (bool(team["has_car"]), bool(team["has_drone"])) == (True, False)
    assert (team["lon_deg"], team["lat_deg"]) == (115.0, 35.5)
    assert fates(result) == ["accepted"]


def test_reads_its_shifts(tmp_path: Path) -> None:
    """The day shift holds on every workday, the night shift on Tuesdays."""
    shifts = read_text(tmp_path, HEADER, FIRST).tables["shift"]
    day, night = shifts.loc["T01-day"], shifts.loc["T01-night"]
    assert (day["kind"], day["start_s"], day["end_s"]) == ("day", 30_600, 63_000)
    assert (day["break_start_s"], day["break_end_s"]) == (43_200, 48_600)
    assert shifts["weekday"].isna().tolist() == [True, False]
    assert (night["kind"], night["weekday"], night["start_s"]) == ("night", 1, 68_400)


def test_a_base_without_a_datum_is_taken_from_the_usual_map(tmp_path: Path) -> None:
    """A start half a kilometre off changes no plan, no start makes none; the note says so."""
    result = read_text(tmp_path, HEADER, FIRST.replace("GPS", ""))
    assert fates(result) == ["repaired"]
    assert 114.99 < result.tables["team"].loc["T01", "lon_deg"] < 115.0
    assert "taken as GCJ-02 (Amap, Tencent), may be" in result.rows.note_en.iloc[-1]


def test_a_telephone_among_the_card_holders_is_no_number_of_them(tmp_path: Path) -> None:
    """Nor is one that no table can hold: the row is turned away, the import goes on."""
    first = FIRST.replace("一队,3,", "一队,13800001111,")
    second = FIRST.replace("一队,3,", f"二队,{10**20},")
    assert fates(read_text(tmp_path, HEADER, first, second)) == ["rejected", "rejected"]


def test_unknown_skill_is_noted(tmp_path: Path) -> None:
    """The others count."""
    result = read_text(tmp_path, HEADER, FIRST.replace("危化", "粉尘、焊接、消防"))
    assert json.loads(result.tables["team"].loc["T01", "skills"]) == ["dust", "fire"]
    assert result.rows.note_en.iloc[1] == "'专长' not understood: 焊接; kept as an extra"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("二队,不详,大碾村,115.0,35.5,GPS", "number of card holders not understood: '不详'"),
        ("二队,2,大碾村,,,", "no position of the base"),
    ],
)
def test_turns_away_what_cannot_be_planned(tmp_path: Path, row: str, reason: str) -> None:
    """A promise of card holders must not rest on a guess."""
    result = read_text(tmp_path, HEADER, row)
    assert fates(result) == ["rejected"]
    assert result.rows.note_en.iloc[1] == reason


def test_base_from_the_village(tmp_path: Path) -> None:
    """Where the row has no coordinates the sites of the village say where it is."""
    sites = write_text(
        tmp_path / "s.csv",
        "企业名称,村,经度,纬度,坐标系",
        "甲厂,大碾村,115.0,35.5,GPS",
        "乙厂,大碾村,115.002,35.502,GPS",
    )
    teams = write_text(tmp_path / "t.csv", HEADER, "一队,3,大碾村,,,,8:30-17:30")
    team = read_ledgers([teams, sites], known=KnownTables()).tables["team"].loc["T01"]
    assert (team["lon_deg"], team["lat_deg"]) == pytest.approx((115.001, 35.501))


def test_team_without_hours_is_noted(tmp_path: Path) -> None:
    """It would silently be missing from every plan."""
    result = read_text(tmp_path, HEADER, "一队,3,大碾村,115.0,35.5,GPS,,")
    assert fates(result) == ["repaired"]
    assert result.rows.note_en.iloc[1] == "no shift was read, so no plan can use this team"


def test_second_import_keeps_ids_and_drops_old_shifts(tmp_path: Path) -> None:
    """The night shift is gone from the list, so it must go from the store."""
    known = KnownTables(read_text(tmp_path, HEADER, FIRST).tables)
    result = read_text(tmp_path, HEADER, FIRST.replace("周二19:00-23:00", ""), known=known)
    assert result.tables["team"].index.tolist() == ["T01"]
    assert result.dropped_shifts == ("T01-night",)


def test_new_team_gets_the_next_id(tmp_path: Path) -> None:
    """Whatever the order of the rows."""
    known = KnownTables(read_text(tmp_path, HEADER, FIRST).tables)
    result = read_text(tmp_path, HEADER, FIRST.replace("一队", "二队"), FIRST, known=known)
    assert result.tables["team"]["name"].to_dict() == {"T01": "一队", "T02": "二队"}
