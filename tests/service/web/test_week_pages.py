"""The pages of the week: what stands there, and what each form does."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from data.schema import INSPECTION, PROMISE, SITE, as_table
from data.store.tables import sql_table
from service.access.actors import permissions_of
from service.access.roles import Permission
from service.jobs.queue import find_job
from service.pipeline.plans.publishing import published
from service.pipeline.week.absences import team_weeks
from service.results.replan import CostsResult, FiguresResult, OrderCostResult
from service.web.week.outcome import overtime_together
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.weeks import MONDAY, WEEK, draft, town

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from data.store import Store
    from tests.service.web.conftest import Service


EVERY, ONCE = {"scope": "every"}, {"scope": "week"}


@pytest.fixture
def planned_town(service: Service) -> Service:
    """Plan two versions: the second gives the place of the first team to the second team."""
    store = service.office.store
    town(store)
    draft(store, "v1", {"T1": ["S1", "S2"], "T2": []})
    draft(
        store,
        "v2",
        {"T1": ["S1"], "T2": ["S2"]},
        version=2,
        params={"replan": {"of": "v1", "author": "王主任", "note": "二队顺路"}},
    )
    return service


def shown(client: TestClient, path: str) -> str:
    """Give the text of a page that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def order(client: TestClient, **fields: str) -> str:
    """Ask what a change costs; give the address of the answer."""
    answer = client.post(f"/week/{WEEK}/changes", data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def answered(store: Store, job_id: str, **more: object) -> None:
    """Let a dry run be over, with a cost of one visit and ten minutes; ``more`` it says besides."""
    figures = FiguresResult(prize=-1.25, drive_s=600, broken=1, stops=-1)
    cost = OrderCostResult(
        number=1,
        do="move",
        zh="移动 甲厂",
        en="move A",
        figures=figures,
        added=0,
        dropped=1,
        moved=1,
        alone=True,
        done=True,
    )
    costs = CostsResult(
        before=figures, after=figures, together=figures, meanwhile=figures, each=(cost,)
    )
    result: dict[str, Any] = {
        "since": "2026-11-23 00:00",
        "costs": asdict(costs),
        "notes": [{"number": 1, "zh": "留下一条说明", "en": "a note"}],
        "changes": [{"kind": "moved", "site_id": "S1", "zh": "甲厂改到二队", "en": "A moves"}],
        "plan": {"broken": [{"promise": "x", "zh": "东村无人去", "en": "nobody there"}]},
        **more,
    }
    table = sql_table("job")
    with store.aside() as connection:
        connection.execute(
            update(table)
            .where(table.c.job_id == job_id)
            .values(state="done", result=json.dumps(result), ended="2026-11-23T01:00:00.000Z")
        )


def test_the_week_without_a_plan_says_so(service: Service) -> None:
    """A planner on Monday morning sees who works and the button to plan."""
    town(service.office.store)
    text = shown(service.client("planner"), f"/week/{WEEK}")
    assert "尚无计划" in text
    assert "08:00–17:00" in text
    assert f'action="/week/{WEEK}/plan"' in text


def test_the_week_is_the_one_people_mean(service: Service) -> None:
    """On Monday the running week; the switch leads to any other, however it is typed."""
    client = service.client("viewer")
    assert client.get("/week").headers["location"] == f"/week/{WEEK}"
    assert client.get("/week?to=2026w50").headers["location"] == "/week/2026-W50"
    service.clock.pass_by(days=4)
    assert service.client("planner").get("/week").headers["location"] == "/week/2026-W49"


def test_a_wrong_week_is_told(service: Service) -> None:
    """A week that is none gets one line, not a blank page."""
    answer = service.client("viewer").get("/week/2026-W60")
    assert answer.status_code == 422
    assert "2026" in answer.json()["detail"]


def test_broken_promises_come_first_with_what_would_help(planned_town: Service) -> None:
    """What cannot be kept is said with what it would take, before any figure."""
    text = shown(planned_town.client("viewer"), f"/week/{WEEK}")
    assert text.index("东村本周无人可去，加一班即可") < text.index('class="figures"')
    assert "0/1" in text


def test_more_than_two_broken_promises_are_folded(planned_town: Service) -> None:
    """Five long sentences would push the figures off the screen; how many more is said."""
    store = planned_town.office.store
    (one,) = store.rows("promise", where={"plan_id": ["v2"]})
    rows = [one | {"promise_id": f"v2-{n}", "zh": f"第{n}个村无人可去"} for n in (2, 3)]
    with store.writing() as unit:
        unit.append("promise", as_table([rows[0]], PROMISE))
    viewer = planned_town.client("viewer")
    assert "另有 " not in shown(viewer, f"/week/{WEEK}")
    with store.writing() as unit:
        unit.append("promise", as_table([rows[1]], PROMISE))
    text = shown(viewer, f"/week/{WEEK}")
    assert "<summary>另有 1 项</summary>" in text
    assert text.count("无人可去") == 3


def test_overtime_that_several_promises_ask_of_one_shift_is_added_up(
    planned_town: Service,
) -> None:
    """Each was tried alone: 60 and 45 minutes of one night are 105, not 60."""
    store = planned_town.office.store
    (one,) = store.rows("promise", where={"plan_id": ["v2"]})
    rows = [
        one
        | {"promise_id": f"v2-{minutes}", "promise": f"must:{minutes}"}
        | {"detail": json.dumps({"repairs": [asked | {"minutes": minutes}]})}
        for minutes, asked in (
            (60, {"kind": "overtime", "shift": "night"}),
            (45, {"kind": "overtime", "shift": "night"}),
            (30, {"kind": "overtime", "shift": "other"}),
        )
    ]
    with store.writing() as unit:
        unit.append("promise", as_table(rows, PROMISE))
    assert overtime_together(store, "v2", days=()) == (("night", 2, 105),)
    text = shown(planned_town.client("viewer"), f"/week/{WEEK}")
    assert "其中 2 项都要 night 加班" in text


def test_who_may_only_look_is_offered_no_change(planned_town: Service) -> None:
    """A viewer reads the plan; the buttons of a planner are not there, nor do they work."""
    client = planned_town.client("viewer")
    text = shown(client, f"/week/{WEEK}/plans/v2?day=all")
    assert "甲厂" in text
    assert "changes/new" not in text
    for path in ("absences", "plan", "changes", "restore", "publish", "withdraw"):
        assert client.post(f"/week/{WEEK}/{path}", data={"plan_id": "v2"}).status_code == 403


def test_a_planner_of_some_towns_may_not_plan_for_all(planned_town: Service) -> None:
    """A week touches every town."""
    client = planned_town.client("planner", towns=frozenset({"甲镇"}))
    assert client.post(f"/week/{WEEK}/plan", data={"limit": "20"}).status_code == 403


@BOTH_STORES
def test_planning_goes_into_the_queue(planned_town: Service) -> None:
    """The page does not wait: the job tells how far it is, and leads back."""
    client = planned_town.client("planner")
    form = {"limit": "60", "seed": "7", "compare": "naive"}
    answer = client.post(f"/week/{WEEK}/plan", data=form)
    job_id = answer.headers["location"].split("/jobs/")[1].split("?")[0]
    assert answer.headers["location"].endswith(f"?to=/week/{WEEK}")
    asked = dict(find_job(planned_town.office.store, job_id).argument)
    assert asked == {"week": WEEK, "time_limit_s": 60.0, "seed": 7, "compare": "naive"}


@BOTH_STORES
def test_days_off_are_ticked_and_set_back(planned_town: Service) -> None:
    """One slip of the finger must not cost the list of absences."""
    client, store = planned_town.client("planner"), planned_town.office.store
    client.post(f"/week/{WEEK}/absences", data=EVERY | {"off": ["T1|0", "T1|4"]})
    assert [sorted(one.off) for one in team_weeks(store, WEEK)] == [[0, 4], []]
    client.post(f"/week/{WEEK}/absences", data=EVERY | {"off": ["T2|1"]})
    assert [sorted(one.off) for one in team_weeks(store, WEEK)] == [[], [1]]
    client.post(f"/week/{WEEK}/absences", data=EVERY | {"undo": "1"})
    assert [sorted(one.off) for one in team_weeks(store, WEEK)] == [[0, 4], []]


@BOTH_STORES
def test_a_day_under_a_date_is_off_in_that_week_alone(planned_town: Service) -> None:
    """The team is there again on the next Thursday; a save of another week touches nothing here."""
    client, store = planned_town.client("planner"), planned_town.office.store
    client.post(f"/week/{WEEK}/absences", data=ONCE | {"off": ["T2|2026-11-26"]})
    client.post("/week/2026-W49/absences", data=ONCE | {"off": ["T1|2026-12-01"]})
    assert [sorted(one.away) for one in team_weeks(store, WEEK)] == [[], [date(2026, 11, 26)]]
    assert [sorted(one.away) for one in team_weeks(store, "2026-W49")] == [[date(2026, 12, 1)], []]
    text = shown(client, f"/week/{WEEK}")
    assert re.search(r'value="T2\|2026-11-26" checked', text)
    client.post("/week/2026-W49/absences", data=ONCE | {"undo": "1"})
    assert not any(one.away for one in team_weeks(store, "2026-W49"))
    assert any(one.away for one in team_weeks(store, WEEK))


def test_a_replan_begins_with_who_is_away(planned_town: Service) -> None:
    """A day with stops of a team that is away is ticked; it can be unticked."""
    client = planned_town.client("planner")
    form = f"/week/{WEEK}/replan"
    assert " checked" not in shown(client, form)
    client.post(f"/week/{WEEK}/absences", data=ONCE | {"off": [f"T2|{MONDAY}"]})
    assert f'value="T2|{MONDAY}" checked' in shown(client, form)


def test_wrong_days_off_change_nothing(planned_town: Service) -> None:
    """A made-up form is told what is wrong with it."""
    client = planned_town.client("planner")
    weekdays = [EVERY | {"off": [tick]} for tick in ("T9|0", "T1|9", "T1|x", "T1")]
    stray = ("T9|2026-11-26", "T1|2026-11-30", "T1|4", "T1")
    for form in [*weekdays, *(ONCE | {"off": [tick]} for tick in stray), {"off": ["T1|0"]}]:
        answer = client.post(f"/week/{WEEK}/absences", data=form)
        assert answer.status_code == 422, form
    assert not any(one.off or one.away for one in team_weeks(planned_town.office.store, WEEK))


def test_the_list_tells_time_place_and_reason(planned_town: Service) -> None:
    """Who reads no map, or hears the page, gets the same plan: 9:00 is the first stop."""
    text = shown(planned_town.client("planner"), f"/week/{WEEK}/plans/v2")
    for words in ("09:00", "甲厂", "东村", "评分高", "丙厂", "让位于更重要的点位"):
        assert words in text


def test_the_list_tells_what_is_done(planned_town: Service) -> None:
    """A planner sees on Monday at noon how far teams are; a visit left out is none."""
    visit = {"mode": "patrol", "day": MONDAY, "source": "test"}
    rows = [
        visit | {"inspection_id": "J1", "site_id": "S1", "result": "clean"},
        visit | {"inspection_id": "J2", "site_id": "S2", "result": "skipped"},
    ]
    with planned_town.office.store.writing() as unit:
        unit.append("inspection", as_table(rows, INSPECTION))
    text = shown(planned_town.client("planner"), f"/week/{WEEK}/plans/v2?day=all")
    assert text.count("已去 1/1 处") == 1
    assert '<a href="/sites/S1">甲厂</a></b> <span class="chip good">未发现</span>' in text
    assert '<a href="/sites/S2">乙厂</a></b> <small>' in text


def test_a_former_version_can_be_read_not_changed(planned_town: Service) -> None:
    """Changes are made to the newest; the page says which one is shown."""
    text = shown(planned_town.client("planner"), f"/week/{WEEK}/plans/v1")
    assert "不是最新的" in text
    assert "changes/new" not in text


def test_only_what_can_be_is_offered_for_a_place(planned_town: Service) -> None:
    """The second team is forbidden the first place: its day is shown with the reason, disabled."""
    client = planned_town.client("planner")
    text = shown(client, f"/week/{WEEK}/changes/new?site=S1")
    assert f'<option value="T2|{MONDAY}" disabled>' in text
    assert 'name="do" value="allow"' in text
    assert 'name="do" value="add"' not in text
    assert client.get(f"/week/{WEEK}/changes/new?site=S9").status_code == 404


def test_what_a_form_asks_is_a_change_file(planned_town: Service) -> None:
    """The form, the map and the command line say the same thing in the same words."""
    client, store = planned_town.client("planner"), planned_town.office.store
    address = order(client, do="move", site="S2", to=f"T1|{MONDAY}", at="10:30", note="顺路")
    job = find_job(store, address.rsplit("/", 1)[1])
    assert job.argument["dry_run"] is True
    assert job.argument["changes"] == {
        "week": WEEK,
        "plan": "v2",
        "author": "planner-all",
        "note": "顺路",
        "changes": [{"do": "move", "site": "S2", "team": "T1", "day": MONDAY, "at": "10:30"}],
    }


def test_the_map_sends_its_change_file(planned_town: Service) -> None:
    """What the page collected goes to the server as it is; nobody signs as somebody else."""
    client, store = planned_town.client("planner"), planned_town.office.store
    sent = {"week": WEEK, "plan": "v2", "author": "x", "changes": [{"do": "pin", "site": "S1"}]}
    answer = client.post(f"/week/{WEEK}/changes", json=sent)
    assert answer.status_code == 202, answer.text
    job = find_job(store, answer.json()["address"].rsplit("/", 1)[1])
    assert job.argument["changes"]["changes"] == [{"do": "pin", "site": "S1"}]
    assert job.argument["changes"]["author"] == "planner-all"


def test_a_form_that_lacks_something_asks_nothing(planned_town: Service) -> None:
    """One clear line, and no job."""
    client = planned_town.client("planner")
    for form in (
        {"do": "move", "site": "S1"},
        {"do": "add", "site": "S3", "reason": ""},
        {"do": "explode", "site": "S1"},
        {"do": "replan", "since": "2026-11-24T09:00"},
        {"do": "replan", "away": f"T1|{MONDAY}"},
    ):
        answer = client.post(f"/week/{WEEK}/changes", data=form)
        assert answer.status_code == 422, (form, answer.text)
    assert planned_town.office.store.rows("job") == []


def test_a_form_that_lacks_something_comes_back_as_it_was(planned_town: Service) -> None:
    """What was typed is not typed twice; nothing on the page is the name of a field."""
    client = planned_town.client("planner")
    browser = {"accept": "text/html"}
    form = {"do": "replan", "since": "2026-11-24T09:00", "away": f"T1|{MONDAY}", "note": "开会"}
    answer = client.post(f"/week/{WEEK}/changes", data=form | {"site": "丙厂"}, headers=browser)
    assert answer.status_code == 422
    assert "请写明“为什么要去”" in answer.text
    assert "reason 应是" not in answer.text
    assert f'value="T1|{MONDAY}" checked' in answer.text
    for text in ("丙厂", "开会", "2026-11-24T09:00"):
        assert f'value="{text}"' in answer.text
    form = {"do": "move", "site": "S1", "to": "", "at": "10:40"}
    answer = client.post(f"/week/{WEEK}/changes", data=form, headers=browser)
    assert (answer.status_code, 'value="10:40"' in answer.text) == (422, True)


def test_a_name_of_several_places_offers_them_at_once(planned_town: Service) -> None:
    """Nothing waits in the queue to be refused there; an id nobody knows is told at once too."""
    client, browser = planned_town.client("planner"), {"accept": "text/html"}
    form = {"do": "replan", "since": "2026-11-24T09:00", "reason": "举报", "site": "甲厂"}
    for asked, said in (("厂", "没有编号或名称为“厂”"), ("S99999", "没有编号或名称为“S99999”")):
        answer = client.post(f"/week/{WEEK}/changes", data=form | {"site": asked}, headers=browser)
        assert (answer.status_code, said in answer.text) == (422, True)
    (one,) = planned_town.office.store.rows("site", where={"site_id": ["S1"]})
    rows = [one | {"site_id": name, "lon_deg": 115.0, "lat_deg": 35.5} for name in ("S7", "S8")]
    with planned_town.office.store.writing() as unit:
        unit.append("site", as_table(rows, SITE))
    answer = client.post(f"/week/{WEEK}/changes", data=form, headers=browser)
    assert answer.status_code == 422
    assert answer.text.count('type="radio" name="chosen"') == 3
    assert planned_town.office.store.rows("job") == []
    assert order(client, **form, chosen="S8")


def test_a_refused_change_leads_back_to_its_form(planned_town: Service) -> None:
    """Nobody fills it in again."""
    client = planned_town.client("planner")
    address = order(client, do="move", site="S2", to=f"T1|{MONDAY}", at="03:00")
    job_id = address.rsplit("/", 1)[1]
    jobs, error = sql_table("job"), json.dumps({"zh": "不行。", "en": "No."})
    with planned_town.office.store.aside() as connection:
        connection.execute(update(jobs).values(state="failed", error=error))
    again = f"/week/{WEEK}/changes/new?site=S2&again={job_id}"
    assert again.replace("&", "&amp;") in client.get(address).text
    form = client.get(again).text
    assert 'value="03:00"' in form
    assert f'<option value="T1|{MONDAY}" selected>' in form


def test_a_body_that_is_no_change_file_is_refused(planned_town: Service) -> None:
    """A broken body is the sender's fault, not ours."""
    client = planned_town.client("planner")
    kind = {"content-type": "application/json"}
    for body in ("", "[]", "{", '{"changes": []}', '{"changes": 5}'):
        answer = client.post(f"/week/{WEEK}/changes", content=body, headers=kind)
        assert answer.status_code == 422, (body, answer.text)


def test_a_team_that_is_away_and_an_urgent_place_are_one_replan(planned_town: Service) -> None:
    """Midweek both come at once: a form, the same dry run."""
    address = order(
        planned_town.client("planner"),
        do="replan",
        since="2026-11-23T11:00",
        away=f"T1|{MONDAY}",
        site="丙厂",
        reason="紧急举报",
    )
    job = find_job(planned_town.office.store, address.rsplit("/", 1)[1])
    assert job.argument["changes"]["from"] == "2026-11-23T11:00"
    assert job.argument["changes"]["changes"] == [
        {"do": "absent", "team": "T1", "day": MONDAY},
        {"do": "add", "site": "S3", "reason": "紧急举报"},
    ]


@BOTH_STORES
def test_the_cost_is_shown_before_a_change_is_taken(planned_town: Service) -> None:
    """Waiting, then the figures with their signs, then the same search once more to keep."""
    client, store = planned_town.client("planner"), planned_town.office.store
    address = order(client, do="move", site="S2", to=f"T1|{MONDAY}")
    assert "排队中" in shown(client, address)
    assert client.post(address).status_code == 422
    answered(store, address.rsplit("/", 1)[1])
    text = shown(client, address)
    for words in ("得分 -1.2", "行车 +10 分钟", "走访 -1 处", "未兑现承诺 +1", "留下一条说明"):
        assert words in text
    assert "采用后仍有 1 项承诺兑现不了（现在的计划 1 项）" in text
    taken = client.post(address)
    job = find_job(store, taken.headers["location"].split("/jobs/")[1].split("?")[0])
    priced = find_job(store, address.rsplit("/", 1)[1])
    assert "dry_run" not in job.argument
    assert job.argument | {"dry_run": True} == priced.argument


def test_a_cost_of_a_former_plan_is_not_taken(planned_town: Service) -> None:
    """Somebody else changed the plan meanwhile: the figures are no longer true."""
    client, store = planned_town.client("planner"), planned_town.office.store
    address = order(client, do="pin", site="S1")
    answered(store, address.rsplit("/", 1)[1])
    draft(store, "v3", {"T1": ["S2"]}, version=3)
    text = shown(client, address)
    assert "这个代价不再成立" in text
    assert f'action="{address}"' not in text
    assert client.post(address).status_code == 409


def test_a_cost_is_of_the_plan_that_its_answer_names(planned_town: Service) -> None:
    """A file that names no plan was priced for one all the same, and is taken of that one only."""
    client, store = planned_town.client("planner"), planned_town.office.store
    asked = client.post(f"/week/{WEEK}/changes", json={"changes": [{"do": "pin", "site": "S1"}]})
    address = asked.json()["address"]
    answered(store, address.rsplit("/", 1)[1], earlier="v2")
    taken = client.post(address).headers["location"]
    job = find_job(store, taken.split("/jobs/")[1].split("?")[0])
    assert job.argument["changes"]["plan"] == "v2"
    draft(store, "v3", {"T1": ["S2"]}, version=3)
    assert "这个代价不再成立" in shown(client, address)
    assert client.post(address).status_code == 409


def test_a_price_of_another_week_or_kind_is_not_found(planned_town: Service) -> None:
    """No job is shown as a price that is none."""
    client = planned_town.client("planner")
    address = client.post(f"/week/{WEEK}/plan", data={"limit": "10"}).headers["location"]
    job_id = address.split("/jobs/")[1].split("?")[0]
    assert client.get(f"/week/{WEEK}/changes/{job_id}").status_code == 404


@BOTH_STORES
def test_versions_say_how_each_was_made(planned_town: Service) -> None:
    """Who changed what, why, and which one the teams have."""
    text = shown(planned_town.client("viewer"), f"/week/{WEEK}/versions")
    for words in ("第2版", "由 v1 改动而来", "王主任", "二队顺路"):
        assert words in text


@BOTH_STORES
def test_two_versions_are_compared_team_by_team(planned_town: Service) -> None:
    """The place that changed hands concerns both teams."""
    client = planned_town.client("viewer")
    text = shown(client, f"/week/{WEEK}/versions?former=v1&later=v2")
    assert "一队：1 处变化" in text
    assert "二队：1 处变化" in text
    assert client.get(f"/week/{WEEK}/versions?former=v1&later=v9").status_code == 404


@BOTH_STORES
def test_a_former_version_is_put_back_as_a_new_one(planned_town: Service) -> None:
    """Nothing is lost: the third version repeats the first."""
    client, store = planned_town.client("planner"), planned_town.office.store
    assert client.post(f"/week/{WEEK}/restore", data={"version": "1"}).status_code == 303
    plans = store.rows("plan")
    assert [row["version"] for row in plans if row["plan_id"] not in ("v1", "v2")] == [3]


@BOTH_STORES
def test_publishing_gives_each_team_its_link_once(planned_town: Service) -> None:
    """A link is shown at its making; a second version is shown by the same link."""
    client, store = planned_town.client("planner"), planned_town.office.store
    form = {"plan_id": "v1", "sure": "1"}
    first = client.post(f"/week/{WEEK}/publish", data=form)
    assert first.status_code == 200, first.text
    assert first.text.count("data-link") == 1  # the second team has no stop by v1
    assert published(store, WEEK) == "v1"
    second = client.post(f"/week/{WEEK}/publish", data=form | {"plan_id": "v2"})
    assert second.text.count("data-link") == 1
    assert "已有链接" in second.text
    assert "一队：1 处变化" in second.text
    assert len(store.rows("link")) == 2


def test_links_that_no_phone_can_open_are_told(planned_town: Service) -> None:
    """Published on the machine itself they begin with its own address; versions say why."""
    client = planned_town.client("planner")
    form = {"plan_id": "v2", "note": "领导已批", "sure": "yes"}
    host = {"host": "127.0.0.1:8000"}
    answer = client.post(f"/week/{WEEK}/publish", data=form, headers=host)
    assert "只在这台电脑上能打开" in answer.text
    assert "领导已批" in shown(client, f"/week/{WEEK}/versions")


def test_links_of_a_published_week_are_https_behind_a_proxy(planned_town: Service) -> None:
    """The proxy ends https and asks by http; a phone would be warned of a plain link."""
    office = planned_town.office
    planned_town.office = replace(office, settings=replace(office.settings, proxy=("10.0.0.1",)))
    planned_town.person("planner")
    client = planned_town.bearer("a", permissions_of("planner") - {Permission.PEOPLE})
    answer = client.post(f"/week/{WEEK}/publish", data={"plan_id": "v2", "sure": "1"})
    assert set(re.findall(r"(https?)://[^\"<\s]+/r/", answer.text)) == {"https"}


def test_publishing_asks_again_once_the_week_began(planned_town: Service) -> None:
    """It is Monday: the form has a box to tick, and without it nothing is published."""
    client, store = planned_town.client("planner"), planned_town.office.store
    assert 'name="sure"' in shown(client, f"/week/{WEEK}/publish")
    answer = client.post(f"/week/{WEEK}/publish", data={"plan_id": "v2"})
    assert answer.status_code == 409
    assert answer.json()["ask"] == "is_sure"
    assert published(store, WEEK) is None
    assert store.rows("link") == []


@BOTH_STORES
def test_a_published_plan_is_taken_back(planned_town: Service) -> None:
    """The state says so at once."""
    client = planned_town.client("planner")
    client.post(f"/week/{WEEK}/publish", data={"plan_id": "v2", "sure": "1"})
    assert "已发布 第2版" in shown(client, f"/week/{WEEK}")
    assert client.post(f"/week/{WEEK}/withdraw").status_code == 303
    assert "草稿 第2版" in shown(client, f"/week/{WEEK}")


def test_a_plan_of_another_week_is_not_published_here(planned_town: Service) -> None:
    """The address and the form must speak of one week."""
    draft(planned_town.office.store, "w49", {"T1": ["S1"]}, week="2026-W49")
    client = planned_town.client("planner")
    answer = client.post(f"/week/{WEEK}/publish", data={"plan_id": "w49", "sure": "1"})
    assert answer.status_code == 404
    assert published(planned_town.office.store, "2026-W49") is None


@BOTH_STORES
def test_a_person_of_one_town_reads_the_week(planned_town: Service) -> None:
    """Every page of the week that may be read is there for who sees one town alone."""
    client = planned_town.client("viewer", towns=frozenset({"甲镇"}))
    for path in ("", "/plans/v2", "/versions"):
        assert shown(client, f"/week/{WEEK}{path}")
