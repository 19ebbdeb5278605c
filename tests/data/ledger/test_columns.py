"""Headers that the user explains."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from data.ledger import LedgerImport, read_column_map, read_ledgers
from tests.data.ledger.office import KnownTables, write_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD, LINE = "商铺,X1,Y1,内部号,村", "甲厂,115.0,35.5,77,东村"


def imported(folder: Path, settings: dict[str, object], *lines: str) -> LedgerImport:
    """Import one file with a column map."""
    columns = read_column_map(settings, file="map.toml")
    path = write_text(folder / "a.csv", *(lines or (HEAD, LINE)))
    return read_ledgers([path], known=KnownTables(), columns=columns)


def test_headers_nobody_knows_get_their_fields(tmp_path: Path) -> None:
    """Without the map the file would be refused."""
    settings: dict[str, object] = {
        "constants": {"datum": "wgs84"},
        "sites": {"name": "商铺", "lon": "X1", "lat": ["Y0", "Y1"]},
    }
    site = imported(tmp_path, settings).tables["site"].iloc[0]
    assert (site["name"], site["extra"]) == ("甲厂", '{"内部号": "77"}')


def test_what_is_ignored_is_no_extra_but_stays_in_the_report(tmp_path: Path) -> None:
    """The row as it was read is kept whole."""
    settings = {
        "ignore": ["内部号"],
        "constants": {"datum": "wgs84"},
        "sites": {"name": "商铺", "lon": "X1", "lat": "Y1"},
    }
    result = imported(tmp_path, settings)
    assert result.tables["site"]["extra"].isna().all()
    assert json.loads(result.rows["cells"].iloc[-1])["内部号"] == "77"


def test_a_constant_holds_for_every_row(tmp_path: Path) -> None:
    """The town of the whole file, and a datum that beats what its rows say."""
    settings = {"constants": {"town": "庆祖镇", "datum": "高德"}}
    lines = ("企业名称,村,经度,纬度,坐标系", "甲厂,东村,115.0,35.5,GPS")
    site = imported(tmp_path, settings, *lines).tables["site"].iloc[0]
    assert (site["town"], site["datum"]) == ("庆祖镇", "gcj02")
    assert site["extra"] == '{"坐标系": "GPS"}'


def test_an_explained_header_beats_a_known_one(tmp_path: Path) -> None:
    """The file has both, and the user knows which is the name."""
    lines = ("企业名称,招牌,村,经度,纬度,坐标系", "旧名,新名,东村,115.0,35.5,GPS")
    site = imported(tmp_path, {"sites": {"name": "招牌"}}, *lines).tables["site"].iloc[0]
    assert (site["name"], site["extra"]) == ("新名", '{"企业名称": "旧名"}')


def test_a_header_that_no_file_has(tmp_path: Path) -> None:
    """A slip, or the map of another office."""
    lines = ("企业名称,村,经度,纬度", "甲厂,东村,115.0,35.5")
    with pytest.raises(ConfigError, match=r"map\.toml: sites\.keeper names 片长, but no sheet has"):
        imported(tmp_path, {"sites": {"keeper": "片长"}}, *lines)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            {"sites": {"nmae": "商铺"}},
            "sites.nmae is no field of sites; known are address, area_m2",
        ),
        ({"shops": {"name": "商铺"}}, "shops is no field of every kind"),
        ({"sites": {"name": 3}}, "sites.name should be a header or a list of headers, got 3"),
        (
            {"sites": {"name": "a", "code": "a"}},
            "sites.code gives header 'a' a second meaning; it is name",
        ),
        (
            {"ignore": ["a"], "sites": {"name": "a"}},
            "gives header 'a' a second meaning; it is ignore",
        ),
        ({"sites": "a"}, r"sites is the name of a kind; write it as a table, \[sites\]"),
        ({"constants": {"datum": "月球"}}, "constants.datum should be one of wgs84, .* got '月球'"),
        ({"constants": {"lon": 3}}, "constants.lon cannot be one value for every row"),
        ({"constants": "x"}, "constants should be a table of field = value"),
    ],
)
def test_slips_in_the_map_are_named(settings: dict[str, object], says: str) -> None:
    """One line, with the line of the map it is about."""
    with pytest.raises(ConfigError, match=says):
        read_column_map(settings, file="map.toml")
