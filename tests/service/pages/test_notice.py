"""Unannounced visits: calendars can leave the office without naming a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.pipeline.pages.exporting import ExportWish, export_town
from service.pipeline.rules.ruling import keep_rules, known_ruling
from service.pipeline.week.making import plan_week
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store


def quiet(done: float, total: float, note: str = "") -> None:
    """Tell nobody."""


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Store:
    """Plan a week."""
    fill(store, tmp_path)
    plan_week(store, week=WEEK, search=search(1))
    return store


def calendar(town: Store, path: Path) -> str:
    """Export the plan as a calendar, and read it with its long lines joined."""
    export_town(town, ExportWish(subject="plan", file=path, week=WEEK), progress=quiet)
    return path.read_text(encoding="utf-8").replace("\r\n ", "")


def test_entries_are_confidential(town: Store, tmp_path: Path) -> None:
    """Whom a calendar is shared with is told the hours alone."""
    text = calendar(town, tmp_path / "week.ics")
    assert text.count("CLASS:CONFIDENTIAL") == text.count("BEGIN:VEVENT") > 0


def test_an_office_may_keep_places_out_altogether(town: Store, tmp_path: Path) -> None:
    """No name, no id, no position of a site is in the file, and every entry still is."""
    events = calendar(town, tmp_path / "full.ics").count("BEGIN:VEVENT")
    keep_rules(town, known_ruling({"notice": {"calendar_names": False}}, "file"))
    text = calendar(town, tmp_path / "hushed.ics")
    sites = town.read("site")
    assert [one for one in (*sites.index, *sites["name"]) if one in text] == []
    assert {line for line in text.splitlines() if line.startswith("GEO")} == {"GEO:35.5;115.0"}
    assert text.count("BEGIN:VEVENT") == events
