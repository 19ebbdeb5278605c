"""The overview and the frame around every page."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from data.schema import FINDING, SITE, TEAM, as_table
from data.store import Author
from service.pipeline.cases.findingboard import count_findings
from service.pipeline.plans.daysoff import add_days_off
from service.web.overview import absences, beginnings, month_figures, named_days, week_stands
from service.web.spots import Place, spots
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.weeks import draft
from tests.service.web.weeks import town as lay_town

if TYPE_CHECKING:
    from data.store import Store
    from tests.service.web.conftest import Service

MONDAY = date(2026, 11, 23)
_BY = Author("t", "t")


def finding(number: int, *, due: str | None, state: str) -> dict[str, object]:
    """Make a row of a finding."""
    row = {"finding_id": f"F{number}", "site_id": "S00001", "level": "ordinary", "state": state}
    return {**row, "found": date(2026, 11, 1), "due": due and date.fromisoformat(due)}


def fill(store: Store) -> None:
    """Store a site, a team that is away on Friday, and findings."""
    site = {"site_id": "S00001", "kind": "enterprise", "name": "甲", "status": "operating"}
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "absent_days": "[4]"}
    findings = [
        finding(1, due="2026-11-22", state="rectifying"),
        finding(2, due="2026-11-23", state="notified"),
        finding(3, due="2026-11-30", state="found"),
        finding(4, due="2026-12-01", state="found"),
        finding(5, due="2026-11-01", state="submitted"),
        finding(6, due="2026-11-01", state="closed"),
        finding(7, due=None, state="found"),
    ]
    with store.writing(by=_BY) as unit:
        unit.append("site", as_table([site | {"lon_deg": 115.0, "lat_deg": 35.0}], SITE))
        unit.append("team", as_table([team | {"lon_deg": 115.0, "lat_deg": 35.0}], TEAM))
        unit.append("finding", as_table(findings, FINDING))


@BOTH_STORES
def test_findings_are_counted_by_how_pressing_they_are(service: Service) -> None:
    """Due yesterday is late, handed in or not; today and the seventh day are soon."""
    fill(service.office.store)
    due = count_findings(service.office.store, as_of=MONDAY)
    assert (due.open, due.late, due.soon, due.submitted) == (6, 2, 2, 1)


def test_a_voided_finding_is_not_struck_off(service: Service) -> None:
    """Recorded in error, it counts nowhere; both were closed on the same day."""
    day = date(2026, 11, 20)
    rows = [finding(n, due=None, state="closed") | {"closed": day} for n in (1, 2)]
    with service.office.store.writing(by=_BY) as unit:
        unit.append("finding", as_table([rows[0], rows[1] | {"voided": day}], FINDING))
    assert month_figures(service.office.store, MONDAY).closed == 1


@pytest.mark.parametrize("zone", ["UTC", "America/Lima"])
def test_day_is_that_of_the_office_wherever_the_machine_stands(
    service: Service, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 20:00 UTC on the 23rd it is four in the morning of the 24th in China, on every page."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        service.clock.moment = datetime(2026, 11, 23, 20, tzinfo=UTC)
        page = service.client("planner").get("/tips").text
    finally:
        monkeypatch.undo()
        time.tzset()
    assert 'value="2026-11-24"' in page


def test_absences_name_the_days(service: Service) -> None:
    """0 is Monday."""
    fill(service.office.store)
    with service.office.store.writing() as unit:
        add_days_off(unit, {"T1": [date(2026, 11, 26), date(2026, 12, 10)]})
    every, once = absences(service.office.store, ["2026-W48", "2026-W49"])
    assert (every.name, named_days(every.weekdays, "zh")) == ("一队", "周五")
    assert (once.week, once.days) == ("2026-W48", (date(2026, 11, 26),))
    page = service.client("planner").get("/").text
    assert "每周五" in page
    assert "11-26 周四" in page


def test_weeks_without_a_plan_are_none(service: Service) -> None:
    """By the calendar: the week of the day, and the next."""
    stands = week_stands(service.office.store, MONDAY)
    assert [(one.week, one.state) for one in stands] == [("2026-W48", "none"), ("2026-W49", "none")]


def test_new_office_is_led_through_the_first_steps(service: Service) -> None:
    """Scoring is offered once there is something to score."""
    client = service.client("planner")
    page = client.get("/").text
    assert 'href="/ledgers"' in page
    assert 'action="/steps/score"' not in page
    fill(service.office.store)
    assert 'action="/steps/score"' in client.get("/").text


def test_a_plan_of_any_week_is_a_first_plan(service: Service) -> None:
    """Two planned weeks of long ago, never published: the fifth step was taken."""
    town = service.office.store
    assert not beginnings(town, ()).plan
    lay_town(town)
    draft(town, "2026-W30-v1-a", {"T1": ["S1"]}, week="2026-W30")
    assert beginnings(town, ()).plan


@BOTH_STORES
def test_scoring_is_asked_for_with_one_click(service: Service) -> None:
    """It is a job, which leads back to the overview."""
    answer = service.client("planner").post("/steps/score")
    assert answer.headers["location"].endswith("?to=/")
    assert [row["kind"] for row in service.office.store.rows("job")] == ["score"]


@pytest.mark.parametrize("role", ["viewer", "inspector"])
def test_who_only_looks_is_offered_no_work(service: Service, role: str) -> None:
    """Neither on the page nor behind it."""
    client = service.client(role)
    page = client.get("/").text
    assert "/steps/" not in page
    assert 'href="/questions"' not in page
    assert client.post("/steps/score").status_code == 403


def test_inspector_without_a_team_is_told(service: Service) -> None:
    """The administrator sets it."""
    assert "账号还没有对应的队伍" in service.client("inspector").get("/").text


def test_account_of_a_town_that_no_place_names_is_told_so(service: Service) -> None:
    """All its pages are empty; that nothing is waiting would be untrue."""
    fill(service.office.store)
    page = service.client("planner", towns=frozenset({"乙镇"})).get("/").text
    assert "您的账号只看 乙镇" in page
    assert "今天没有积压" not in page
    assert "您的账号只看" not in service.client("planner").get("/").text


def test_who_sees_no_town_is_told_so_on_every_page(service: Service) -> None:
    """Empty lists are no good news; one's own page stays, to leave or to change the password."""
    fill(service.office.store)
    client = service.client("planner", towns=frozenset())
    for path in ("/", "/week/2026-W48", "/findings", "/risk", "/reports", "/tips"):
        page = client.get(path, follow_redirects=True).text
        assert "您还没有可见乡镇，请找管理员" in page
        assert "没有积压" not in page
        assert "请先导入台账" not in page
    own = client.get("/me").text
    assert "您还没有可见乡镇" not in own
    assert "生成令牌" in own


def test_promises_that_nobody_may_see_are_not_called_kept(service: Service) -> None:
    """A plan of other towns' promises says nothing about this reader's."""
    lay_town(service.office.store)
    draft(service.office.store, "P1", {"T1": ["S1", "S2"], "T2": ["S3"]})
    assert "承诺都能做到" in service.client("planner").get("/").text
    foreign = service.client("planner", towns=frozenset({"乙镇"}))
    assert "承诺都能做到" not in foreign.get("/").text
    assert "承诺兑现" not in foreign.get("/week/2026-W48").text


@BOTH_STORES
def test_language_is_kept_with_the_account(service: Service) -> None:
    """The next page is in it, on any machine; the address may still ask for the other."""
    client = service.client("viewer")
    answer = client.post("/language", data={"lang": "en", "to": "/?lang=zh"})
    assert answer.headers["location"] == "/"
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="zh-CN">' in client.get("/", params={"lang": "zh"}).text
    assert client.post("/language", data={"lang": "xx"}).status_code == 422


def test_language_before_sign_in_is_remembered(service: Service) -> None:
    """By this browser, in a cookie that says nothing else."""
    nobody = service.nobody()
    nobody.get("/sign-in", params={"lang": "en"})
    assert '<html lang="en">' in nobody.get("/sign-in").text


def test_language_switch_leads_nowhere_else(service: Service) -> None:
    """A form of ours is no way to another house."""
    client = service.client("viewer")
    answer = client.post("/language", data={"lang": "en", "to": "//evil.example"})
    assert answer.headers["location"] == "/"


def test_invented_town_is_told_on_every_page(service: Service) -> None:
    """Nobody shall take the demonstration for a real one."""
    client = service.client("viewer")
    assert "演示数据" not in client.get("/").text
    with service.office.store.writing(by=_BY) as unit:
        unit.set("invented", "yes")
    assert "演示数据" in client.get("/").text


def test_forged_message_is_not_said(service: Service) -> None:
    """Only this session can make a page say something."""
    client = service.client("viewer")
    client.cookies.set("gridpatrol-said", "WyJxdWVzdGlvbnMuaGVhcmQiLHt9XQ==.0000")
    assert 'class="said"' not in client.get("/").text


def test_a_picture_of_places_is_to_scale() -> None:
    """0.001 degrees of latitude are 111 m; the bar is 50 m long."""
    places = [Place("A", "a", 115.0, 35.0), Place("B", "b", 115.0, 35.001)]
    picture = spots(places)
    assert picture is not None
    assert picture.farthest_m == 111
    first, second = picture.dots
    assert first.x == second.x
    # 111.2 m up fill 460/300 of themselves across: 368 px over 170.5 m are 2.158 px/m.
    assert first.y - second.y == pytest.approx(240.0, abs=0.2)
    assert picture.bar_m == 50
    assert picture.bar_px == pytest.approx(107.9, abs=0.1)


def test_one_place_is_no_picture() -> None:
    """There is nothing to compare."""
    assert spots([Place("A", "a", 115.0, 35.0)]) is None
