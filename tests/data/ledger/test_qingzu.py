"""The invented office of Qingzu against what each of its rows really is."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from data.crs import great_circle_m
from data.ledger import LedgerImport, read_ledgers
from tests.data.ledger.office import KnownTables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

REASONS = {
    "no name": ("no name",),
    "no coordinates": ("no coordinates",),
    "coordinates are 0,0": ("coordinates are 0,0",),
    "outside the area": ("outside the area", "impossible coordinates"),
}


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    """Give the folder of the office."""
    return shared_data / "ledgers" / "qingzu"


@pytest.fixture(scope="module")
def paths(folder: Path) -> list[Path]:
    """Give its five files."""
    return sorted([*folder.glob("*.xlsx"), *folder.glob("*.csv")])


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    """Give what its rows really are."""
    answer: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return answer


@pytest.fixture(scope="module")
def result(paths: list[Path]) -> LedgerImport:
    """Import all five into an empty store."""
    return read_ledgers(paths, known=KnownTables())


@pytest.fixture(scope="module")
def fate(result: LedgerImport) -> pd.DataFrame:
    """Give the rows of the site ledger by sheet and row."""
    rows = result.rows
    return rows[rows.kind == "sites"].reset_index().set_index(["sheet", "row"])


def test_every_good_row_is_a_site_or_a_question(truth: dict[str, Any], fate: pd.DataFrame) -> None:
    """None is lost, none is called a duplicate of another; who states a datum is stored."""
    good = [(site, fate.loc[(site["sheet"], site["row"])]) for site in truth["sites"]]
    for site, row in good:
        stored = {"accepted", "repaired"}
        assert row.fate in (stored if site["datum_stated"] else stored | {"question"})
    targets = [row.target for _, row in good if row.fate != "question"]
    assert len(set(targets)) == len(targets)


def test_stated_positions_are_within_two_metres(
    truth: dict[str, Any], fate: pd.DataFrame, result: LedgerImport
) -> None:
    """Four datums, five ways of writing, swapped columns."""
    sites = result.tables["site"]
    for site in truth["sites"]:
        if site["datum_stated"]:
            found = sites.loc[fate.loc[(site["sheet"], site["row"]), "target"]]
            assert found["datum"] == site["datum"]
            away = great_circle_m(found.lon_deg, found.lat_deg, site["true_lon"], site["true_lat"])
            assert float(away) < 2


def test_unstated_positions_are_right_or_asked_about(
    truth: dict[str, Any], fate: pd.DataFrame, result: LedgerImport
) -> None:
    """At least 95 of 100 that are decided are right; none is passed off as stated."""
    sites, near = result.tables["site"], []
    for site in truth["sites"]:
        row = fate.loc[(site["sheet"], site["row"])]
        if site["datum_stated"] or row.fate == "question":
            continue
        found = sites.loc[row.target]
        assert (row.fate, bool(found["datum_stated"])) == ("repaired", False)
        away = great_circle_m(found.lon_deg, found.lat_deg, site["true_lon"], site["true_lat"])
        near.append(float(away) < 2)
    assert len(near) > 0
    assert sum(near) >= 0.95 * len(near)


def test_questions_show_the_true_place(truth: dict[str, Any], fate: pd.DataFrame) -> None:
    """Whoever settles one finds it among the candidates, as the fifth decimal (a metre) has it."""
    asked = 0
    for site in truth["sites"]:
        row = fate.loc[(site["sheet"], site["row"])]
        if row.fate == "question":
            places = re.findall(r"(\d+\.\d{6}),(\d+\.\d{6})", row.note_en)
            off = [
                abs(float(x) - site["true_lon"]) + abs(float(y) - site["true_lat"])
                for x, y in places
            ]
            assert min(off) < 2e-5
            asked += 1
    assert asked > 0


def test_bad_rows_are_rejected_for_the_true_reason(
    truth: dict[str, Any], fate: pd.DataFrame
) -> None:
    """27 of them, and no other."""
    assert (fate.fate == "rejected").sum() == len(truth["rejected"])
    for site in truth["rejected"]:
        row = fate.loc[(site["sheet"], site["row"])]
        assert row.fate == "rejected"
        assert row.note_en.startswith(REASONS[site["why"]])


def test_duplicates_name_the_row_they_repeat(truth: dict[str, Any], fate: pd.DataFrame) -> None:
    """Eight, and no other."""
    assert (fate.fate == "duplicate").sum() == len(truth["duplicates"])
    for repeated in truth["duplicates"]:
        row = fate.loc[(repeated["sheet"], repeated["row"])]
        assert row.fate == "duplicate"
        first = fate.loc[(repeated["sheet"], repeated["of_row"])]
        if first.fate == "question":
            assert row.note_en.endswith(f"/ {repeated['of_row']}")
        else:
            assert row.target == first.target


def test_visits_to_no_known_site_are_questions(result: LedgerImport) -> None:
    """158 name a rejected site, 28 of them one whose row has no name; others one of several.

    Visits to sites whose datum is open wait with them.
    """
    visits = [doubt for doubt in result.doubts if doubt.kind == "inspections"]
    asked = Counter("open" if "datum not stated" in one.en else one.code for one in visits)
    assert asked["site_rejected"] + asked["unknown_site"] == 158
    assert asked["several_sites"] == asked.total() - 158 - asked["open"]


def test_every_nameless_row_is_offered_for_the_visits_of_its_village(
    result: LedgerImport, truth: dict[str, Any]
) -> None:
    """Each of the five is the place of visits that name something no ledger has."""
    nameless = {row["row"] for row in truth["rejected"] if not row["name"]}
    asked = {doubt.en for doubt in result.doubts if doubt.code == "unknown_site"}
    for number in nameless:
        assert any(f"/ {number} is a row of that village without a name" in text for text in asked)


def test_no_row_is_without_a_fate(result: LedgerImport, truth: dict[str, Any]) -> None:
    """Rows of data: 393 good, 27 bad, 8 twice; and every visit and finding."""
    data = result.rows[result.rows.fate != "skipped"].groupby("kind").size()
    sites = len(truth["sites"]) + len(truth["rejected"]) + len(truth["duplicates"])
    assert data["sites"] == sites
    assert (data["inspections"], data["findings"]) == (truth["inspections"], truth["findings"])


def test_second_import_reports_nothing_new(result: LedgerImport, paths: list[Path]) -> None:
    """Same ids, same fates."""
    again = read_ledgers(paths, known=KnownTables(result.tables))
    assert [(count.new, count.updated) for count in again.files] == [(0, 0)] * len(again.files)
    before = result.rows.target
    assert again.rows.target[before.notna()].equals(before[before.notna()])
