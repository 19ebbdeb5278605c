"""Reports from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "线索编号,日期,渠道,内容,地点描述,经度,纬度,坐标系,核实情况"
TIP = "XS1,2026-09-05,12345热线,电焊火花,刘湾村附近,115.0,35.5,GPS,属实"


def test_reads_a_tip(tmp_path: Path) -> None:
    """Where, what, and whether it proved true."""
    tip = read_text(tmp_path, HEADER, TIP).tables["tip"].loc["XS1"]
    assert (tip["channel"], tip["what"], tip["place"]) == ("12345热线", "电焊火花", "刘湾村附近")
    assert (tip["verified"], tip["lon_deg"], tip["lat_deg"]) == ("true", 115.0, 35.5)


@pytest.mark.parametrize(("word", "code"), [("不属实", "false"), ("待核实", "open"), ("", "open")])
def test_verified(tmp_path: Path, word: str, code: str) -> None:
    """Nobody looked yet is not untrue."""
    table = read_text(tmp_path, HEADER, TIP.replace("属实", word)).tables["tip"]
    assert table.loc["XS1", "verified"] == code


def test_tip_without_a_position_is_kept(tmp_path: Path) -> None:
    """Callers describe places in words."""
    result = read_text(tmp_path, HEADER, TIP.replace("115.0,35.5,GPS", ",,"))
    assert fates(result) == ["accepted"]
    assert pd.isna(result.tables["tip"].loc["XS1", "lon_deg"])


def test_position_far_from_all_sites_is_left_out(tmp_path: Path) -> None:
    """The tip stays, the slipped digit does not send anyone away."""
    sites = write_text(tmp_path / "s.csv", "企业名称,经度,纬度,坐标系", "甲厂,115.0,35.5,GPS")
    tips = write_text(tmp_path / "t.csv", HEADER, TIP.replace("115.0", "125.0"))
    result = read_ledgers([sites, tips], known=KnownTables())
    assert result.rows.fate.iloc[-1] == "repaired"
    assert "position left out" in result.rows.note_en.iloc[-1]


def test_position_of_no_clear_datum_is_left_out(tmp_path: Path) -> None:
    """Half a kilometre off would send someone to the wrong village; the words stay."""
    result = read_text(tmp_path, HEADER, TIP.replace("GPS", ""))
    assert fates(result) == ["repaired"]
    assert pd.isna(result.tables["tip"].loc["XS1", "lon_deg"])
    told = read_text(tmp_path, HEADER, TIP.replace("GPS", ""), datum="wgs84")
    assert told.tables["tip"].loc["XS1", "lon_deg"] == 115.0


def test_tip_without_a_day_is_rejected(tmp_path: Path) -> None:
    """Its answer is due by a day counted from then."""
    assert fates(read_text(tmp_path, HEADER, TIP.replace("2026-09-05", ""))) == ["rejected"]


def test_equal_words_two_kilometres_apart_are_two_tips(tmp_path: Path) -> None:
    """Two smells on one day, no numbers."""
    header, tip = HEADER.removeprefix("线索编号,"), TIP.removeprefix("XS1,")
    table = read_text(tmp_path, header, tip, tip.replace("115.0", "115.022")).tables["tip"]
    assert sorted(table["lon_deg"]) == [115.0, 115.022]


def test_a_tip_proved_true_is_no_second_tip(tmp_path: Path) -> None:
    """The later list tells what came of it."""
    result = read_text(tmp_path, HEADER, TIP.replace("属实", "待核实"), TIP)
    assert fates(result) == ["duplicate", "accepted"]
    assert result.tables["tip"].loc["XS1", "verified"] == "true"


def test_a_tip_both_true_and_untrue_is_a_question(tmp_path: Path) -> None:
    """Neither answer is the later one."""
    assert fates(read_text(tmp_path, HEADER, TIP.replace("属实", "不属实"), TIP)) == [
        "accepted",
        "question",
    ]
