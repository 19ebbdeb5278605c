"""What sweeps brought goes into the store once, and a new site becomes one to confirm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import InputError
from data.ledger import LAST_SITE
from data.schema import SITE, SWEEP, TEAM, as_records, as_table
from service.pipeline.record import record_files
from service.pipeline.sweep import past_sweeps, sweep_looks
from service.record_report import record_lines
from tests.builders import sites

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.record_results import RecordResult

PLACE = {
    "name": "片区 东村",
    "village": "东村",
    "land_ha": 0.0,
    "idle": 1,
    "tips": 0,
    "lane_km": 1.0,
}
WHERE = {"lon_deg": 115.0, "lat_deg": 35.5}
TEAM_ROW = {"team_id": "T1", "name": "一队", "card_holders": 2, **WHERE}


@pytest.fixture
def town(store: Store) -> Store:
    """Hold two sites, one of them gone since, a team, and two places that plans drew."""
    with store.writing() as unit:
        unit.upsert("site", sites({}, {}))
        unit.set(LAST_SITE, "S00009")
        unit.upsert("team", as_table([TEAM_ROW], TEAM))
        rows = [{"sweep_id": f"sweep:{name}", **PLACE, **WHERE} for name in "ab"]
        unit.upsert("sweep", as_table(rows, SWEEP))
    return store


def told(place: str, result: str | None, at: str = "10:00", note: str = "") -> dict[str, object]:
    """Record one stop."""
    edited_at = f"2026-11-24T{at}:00Z"
    return {"site": place, "result": result, "note": note, "edited_at": edited_at}


def record(town: Store, tmp_path: Path, *visits: dict[str, object]) -> RecordResult:
    """Bring one page's file."""
    file = tmp_path / "page.json"
    head = {"format": "patrol-results/1", "day": "2026-11-24", "team": "T1"}
    file.write_bytes(orjson.dumps({**head, "visits": list(visits)}))
    return record_files(town, [file])


def test_nothing_there_is_a_result_that_counts_as_coverage(town: Store, tmp_path: Path) -> None:
    """The day is what keeps next week's plan away."""
    result = record(town, tmp_path, told("sweep:a", "clean"), told("sweep:b", "skipped"))
    assert result.results == {"clean": 1, "skipped": 1}
    (row,) = as_records(past_sweeps(town))
    assert (row["sweep_id"], row["day"].date()) == ("sweep:a", date(2026, 11, 24))
    assert row["team"] == "一队"
    assert sorted(sweep_looks(town)["result"]) == ["clean", "skipped"]


def test_a_new_site_is_to_be_confirmed_and_followed(town: Store, tmp_path: Path) -> None:
    """It gets a number that no site ever had, and an open lead."""
    result = record(town, tmp_path, told("sweep:a", "new_site", note="村东头 电镀"))
    assert [(one.site_id, one.name) for one in result.found] == [("S00010", "村东头 电镀")]
    site = town.read("site").loc["S00010"]
    assert (site["status"], site["village"], site["lon_deg"]) == ("unknown", "东村", 115.0)
    assert "待确认" in site["remark"]
    (lead,) = as_records(town.read("tip"))
    assert (lead["verified"], lead["lon_deg"]) == ("open", 115.0)
    assert town.read("sweep_visit")["site_id"].tolist() == ["S00010"]
    assert town.settings()[LAST_SITE] == "S00010"


def test_the_same_file_again_changes_nothing(town: Store, tmp_path: Path) -> None:
    """Phones send twice; two sites for one workshop would be one too many."""
    record(town, tmp_path, told("sweep:a", "new_site"))
    again = record(town, tmp_path, told("sweep:a", "new_site"))
    assert (again.results, again.unchanged, again.found) == ({}, 1, ())
    assert len(town.read("site")) == 3


def test_the_last_edit_counts_in_whatever_order_it_comes(town: Store, tmp_path: Path) -> None:
    """10:30 beats 10:00 within a file, and what is stored."""
    record(town, tmp_path, told("sweep:a", "new_site", "10:30"), told("sweep:a", "clean", "10:00"))
    assert town.read("sweep_visit")["result"].tolist() == ["new_site"]
    record(town, tmp_path, told("sweep:a", "clean", "10:10"))
    assert town.read("sweep_visit")["result"].tolist() == ["new_site"]
    record(town, tmp_path, told("sweep:a", "new_site", "10:40", note="更正"))
    assert town.read("sweep_visit")["note"].tolist() == ["更正"]
    assert len(town.read("site")) == 3


def test_results_of_sites_are_left_to_the_import_and_said(town: Store, tmp_path: Path) -> None:
    """Nothing is dropped in silence."""
    result = record(town, tmp_path, told("S00001", "finding"), told("sweep:a", None))
    assert (result.elsewhere, result.results) == (1, {})
    assert len(town.read("inspection")) == 0
    assert "gridpatrol import" in record_lines(result, "en")[-1]
    assert "gridpatrol import" in record_lines(result, "zh")[-1]


@pytest.mark.parametrize(
    ("visit", "message"),
    [
        (told("sweep:zzz", "clean"), "no plan in this store drew the place 'sweep:zzz'"),
        (told("sweep:a", "finding"), "expected the result of a sweep among clean, new_site"),
    ],
)
def test_what_makes_no_sense_stores_nothing(
    town: Store, tmp_path: Path, visit: dict[str, object], message: str
) -> None:
    """The good line beside it is not stored either: the file is mended and sent again."""
    with pytest.raises(InputError, match=message):
        record(town, tmp_path, told("sweep:b", "clean"), visit)
    assert len(town.read("sweep_visit")) == 0


def test_an_empty_store_numbers_its_first_site(store: Store, tmp_path: Path) -> None:
    """No site ever had a number: the first is 1."""
    with store.writing() as unit:
        unit.upsert("sweep", as_table([{"sweep_id": "sweep:a", **PLACE, **WHERE}], SWEEP))
    (found,) = record(store, tmp_path, told("sweep:a", "new_site")).found
    assert found.site_id == "S00001"
    assert as_table([], SITE).empty
