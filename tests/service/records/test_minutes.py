"""True minutes correct what plans leave room for, unless the office says otherwise."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.schema import INSPECTION, as_table
from data.store import open_store
from service.pipeline.records.minutes import (
    RELEARN,
    learn_later,
    learn_minutes,
    learn_where_due,
)
from service.pipeline.rules.ruling import (
    MINUTES,
    filed_ruling,
    known_ruling,
    rules_in_force,
    ruling_params,
)
from tests.builders import sites

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store


@pytest.fixture
def town(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Hold twenty patrols of 32 minutes, and one shut gate, at a site of 3,000 square metres."""
    shutil.copy(empty_file, tmp_path / "town.gpkg")
    with open_store(str(tmp_path / "town.gpkg")) as made:
        with made.writing() as unit:
            unit.upsert("site", sites({"area_m2": 3_000.0}))
            looks = [_visit(number) for number in range(20)]
            gate = _visit(20) | {"result": "closed", "left_at": "09:02"}
            unit.upsert("inspection", as_table([*looks, gate], INSPECTION))
        yield made


def _visit(number: int) -> dict[str, object]:
    return {
        "inspection_id": f"J{number}",
        "site_id": "S00001",
        "day": date(2026, 11, 2) + timedelta(days=number),
        "mode": "patrol",
        "result": "clean",
        "arrived_at": "09:00",
        "left_at": "09:32",
    }


def test_twenty_looks_correct_the_minutes_without_what_size_adds(town: Store) -> None:
    """3,000 square metres add 2 minutes by the rules, so 32 on the clock are 30; it was 20."""
    with town.writing() as unit:
        (learnt,) = learn_minutes(unit, rules_in_force(town))
    assert (learnt.visit_type, learnt.minutes, learnt.former, learnt.visits) == (
        "patrol",
        30,
        20,
        20,
    )
    assert (learnt.low, learnt.high) == (30, 30)
    assert rules_in_force(town).rules.service.seconds("patrol", 3_000.0) == 32 * 60


def test_a_plan_keeps_the_minutes_it_was_made_with(town: Store) -> None:
    """A replan in the same week must not find its stops longer than planned."""
    with town.writing() as unit:
        learn_minutes(unit, rules_in_force(town))
    kept = filed_ruling(ruling_params(rules_in_force(town)))
    assert kept.rules.service.minutes["patrol"] == 30
    assert kept.fingerprint == rules_in_force(town).fingerprint


@pytest.mark.parametrize("own", [{"learn": False}, {"patrol": 25}])
def test_the_office_may_forbid_it_or_state_its_own(town: Store, own: dict[str, object]) -> None:
    """What a file states stays as stated."""
    ruling = known_ruling({"service": own}, "file")
    with town.writing() as unit:
        assert learn_minutes(unit, ruling) == ()
        assert MINUTES not in unit.settings()


def test_nothing_is_learnt_of_nineteen(town: Store) -> None:
    """One fewer, and the figure stays as it ships."""
    with town.writing() as unit:
        unit.clear("inspection", where={"inspection_id": ["J0"]})
        assert learn_minutes(unit, rules_in_force(town)) == ()


def test_visits_that_came_in_are_learnt_once_before_a_plan(town: Store) -> None:
    """The figure is that of learning at once; then nothing is due."""
    with town.writing() as unit:
        learn_later(unit)
    written = len(town.read("audit"))
    with town.writing() as unit:
        learn_later(unit)  # once is enough: a setting that is written makes pages read anew
    assert len(town.read("audit")) == written
    (learnt,) = learn_where_due(town)
    assert (learnt.visit_type, learnt.minutes) == ("patrol", 30)
    assert (RELEARN in town.settings(), MINUTES in town.settings()) == (False, True)
    assert learn_where_due(town) == ()
