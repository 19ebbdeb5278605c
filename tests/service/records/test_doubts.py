"""A visit whose words do not go with its re-checks: the office's rule, and what it asks."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from planning.rules import default_rules
from service.pipeline.cases.steps import open_findings
from service.pipeline.records.record import record_files
from service.pipeline.records.weekdoubts import week_doubts
from tests.service.pagetown import WEEK, fill, page, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store
    from service.results.record import RecordResult

OPEN = {"id": "YH1", "state": "open", "note": ""}


@pytest.fixture
def town(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Give a town with a re-check on Tuesday: one finding is due that day, another a week later."""
    shutil.copy(empty_file, tmp_path / "town.gpkg")
    with open_store(str(tmp_path / "town.gpkg")) as store:
        fill(store)
        with store.writing() as unit:
            rows = [
                {
                    "finding_id": key,
                    "site_id": "S00003",
                    "what": "堵通道",
                    "level": "major",
                    "found": date(2026, 11, 2),
                    "due": due,
                    "team": "一队",
                }
                for key, due in (("YH1", date(2026, 11, 24)), ("YH2", date(2026, 12, 1)))
            ]
            open_findings(unit, rows, rules=default_rules(), source="台账")
        yield store


def record(town: Store, folder: Path, **said: object) -> RecordResult:
    """Bring what a phone says of the re-check."""
    visit = told("S00003", str(said.pop("result", "clean")), **said)
    return record_files(town, [page(folder, visit)])


def test_who_still_sees_the_hazard_has_found_it(town: Store, tmp_path: Path) -> None:
    """Nothing found, and still there: it counts as a find, and the office is told so."""
    result = record(town, tmp_path, rechecked=[OPEN])
    assert result.visits == {"finding": 1}
    assert town.read("inspection")["result"].tolist() == ["finding"]
    assert len(town.read("finding")) == 2
    ((zh, en),) = result.questions
    assert "按“发现隐患”计" in zh
    assert "counts as a find" in en


def test_a_due_recheck_without_an_answer_is_asked_about(town: Store, tmp_path: Path) -> None:
    """The visit counts as it is told; the finding that was due stays open; a later one may wait."""
    result = record(town, tmp_path)
    assert result.visits == {"clean": 1}
    ((zh, en),) = result.questions
    assert week_doubts(town, WEEK) == ((zh, en),)
    assert "有 1 条隐患到期复查却没有写结果（YH1）" in zh
    assert "YH2" not in en
    assert set(town.read("finding")["state"]) == {"found"}


def test_a_find_of_nothing_is_listed_until_it_is_written_down(town: Store, tmp_path: Path) -> None:
    """Whoever sends by a phone is not asked by the command line: the week's page lists it."""
    visit = told("S00001", "finding")
    record_files(town, [page(tmp_path, visit)])
    ((zh, _),) = week_doubts(town, WEEK)
    assert "没有写是什么隐患" in zh
    record_files(town, [page(tmp_path, told("S00001", "finding", "10:10", note="漏油"))])
    assert week_doubts(town, WEEK) == ()


@pytest.mark.parametrize(
    "said",
    [
        {"rechecked": [{"id": "YH1", "state": "closed", "note": ""}]},
        {"result": "closed"},
        {"result": "finding", "rechecked": [OPEN]},
    ],
)
def test_what_goes_together_is_not_asked_about(
    town: Store, tmp_path: Path, said: dict[str, object]
) -> None:
    """Mended and nothing found; a shut gate, which hides all; still there and found."""
    assert record(town, tmp_path, **said).questions == ()
    assert week_doubts(town, WEEK) == ()
