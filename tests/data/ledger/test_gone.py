"""Rows that say a place was pulled down: which site they take out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

PLACED = "名称,所在村,地址,经度,纬度,坐标系,经营状态"
NAMED = "名称,所在村,地址,经营状态"
IDLE = PLACED.replace("名称", "闲置厂房名称", 1)
YARD = "旧面粉厂,刘湾村,,115.000,35.5,GPS,闲置"


def imported(
    folder: Path, header: str, *rows: str, name: str, after: LedgerImport | None = None
) -> LedgerImport:
    """Import one list after what was imported before."""
    known = KnownTables(after.tables if after else {})
    return read_ledgers([write_text(folder / name, header, *rows)], known=known)


@pytest.fixture
def idle(tmp_path: Path) -> LedgerImport:
    """Import a list of one idle plant, S00001."""
    return imported(tmp_path, IDLE, YARD, name="idle.csv")


def site(result: LedgerImport) -> tuple[str, str, str]:
    """Give id, kind and status of the one site that a list is news of."""
    sites = result.tables["site"]
    assert len(sites) == 1
    return str(sites.index[0]), str(sites["kind"].iloc[0]), str(sites["status"].iloc[0])


def said(result: LedgerImport) -> str:
    """Give what is said of the last row."""
    return str(result.rows["note_en"].iloc[-1])


def test_an_idle_plant_is_found_in_a_list_of_what_is_gone(
    tmp_path: Path, idle: LedgerImport
) -> None:
    """Its tab is not called 闲置; the place is the same and stays what it was."""
    row = YARD.replace("闲置", "已拆除").replace("115.000", "115.0005")  # 45 m east
    later = imported(tmp_path, PLACED, row, name="gone.csv", after=idle)
    assert site(later) == ("S00001", "idle_factory", "gone")
    assert "S00001 is gone; it stays what it was, idle factory" in said(later)


def test_what_is_gone_far_away_is_asked_about(tmp_path: Path, idle: LedgerImport) -> None:
    """272 m away it may be another yard of that name: nobody's plant leaves the plan in silence."""
    row = YARD.replace("闲置", "已拆除").replace("115.000", "115.003")
    later = imported(tmp_path, PLACED, row, name="gone.csv", after=idle)
    assert fates(later) == ["question"]
    assert "may be S00001 (旧面粉厂): same name and village, 272 m apart" in said(later)


def test_a_firm_that_is_gone_goes_before_the_plant_it_was_in(
    tmp_path: Path, idle: LedgerImport
) -> None:
    """Both are known by one name at one place; a list of firms tells of the firm."""
    firm = YARD.replace("闲置", "在产")
    both = imported(tmp_path, PLACED, firm, name="firms.csv", after=idle)
    tables = {"site": both.tables["site"].combine_first(idle.tables["site"])}
    row = firm.replace("在产", "已拆除")
    later = read_ledgers(
        [write_text(tmp_path / "gone.csv", PLACED, row)], known=KnownTables(tables)
    )
    assert site(later) == ("S00002", "enterprise", "gone")


def test_an_idle_plant_and_a_firm_of_one_name_on_one_spot_are_asked_about(
    tmp_path: Path, idle: LedgerImport
) -> None:
    """A firm moved in, or the plant became the firm: both stay until a person says which."""
    later = imported(tmp_path, PLACED, YARD.replace("闲置", "在产"), name="firms.csv", after=idle)
    assert fates(later) == ["question"]
    assert site(later) == ("S00002", "enterprise", "operating")
    assert said(later).endswith(
        "may be S00001 (旧面粉厂): same name and village, 0 m apart, one an enterprise, "
        "one an idle plant; kept as a site of its own for now"
    )


@pytest.mark.parametrize(
    "row", ["旧面粉厂,刘湾村,,已拆除", "旧面粉 厂,刘湾,,2025年已拆除", "旧面粉厂,刘湾村,3号,已拆除"]
)
def test_name_and_village_tell_which_site_is_gone(
    tmp_path: Path, idle: LedgerImport, row: str
) -> None:
    """Nobody goes to a ruin to measure it; the one site of that name there is meant."""
    later = imported(tmp_path, NAMED, row, name="gone.csv", after=idle)
    assert site(later) == ("S00001", "idle_factory", "gone")
    place = later.tables["site"].loc["S00001", ["lon_deg", "lat_deg", "datum"]].tolist()
    assert place == idle.tables["site"].loc["S00001", ["lon_deg", "lat_deg", "datum"]].tolist()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (
            "旧面粉厂,前杨村,,已拆除",
            "no site '旧面粉厂' in 前杨村; S00001 of that name is in 刘湾村",
        ),
        ("旧面粉厂,,,已拆除", "only S00001 (刘湾村) has that name, but the village is another"),
        ("老砖窑,刘湾村,,已拆除", "no site '老砖窑' (刘湾村)"),
    ],
)
def test_what_does_not_mean_one_site_for_sure_is_a_question(
    tmp_path: Path, idle: LedgerImport, row: str, why: str
) -> None:
    """A standing place must not leave the plan by a namesake's demolition."""
    later = imported(tmp_path, NAMED, row, name="gone.csv", after=idle)
    assert fates(later) == ["question"]
    assert later.tables["site"].empty
    assert f"it is not clear which site: {why}" in said(later)


def test_several_of_one_name_are_a_question(tmp_path: Path) -> None:
    """Their ids are named, to answer with one of them."""
    other = YARD.replace("115.000", "115.050")
    two = imported(tmp_path, IDLE, YARD, other, name="idle.csv")
    later = imported(tmp_path, NAMED, "旧面粉厂,刘湾村,,已拆除", name="gone.csv", after=two)
    assert fates(later) == ["question"]
    assert "2 sites are called '旧面粉厂': S00001, S00002" in said(later)


def test_another_house_number_is_a_question(tmp_path: Path) -> None:
    """Two yards of one name may stand in a village, one of them in no list yet."""
    here = imported(tmp_path, IDLE, YARD.replace("村,,", "村,刘湾村12号,"), name="idle.csv")
    row = "旧面粉厂,刘湾村,刘湾村3号,已拆除"
    later = imported(tmp_path, NAMED, row, name="gone.csv", after=here)
    assert fates(later) == ["question"]
    assert "S00001: one name, two house numbers" in said(later)


def test_only_what_is_gone_needs_no_position(tmp_path: Path, idle: LedgerImport) -> None:
    """A place that stands must be found on a map."""
    rows = "旧面粉厂,刘湾村,,停产", "旧面粉厂,刘湾村,,已拆除"
    later = imported(tmp_path, NAMED, *rows, name="b.csv", after=idle)
    assert sorted(fates(later)) == ["accepted", "rejected"]
    with pytest.raises(LedgerError, match="has no coordinate columns"):
        imported(tmp_path, NAMED, rows[0], name="c.csv", after=idle)


def test_two_lists_of_one_import_that_disagree_are_a_question(tmp_path: Path) -> None:
    """Nobody can tell which is the later one; the first stays, and the row says so."""
    standing = write_text(tmp_path / "a.csv", IDLE, YARD)
    gone = write_text(tmp_path / "b.csv", NAMED, "旧面粉厂,刘湾村,,已拆除")
    result = read_ledgers([standing, gone], known=KnownTables())
    assert fates(result) == ["accepted", "question"]
    assert site(result) == ("S00001", "idle_factory", "idle")
    assert said(result) == (
        "this row says that S00001 is gone, a.csv / 2 says idle: which holds? "
        "The one read first was taken"
    )


def test_a_list_that_states_no_state_does_not_contradict(tmp_path: Path) -> None:
    """A list of idle plants seldom says that they are idle."""
    header, row = IDLE.removesuffix(",经营状态"), YARD.removesuffix(",闲置")
    standing = write_text(tmp_path / "a.csv", header, row)
    gone = write_text(tmp_path / "b.csv", NAMED, "旧面粉厂,刘湾村,,已拆除")
    result = read_ledgers([standing, gone], known=KnownTables())
    assert fates(result) == ["accepted", "duplicate"]
    assert site(result) == ("S00001", "idle_factory", "gone")
