"""Exports from a store, as a user asks for them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from icalendar import Calendar

from data.errors import ConfigError, InputError, NotFoundError
from data.export import ENDINGS
from data.store import open_store
from service.cli import exit_code, main
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.exporting import ExportWish, export_town
from tests.data.export.goods import silent
from tests.service.conftest import WEEK

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.results.week import ExportResult

LEDGER = (
    "企业名称,村,经度,纬度,坐标系,用电量,占地面积(亩)",
    "=HYPERLINK(1),刘湾村,115.001,35.501,高德,大,1.1",
    "乙厂,后李村,115.009,35.509,百度,,2",
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make a store of two sites, one of them with a name that a spreadsheet would run."""
    (tmp_path / "台账.csv").write_text("\n".join(LEDGER), encoding="utf-8")
    with open_store(str(tmp_path / "small.gpkg"), create=True) as store:
        import_ledgers(store, [tmp_path / "台账.csv"])
    return tmp_path / "small.gpkg"


def export(store: Store, file: Path, subject: str = "sites", **wish: object) -> ExportResult:
    """Export as the command does."""
    asked = ExportWish(subject=subject, file=file, **wish)  # type: ignore[arg-type]
    return export_town(store, asked, progress=silent)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_a_list_that_comes_back_changes_no_row_of_the_store(
    small: Path, tmp_path: Path, ending: str, datum: str
) -> None:
    """Through the whole program, file and store: every table as it was."""
    with open_store(str(small)) as store:
        before = store.read("site")
        result = export(store, tmp_path / f"a{ending}", datum=datum)
        back = import_ledgers(store, [tmp_path / result.file])
        assert (back.new, back.updated, back.unchanged) == (0, 0, 2)
        pd.testing.assert_frame_equal(store.read("site"), before, rtol=0, atol=1e-9)


def test_a_list_fills_an_empty_store_with_the_same_town(small: Path, tmp_path: Path) -> None:
    """Ids, extras and places; the way from a laptop to a colleague's."""
    with open_store(str(small)) as store:
        before = store.read("site")
        export(store, tmp_path / "a.xlsx", datum="gcj02")
    with open_store(str(tmp_path / "new.gpkg"), create=True) as store:
        import_ledgers(store, [tmp_path / "a.gcj02.xlsx"])
        got = store.read("site")
    kept = ["name", "village", "area_m2", "extra", "lon_deg", "lat_deg"]
    pd.testing.assert_frame_equal(got[kept], before[kept], rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("subject", "ending"), [(subject, e) for subject, endings in ENDINGS.items() for e in endings]
)
def test_everything_that_is_promised_can_be_written(
    planned: Store, tmp_path: Path, subject: str, ending: str
) -> None:
    """The week of a real town, each list in each format, twice the same."""
    for name in ("a", "b"):
        result = export(planned, tmp_path / f"{name}{ending}", subject)
        assert result.rows > 0
    one, two = (tmp_path / f"{name}{ending}" for name in ("a", "b"))
    assert one.stat().st_size == result.size_bytes
    assert one.read_bytes() == two.read_bytes()


def test_a_store_is_never_part_of_an_export(planned: Store, tmp_path: Path) -> None:
    """It will hold password hashes and other towns."""
    result = export(planned, tmp_path / "a.gpkg")
    content = (tmp_path / result.file).read_bytes()
    assert b"import_row" not in content
    assert b"input_hash" not in content


def test_the_calendar_of_one_team_holds_its_stops(planned: Store, tmp_path: Path) -> None:
    """By name or id; as many events as the plan has stops for it."""
    teams, routes = planned.read("team"), planned.read("route")
    team_id = str(routes["team_id"].iloc[0])
    mine = routes.index[routes["team_id"] == team_id]
    expected = int(planned.read("stop")["route_id"].isin(mine).sum())
    for number, team in enumerate((team_id, str(teams.loc[team_id, "name"]))):
        export(planned, tmp_path / f"{number}.ics", "plan", team=team, week=WEEK)
        calendar = Calendar.from_ical((tmp_path / f"{number}.ics").read_bytes())
        assert len(calendar.walk("VEVENT")) == expected > 0


def test_an_unknown_team_or_week_lists_what_there_is(planned: Store, tmp_path: Path) -> None:
    """One line from which the user can go on; no file."""
    with pytest.raises(NotFoundError, match="has no team '九队'; it has"):
        export(planned, tmp_path / "a.ics", "plan", team="九队")
    with pytest.raises(NotFoundError, match="There is no plan for 2026-W30"):
        export(planned, tmp_path / "a.ics", "plan", week="2026-W30")
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_of_a_week_tells_what_was_left_out(planned: Store, tmp_path: Path) -> None:
    """Stops, routes, what is not in them and why, the promises, and what the file is."""
    export(planned, tmp_path / "a.xlsx", "plan")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert book.sheetnames == ["停靠点", "路线", "未安排", "承诺", "说明"]
    left = len(planned.read("unplanned"))
    assert sum(1 for _ in book["未安排"].iter_rows()) == left + 1
    book.close()


def test_sites_can_be_listed_before_anything_has_a_score(small: Path, tmp_path: Path) -> None:
    """Right after the first import: no score, no date."""
    with open_store(str(small)) as store:
        result = export(store, tmp_path / "a.csv")
    assert (result.rows, result.as_of) == (2, None)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert [row["名称"] for row in rows] == ["'=HYPERLINK(1)", "乙厂"]
    assert [row["用电量"] for row in rows] == ["大", ""]


def test_week_and_team_choose_from_a_plan_alone(tmp_path: Path) -> None:
    """Silently ignoring them would give a list of everything."""
    with pytest.raises(ConfigError, match="--week and --team choose from a plan"):
        ExportWish(subject="sites", file=tmp_path / "a.csv", team="一队")


def test_nothing_to_export_says_what_to_run(small: Path, tmp_path: Path) -> None:
    """No empty file that looks like an answer."""
    with open_store(str(small)) as store:
        for subject, command in (
            ("plan", "gridpatrol plan"),
            ("cells", "gridpatrol hotspots"),
            ("tips", "gridpatrol import"),
            ("areas", "gridpatrol roads load"),
        ):
            with pytest.raises(NotFoundError, match=command):
                export(store, tmp_path / "a.xlsx", subject)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_missing_folder_is_a_slip_of_the_hand(small: Path, tmp_path: Path) -> None:
    """The same words and exit code as of a backup, not those of a broken disk."""
    with (
        open_store(str(small)) as store,
        pytest.raises(NotFoundError, match="none is not a folder: make it first") as caught,
    ):
        export(store, tmp_path / "none" / "a.xlsx")
    assert exit_code(caught.value) == 2


def test_the_store_is_never_written_over(small: Path, tmp_path: Path) -> None:
    """Not with --force, nor through another name: years of records are in it."""
    (tmp_path / "link.gpkg").symlink_to(small)
    before = small.read_bytes()
    with open_store(str(small)) as store:
        for name in ("small.gpkg", "link.gpkg"):
            with pytest.raises(InputError, match="is the store itself"):
                export(store, tmp_path / name, force=True)
    assert small.read_bytes() == before


def test_the_command_answers_people_and_programs(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where the file is, its datum, and that the name was changed."""
    arguments = [
        "export",
        "sites",
        str(tmp_path / "a.kml"),
        "--datum",
        "gcj02",
        "--store",
        str(small),
    ]
    monkeypatch.setattr(sys, "argv", ["gridpatrol", *arguments, "--lang", "en"])
    main()
    said = capsys.readouterr().out
    assert "a.gcj02.kml" in said
    assert "GCJ-02" in said
    assert "put into the file name" in said
    monkeypatch.setattr(sys, "argv", ["gridpatrol", *arguments, "--json", "--force"])
    main()
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rows"], answer["datum"], answer["datum_added"]) == (2, "gcj02", True)


def test_a_file_that_is_there_is_one_line_and_exit_code_2(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And stays as it is."""
    shutil.copy(tmp_path / "台账.csv", tmp_path / "a.csv")
    monkeypatch.setattr(
        sys,
        "argv",
        ["gridpatrol", "export", "sites", str(tmp_path / "a.csv"), "--store", str(small)],
    )
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "台账.csv").read_bytes()
