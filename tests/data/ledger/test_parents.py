"""Plant in plant: who works within whose walls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.data.ledger.office import KnownTables, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

HEADER = "企业名称,村,经度,纬度,坐标系,类型,占地面积(m2),地址,厂中厂"
# At latitude 35.5, 0.00005 degrees of longitude are 5 m, 0.0003 are 27 m.
YARD = "旧面粉厂,刘湾村,115.00000,35.5,GPS,闲置厂房,500,,"
WORKS = "永盛木材厂,刘湾村,115.00005,35.5,GPS,企业,2000,,"
PAINT = "鑫源涂料厂,刘湾村,115.00005,35.50001,GPS,企业,800,,"


def parents(result: LedgerImport) -> dict[str, str]:
    """Map tenants to hosts, by name."""
    sites = result.tables["site"]
    return {
        site["name"]: sites.loc[site["parent_id"], "name"]
        for _, site in sites.iterrows()
        if not pd.isna(site["parent_id"])
    }


def test_tenants_of_an_idle_yard_have_it_as_their_parent(tmp_path: Path) -> None:
    """Three sites stay three; the yard hosts, though the works says it has more land."""
    result = read_text(tmp_path, HEADER, WORKS, YARD, PAINT)
    assert len(result.tables["site"]) == 3
    assert parents(result) == {"永盛木材厂": "旧面粉厂", "鑫源涂料厂": "旧面粉厂"}


def test_without_a_yard_the_largest_hosts(tmp_path: Path) -> None:
    """And the row says why."""
    result = read_text(tmp_path, HEADER, PAINT, WORKS)
    assert parents(result) == {"鑫源涂料厂": "永盛木材厂"}
    told = result.rows.note_en.fillna("")
    assert (
        told.str.contains("within the walls of S00002 (永盛木材厂), same place", regex=False).sum()
        == 1
    )


def test_without_land_the_first_hosts(tmp_path: Path) -> None:
    """Any rule will do, as long as it is the same each time."""
    result = read_text(
        tmp_path, HEADER, PAINT.replace(",800,", ",,"), WORKS.replace(",2000,", ",,")
    )
    assert parents(result) == {"永盛木材厂": "鑫源涂料厂"}


@pytest.mark.parametrize(
    ("address", "walls"),
    [
        ("租用永盛木材厂厂房", ""),
        ("刘湾村永盛木材厂院内", ""),
        ("位于永盛木材厂闲置车间", ""),
        ("", "永盛木材厂"),
        ("", "厂中厂(房东:永盛木材厂)"),
    ],
)
def test_the_host_that_the_row_names(tmp_path: Path, address: str, walls: str) -> None:
    """27 m away, with a yard as near: the words decide."""
    yard = YARD.replace("115.00000", "115.00060")
    tenant = f"鑫源涂料厂,刘湾村,115.00035,35.5,GPS,企业,800,{address},{walls}"
    assert parents(read_text(tmp_path, HEADER, WORKS, yard, tenant)) == {"鑫源涂料厂": "永盛木材厂"}


@pytest.mark.parametrize(
    "other",
    [
        "鑫源涂料厂,刘湾村,115.00035,35.5,GPS,企业,800,,",
        "鑫源涂料厂,刘湾村,115.00005,35.5,GPS,企业,800,刘湾村9号,",
    ],
)
def test_neighbours_are_no_tenants(tmp_path: Path, other: str) -> None:
    """Next door, or behind another house number."""
    works = WORKS.replace("2000,,", "2000,刘湾村12号,")
    assert parents(read_text(tmp_path, HEADER, works, other)) == {}


def test_one_address_is_one_place(tmp_path: Path) -> None:
    """Two phones at one gate, 180 m apart by their datums; one house number."""
    one = "鑫源涂料厂,刘湾村,115.002,35.5,GPS,企业,800,刘湾村12号,"
    works = WORKS.replace("2000,,", "2000,刘湾村12号,")
    assert parents(read_text(tmp_path, HEADER, works, one)) == {"鑫源涂料厂": "永盛木材厂"}


def test_a_crowd_on_one_spot_is_the_middle_of_a_village(tmp_path: Path) -> None:
    """Thirty-one firms geocoded to one point are not one plant."""
    rows = [f"第{number}加工厂,刘湾村,115.0,35.5,GPS,企业,10,," for number in range(1, 32)]
    assert parents(read_text(tmp_path, HEADER, *rows)) == {}


def test_read_again_nothing_changes(tmp_path: Path) -> None:
    """Nor when a tenant's file comes after the host's."""
    first = read_text(tmp_path, HEADER, YARD, WORKS)
    again = read_text(tmp_path, HEADER, YARD, WORKS, known=KnownTables(first.tables))
    assert [(count.new, count.updated) for count in again.files] == [(0, 0)]
    later = read_text(tmp_path, HEADER, PAINT, known=KnownTables(first.tables), name="b.csv")
    assert later.tables["site"]["parent_id"].tolist() == ["S00001"]
