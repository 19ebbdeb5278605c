"""Which combinations make sense, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ConfigError
from data.export.formats import ENDINGS, SHIFTED, SUBJECTS, check_export, named_file


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_goes_into_a_spreadsheet_and_a_map(subject: str) -> None:
    """The two programs every office has."""
    for ending in (".xlsx", ".gpkg"):
        assert check_export(subject, Path(f"a{ending.upper()}"), datum="wgs84") == ending


def test_an_ending_that_makes_no_sense_lists_those_that_do() -> None:
    """One line from which the user can go on."""
    with pytest.raises(ConfigError, match=r"sites in a file ending in .xlsx, .csv, .gpkg") as error:
        check_export("sites", Path("a.ics"), datum="wgs84")
    assert ".xlsx、.csv、.gpkg、.geojson、.gpx、.kml" in str(error.value.zh)


def test_an_unknown_subject_lists_the_known_ones() -> None:
    """A slip of the keyboard."""
    with pytest.raises(ConfigError, match="Expected one of sites, cells, plan"):
        check_export("site", Path("a.xlsx"), datum="wgs84")


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".ics"])
@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000"])
def test_formats_that_promise_wgs84_take_no_other_datum(ending: str, datum: str) -> None:
    """A shifted GeoJSON would put every site 500 m away on everybody else's map."""
    with pytest.raises(ConfigError, match=f"{ending} file is always WGS-84") as error:
        check_export("plan", Path(f"a{ending}"), datum=datum)
    assert "一律用 WGS-84" in str(error.value.zh)


@pytest.mark.parametrize("ending", sorted(SHIFTED))
def test_formats_of_domestic_programs_take_other_datums(ending: str) -> None:
    """Amap and Baidu users need their own."""
    assert check_export("plan", Path(f"a{ending}"), datum="gcj02") == ending


def test_an_unknown_datum_lists_the_known_ones() -> None:
    """As everywhere else on the command line."""
    with pytest.raises(ConfigError, match="Expected datum wgs84, cgcs2000, gcj02, bd09"):
        check_export("sites", Path("a.csv"), datum="mars")


def test_the_datum_goes_into_the_name_once() -> None:
    """Whoever gets the file by mail sees it; WGS-84 is the norm and needs no mark."""
    assert named_file(Path("x/town-sites.kml"), datum="bd09") == Path("x/town-sites.bd09.kml")
    assert named_file(Path("a.bd09.kml"), datum="bd09") == Path("a.bd09.kml")
    assert named_file(Path("a.kml"), datum="wgs84") == Path("a.kml")


def test_a_name_that_says_another_datum_is_refused() -> None:
    """A lie that outlives its maker."""
    with pytest.raises(ConfigError, match="says gcj02, but the export is in wgs84"):
        check_export("sites", Path("a.gcj02.csv"), datum="wgs84")


def test_every_subject_has_endings() -> None:
    """A subject that nothing can hold would be an empty promise."""
    assert list(ENDINGS) == list(SUBJECTS)
