"""The child that reads, seen from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, InputError, LedgerError
from data.formats import CageLimits, read_caged
from data.formats.process import environment

if TYPE_CHECKING:
    from pathlib import Path

POINT = {"type": "Point", "coordinates": [115.0, 35.5]}


def collection(count: int) -> bytes:
    """Write a collection of equal points."""
    feature = {"type": "Feature", "properties": {"名称": "甲"}, "geometry": POINT}
    return json.dumps({"type": "FeatureCollection", "features": [feature] * count}).encode()


def test_rows_are_counted_over_all_sheets() -> None:
    """A header and three features are four rows."""
    with pytest.raises(LedgerError, match=r"a\.json: has more than 3 rows; split it"):
        read_caged(collection(3), "geojson", file="a.json", limits=CageLimits(rows=3))


def test_the_message_names_the_file_in_both_languages() -> None:
    """Not the copy in the cage."""
    with pytest.raises(LedgerError) as caught:
        read_caged(b"{", "geojson", file="乡镇.json")
    assert str(caught.value).startswith("乡镇.json: is no JSON in UTF-8")
    assert str(caught.value.zh).startswith("乡镇.json：不是 UTF-8 的 JSON")


def test_a_form_without_a_reader_is_refused() -> None:
    """The forms that there are, not a bare key."""
    with pytest.raises(InputError, match=r"Expected one of the forms xls, .*, got 'dwg'"):
        read_caged(b"", "dwg", file="a.dwg")


def test_a_child_that_hangs_is_ended() -> None:
    """A reader that waits uses no processor time, so the wall clock is the last guard."""
    with pytest.raises(LedgerError, match="takes too long to read"):
        read_caged(collection(1), "geojson", file="a", limits=CageLimits(wall_s=0.001))


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy in the cage goes, whether the file was read or refused."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_caged(collection(1), "geojson", file="a")
    with pytest.raises(LedgerError):
        read_caged(b"{", "geojson", file="a")
    assert list(tmp_path.iterdir()) == []


def test_only_the_shapefile_driver_is_left_in_gdal(tmp_path: Path) -> None:
    """A new version of GDAL may bring a driver that the list does not know."""
    code = "import pyogrio; print(sorted(pyogrio.list_drivers()))"
    done = subprocess.run(  # noqa: S603 - our own line
        [sys.executable, "-P", "-c", code],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['ESRI Shapefile', 'MEM']"


@pytest.mark.parametrize("name", ["cpu_s", "wall_s", "rows"])
def test_limits_are_above_zero(name: str) -> None:
    """A limit of nothing would refuse every file."""
    with pytest.raises(ConfigError, match=f"Expected {name} > 0, got 0"):
        CageLimits(**{name: 0})
