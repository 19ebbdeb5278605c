"""Whole imports: any order, twice, from files that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.errors import ConfigError, LedgerError
from data.ledger import LedgerImport, read_ledgers
from data.schema import IMPORT_ROW, TABLES, check_table
from tests.data.ledger.office import (
    SITE_HEADER,
    KnownTables,
    fates,
    read_text,
    write_book,
    write_text,
)

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "甲厂,刘湾村,115.0,35.5,GPS"


@pytest.fixture
def office(tmp_path: Path) -> list[Path]:
    """Give the files of a small invented office, findings before what they refer to."""
    return [
        write_text(
            tmp_path / "隐患.csv",
            "隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态",
            "YH1,JC1,甲厂,污水直排,一般,2026-03-16,2026-04-15,整改中",
        ),
        write_text(
            tmp_path / "检查.csv",
            "检查编号,被检查单位,村,检查日期,检查组,结果",
            "JC1,甲厂,刘湾村,2026-03-16,一队,发现隐患",
            "JC2,没有的厂,刘湾村,2026-03-16,一队,未发现",
            encoding="gb18030",
        ),
        write_text(tmp_path / "线索.csv", "线索编号,日期,渠道,内容", "XS1,2026-03-01,热线,异味"),
        write_text(
            tmp_path / "队伍.csv",
            "队名,持证人数,驻地村,驻地经度,驻地纬度,坐标系,白班",
            "一队,3,大碾村,115.0,35.5,GPS,8:30-17:30",
        ),
        write_book(
            tmp_path / "台账.xlsx",
            {
                "企业": [
                    ["企业台账"],
                    SITE_HEADER.split(","),
                    GOOD.split(","),
                    ["乙厂", "刘湾村", "115.001", "35.5", "高德"],
                    ["合计", "2家"],
                ],
                "说明": [["请认真填写"]],
            },
        ),
    ]


def read(paths: list[Path], known: KnownTables | None = None) -> LedgerImport:
    """Import files."""
    return read_ledgers(paths, known=known or KnownTables())


def test_order_of_files_does_not_matter(office: list[Path]) -> None:
    """Findings may be named before the inspections and sites they refer to."""
    one, other = read(office), read(office[::-1])
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])
    assert len(one.tables["finding"]) == 1


def test_second_import_changes_nothing(office: list[Path]) -> None:
    """The same files again: same ids, nothing new, nothing changed, same fates."""
    first = read(office)
    second = read(office, KnownTables(first.tables))
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])
    assert [(count.new, count.updated) for count in second.files] == [(0, 0)] * 6
    assert first.rows.fate.tolist() == second.rows.fate.tolist()
    assert first.rows.index.tolist() == second.rows.index.tolist()


def test_same_input_gives_the_same_result(office: list[Path]) -> None:
    """Byte for byte."""
    one, other = read(office), read(office)
    assert one.rows.to_csv() == other.rows.to_csv()


def test_every_row_has_a_fate(office: list[Path]) -> None:
    """Header, title, total, note and unknown sheet included."""
    result = read(office)
    assert result.rows.groupby("file", sort=False).size().to_dict() == {
        "隐患.csv": 2,
        "检查.csv": 3,
        "线索.csv": 2,
        "队伍.csv": 2,
        "台账.xlsx": 6,
    }
    assert result.rows.fate.notna().all()
    assert {count.sheet: count.kind for count in result.files}["说明"] == "unknown"


def test_counts_are_those_of_the_rows(office: list[Path]) -> None:
    """What is printed is what is stored."""
    result = read(office)
    counted: dict[str, int] = {}
    for count in result.files:
        for fate, number in count.fates.items():
            counted[fate] = counted.get(fate, 0) + number
    assert counted == result.rows.fate.value_counts().to_dict()


def test_tables_pass_their_gate(office: list[Path]) -> None:
    """All of them, empty ones too."""
    result = read(office)
    for name, table in result.tables.items():
        check_table(table, TABLES[name])
    check_table(result.rows, IMPORT_ROW)


def test_row_ids_can_be_told(tmp_path: Path) -> None:
    """Fingerprint of the file, sheet, row."""
    rows = read_text(tmp_path, SITE_HEADER, GOOD).rows
    assert rows.index[1] == f"{rows.file_hash.iloc[1][:12]}::2"


def test_one_file_under_two_names_is_read_once(tmp_path: Path) -> None:
    """A copy adds nothing, and is named."""
    first = write_text(tmp_path / "a.csv", SITE_HEADER, GOOD)
    second = write_text(tmp_path / "b.csv", SITE_HEADER, GOOD)
    result = read([first, second])
    assert result.repeated_files == {"b.csv": "a.csv"}
    assert fates(result) == ["accepted"]


def test_progress_ends_at_its_total(office: list[Path]) -> None:
    """A bar that stops at 90 % makes people wait."""
    told: list[tuple[float, float, str]] = []

    def tell(done: float, total: float, note: str = "") -> None:
        told.append((done, total, note))

    read_ledgers(office, known=KnownTables(), progress=tell)
    assert [note for _, _, note in told[:5]] == [path.name for path in office]
    assert told[-1][0] == told[-1][1]


def test_kind_can_be_forced(tmp_path: Path) -> None:
    """A sheet of another kind is then not recognised."""
    path = write_text(tmp_path / "a.csv", SITE_HEADER, GOOD)
    with pytest.raises(
        LedgerError, match=r"expected e.g. 被检查单位, 检查日期, 结果; found 企业名称, 村"
    ):
        read_ledgers([path], known=KnownTables(), kind="inspections")


def test_datum_can_be_stated_for_silent_rows(tmp_path: Path) -> None:
    """Then it is stated, not assumed."""
    site = read_text(tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,", datum="bd09").tables["site"]
    assert (site["datum"].iloc[0], bool(site["datum_stated"].iloc[0])) == ("bd09", True)


def test_unknown_header(tmp_path: Path) -> None:
    """The message shows what would be known, and what is there."""
    with pytest.raises(LedgerError) as caught:
        read_text(tmp_path, "甲,乙,丙", "1,2,3")
    assert str(caught.value) == (
        "a.csv: no sheet holds a header we know; expected e.g. 企业名称, 经度, 纬度; or "
        "被检查单位, 检查日期, 结果; found 甲, 乙, 丙"
    )


def test_sites_without_coordinate_columns(tmp_path: Path) -> None:
    """Every single row would be rejected; one sentence says it better."""
    with pytest.raises(LedgerError, match=r"has no coordinate columns; expected 经度 and 纬度"):
        read_text(tmp_path, "企业名称,村,地址", "甲厂,刘湾村,1号")


def test_one_bad_file_stops_all(office: list[Path], tmp_path: Path) -> None:
    """Half an import would be worse than none."""
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(LedgerError, match="password"):
        read([*office, bad])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "weather"}, "Expected kind auto, sites, .* got 'weather'"),
        ({"datum": "xian80"}, "Expected datum auto, wgs84, .* got 'xian80'"),
    ],
)
def test_refuses_unknown_arguments(tmp_path: Path, options: dict[str, str], says: str) -> None:
    """Before any file is opened."""
    with pytest.raises(ConfigError, match=says):
        read_ledgers([tmp_path / "none.csv"], known=KnownTables(), **options)


def test_refuses_no_file() -> None:
    """An empty list is a slip in a script."""
    with pytest.raises(ConfigError, match="at least one ledger file"):
        read_ledgers([], known=KnownTables())
