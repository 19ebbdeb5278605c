"""Sites as a list that comes back."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.export.delimited import write_csv
from data.export.places import cell_sheet
from data.export.sites import site_sheet
from data.export.titles import SITES
from data.export.workbook import write_workbook
from data.ledger import read_ledgers
from data.ledger.layout import header_field
from data.ledger.sheets import clean_text, is_empty
from data.schema import SITE, as_table
from data.words import GRADES, SITE_HOURS, SITE_KINDS, SITE_STATUS
from tests.data.export.goods import FACTS, ODD_NAMES, listed, scores, silent
from tests.data.export.goods import sites as site_table
from tests.data.ledger.office import KnownTables
from tests.maps.town import cells_table

if TYPE_CHECKING:
    from pathlib import Path

    from data.words import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
WORKED_OUT = {
    "grade": "scored_grade",
    "risk": "scored_risk",
    "reason": "scored_reason",
    "position": "position_said",
    "source": "ledger_row",
}
POSITION = ["lon_deg", "lat_deg"]
NOT_OURS = ["datum", "datum_stated", "source"]


@pytest.mark.parametrize("column", SITES)
def test_every_header_is_one_that_the_import_knows(column: str) -> None:
    """Else an edited list would come back with columns of our own as the office's extras."""
    field = {"lon_deg": "lon", "lat_deg": "lat", **WORKED_OUT}.get(column, column)
    for title in SITES[column]:
        assert header_field(title, "sites") == field


texts = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
    .map(clean_text)
    .filter(lambda text: not is_empty(text))
)
maybe = st.none() | texts
headers = texts | st.sampled_from(
    [
        "占地面积",
        "经度",
        "=1+1",
        "备注 (2)",
        "附加：电话",
        "Extra: x",
        "用电量(度)",
        "风险等级",
        "百度坐标系",
    ]
)
rows = st.fixed_dictionaries(
    {
        "name": texts,
        "kind": st.sampled_from(list(SITE_KINDS)),
        "status": st.sampled_from(list(SITE_STATUS)),
        "village": maybe,
        "address": maybe,
        "industry": maybe,
        "licences": maybe,
        "remark": maybe,
        "keeper": maybe,
        "workers": st.none() | st.integers(0, 5000).map(float),
        "area_m2": st.none() | st.integers(0, 10**7).map(lambda cents: cents / 100),
        "chemicals": st.sampled_from([None, True, False]),
        "hours": st.sampled_from([None, *SITE_HOURS]),
        "ledger_grade": st.sampled_from([None, *GRADES]),
        "stated_visit": st.none() | st.dates(date(1951, 1, 1), date(2099, 1, 1)),
        "extra": st.none() | st.dictionaries(headers, texts, min_size=1, max_size=3),
    }
)


def town(listed_rows: list[dict[str, object]]) -> pd.DataFrame:
    """Lay sites out about 1 km from each other: their numbers keep apart what is called alike."""
    filled = [
        {
            **row,
            "site_id": f"S{number:05d}",
            "extra": json.dumps(row["extra"], ensure_ascii=False, sort_keys=True)
            if row["extra"]
            else None,
            "datum": "gcj02",
            "datum_stated": True,
            "lon_deg": 115.0 + 0.0123456789 * number,
            "lat_deg": 35.5,
            "source": f"台账.xlsx / 企业 / {number}",
        }
        for number, row in enumerate(listed_rows, start=1)
    ]
    return as_table(filled, SITE)


def exported(folder: Path, table: pd.DataFrame, *, ending: str, datum: str, lang: Lang) -> Path:
    """Write sites to a list."""
    path = folder / f"a{ending}"
    goods = site_sheet(table, scores("red"), datum=datum, lang=lang)
    if ending == ".csv":
        write_csv(path, goods, lang=lang, progress=silent)
    else:
        write_workbook(path, [goods], FACTS, lang=lang, progress=silent)
    return path


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    listed_rows=st.lists(rows, min_size=1, max_size=3),
    ending=st.sampled_from([".csv", ".xlsx"]),
    datum=st.sampled_from(DATUMS),
    lang=st.sampled_from(LANGS),
)
def test_a_list_that_comes_back_changes_nothing(
    tmp_path: Path, listed_rows: list[dict[str, object]], ending: str, datum: str, lang: Lang
) -> None:
    """Into the store it came from: not one value differs, whatever the texts and the datum."""
    table = town(listed_rows)
    path = exported(tmp_path, table, ending=ending, datum=datum, lang=lang)
    result = read_ledgers([path], known=KnownTables({"site": table}))
    (count,) = [count for count in result.files if count.kind == "sites"]
    assert (count.new, count.updated, count.unchanged) == (0, 0, len(table)), result.rows[
        ["fate", "note_en"]
    ].to_dict()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    listed_rows=st.lists(rows, min_size=1, max_size=3),
    ending=st.sampled_from([".csv", ".xlsx"]),
    datum=st.sampled_from(DATUMS),
    lang=st.sampled_from(LANGS),
)
def test_a_list_brought_to_another_store_is_the_same_town(
    tmp_path: Path, listed_rows: list[dict[str, object]], ending: str, datum: str, lang: Lang
) -> None:
    """Same ids, same values, same places within a millionth of a degree."""
    table = town(listed_rows)
    path = exported(tmp_path, table, ending=ending, datum=datum, lang=lang)
    got = read_ledgers([path], known=KnownTables()).tables["site"]
    pd.testing.assert_frame_equal(
        got.drop(columns=[*NOT_OURS, *POSITION]), table.drop(columns=[*NOT_OURS, *POSITION])
    )
    assert (got[POSITION] - table[POSITION]).abs().to_numpy().max() < 1e-6
    assert set(got["datum"]) == {datum}


def test_ids_are_kept_beside_rows_that_have_none(tmp_path: Path) -> None:
    """A new row above an old one must not be given the old one's id."""
    path = tmp_path / "a.csv"
    lines = (
        "点位编号,名称,经度(WGS-84),纬度(WGS-84)",
        ",新厂,115.2,35.5",
        "S00001,老厂,115.1,35.5",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    got = read_ledgers([path], known=KnownTables()).tables["site"]["name"].to_dict()
    assert got == {"S00001": "老厂", "S00002": "新厂"}


def test_an_edit_in_the_list_arrives(tmp_path: Path) -> None:
    """Which is what the list is for."""
    table = town([{"name": "甲厂", "kind": "enterprise", "status": "operating", "extra": None}])
    path = exported(tmp_path, table, ending=".csv", datum="wgs84", lang="zh")
    text = path.read_text("utf-8-sig").replace("在产", "停产")
    path.write_text(text, encoding="utf-8")
    result = read_ledgers([path], known=KnownTables({"site": table}))
    assert result.tables["site"]["status"].tolist() == ["stopped"]
    assert result.tables["site"]["datum"].tolist() == ["gcj02"]


def test_hostile_headers_are_columns_like_others() -> None:
    """An extra header is somebody's text, too."""
    goods = listed(*({"extra": json.dumps({name: "x"})} for name in ODD_NAMES))
    assert sum(column.name.startswith("extra:") for column in goods.columns) == len(ODD_NAMES)


@pytest.mark.parametrize(
    ("model", "titles"),
    [
        ("card-2", ("巡格评分", "Scored risk")),
        ("learned-1+card-2", ("巡格检出可能", "Scored chance")),
    ],
)
def test_a_chance_is_not_called_a_score(model: str, titles: tuple[str, str]) -> None:
    """A third of a card's points is no chance of one in three; both come back as ours."""
    table = scores("red").assign(model=model)
    found = site_sheet(site_table({}), table, datum="wgs84", lang="zh")
    column = next(one for one in found.columns if one.name == "risk")
    assert (column.zh, column.en) == titles
    assert {header_field(title, "sites") for title in titles} == {"scored_risk"}


def test_cells_of_chances_have_chances() -> None:
    """The mean of chances is one."""
    found = cell_sheet(cells_table(), datum="wgs84", has_chances=True)
    assert [one.zh for one in found.columns if "risk" in one.name] == [
        "平均检出可能",
        "最高检出可能",
    ]
