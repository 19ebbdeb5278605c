"""The score: reasons that add up, nothing from tomorrow, and colours with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.errors import ConfigError
from data.schema import POWER_READING, SCORE, as_table, check_table
from geo.card.card import Scorecard, default_card
from geo.card.reasons import MOST_SENTENCES, read_reasons
from geo.card.scorecard import FACTORS, score_sites
from tests.builders import inspections, sites
from tests.geo.builders import findings, tips

AS_OF = date(2026, 11, 23)
CARD = default_card()
NONE = inspections(), findings(), tips()

remarks = st.sampled_from([None, "夜间有异味", "二房东转租", "已断电", "大门常闭", "三合一"])
site_rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["enterprise", "idle_factory"]),
        "status": st.sampled_from(["operating", "stopped", "idle", "unknown"]),
        "industry_code": st.sampled_from([None, "C2641", "C3391", "A0313"]),
        "licences": st.sampled_from([None, "齐全", "无照", "缺环评"]),
        "chemicals": st.sampled_from([None, True, False]),
        "workers": st.sampled_from([None, 0, 12, 300]),
        "hours": st.sampled_from([None, "day", "night"]),
        "remark": remarks,
        "extra": st.sampled_from([None, '{"L":"3","E":"6","C":"15"}', '{"q/Q":"1.2"}']),
    }
)
days = st.integers(-400, 60).map(lambda n: AS_OF + timedelta(days=n))
visit_rows = st.fixed_dictionaries(
    {
        "site_id": st.sampled_from(["S00001", "S00002", "gone"]),
        "day": days,
        "result": st.sampled_from(["clean", "finding", "closed"]),
    }
)
finding_rows = st.fixed_dictionaries(
    {
        "site_id": st.sampled_from(["S00001", "S00002"]),
        "found": days,
        "due": days,
        "level": st.sampled_from(["ordinary", "major"]),
    }
)
tip_rows = st.fixed_dictionaries(
    {"day": days, "lon_deg": st.just(115.001), "lat_deg": st.just(35.5)}
)


def rows(one: st.SearchStrategy) -> st.SearchStrategy:
    """Draw up to four rows."""
    return st.lists(one, max_size=4)


def known_then(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Drop what is dated from the day on."""
    return table[table[column] < pd.Timestamp(AS_OF)]


@settings(max_examples=20, deadline=None)
@given(
    places=st.lists(site_rows, min_size=1, max_size=4),
    past=rows(visit_rows),
    found=rows(finding_rows),
    told=rows(tip_rows),
)
def test_reasons_add_up_and_the_future_is_not_known(
    places: list, past: list, found: list, told: list
) -> None:
    """For any town: the sum of the reasons is the risk, and rows of later days change nothing."""
    tables = inspections(*past), findings(*found), tips(*told)
    scores = score_sites(sites(*places), *tables, as_of=AS_OF, card=CARD)
    check_table(scores, SCORE)
    for risk, text in zip(scores["risk"], scores["reasons"], strict=True):
        reasons = read_reasons(text)
        assert sum(reason.points for reason in reasons) == pytest.approx(risk, abs=1e-9)
        assert len(reasons) <= MOST_SENTENCES
    then = [known_then(t, c) for t, c in zip(tables, ("day", "found", "day"), strict=True)]
    again = score_sites(sites(*places), *then, as_of=AS_OF, card=CARD)
    pd.testing.assert_frame_equal(scores, again)


def test_a_month_not_yet_over_is_not_known() -> None:
    """Readings of this month and later change nothing; that of the month before does."""
    table = sites({"kind": "idle_factory", "status": "idle"})

    def scored(*months: str) -> pd.DataFrame:
        rows = [
            {"power_reading_id": m, "site_id": "S00001", "meter": "1", "month": m, "kwh": 1000.0}
            for m in months
        ]
        power = as_table(rows, POWER_READING)
        return score_sites(table, *NONE, as_of=AS_OF, card=CARD, power=power)

    pd.testing.assert_frame_equal(scored(), scored("2026-11", "2026-12"))
    # 1,000 kWh are the full two points.
    gained = scored("2026-10")["risk"] - scored()["risk"]
    assert gained.tolist() == pytest.approx([0.02])


@settings(max_examples=10, deadline=None)
@given(places=st.lists(site_rows, min_size=2, max_size=5), seed=st.integers(0, 9))
def test_the_order_of_rows_does_not_matter(places: list, seed: int) -> None:
    """A sorted ledger scores like a shuffled one, and the index comes back as it was."""
    table = sites(*places)
    mixed = table.sample(frac=1.0, random_state=seed)
    scores = score_sites(table, *NONE, as_of=AS_OF, card=CARD)
    again = score_sites(mixed, *NONE, as_of=AS_OF, card=CARD)
    assert again.index.equals(mixed.index)
    assert_allclose(again["risk"].reindex(table.index), scores["risk"], atol=1e-12)


def test_by_hand_on_the_first_day() -> None:
    """
    Add up one site alone, never visited, all stated but past results and how much chemicals.

    Paint 14 x 1, chemicals 7, how much of them unknown 2 / 2, no dust, furnace or worker 0, results
    unknown 11 / 2, no licence 11, stopped 5 / 2, day 0, never visited 4, red before 2: 47 of 100,
    orange.
    """
    table = sites(
        {
            "industry_code": "C2641",
            "chemicals": True,
            "workers": 0,
            "licences": "无照",
            "status": "stopped",
            "hours": "day",
            "ledger_grade": "red",
        }
    )
    (score,) = score_sites(table, *NONE, as_of=AS_OF, card=CARD).to_dict("records")
    assert score["risk"] == pytest.approx(0.47)
    assert score["grade"] == "orange"
    assert score["model"] == "card-2"
    # Unknown: results and quantity, 13 of the 92 points that apply; homes, water, stations, access
    # and power were not measured.
    assert score["uncertainty"] == pytest.approx((13 / 92 + 1) / 2)


def test_unknown_is_not_safe() -> None:
    """Two unlicensed firms and one that says nothing: it gets their median, and is less certain."""
    table = sites({"licences": "无照"}, {"licences": "无照"}, {})
    scores = score_sites(table, *NONE, as_of=AS_OF, card=CARD)
    assert_allclose(scores["risk"], scores["risk"].iloc[0])
    assert scores["uncertainty"].iloc[2] > scores["uncertainty"].iloc[0]


def test_an_open_major_finding_is_red_at_once() -> None:
    """The colour changes, the risk stays the sum, and the first reason says which finding."""
    found = findings(
        {"site_id": "S00001", "found": "2026-11-01", "level": "major", "what": "安全出口堵塞"}
    )
    plain = score_sites(sites({}), *NONE, as_of=AS_OF, card=CARD).iloc[0]
    score = score_sites(sites({}), inspections(), found, tips(), as_of=AS_OF, card=CARD).iloc[0]
    first = read_reasons(score["reasons"])[0]
    assert (plain["grade"], score["grade"]) == ("blue", "red")
    assert score["risk"] < CARD.red
    assert (first.code, first.points) == ("major_finding", 0.0)
    assert first.zh == "重大隐患未销号：安全出口堵塞，直接定为红色"
    assert first.evidence == "F1 2026-11-01"


def test_a_closed_major_finding_is_red_no_more() -> None:
    """Struck off the day before."""
    found = findings(
        {
            "site_id": "S00001",
            "found": "2026-11-01",
            "level": "major",
            "state": "closed",
            "closed": "2026-11-22",
        }
    )
    score = score_sites(sites({}), inspections(), found, tips(), as_of=AS_OF, card=CARD).iloc[0]
    assert score["grade"] != "red"


@pytest.mark.parametrize(
    ("remark", "expected"), [("三合一场所", "red"), ("不属于三合一", "blue"), (None, "blue")]
)
def test_words_that_mean_red(remark: str | None, expected: str) -> None:
    """Living where one works and stores is red at once, unless the remark says it is not so."""
    scores = score_sites(sites({"remark": remark}), *NONE, as_of=AS_OF, card=CARD)
    assert scores["grade"].tolist() == [expected]


def test_no_sites_have_no_scores() -> None:
    """An empty ledger gives an empty table with all its columns."""
    scores = score_sites(sites(), *NONE, as_of=AS_OF, card=CARD)
    assert scores.empty
    check_table(scores, SCORE)


def test_way_to_the_road_counts_by_site_id() -> None:
    """Joined by id, not by row order; 500 m and more add the full two points."""
    table = sites({"site_id": "A"}, {"site_id": "B"})
    access = pd.Series({"B": 800.0, "A": 10.0})
    scores = score_sites(table, *NONE, as_of=AS_OF, card=CARD, access_m=access)
    assert scores.loc["B", "risk"] - scores.loc["A", "risk"] == pytest.approx(0.02)


def test_every_factor_has_points_and_every_point_a_factor() -> None:
    """A factor without points would be work for nothing; points without a factor, a false sum."""
    assert len(FACTORS) == len(CARD.points)
    points = {**CARD.points, "luck": 0.0}
    with pytest.raises(ConfigError, match=r"exactly the known factors, differing: \['luck'\]"):
        score_sites(sites({}), *NONE, as_of=AS_OF, card=replace(CARD, points=points))


def all_points_to(code: str, points: float = 100.0) -> Scorecard:
    """Give a card on which one factor counts and all others count nothing."""
    return replace(CARD, points=dict.fromkeys(CARD.points, 0.0) | {code: points})


def test_a_score_that_rests_on_nothing_is_wholly_uncertain() -> None:
    """Only water counts, and no map says where water is: (1 + 1 / sqrt(1)) / 2, never 0 / 0."""
    scores = score_sites(sites({}), *NONE, as_of=AS_OF, card=all_points_to("water"))
    assert scores["uncertainty"].tolist() == [1.0]
    assert scores["risk"].tolist() == [0.0]


def test_rounding_never_makes_a_risk_above_one() -> None:
    """Points may miss 100 by a rounding error, 1e-9; a risk of 1.000000000005 fits no table."""
    card = all_points_to("chemicals", 100.0 + 5e-10)
    scores = score_sites(sites({"chemicals": True}), *NONE, as_of=AS_OF, card=card)
    assert scores["risk"].tolist() == [1.0]
