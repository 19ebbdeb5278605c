"""Factors that speak from the ledger's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from numpy.testing import assert_allclose

from geo.card import premises
from geo.card.card import default_card
from tests.builders import sites

if TYPE_CHECKING:
    import pandas as pd

CARD = default_card()


def features(**known: object) -> pd.DataFrame:
    """Give one site with these columns and a gate that was never shut."""
    return sites(known).assign(shut_out=0, shut_record="")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("齐全", 0.0), ("无照", 1.0), ("缺环评", 0.4), ("缺环评、缺用地", 0.6), ("证照过期", 0.4)],
)
def test_reads_licence_states(text: str, expected: float) -> None:
    """One lacking is 0.4, each further 0.2 more, none at all is everything."""
    found = premises.licences_signal(features(licences=text), CARD)
    assert_allclose(found.share, [expected])


def test_licences_unknown_and_not_asked_for_differ() -> None:
    """An enterprise without an entry is unknown; an idle plant has none to show."""
    unknown = premises.licences_signal(features(), CARD)
    idle = premises.licences_signal(features(kind="idle_factory"), CARD)
    assert (unknown.known.tolist(), unknown.applies.tolist()) == ([False], [True])
    assert idle.applies.tolist() == [False]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"status": "operating"}, 0.0),
        ({"status": "stopped"}, 0.5),
        ({"kind": "idle_factory", "status": "idle"}, 1.0),
        ({"kind": "idle_factory", "status": "unknown"}, 1.0),
        ({"kind": "idle_factory", "status": "idle", "remark": "已断电"}, 0.4),
        ({"kind": "idle_factory", "status": "idle", "remark": "未断电"}, 1.0),
        ({"kind": "idle_factory", "status": "idle", "remark": "已断电，夜间有异味"}, 1.0),
    ],
)
def test_empty_walls_count_unless_the_power_is_cut(
    known: dict[str, object], expected: float
) -> None:
    """Cut power calms, but not where it still smells at night."""
    assert_allclose(premises.idle_signal(features(**known), CARD).share, [expected])


def test_signs_in_the_remark_are_quoted() -> None:
    """The owner can be shown the entry itself."""
    found = premises.sublet_signal(features(remark="二房东转租"), CARD)
    assert found.share.tolist() == [1.0]
    assert found.says.zh[0] == "台账备注有转租迹象：二房东转租"


@pytest.mark.parametrize(
    ("factor", "remark"),
    [
        (premises.odour_signal, "夜间有异味"),
        (premises.reported_signal, "群众多次反映"),
        (premises.gate_signal, "大门常闭"),
    ],
)
def test_each_sign_has_its_words(factor: object, remark: str) -> None:
    """The remarks that offices really write; an empty remark is no sign."""
    assert factor(features(remark=remark), CARD).share.tolist() == [1.0]
    assert factor(features(), CARD).share.tolist() == [0.0]


def test_gates_that_stayed_shut_count_without_a_remark() -> None:
    """Two visits that were not let in: 1 - 1/4."""
    found = premises.gate_signal(features().assign(shut_out=2, shut_record="J2 2026-11-02"), CARD)
    assert found.share.tolist() == [0.75]
    assert (found.says.zh[0], found.evidence[0]) == (
        "2次上门未能入内，最近一次2026-11-02",
        "J2 2026-11-02",
    )


def test_shared_walls_missing_means_no() -> None:
    """The ledger's column is empty where nothing is shared."""
    assert premises.shared_walls_signal(features(), CARD).share.tolist() == [0.0]
    assert premises.shared_walls_signal(features(shared_walls="厂中厂"), CARD).share.tolist() == [1]


@pytest.mark.parametrize(("hours", "expected"), [("day", 0.0), ("both", 0.7), ("night", 1.0)])
def test_night_work_counts(hours: str, expected: float) -> None:
    """Nobody looks at night."""
    assert premises.night_signal(features(hours=hours), CARD).share.tolist() == [expected]


def test_unknown_hours_are_unknown() -> None:
    """Not day, not night."""
    assert not premises.night_signal(features(), CARD).known.any()


def test_takes_over_the_former_grade() -> None:
    """Orange is two thirds; no grade is unknown."""
    found = premises.ledger_grade_signal(features(ledger_grade="orange"), CARD)
    assert_allclose(found.share, [2 / 3])
    assert not premises.ledger_grade_signal(features(), CARD).known.any()
