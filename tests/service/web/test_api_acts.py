"""What pages do and programs do too: answers to questions, weekdays off, links of teams."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from data.schema import TEAM, as_table
from data.store import Author
from service.access.secrets import fingerprint
from service.pipeline.plans.daysoff import days_off, undo_days_off
from service.pipeline.plans.publishing import published
from service.pipeline.rules.ruling import rules_in_force
from service.pipeline.week.absences import set_absences
from service.web.once import HEADER
from service.web.problemtypes import address_of
from service.web.trying import TRIAL
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.deskrows import put_town
from tests.service.web.offices import bring_in, table
from tests.service.web.weeks import WEEK, draft, town

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.service.web.conftest import Service

QUESTIONS = "/api/v1/questions"
LINKS = f"/api/v1/weeks/{WEEK}/links"
ABSENCES = "/api/v1/absences"


def put_days(client: TestClient, week: str, day: str) -> None:
    """Set one day of a week as the one on which T1 is away."""
    path = f"/api/v1/weeks/{week}/absences"
    seen = {"If-Match": client.get(path).headers["etag"]}
    assert client.put(path, json={"days": {"T1": [day]}}, headers=seen).status_code == 200


def asked(client: TestClient, kind: str) -> dict[str, Any]:
    """Find the one open question of a kind of ledger."""
    (found,) = client.get(QUESTIONS, params={"kind": kind}).json()["items"]
    whole: dict[str, Any] = client.get(f"{QUESTIONS}/{found['question_id']}").json()
    assert found.items() <= whole.items()
    return whole


def reply(client: TestClient, question: dict[str, Any], **said: object) -> Any:  # noqa: ANN401
    """Answer a question."""
    return client.post(f"{QUESTIONS}/{question['question_id']}/answer", json=said)


@pytest.fixture
def planner(service: Service) -> TestClient:
    """Give a planner, with the small ledgers brought in."""
    client = service.client("planner")
    bring_in(service, client)
    return client


class TestQuestions:
    """Two visits ask which 乙铸造厂; 丙木业 has no coordinates, and a visit waits for it."""

    @BOTH_STORES
    def test_an_offered_answer_settles_its_rows_once(
        self, service: Service, planner: TestClient
    ) -> None:
        """Sent twice with a key, both visits are stored once, and the audit says who answered."""
        question = asked(planner, "inspections")
        assert "S00003" in [one["said"] for one in question["choices"]]
        path = f"{QUESTIONS}/{question['question_id']}/answer"
        sent = [planner.post(path, json={"said": "S00003"}, headers={HEADER: "k"}) for _ in "ab"]
        assert [one.json() for one in sent] == [{"stored": 2, "still": []}] * 2
        visits = service.office.store.read("inspection")
        assert sorted(visits.index[visits["site_id"] == "S00003"]) == ["JC2", "JC3"]
        former = planner.get(f"{QUESTIONS}/{question['question_id']}").json()["answer"]
        assert (former["meaning"], former["site_id"]) == ("site", "S00003")
        who = {row["who"] for row in service.office.store.rows("audit") if "answer" in row["what"]}
        assert who == {"planner-all"}

    def test_mended_cells_bring_in_what_waited(self, service: Service, planner: TestClient) -> None:
        """Only the two missing cells are sent; the rest of the row stays as it was read."""
        question = asked(planner, "sites")
        assert {"经度", "纬度"} <= set(question["headers"])
        done = reply(planner, question, cells={"经度": "115.02", "纬度": "35.51"})
        assert done.json() == {"stored": 2, "still": []}
        assert "丙木业" in set(service.office.store.read("site")["name"])
        assert "JC4" in service.office.store.read("inspection").index

    def test_what_is_still_wrong_is_told(self, planner: TestClient) -> None:
        """A latitude alone mends nothing; the visit there goes on waiting."""
        still = reply(planner, asked(planner, "sites"), cells={"纬度": "35.51"}).json()["still"]
        assert "坐标" in still[0]["zh"]
        assert len(still) == 2

    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            ({"said": "也许"}, "breaks-a-rule"),
            ({"cells": {"不在表里": "x"}}, "breaks-a-rule"),
            ({}, "wrong-argument"),
            ({"said": "不要", "cells": {"村": "东村"}}, "wrong-argument"),
        ],
    )
    def test_no_answer_stores_nothing(
        self, planner: TestClient, said: dict[str, object], kind: str
    ) -> None:
        """The question stays open, and is told what it takes."""
        answer = reply(planner, asked(planner, "inspections"), **said)
        assert (answer.status_code, answer.json()["type"]) == (422, address_of(kind))
        counts = planner.get(QUESTIONS).json()
        assert (counts["open"], counts["answered"]) == (2, 0)

    @pytest.mark.parametrize("answered_first", [False, True])
    def test_pages_hide_no_question_that_others_answer_in_between(
        self, planner: TestClient, *, answered_first: bool
    ) -> None:
        """Two questions by one: the second comes, also when the first is gone by then."""
        first = planner.get(f"{QUESTIONS}?limit=1").json()
        if answered_first:
            assert reply(planner, first["items"][0], said="不要").status_code == 200
        second = planner.get(first["next"]).json()
        keys = [one["question_id"] for page in (first, second) for one in page["items"]]
        assert (len(keys), keys) == (2, sorted(set(keys)))
        assert (second["next"], second["open"]) == (None, 1 if answered_first else 2)
        kinds = {one["kind"] for page in (first, second) for one in page["items"]}
        assert kinds == {"sites", "inspections"}

    def test_rows_that_were_turned_away_are_listed_apart(self, planner: TestClient) -> None:
        """丙木业 has no coordinates; counts stay those of all."""
        (gone,) = planner.get(f"{QUESTIONS}?fate=rejected").json()["items"]
        (open_one,) = planner.get(f"{QUESTIONS}?fate=question&lang=en").json()["items"]
        assert (gone["kind"], open_one["kind"]) == ("sites", "inspections")
        assert planner.get(f"{QUESTIONS}?fate=rejected").json()["open"] == 2

    def test_a_question_that_nobody_asks_is_not_there(self, planner: TestClient) -> None:
        """As the page says."""
        question = {"question_id": "none"}
        assert reply(planner, question, said="不要").json()["type"] == address_of("not-found")


class TestTrials:
    """What other rules would do to a week."""

    OWN: ClassVar[dict[str, Any]] = {"frequency": {"red_days": 5}}

    def test_a_trial_is_that_of_the_page_and_keeps_nothing(self, service: Service) -> None:
        """The same trial waits once, whichever door asked; the page shows what it changes."""
        client, store = service.client("administrator"), service.office.store
        asked = client.post("/api/v1/rules/trials", json={"own": self.OWN, "week": WEEK})
        assert asked.status_code == 202, asked.text
        form = {"section": "frequency", "key": "red_days", "value": "5", "week": WEEK}
        assert client.post("/admin/rules/change", data=form).status_code == 303
        (job,) = store.rows("job")
        assert asked.json()["job_id"] == job["job_id"]
        assert (job["kind"], client.get(asked.json()["href"]).json()["state"]) == (TRIAL, "queued")
        assert "检查频次：红色" in client.get(f"/admin/rules/trials/{job['job_id']}").text
        assert rules_in_force(store).origin == "defaults"

    @pytest.mark.parametrize(
        "said",
        [
            {"own": {"frequenzy": {}}},
            {"own": {"frequency": {"red_days": "often"}}},
            {"own": {}, "week": "2026-W60"},
            {"own": {}, "iterations": 0},
            {"week": WEEK},
        ],
    )
    def test_wrong_rules_are_refused_before_they_are_tried(
        self, service: Service, said: dict[str, object]
    ) -> None:
        """A job that fails an hour later tells too late."""
        answer = service.client("administrator").post("/api/v1/rules/trials", json=said)
        assert answer.status_code == 422, answer.text
        assert service.office.store.rows("job") == []

    def test_without_a_week_it_is_this_one(self, service: Service) -> None:
        """Nothing is planned yet: 23 November 2026 is in week 48."""
        client = service.client("administrator")
        assert client.post("/api/v1/rules/trials", json={"own": self.OWN}).status_code == 202
        (job,) = service.office.store.rows("job")
        assert json.loads(job["argument"]) == {"own": self.OWN, "former": {}, "week": "2026-W48"}


@pytest.mark.parametrize("headers", [{}, {HEADER: "k"}], ids=["plain", "once"])
def test_a_book_of_steps_is_rehearsed(service: Service, headers: dict[str, str]) -> None:
    """What it would do is told, nothing is stored; then it is taken."""
    put_town(service.office.store)
    client, store = service.client("planner"), service.office.store
    book = table("隐患编号,步骤,日期,经办", "YH00001,提交复查,2026-11-22,一队")
    path, sent = "/api/v1/findings/steps", {"files": ("步骤.csv", book)}
    before, trail = store.rows("finding"), len(store.rows("audit"))
    told = [client.post(f"{path}?dry_run=true", files=sent, headers=headers) for _ in "ab"]
    assert [(one.status_code, one.json()["dry_run"]) for one in told] == [(200, True)] * 2
    assert [len(one.json()["taken"]) for one in told] == [1, 1]
    assert (store.rows("finding"), store.rows("finding_step")) == (before, [])
    assert len(store.rows("audit")) == trail
    assert client.post(path, files=sent).status_code == 201
    assert store.rows("finding") != before


class TestAbsences:
    """Weekdays off: the rule of the page."""

    def test_set_read_and_set_back(self, service: Service) -> None:
        """A team that is not named is never off; one step leads back, and the page shows it."""
        client = service.client("planner")
        town(service.office.store)
        tag = client.get(ABSENCES).headers["etag"]
        put = client.put(ABSENCES, json={"off": {"T1": [4, 0]}}, headers={"If-Match": tag})
        assert put.json() == {"off": {"T1": [0, 4]}, "before": {}}
        late = client.put(ABSENCES, json={"off": {}}, headers={"If-Match": tag})
        assert late.json()["type"] == address_of("stale-edit")
        assert client.get("/api/v1/teams/T1").json()["absent_days"] == [0, 4]
        assert client.post(f"{ABSENCES}/undo").json() == {"off": {}, "before": {"T1": [0, 4]}}

    def test_days_of_one_week(self, service: Service) -> None:
        """Beside the weekdays; a day of another week is refused, and so is an edit unseen."""
        client, path = service.client("planner"), f"/api/v1/weeks/{WEEK}/absences"
        town(service.office.store)
        tag = client.get(path).headers["etag"]
        asked = {"days": {"T1": ["2026-11-26"]}}
        assert client.put(path, json=asked).status_code == 428
        put = client.put(path, json=asked, headers={"If-Match": tag})
        assert put.json() == {"days": {"T1": ["2026-11-26"]}, "off": {}}
        late = client.put(path, json={"days": {}}, headers={"If-Match": tag})
        assert late.json()["type"] == address_of("stale-edit")
        other = client.get("/api/v1/weeks/2026-W49/absences")
        assert other.json()["days"] == {}
        seen = {"If-Match": other.headers["etag"]}
        stray = client.put("/api/v1/weeks/2026-W49/absences", json=asked, headers=seen)
        assert (stray.status_code, stray.json()["type"]) == (422, address_of("breaks-a-rule"))

    def test_a_mistyped_year_costs_no_other_day(self, service: Service) -> None:
        """2062 for 2026; what is forgotten is what is long past by the clock of the office."""
        client, store = service.client("planner"), service.office.store
        town(store)
        for week, day in (("2024-W48", "2024-11-28"), (WEEK, "2026-11-26")):
            put_days(client, week, day)
        assert client.get("/api/v1/weeks/2024-W48/absences").json()["days"] == {}
        put_days(client, "2062-W48", "2062-11-29")
        assert client.get(f"/api/v1/weeks/{WEEK}/absences").json()["days"] == {"T1": ["2026-11-26"]}

    def test_a_form_sent_twice_can_be_set_back(self, service: Service) -> None:
        """What was before the day stays known; nothing changed the second time."""
        client, store = service.client("planner"), service.office.store
        town(store)
        for day in ("2026-11-26", "2026-11-27", "2026-11-27"):
            put_days(client, WEEK, day)
        undo_days_off(store, WEEK)
        assert days_off(store) == {"T1": {date(2026, 11, 26)}}

    def test_who_sees_some_towns_learns_who_is_away(self, service: Service) -> None:
        """As the teams do: weekdays were open already."""
        client, store = service.client("planner"), service.office.store
        town(store)
        put_days(client, WEEK, "2026-11-26")
        set_absences(store, {"T1": [4]})
        viewer = service.client("viewer", towns=frozenset({"甲镇"}))
        for path in (f"/api/v1/weeks/{WEEK}/absences", ABSENCES):
            assert viewer.get(path).json() == client.get(path).json()
        assert viewer.get(ABSENCES).json() == {"off": {"T1": [4]}, "before": {}}

    def test_a_team_that_is_gone_does_not_bar_the_way_back(self, service: Service) -> None:
        """What is known of the others comes back."""
        client, store = service.client("planner"), service.office.store
        town(store)
        for off in ({"T1": [1], "T2": [2]}, {}):
            set_absences(store, off)
        with store.writing(by=Author("test", "test")) as unit:
            unit.clear("team", where={"team_id": ["T1"]})
        undone = client.post(f"{ABSENCES}/undo")
        assert (undone.status_code, undone.json()["off"]) == (200, {"T2": [2]})

    def test_an_edit_of_one_team_can_be_set_back_too(self, service: Service) -> None:
        """One rule, by whichever route a day is taken off."""
        client = service.client("planner")
        town(service.office.store)
        client.put(
            ABSENCES,
            json={"off": {"T2": [1]}},
            headers={"If-Match": client.get(ABSENCES).headers["etag"]},
        )
        tag = client.get("/api/v1/teams/T1").headers["etag"]
        edit = {"absent_days": [2, 2], "name": "新一队"}
        done = client.patch("/api/v1/teams/T1", json=edit, headers={"If-Match": tag}).json()
        assert (done["absent_days"], done["name"]) == ([2], "新一队")
        assert client.get(ABSENCES).json() == {
            "off": {"T1": [2], "T2": [1]},
            "before": {"T2": [1]},
        }

    def test_what_cannot_be_is_refused(self, service: Service) -> None:
        """No such team; an eighth day of the week; nothing to undo."""
        client = service.client("planner")
        town(service.office.store)
        seen = {"If-Match": client.get(ABSENCES).headers["etag"]}
        for off in ({"T9": [0]}, {"T1": [7]}):
            assert client.put(ABSENCES, json={"off": off}, headers=seen).status_code == 422
        assert client.post(f"{ABSENCES}/undo").status_code == 422
        assert client.get(ABSENCES).json() == {"off": {}, "before": None}


@pytest.fixture
def teams(service: Service) -> None:
    """Store two teams."""
    rows = [
        {"team_id": f"T{n}", "name": f"{n}队", "card_holders": 2, "lon_deg": 115, "lat_deg": 35}
        for n in (1, 2)
    ]
    with service.office.store.writing(by=Author("test", "test")) as unit:
        unit.upsert("team", as_table(rows, TEAM))


def token_of(service: Service, client: TestClient, *permissions: str) -> TestClient:
    """Give a client by a token with some permissions of who has signed in."""
    wish = {"name": "test", "permissions": list(permissions)}
    program = service.nobody()
    secret = client.post("/api/v1/me/tokens", json=wish).json()["secret"]
    program.headers["Authorization"] = f"Bearer {secret}"
    return program


@pytest.mark.usefixtures("teams")
class TestLinks:
    """Links of teams: an address is told once."""

    @BOTH_STORES
    def test_every_team_without_a_link_gets_one(self, service: Service) -> None:
        """Asked again, none is made; its key keeps no address, and no list tells one."""
        client = service.client("planner")
        made = client.post(LINKS, json={}, headers={HEADER: "k"}).json()
        assert [one["link"]["team_id"] for one in made] == ["T1", "T2"]
        secret = made[0]["address"].split("/")[-2]
        assert client.post(LINKS, json={}, headers={HEADER: "k"}).status_code == 409
        assert client.post(LINKS, json={}).json() == []
        listed = client.get(LINKS)
        assert [one["standing"] for one in listed.json()] == ["open", "open"]
        told = listed.text + str(service.office.store.rows("once"))
        assert secret not in told
        assert fingerprint(secret) not in told

    def test_a_renewed_link_ends_the_former_and_can_be_taken_back(self, service: Service) -> None:
        """The address of before opens nothing, and in the end neither does the new one."""
        client, phone = service.client("planner"), service.nobody()
        (first,) = client.post(LINKS, json={"team_id": "T1"}).json()
        (fresh,) = client.post(f"{LINKS}/{first['link']['link_id']}/renew").json()
        paths = [one["address"].partition("testserver")[2] for one in (first, fresh)]
        assert phone.get(paths[0]).status_code == 410
        again = client.post(f"{LINKS}/{first['link']['link_id']}/renew")
        assert again.json()["type"] == address_of("breaks-a-rule")
        other = LINKS.replace(WEEK, "2026-W49")
        assert client.delete(f"{other}/{fresh['link']['link_id']}").status_code == 404
        assert client.delete(f"{LINKS}/{fresh['link']['link_id']}").status_code == 204
        assert [one["standing"] for one in client.get(LINKS).json()] == ["revoked", "revoked"]
        assert phone.get(paths[1]).status_code == 410

    def test_a_token_makes_no_link_that_may_do_more_than_itself(self, service: Service) -> None:
        """A link reads contacts and records: a token that only plans would get both by it."""
        client = service.client("planner")
        weak = token_of(service, client, "see", "plan")
        for address, sent in ((LINKS, {"json": {}}), (f"/week/{WEEK}/links", {"data": {}})):
            assert weak.post(address, **sent).status_code == 403
        assert client.get(LINKS).json() == []
        whole = token_of(service, client, "see", "plan", "contacts", "record")
        assert len(whole.post(LINKS, json={}).json()) == 2


def test_a_token_that_makes_no_links_publishes(service: Service) -> None:
    """What it may do is done whole, and what it may not is left to somebody who may."""
    client, store = service.client("planner"), service.office.store
    town(store)
    plan_id = draft(store, "v1", {"T1": ["S1"]})
    weak = token_of(service, client, "see", "plan")
    form = {"plan_id": plan_id, "sure": "1"}
    assert weak.post(f"/week/{WEEK}/publish", data=form).status_code == 200
    assert published(store, WEEK) == plan_id
    assert client.get(LINKS).json() == []
