"""Questions on pages: asked one by one, answered, mended, answered otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.pipeline.ledgers.questions import answered_questions, open_questions
from tests.data.ledger.office import SITE_HEADER
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.offices import bring_in, send, table, work

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.pipeline.ledgers.questions import Question
    from tests.service.web.conftest import Service


@pytest.fixture
def asking(service: Service) -> tuple[Service, TestClient]:
    """Give a service with the small ledgers in it, and a planner."""
    client = service.client("planner")
    bring_in(service, client)
    return service, client


def only(service: Service, kind: str) -> Question:
    """Find the one open question of a kind of ledger."""
    (found,) = [one for one in open_questions(service.office.store) if one.kind == kind]
    return found


def test_rows_of_one_name_are_one_question(asking: tuple[Service, TestClient]) -> None:
    """JC2 and JC3 ask which 乙铸造厂; JC4 only waits for its site."""
    service, _ = asking
    visits, site = only(service, "inspections"), only(service, "sites")
    assert len(visits.same) == 2
    assert (site.code, len(site.waiting)) == ("no_coordinates", 1)


@BOTH_STORES
def test_an_answer_settles_all_rows_and_leads_on(asking: tuple[Service, TestClient]) -> None:
    """Both visits are stored with the site that was chosen, and the next question comes."""
    service, client = asking
    question = only(service, "inspections")
    page = client.get(f"/questions/{question.key}").text
    assert 'value="S00002"' in page
    assert 'value="S00003"' in page
    answer = client.post(f"/questions/{question.key}", data={"said": "S00003"})
    assert answer.headers["location"] == f"/questions/{only(service, 'sites').key}"
    visits = service.office.store.read("inspection")
    assert sorted(visits.index[visits["site_id"] == "S00003"]) == ["JC2", "JC3"]
    assert "已入库：2 行" in client.get(answer.headers["location"]).text


def test_a_message_is_said_once(asking: tuple[Service, TestClient]) -> None:
    """Loaded again, the page is silent."""
    service, client = asking
    question = only(service, "inspections")
    to = client.post(f"/questions/{question.key}", data={"said": "不要"}).headers["location"]
    assert 'class="said"' in client.get(to).text
    assert 'class="said"' not in client.get(to).text


@BOTH_STORES
def test_mended_cells_bring_the_site_and_its_visit_in(asking: tuple[Service, TestClient]) -> None:
    """The empty columns of the sheet are offered; the visit that waited comes with the site."""
    service, client = asking
    question = only(service, "sites")
    page = client.get(f"/questions/{question.key}").text
    names = dict(re.findall(r"<label>([^<]+)<input name=\"(cell\d+)\"", page))
    cells = {names["企业名称"]: "丙木业", names["村"]: "东村", names["坐标系"]: "GPS"}
    cells |= {names["经度"]: "115.02", names["纬度"]: "35.51"}
    assert client.post(f"/questions/{question.key}/mend", data=cells).status_code == 303
    store = service.office.store
    assert "丙木业" in set(store.read("site")["name"])
    assert "JC4" in store.read("inspection").index
    assert [one.kind for one in open_questions(store)] == ["inspections"]


def test_mending_that_mends_nothing_says_why(asking: tuple[Service, TestClient]) -> None:
    """It stays open, and the page stays with it."""
    service, client = asking
    question = only(service, "sites")
    cells = {"cell0": "丙木业", "cell1": "东坊"}
    answer = client.post(f"/questions/{question.key}/mend", data=cells)
    assert answer.headers["location"] == f"/questions/{question.key}"
    assert "没有坐标" in client.get(answer.headers["location"]).text
    assert only(service, "sites").key == question.key


def test_an_answer_that_does_not_fit_stores_nothing(asking: tuple[Service, TestClient]) -> None:
    """A visit is no site of its own, and S99999 is none."""
    service, client = asking
    question = only(service, "inspections")
    for said in ("新点位", "S99999", "也许"):
        answer = client.post(f"/questions/{question.key}", data={"said": said})
        assert answer.status_code == 422
        assert "可以答" in answer.text
    assert answered_questions(service.office.store) == []


@BOTH_STORES
def test_a_dropped_row_can_be_wanted_after_all(asking: tuple[Service, TestClient]) -> None:
    """The later answer counts: the visits are stored."""
    service, client = asking
    question = only(service, "inspections")
    client.post(f"/questions/{question.key}", data={"said": "不要"})
    assert len(service.office.store.read("inspection")) == 1
    assert question.key in client.get("/questions/answered").text
    assert "已答“不要”" in client.get(f"/questions/{question.key}").text
    client.post(f"/questions/{question.key}", data={"said": "S00002"})
    assert len(service.office.store.read("inspection")) == 3


def test_without_questions_the_page_says_so(service: Service) -> None:
    """And leads to the ledgers."""
    page = service.client("planner").get("/questions").text
    assert "没有待答的问题" in page
    assert 'href="/ledgers"' in page


def test_question_that_nobody_asks_is_missing(asking: tuple[Service, TestClient]) -> None:
    """Somebody answered it, or the ledger was sent anew."""
    _, client = asking
    assert client.get("/questions/0123456789abcdef01234567").status_code == 404


def test_what_was_answered_is_listed_after_the_ledger_came_again(
    asking: tuple[Service, TestClient],
) -> None:
    """The program itself asks for that; the answer holds, is shown, and a later one counts."""
    service, client = asking
    store = service.office.store
    site, visits = only(service, "sites"), only(service, "inspections")
    client.post(f"/questions/{site.key}", data={"said": "不要"})
    client.post(f"/questions/{visits.key}", data={"said": "不要"})
    before = {one.key: (one.zh, one.same, row["said"]) for one, row in answered_questions(store)}
    bring_in(service, client)
    assert not {visits.key, site.key} & {one.key for one in open_questions(store)}
    after = {one.key: (one.zh, one.same, row["said"]) for one, row in answered_questions(store)}
    assert set(after) == {visits.key, site.key}
    assert after == before
    assert f'href="/questions/{visits.key}"' in client.get("/questions/answered").text
    assert client.get(f"/questions/{visits.key}").status_code == 200
    service.clock.pass_by(minutes=1)
    client.post(f"/questions/{visits.key}", data={"said": "S00002"})
    bring_in(service, client)
    found = store.read("inspection")
    assert sorted(found.index[found["site_id"] == "S00002"]) == ["JC2", "JC3"]
    said = {one.key: row["said"] for one, row in answered_questions(store)}
    assert said[visits.key] == "S00002"


def test_a_datum_may_hold_for_the_sheet_but_no_row_is_left_out_unseen(service: Service) -> None:
    """The question names its place; ticked, a datum settles all rows and a drop only its own."""
    client = service.client("planner")
    rows = (f"{name}木厂,东村,115.0{at},35.5," for at, name in enumerate("甲乙丙"))
    work(service, send(client, ("厂.csv", table(SITE_HEADER, *rows))))
    store = service.office.store
    first = open_questions(store)[0]
    page = client.get(f"/questions/{first.key}").text
    assert f'<span class="whose">{first.cells["企业名称"]}</span>' in page
    assert "另有 2 个点位" in page
    client.post(f"/questions/{first.key}", data={"said": "不要", "alike": "1"})
    second, _ = open_questions(store)
    client.post(f"/questions/{second.key}", data={"said": "百度", "alike": "1"})
    assert open_questions(store) == []
    assert store.read("site")["datum"].tolist() == ["bd09", "bd09"]
