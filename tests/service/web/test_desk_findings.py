"""Findings on pages: the board, lists, one finding and its steps, tip-offs, orders."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from data.schema import INSPECTION, as_table
from service.web.gate import CSRF_HEADER
from tests.maps.hostile import HOSTILE
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.deskrows import TODAY, put_town

if TYPE_CHECKING:
    import pytest

    from tests.service.web.conftest import Service

ORDINARY, MAJOR = "YH00001", "YH00002"


def test_board_puts_open_findings_by_state(service: Service) -> None:
    """The closed one stands nowhere; what is late stands apart, what was handed in waits there."""
    put_town(service.office.store)
    html = service.client("viewer").get("/findings").text
    late = html.split('id="overdue"')[1].split("</section>")[0]
    submitted = html.split('id="submitted"')[1].split("</section>")[0]
    assert ORDINARY in late
    assert MAJOR in submitted
    assert "YH00003" not in html


@BOTH_STORES
def test_list_is_filtered(service: Service) -> None:
    """Each filter keeps what it names and nothing else."""
    put_town(service.office.store)
    client = service.client("viewer")
    expected = {
        "town=甲镇": {ORDINARY},
        "village=西村": {MAJOR},
        "level=major": {MAJOR},
        "team=一队": {ORDINARY},
        "state=submitted": {MAJOR},
        "overdue=1": {ORDINARY, MAJOR},
    }
    pages = {query: client.get(f"/findings/list?{query}").text for query in expected}
    assert {
        query: {one for one in (ORDINARY, MAJOR) if f"/findings/{one}" in html}
        for query, html in pages.items()
    } == expected


@BOTH_STORES
def test_list_goes_on_after_what_was_shown(service: Service) -> None:
    """The major one comes first; after it only the ordinary one is left."""
    put_town(service.office.store)
    client = service.client("viewer")
    html = client.get(f"/findings/list?after={MAJOR}").text
    assert f"/findings/{ORDINARY}" in html
    assert f"/findings/{MAJOR}" not in html
    assert client.get("/findings/list?after=none").status_code == 404


def test_due_lists_what_the_week_must_recheck(service: Service) -> None:
    """Both were due before the week; the closed one is not asked for."""
    put_town(service.office.store)
    html = service.client("viewer").get("/findings/due?week=2026-W48").text
    assert f"/findings/{ORDINARY}" in html
    assert f"/findings/{MAJOR}" in html
    assert "YH00003" not in html


@BOTH_STORES
def test_step_is_taken_and_signed(service: Service) -> None:
    """The finding is handed in, and the audit names the account."""
    store = service.office.store
    put_town(store)
    client = service.client("inspector")
    form = {"act": "submitted", "day": TODAY, "note": "已整改"}
    answer = client.post(f"/findings/{ORDINARY}/steps", data=form)
    assert answer.status_code == 303, answer.text
    (row,) = store.rows("finding", where={"finding_id": [ORDINARY]})
    assert row["state"] == "submitted"
    assert store.rows("audit")[-1]["who"] == "inspector-all"
    assert "已整改" in client.get(f"/findings/{ORDINARY}").text


def test_refused_step_is_said_and_stores_nothing(service: Service) -> None:
    """An extension of what is overdue is against the rules; what was typed stands again."""
    store = service.office.store
    put_town(store)
    client = service.client("planner")
    form = {"act": "extended", "due": "2026-12-30", "who": "镇长", "note": "雨季"}
    answer = client.post(f"/findings/{ORDINARY}/steps", data=form)
    assert answer.status_code == 422
    assert "延期须在期限届满前办理" in answer.text
    assert not store.rows("finding_step")


def test_only_steps_that_may_be_taken_are_offered(service: Service) -> None:
    """A closed finding can be opened again, but not handed in; a viewer is offered nothing."""
    put_town(service.office.store)
    closed = service.client("planner").get("/findings/YH00003").text
    assert 'value="reopened"' in closed
    assert 'value="submitted"' not in closed
    assert 'name="act"' not in service.client("viewer").get(f"/findings/{ORDINARY}").text


@BOTH_STORES
def test_recheck_closes_and_can_be_taken_back(service: Service) -> None:
    """Gone and closed in one form; the last step is taken back, and both stay on record."""
    store = service.office.store
    put_town(store)
    client = service.client("inspector")
    done = {"act": "rechecked", "day": TODAY, "who": "一队"}
    assert client.post(f"/findings/{ORDINARY}/steps", data=done).status_code == 303
    assert store.rows("finding", where={"finding_id": [ORDINARY]})[0]["state"] == "closed"
    undo = {"act": "corrected", "note": "看错了"}
    assert client.post(f"/findings/{ORDINARY}/steps", data=undo).status_code == 303
    assert store.rows("finding", where={"finding_id": [ORDINARY]})[0]["state"] == "submitted"
    steps = store.rows("finding_step", where={"finding_id": [ORDINARY]})
    assert [one["step"] for one in steps][-3:] == ["rechecked", "closed", "corrected"]


def test_a_program_closes_on_the_visit_of_another_team(service: Service) -> None:
    """Whoever asks is not who accepts: that is the team whose visit is named."""
    store = service.office.store
    put_town(store)
    (row,) = store.rows("finding", where={"finding_id": [ORDINARY]})
    visit = {"inspection_id": "J9", "site_id": row["site_id"], "day": TODAY, "result": "clean"}
    with store.writing() as unit:
        unit.upsert("inspection", as_table([visit | {"team": "二队"}], INSPECTION))
    asked = {"step": "gone", "day": TODAY, "visit": "J9"}
    client = service.client("inspector")
    answer = client.post(f"/api/v1/findings/{ORDINARY}/steps", json=asked)
    assert answer.status_code == 201, answer.text
    steps = store.rows("finding_step", where={"finding_id": [ORDINARY]})
    assert [(one["step"], one["who"]) for one in steps][-1] == ("closed", "二队")


def test_viewer_may_enter_nothing(service: Service) -> None:
    """Every form of the desk asks for its permission."""
    put_town(service.office.store)
    client = service.client("viewer")
    for path in (
        f"/findings/{ORDINARY}/steps",
        "/sites/S00001/orders",
        "/sites/S00001/dispositions",
        "/tips",
        "/experts",
        "/risk/anew",
        "/findings/bulk",
        "/admin/rules/change",
        "/admin/backup",
    ):
        assert client.post(path, data={"act": "voided"}).status_code == 403, path


def test_form_without_its_token_is_refused(service: Service) -> None:
    """A foreign page cannot take a step."""
    put_town(service.office.store)
    client = service.client("planner")
    del client.headers[CSRF_HEADER]
    assert client.post(f"/findings/{ORDINARY}/steps", data={"act": "voided"}).status_code == 403


@BOTH_STORES
def test_order_and_disposition_are_entered_on_the_site(service: Service) -> None:
    """A stop order is due in the seven days of the rules; shutting down lists what is missing."""
    store = service.office.store
    put_town(store)
    client = service.client("planner")
    order = {"kind": "stop", "day": TODAY, "document": "甲〔2026〕1号"}
    assert client.post("/sites/S00001/orders", data=order).status_code == 303
    (row,) = store.rows("given_order")
    assert str(row["due"])[:10] == "2026-11-30"
    shut = {"kind": "shut", "day": TODAY, "torn_down": TODAY, "torn_down_proof": "照片1"}
    assert client.post("/sites/S00001/dispositions", data=shut).status_code == 303
    html = client.get("/sites/S00001").text
    assert "甲〔2026〕1号" in html
    assert "照片1" in html
    assert client.post(f"/orders/{row['given_order_id']}/withdraw").status_code == 303
    assert store.rows("given_order")[0]["withdrawn"] is not None


def test_orders_are_told_of_the_same_day_as_findings(service: Service) -> None:
    """The follow-up of a stop order is due on a day, and late from the day after."""
    put_town(service.office.store)
    client = service.client("planner")
    order = {"kind": "stop", "day": TODAY}
    assert client.post("/sites/S00001/orders", data=order).status_code == 303
    days = [
        re.findall(r"截至 ([-0-9]+)<", client.get(address).text)
        for address in ("/orders", "/findings")
    ]
    assert days[0] == days[1] != []
    service.clock.pass_by(days=7)
    assert "逾期未回访 0 件" in service.client("viewer").get("/orders").text
    service.clock.pass_by(days=1)
    assert "逾期未回访 1 件" in service.client("analyst").get("/orders").text


def test_wrong_order_is_said_on_the_page(service: Service) -> None:
    """A fine without its amount is none; nothing is stored."""
    store = service.office.store
    put_town(store)
    client = service.client("planner")
    for form in ({"kind": "scold"}, {"kind": "talk", "day": "gestern"}):
        answer = client.post("/sites/S00001/orders", data=form)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert not store.rows("given_order")


@BOTH_STORES
def test_tip_is_taken_in_and_verified(service: Service) -> None:
    """One that says nothing of where is refused; a village will do."""
    store = service.office.store
    put_town(store)
    client = service.client("planner")
    assert client.post("/tips", data={"what": "夜间冒烟"}).status_code == 422
    assert client.post("/tips", data={"what": "夜间冒烟", "village": "西村"}).status_code == 303
    tip = next(row for row in store.rows("tip") if row["what"] == "夜间冒烟")
    said = {"verdict": "true", "day": TODAY, "reward_yuan": "200"}
    assert client.post(f"/tips/{tip['tip_id']}/verdict", data=said).status_code == 303
    assert "200" in client.get("/tips").text


def test_urgent_tip_asks_for_a_proposal(service: Service) -> None:
    """The search is a job; who asks the same is told of it, and who may not ask sees nothing."""
    store = service.office.store
    put_town(store)
    form = {"what": "夜间冒烟", "site": "S00001", "urgent": "1"}
    answer = service.client("planner").post("/tips", data=form)
    assert answer.headers["location"].startswith("/jobs/")
    (job,) = store.rows("job")
    assert job["kind"] == "tip_proposal"
    page = f"/tips/proposals/{job['job_id']}"
    assert service.client("administrator").get(page).status_code == 200
    assert service.client("planner", towns=frozenset({"甲镇"})).get(page).status_code == 404


def test_urgent_tip_of_one_town_is_kept_and_not_tried(service: Service) -> None:
    """The trial names sites of other towns: who may not see them is told who tries it."""
    store = service.office.store
    put_town(store)
    client = service.client("planner", towns=frozenset({"甲镇"}))
    answer = client.post("/tips", data={"what": "夜间冒烟", "site": "S00001", "urgent": "1"})
    assert "由能看到全部乡镇的编排员试算" in client.get(answer.headers["location"]).text
    assert [row["urgency"] for row in store.rows("tip") if row["what"] == "夜间冒烟"] == ["urgent"]
    assert store.rows("job") == []


@BOTH_STORES
def test_expert_day_is_added_and_called_off(service: Service) -> None:
    """Without a skill it is refused."""
    store = service.office.store
    put_town(store)
    client = service.client("planner")
    form = {"expert": "张工", "day": TODAY, "minutes": "120"}
    assert client.post("/experts", data=form).status_code == 422
    assert client.post("/experts", data={**form, "skills": ["dust", "lab"]}).status_code == 303
    (row,) = store.rows("expert_day")
    assert client.post(f"/experts/{row['expert_day_id']}/cancel").status_code == 303
    assert store.rows("expert_day")[0]["cancelled"] is not None


def test_bulk_file_is_rehearsed_under_a_name_of_ours(
    service: Service, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What the sender calls the file is no path; other kinds of file are refused."""
    folder = tmp_path_factory.mktemp("uploads")
    service.office = replace(
        service.office, settings=replace(service.office.settings, work_folder=folder)
    )
    client = service.client("inspector")
    evil = {"file": ("../../../etc/passwd.csv", b"finding_id,step,day\n")}
    assert client.post("/findings/bulk", files=evil).status_code == 303
    (job,) = service.office.store.rows("job")
    argument = json.loads(job["argument"])
    assert ("passwd" in argument["file"], argument["name"]) == (False, "passwd.csv")
    assert len(list(folder.rglob("*.csv"))) == 1
    odd = {"file": ("x.exe", b"MZ")}
    assert client.post("/findings/bulk", files=odd).status_code == 415


def test_hostile_texts_are_only_text(service: Service) -> None:
    """All forty at once: no page holds any of them as markup."""
    store = service.office.store
    text = " ".join(one.replace("\x00", "") for one in HOSTILE)
    put_town(store, name=text, what=text)
    client = service.client("planner")
    for path in ("/findings", "/findings/list", "/tips", "/sites/S00001"):
        html = client.get(path).text
        for mark in ("<img src=x", "<script>hit", "<svg onload", "<iframe srcdoc", "<SCRIPT/x>"):
            assert mark not in html, (path, mark)
        assert "&lt;img src=x onerror=hit()&gt;" in html, path


@BOTH_STORES
def test_pages_of_an_empty_store_say_so(service: Service) -> None:
    """Nobody meets an error before the first import."""
    client = service.client("administrator")
    for path in (
        *("/findings", "/findings/due", "/tips", "/orders", "/experts", "/reports"),
        *("/risk", "/risk/map", "/risk/cells", "/risk/next", "/risk/backtest"),
        *("/admin/rules", "/admin/audit", "/admin/backup", "/findings/bulk"),
    ):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200, (path, answer.text[-600:])


def test_bulk_steps_are_offered_to_who_may_take_them(service: Service) -> None:
    """They touch every town: whoever sees one town is not led to a page that refuses."""
    put_town(service.office.store)
    link = 'href="/findings/bulk"'
    assert link in service.client("planner").get("/findings").text
    limited = service.client("planner", towns=frozenset({"甲镇"}))
    assert link not in limited.get("/findings").text
    assert limited.get("/findings/bulk").status_code == 403
