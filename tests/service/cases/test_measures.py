"""Orders, dispositions, expert days and tip-offs in a store, and in the week that follows."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.ledger.outcomes import stored
from data.schema import FINDING, SITE, TEAM, as_records, as_table
from data.store import open_store
from planning.cases.dispositions import Measure
from service.pipeline.cases.disposing import dispose, list_dispositions, read_measure
from service.pipeline.cases.experts import add_expert, cancel_expert, list_experts
from service.pipeline.cases.ordering import follow_order, give_order, list_orders, withdraw_order
from service.pipeline.cases.tipwork import TipWish, add_tip, check_tip, list_tips, propose
from service.pipeline.week.making import plan_week
from service.printing.summary import summary
from tests.builders import sites
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

DAY = date(2026, 11, 2)
TORN = Measure(day=date(2026, 11, 3), proof="照片1")
NONE = Measure(proof="没有", applies=False)


def write(store: Store) -> Store:
    """Enter three sites of 东村, one team, and one visit of 10 November."""
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115, "lat_deg": 35.5}
    with store.writing() as unit:
        unit.upsert("site", sites(*[{"village": "东村"}] * 3))
        unit.upsert("team", as_table([team], TEAM))
    visit(store, [("S00002", date(2026, 11, 10), None, None)])
    return store


@pytest.fixture(scope="module")
def town_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the town once."""
    path = tmp_path_factory.mktemp("measures") / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        write(store)
    return path


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of it that a test may change."""
    path = tmp_path / "town.gpkg"
    shutil.copy(town_file, path)
    with open_store(str(path)) as store:
        yield store


def states(town: Store, **asked: Any) -> dict[str, str]:  # noqa: ANN401 - as list_orders
    """Say where each order stands."""
    return {one.order_id: one.state for one in list_orders(town, **asked).orders}


def test_an_order_is_listed_until_the_first_look_after_it(town: Store) -> None:
    """A stop of 2 November asks for a visit by the 9th; S00002 was seen on the 10th."""
    given = give_order(town, "S00001", "stop", day=DAY, who="李", document="停〔2026〕1号")
    assert (given.order.due, given.order.document) == ("2026-11-09", "停〔2026〕1号")
    give_order(town, "S00002", "stop", day=DAY)
    as_of = date(2026, 11, 11)
    assert states(town, as_of=as_of) == {"ZL00001": "overdue", "ZL00002": "followed"}
    assert states(town, as_of=as_of, overdue=True) == {"ZL00001": "overdue"}
    assert states(town, as_of=date(2026, 11, 9)) == {"ZL00001": "waiting", "ZL00002": "waiting"}


def test_an_order_is_followed_or_withdrawn_by_hand_and_keeps_its_row(town: Store) -> None:
    """What was told when it was given stays."""
    give_order(town, "S00001", "fine", day=DAY, amount_yuan=5000.0, note="夜间排污")
    give_order(town, "S00001", "talk", day=DAY)
    follow_order(town, "ZL00001", day=date(2026, 11, 5))
    withdraw_order(town, "ZL00002", day=date(2026, 11, 6))
    assert states(town) == {"ZL00001": "followed", "ZL00002": "withdrawn"}
    fine = as_records(town.read("given_order"))[0]
    assert (fine["amount_yuan"], fine["note"]) == (5000.0, "夜间排污")


def test_an_order_that_cannot_be_stores_nothing(town: Store) -> None:
    """One line, and the table stays empty."""
    wrong: list[tuple[str, str, dict[str, Any], str]] = [
        ("S00009", "talk", {}, "S00009"),
        ("S00001", "fine", {}, "A fine needs an amount"),
        ("S00001", "talk", {"due": date(2026, 11, 1)}, "lies before 2026-11-02"),
        ("S00001", "talk", {"finding_id": "F9"}, "S00001 has no finding 'F9'"),
    ]
    for site, kind, known, message in wrong:
        with pytest.raises(InputError, match=message):
            give_order(town, site, kind, day=DAY, **known)
    assert town.read("given_order").empty


def test_an_unknown_order_is_named(town: Store) -> None:
    """With the command that lists all."""
    with pytest.raises(NotFoundError, match="no order 'ZL9'; `gridpatrol orders list`"):
        withdraw_order(town, "ZL9", day=DAY)


def test_a_site_is_shut_step_by_step_and_its_status_follows(town: Store) -> None:
    """Torn down first; with the last measure it is shut, and a look-back waits."""
    begun = dispose(town, "S00001", "shut", day=DAY, measures={"torn_down": TORN})
    assert (begun.disposition.state, begun.status) == ("open", None)
    assert begun.disposition.missing == ("cut_off", "cleared")
    done = dispose(town, "S00001", "shut", measures={"cut_off": NONE, "cleared": NONE})
    assert (done.disposition.finished, done.status) == ("2026-11-03", "shut")
    assert town.read("site")["status"]["S00001"] == "shut"
    assert len(town.read("disposition")) == 1
    (line,) = list_dispositions(town).dispositions
    assert "look-back 1 is due 2026-11-10" in line.lookback_en


def test_a_measure_that_does_not_apply_is_read_back_as_such(town: Store) -> None:
    """The reason is kept without its mark."""
    dispose(town, "S00001", "shut", day=DAY, measures={"cut_off": NONE})
    (line,) = list_dispositions(town).dispositions
    assert [(one.measure, one.applies, one.proof) for one in line.measures] == [
        ("cut_off", False, "没有")
    ]


def test_a_relapse_makes_the_site_a_working_one(town: Store) -> None:
    """Entered by people; a shutting decided anew is another row."""
    shut = {"torn_down": TORN, "cut_off": NONE, "cleared": NONE}
    dispose(town, "S00001", "shut", day=DAY, measures=shut)
    back = dispose(town, "S00001", "shut", relapsed=date(2026, 11, 12))
    assert (back.disposition.state, back.status) == ("relapsed", "operating")
    dispose(town, "S00001", "shut", day=date(2026, 11, 14))
    assert [one.state for one in list_dispositions(town).dispositions] == ["open", "relapsed"]


def test_a_shutting_down_that_is_withdrawn_leaves_the_site_as_it_was(town: Store) -> None:
    """Else nobody would be sent there any more; one that another decision shut stays shut."""
    with town.writing() as unit:
        record = stored(unit.read("site", where={"site_id": ["S00001"]}))["S00001"]
        unit.upsert("site", as_table([record | {"status": "idle"}], SITE))
    shut = {"torn_down": TORN, "cut_off": NONE, "cleared": NONE}
    for _ in range(2):
        dispose(town, "S00001", "shut", day=DAY, measures=shut)
    again = dispose(town, "S00001", "shut", withdrawn=date(2026, 11, 5), note="误")
    assert (again.disposition.state, again.status) == ("withdrawn", None)
    back = dispose(town, "S00001", "shut", withdrawn=date(2026, 11, 5), note="误")
    assert (back.disposition.state, back.status) == ("withdrawn", "idle")
    assert town.read("site")["status"]["S00001"] == "idle"


def test_a_withdrawal_does_not_undo_what_was_entered_since(town: Store) -> None:
    """The site had relapsed, or its ledger says otherwise by now."""
    shut = {"torn_down": TORN, "cut_off": NONE, "cleared": NONE}
    dispose(town, "S00001", "shut", day=DAY, measures=shut)
    with town.writing() as unit:
        record = stored(unit.read("site", where={"site_id": ["S00001"]}))["S00001"]
        unit.upsert("site", as_table([record | {"status": "moved"}], SITE))
    assert dispose(town, "S00001", "shut", withdrawn=date(2026, 11, 5)).status is None
    assert town.read("site")["status"]["S00001"] == "moved"


def test_nothing_is_entered_where_nothing_is_open(town: Store) -> None:
    """Without a day nobody decided anything."""
    with pytest.raises(ConfigError, match="S00001 has no open disposition 'move'"):
        dispose(town, "S00001", "move", finished=DAY)
    assert town.read("disposition").empty


@pytest.mark.parametrize("text", ["yes", "2026-13-01:x", "2026-11-03", ":x"])
def test_a_measure_says_day_and_evidence(text: str) -> None:
    """Or why there is none."""
    with pytest.raises(ConfigError, match="--torn-down with day and evidence"):
        read_measure("torn_down", text)


def test_an_expert_day_is_kept_and_called_off(town: Store) -> None:
    """The row stays, and the second time is a mistake."""
    added = add_expert(town, "王工", skills=["lab"], day=DAY, minutes=120, team="一队")
    assert (added.expert.expert_day_id, added.expert.team) == ("ZJ00001", "T1")
    assert cancel_expert(town, "ZJ00001", day=DAY).expert.cancelled == "2026-11-02"
    with pytest.raises(InputError, match="called off on 2026-11-02 already"):
        cancel_expert(town, "ZJ00001", day=DAY)
    assert len(list_experts(town, week="2026-W45").experts) == 1
    assert list_experts(town, week="2026-W46").experts == ()


def test_an_expert_day_that_cannot_be_is_refused(town: Store) -> None:
    """Nothing is stored."""
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"skills": ["magic"]}, "--skills among chem, dust, smelting, fire, lab, got magic"),
        ({"skills": []}, "got none"),
        ({"minutes": 0}, "--minutes from 1 to 1440, got 0"),
        ({"team": "九队"}, "no team '九队'; the teams are 一队"),
    ]
    for known, message in wrong:
        asked = {"skills": ["lab"], "day": DAY, "minutes": 60, **known}
        with pytest.raises((ConfigError, NotFoundError), match=message):
            add_expert(town, "王工", **asked)
    assert town.read("expert_day").empty


def test_a_tip_off_of_tomorrow_is_refused(town: Store) -> None:
    """It would move the day that everything is as of; one of today is taken."""
    wish = TipWish(day=DAY, what="异味", site="S00001")
    with pytest.raises(InputError, match=f"is dated {DAY}, and today is") as refused:
        add_tip(town, wish, today=DAY - timedelta(days=1))
    assert "晚于今天" in refused.value.zh
    assert not len(town.read("tip"))
    assert add_tip(town, wish, today=DAY).day == str(DAY)


def test_a_tip_off_is_taken_in_verified_and_rewarded(town: Store) -> None:
    """It may name a village only."""
    tip = add_tip(town, TipWish(day=DAY, what="夜间异味", village="东村"))
    assert (tip.tip_id, tip.verified, tip.urgency) == ("DJ00001", "open", "ordinary")
    check_tip(town, tip.tip_id, verdict="true", day=date(2026, 11, 4), reward_yuan=500.0)
    listed = list_tips(town)
    assert (listed.tips[0].checked, listed.reward_yuan) == ("2026-11-04", 500.0)
    assert list_tips(town, only_open=True).tips == ()


def test_a_tip_off_of_nowhere_is_refused(town: Store) -> None:
    """Nothing is stored."""
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "Say where the tip-off is about"),
        ({"village": "西村"}, "no village '西村'; there are 东村"),
        ({"spot": (200.0, 35.0)}, r"--lon in \[-180, 180\]"),
    ]
    for wish, message in wrong:
        with pytest.raises(InputError, match=message):
            add_tip(town, TipWish(day=DAY, what="异味", **wish))
    assert town.read("tip").empty


def test_a_verdict_that_cannot_be_is_refused(town: Store) -> None:
    """Before it came in, no verdict at all, a reward for an untrue one."""
    tip = add_tip(town, TipWish(day=DAY, what="异味", site="S00001")).tip_id
    with pytest.raises(InputError, match="came in on 2026-11-02; it cannot be checked"):
        check_tip(town, tip, verdict="true", day=date(2026, 11, 1))
    with pytest.raises(InputError, match="verdict true or false, got 'maybe'"):
        check_tip(town, tip, verdict="maybe", day=DAY)
    with pytest.raises(InputError, match="Only a true tip-off has a reward"):
        check_tip(town, tip, verdict="false", day=DAY, reward_yuan=10.0)


def test_what_is_entered_is_read_back_on_every_engine(store: Store) -> None:
    """Days, lists, amounts and missing cells, in a file and on a server."""
    write(store)
    give_order(store, "S00001", "fine", day=DAY, amount_yuan=5000.0)
    dispose(store, "S00001", "shut", day=DAY, measures={"torn_down": TORN, "cut_off": NONE})
    add_expert(store, "王工", skills=["lab", "chem"], day=DAY, minutes=60)
    add_tip(store, TipWish(day=DAY, what="异味", village="东村", is_urgent=True))
    assert [one.amount_yuan for one in list_orders(store).orders] == [5000.0]
    assert list_dispositions(store).dispositions[0].missing == ("cleared",)
    assert list_experts(store).experts[0].skills == ("chem", "lab")
    assert list_tips(store).tips[0].urgency == "urgent"


def test_an_overdue_order_and_an_urgent_tip_off_reach_the_week(town: Store, tmp_path: Path) -> None:
    """The plan promises the follow-up with its reason; the proposal stores nothing."""
    fill(town, tmp_path)
    give_order(town, "S00001", "stop", day=DAY, due=date(2026, 11, 16))
    plan_week(town, week=WEEK, search=search(3))
    whys = orjson.loads(town.read("plan")["wants"].iloc[0])["S00001"]
    assert "was to be followed up by 2026-11-16, 7 days ago" in whys[0]["en"]
    tip = add_tip(town, TipWish(day=date(2026, 11, 25), what="刺鼻气味", site="S00003"))
    proposal = propose(town, tip, moment="2026-11-23T00:00", search=search(0))
    assert proposal.replan is not None, proposal.why_en
    assert proposal.command.startswith("gridpatrol replan --week 2026-W48 --from 2026-11-23T00:00")
    assert len(town.read("plan")) == 1


def test_a_tip_off_of_a_week_without_a_plan_proposes_nothing_and_says_so(town: Store) -> None:
    """It is kept all the same, and enters the next plan."""
    tip = add_tip(town, TipWish(day=date(2026, 11, 25), what="异味", village="东村"))
    proposal = propose(town, tip, moment="2026-11-25T09:00", search=search(0))
    assert (proposal.replan, proposal.command, proposal.week) == (None, "", WEEK)
    assert proposal.why_en
    assert len(town.read("tip")) == 1


def test_every_answer_has_lines_in_both_languages(town: Store) -> None:
    """Nothing is left out of either."""
    results: list[object] = [
        give_order(town, "S00001", "fine", day=DAY, amount_yuan=5000.0),
        list_orders(town),
        dispose(town, "S00002", "shut", day=DAY, measures={"torn_down": TORN, "cleared": NONE}),
        list_dispositions(town),
        add_expert(town, "王工", skills=["lab", "chem"], day=DAY, minutes=60),
        list_experts(town),
        list_tips(town),
    ]
    for result in results:
        zh, en = "\n".join(summary(result, "zh")), "\n".join(summary(result, "en"))
        assert zh
        assert en
        assert zh != en


def test_what_an_order_was_before_is_kept(town: Store) -> None:
    """`gridpatrol history` tells what was changed: nothing of an order is lost."""
    give_order(town, "S00001", "talk", day=DAY)
    withdraw_order(town, "ZL00001", day=date(2026, 11, 6))
    (row,) = as_records(town.read("history", where={"row_id": ["ZL00001"]}))
    assert row["table_name"] == "given_order"
    assert orjson.loads(row["before"])["withdrawn"] is None


def test_a_finding_of_another_office_waits_for_none_of_our_experts(town: Store) -> None:
    """Both name an unknown liquid; the second was handed over."""
    told = {"site_id": "S00001", "level": "ordinary", "found": DAY, "state": "found"}
    liquid = told | {"what": "车间有不明液体两桶"}
    rows = [
        liquid | {"finding_id": "YH00001"},
        liquid | {"finding_id": "YH00002", "transferred_to": "生态环境局"},
    ]
    with town.writing() as unit:
        unit.append("finding", as_table(rows, FINDING))
    assert list_experts(town).waiting == {"lab": ("YH00001",)}
