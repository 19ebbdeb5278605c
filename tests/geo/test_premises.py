"""Factors that speak from the ledger's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose

from geo import premises
from geo.card import default_card
from tests.builders import sites

if TYPE_CHECKING:
    import pandas as pd

CARD = default_card()


def features(**known: object) -> pd.DataFrame:
    """Give one site with these columns and a gate that was never shut."""
    return sites(known).assign(shut_out=0, shut_record="")


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("C2641", "涂料", 1.0),
        ("2641", None, 1.0),
        ("C3391", "铸造", 0.85),
        ("C3484", "机械加工", 0.4),
        ("C3360", "五金", 0.85),
        (None, "成品油", 1.0),
        ("不详", "印染", 0.75),
        ("T9600", "国际组织", 0.2),
    ],
)
def test_rates_the_industry(code: str | None, words: str | None, expected: float) -> None:
    """The longest code wins: 3391 is casting although 33 is metal; words count without a code."""
    found = premises.industry_signal(features(industry_code=code, industry=words), CARD)
    assert found.share.tolist() == [expected]
    assert found.known.tolist() == [True]


def test_says_what_the_industry_means() -> None:
    """The word of the ledger, the group it belongs to, and how dangerous that is."""
    found = premises.industry_signal(features(industry_code="C2641", industry="涂料"), CARD)
    assert found.zh[0] == "行业为涂料（危险化学品），危险性高"
    assert found.en[0] == "Works in hazardous chemicals: high hazard"


def test_an_industry_nobody_names_is_unknown() -> None:
    """Neither code nor a known word: not safe, but unknown."""
    assert not premises.industry_signal(features(), CARD).known.any()
    assert not premises.industry_signal(features(industry="综合"), CARD).known.any()


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
    ("flag", "share", "known"), [(True, 1, True), (False, 0, True), (None, 0, False)]
)
def test_chemicals_may_be_unknown(flag: bool | None, share: float, known: bool) -> None:  # noqa: FBT001 - a case
    """An empty cell is not a "no"."""
    found = premises.chemicals_signal(features(chemicals=flag), CARD)
    assert (found.share.tolist(), found.known.tolist()) == ([share], [known])


def test_workers_count_by_magnitude() -> None:
    """ln(1 + 9) / ln(1 + 100) of the share for nine people; all from a hundred on."""
    found = premises.workers_signal(features(workers=9), CARD)
    assert_allclose(found.share, [np.log(10) / np.log(101)])
    assert premises.workers_signal(features(workers=144), CARD).share.tolist() == [1.0]


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
    assert found.zh[0] == "台账备注有转租迹象：二房东转租"


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
    assert (found.zh[0], found.evidence[0]) == ("2次上门未能入内", "J2 2026-11-02")


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
