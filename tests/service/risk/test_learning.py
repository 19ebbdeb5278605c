"""Which score a town uses, and what it says about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from data.errors import ConfigError
from data.store import open_store
from geo.card.card import default_card
from geo.card.scorecard import score_sites
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.risk.learning import check_wanted, chosen_scores
from service.pipeline.risk.scores import score_town
from tests.geo.town.builders import AS_OF, town

if TYPE_CHECKING:
    from pathlib import Path


def by_card(tables: object) -> object:
    """Score by the card."""
    t = tables
    return score_sites(t.sites, t.inspections, t.findings, t.tips, as_of=AS_OF, card=default_card())  # type: ignore[attr-defined]  # a town


@pytest.mark.parametrize("looks", [0, 60, 240])
def test_few_visits_keep_the_card_and_say_so(looks: int) -> None:
    """No history at all, or less than it takes: the card's scores as they are."""
    tables = town(looks=looks)
    plain = by_card(tables)
    scores, choice = chosen_scores(
        tables,
        plain,  # type: ignore[arg-type]  # a table
        as_of=AS_OF,
        card=default_card(),
        wanted="auto",
    )
    assert_frame_equal(scores, plain)  # type: ignore[arg-type]  # a table
    assert (choice.because, choice.looks) == ("few", looks)
    assert f"{looks} visits to learn from" in choice.said_en
    assert f"入内检查有 {looks} 次" in choice.said_zh


def test_a_model_told_to_be_used_on_too_little_is_refused() -> None:
    """One line says what is missing."""
    tables = town(looks=60)
    with pytest.raises(
        ConfigError, match=r"got 60 visits that saw inside \(at least 200\)"
    ) as told:
        chosen_scores(
            tables,
            by_card(tables),  # type: ignore[arg-type]  # a table
            as_of=AS_OF,
            card=default_card(),
            wanted="learned",
        )
    assert "只有60次入内检查（至少200）" in str(told.value.zh)


def test_a_model_told_to_be_used_is_and_says_whether_it_was_better() -> None:
    """Its chances take the place of points, and the name says so."""
    tables = town(looks=600)
    scores, choice = chosen_scores(
        tables,
        by_card(tables),  # type: ignore[arg-type]  # a table
        as_of=AS_OF,
        card=default_card(),
        wanted="learned",
    )
    assert set(scores["model"]) == {f"learned-1+{default_card().model}"}
    assert choice.because == "told"
    assert "better than the scorecard" in choice.said_en


def test_another_word_is_refused() -> None:
    """The three there are are named."""
    with pytest.raises(ConfigError, match="auto, scorecard or learned, got 'best'"):
        check_wanted("best")


def test_cells_look_no_further_than_the_scores_they_are_made_of(tmp_path: Path) -> None:
    """Scores of a past day by the town's own model: its cells count the visits before that day."""
    tables = town(looks=600)
    day = date(2026, 6, 1)
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        with store.writing() as unit:
            unit.upsert("site", tables.sites)
            unit.upsert("inspection", tables.inspections)
        result = score_town(store, as_of=day, wanted="learned")
        assert set(store.read("score")["as_of"]) == {pd.Timestamp(day)}
        hotspots = map_hotspots(store)
        cells = store.read("cell")
    assert (result.is_chance, result.as_of, hotspots.as_of) == (True, "2026-06-01", "2026-06-01")
    before = tables.inspections["day"] < pd.Timestamp(day)
    assert cells["visits"].sum() == before.sum() < len(tables.inspections)
    assert result.firm_share is not None
    assert 0 <= result.firm_share <= 1
