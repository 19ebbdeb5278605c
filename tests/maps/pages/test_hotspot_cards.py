"""Tests of what the cards of the hotspot page are packed into."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from maps.pages import hotspot_cards
from maps.pages.hotspot_cards import site_details, slotted
from maps.pages.hotspot_sites import site_rows
from tests.maps.town import sites_table

if TYPE_CHECKING:
    import pytest


def rows_told(*texts: tuple[str, str]) -> list[dict[str, object]]:
    """Give places one reason each."""
    table = sites_table().head(len(texts))
    table["reasons"] = [
        json.dumps([{"code": "unseen", "points": 0.3, "zh": zh, "en": en}]) for zh, en in texts
    ]
    return site_rows(table)


def test_sentences_that_differ_in_figures_are_written_once() -> None:
    """90 and 12 days: one sentence with a slot, two figures."""
    rows = rows_told(
        ("90天没有人来过", "nobody for 90 days"), ("12天没有人来过", "nobody for 12 days")
    )
    details = site_details(rows, [0, 1], chance=False)
    assert details["sentences"] == [["\x010\x01天没有人来过", "nobody for \x010\x01 days"]]
    assert details["columns"][12] == [[["90"]], [["12"]]]


def test_a_figure_of_one_language_alone_stays_in_its_sentence() -> None:
    """No slot without a figure to fill it."""
    assert slotted("3 of 12", ["12"]) == "3 of \x010\x01"


def test_a_figure_goes_whole_into_its_slot() -> None:
    """The 5 of 15 and of 1.5 is not the figure 5."""
    assert slotted("15, 1.5, 5", ["5"]) == "15, 1.5, \x010\x01"


def test_few_places_have_all_their_cards() -> None:
    """A town's page leaves nothing out."""
    details = site_details(rows_told(("甲", "a"), ("乙", "b")), [1, 0], chance=False)
    assert details["full"] is None
    assert details["ids"] == ["S00002", "S00001"]


def test_of_too_many_places_the_riskiest_keep_their_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six places, room for two: risks fall from place 1 on, so 1 and 2, wherever they stand."""
    monkeypatch.setattr(hotspot_cards, "ALL_IN_FULL", 5)
    monkeypatch.setattr(hotspot_cards, "FIRST_IN_FULL", 2)
    details = site_details(site_rows(sites_table()), [5, 1, 4, 0, 3, 2], chance=False)
    assert details["full"] == [-1, 0, -1, 1, -1, -1]
    assert len(details["ids"]) == 6
    assert {len(column) for column in details["columns"]} == {2}
