"""One door for results: pages' files and ledgers, told apart, checked before anything is stored."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import orjson
import pytest
from typer.testing import CliRunner

from data.errors import InputError
from data.store import open_store
from service.cli import app
from service.pipeline.records.results import record_all
from tests.service.pagetown import PLAN_ID, fill, page, told

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "检查编号,企业名称,检查日期,检查结果\nJC1,Site 4,2026-11-24,未发现\n"


@pytest.fixture
def town_file(empty_file: Path, tmp_path: Path) -> Path:
    """Make a small town with a plan."""
    path = tmp_path / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as made:
        fill(made)
    return path


def inbox(tmp_path: Path, *visits: dict[str, object]) -> Path:
    """Lay a page's file and a ledger of visits into one folder."""
    folder = tmp_path / "results"
    folder.mkdir()
    page(folder, *visits)
    (folder / "检查记录.csv").write_text(LEDGER, encoding="utf-8")
    return folder


def test_a_folder_of_both_is_taken_in_one_go(town_file: Path, tmp_path: Path) -> None:
    """The visit of the ledger, at a site on no route, is an extra one of the day."""
    with open_store(str(town_file)) as town:
        result = record_all(town, [inbox(tmp_path, told("S00001", "clean"))])
        assert result.imported is not None
        assert (result.visits, result.imported.new) == ({"clean": 1}, 1)
        assert sorted(town.read("inspection")["site_id"]) == ["S00001", "S00004"]
        assert sum(len(day.extra) for day in result.done[0].days) == 1


def test_a_page_that_is_refused_keeps_the_ledger_out_too(town_file: Path, tmp_path: Path) -> None:
    """Half an inbox would be thought a whole one."""
    with open_store(str(town_file)) as town:
        with pytest.raises(InputError, match="'S77777' is unknown here"):
            record_all(town, [inbox(tmp_path, told("S77777", "clean"))])
        assert len(town.read("inspection")) == 0


def test_the_command_answers_in_one_object_and_shows_the_week(
    town_file: Path, tmp_path: Path
) -> None:
    """What scripts read, and what a planner reads."""
    at = ["--store", str(town_file)]
    file = page(tmp_path, told("S00001", "closed"))
    said = CliRunner().invoke(app, ["record", str(file), "--json", *at])
    assert orjson.loads(said.stdout)["visits"] == {"closed": 1}
    shown = CliRunner().invoke(app, ["record", "--week", "2026-W48", "--lang", "en", *at])
    assert f"2026-W48, plan {PLAN_ID}: 5 planned, 1 done" in shown.stdout


def test_an_empty_folder_says_all_that_it_might_have_held(town_file: Path, tmp_path: Path) -> None:
    """Results of a phone are JSON: who looked for a table alone would search in vain."""
    folder = tmp_path / "empty"
    folder.mkdir()
    with (
        open_store(str(town_file)) as town,
        pytest.raises(InputError, match="without results of a route page") as raised,
    ):
        record_all(town, [folder])
    assert "json" in raised.value.zh


def test_the_command_wants_one_thing_at_a_time(town_file: Path) -> None:
    """Neither nothing nor a mixture."""
    said = CliRunner().invoke(app, ["record", "--store", str(town_file)])
    assert said.exit_code != 0
