"""Two phones disagree: the office decides in the browser or by program, both phones show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from data.store import Scope
from service.access.teamlinks import find_link
from service.pipeline.records.conflicts import conflict_counts, week_conflicts
from service.web.inspector.taking import take
from service.web.once import HEADER
from tests.service.web.linktown import OTHER_PHONE, PHONE, Phone, hazard, link_of
from tests.service.web.test_api_acts import token_of
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from tests.service.web.conftest import Service

LATER = "2026-11-23T00:52:00.000Z"
PAGE = f"/week/{WEEK}/conflicts"
API = f"/api/v1/weeks/{WEEK}/conflicts"


@pytest.fixture
def send(town: Service) -> Callable[[Phone], dict[str, Any]]:
    """Give a function that sends what a phone of 一队 has."""
    store = town.office.store
    link = find_link(store, link_of(store, clock=town.clock).split("/")[2])
    assert link is not None
    return lambda phone: take(store, link, phone.document, now=town.clock(), learns=False)


def disagree(send: Callable[[Phone], dict[str, Any]]) -> None:
    """Let one phone say 未发现 and the other, later, 非法违法 with a hazard."""
    send(Phone().visit("S00001", "clean", note="没人"))
    send(Phone(device=OTHER_PHONE).visit("S00001", "illegal", edited_at=LATER, **found()))


def found() -> dict[str, Any]:
    """Give the hazard that the other phone wrote down."""
    return {"findings": [hazard("私接电线")]}


def result_of(store: Store) -> list[str]:
    """Give the results of all visits."""
    return [row["result"] for row in store.rows("inspection")]


def asked(text: str) -> dict[str, str]:
    """Read the key of each phone from the buttons of the page."""
    keys = re.findall(r'name="take" value="([^"]+)"', text)
    return {key.rsplit(":", 1)[1]: key for key in keys}


def test_who_may_not_read_notes_decides_nothing(town: Service, send: Callable[..., Any]) -> None:
    """An older word by a token without contacts must not push the later one aside unheard."""
    send(Phone(device=OTHER_PHONE).visit("S00001", "illegal", edited_at=LATER, **found()))
    planner, store = town.client("planner"), town.office.store
    sent = {"files": ("a.json", orjson.dumps(Phone().visit("S00001", "clean").document))}
    records = store.rows("page_record")
    weak = token_of(town, planner, "see", "record", "plan")
    refused = weak.post("/api/v1/results", files=sent)
    assert (refused.status_code, "“联系方式”权限" in refused.json()["detail"]) == (403, True)
    take = {"take": str(records[0]["page_record_id"]), "mark": "x"}
    assert weak.post(API, json=take).status_code == 403
    assert (result_of(store), store.rows("page_record")) == (["illegal"], records)
    whole = token_of(town, planner, "see", "record", "contacts")
    assert whole.post("/api/v1/results", files=sent).status_code == 200
    assert (result_of(store), conflict_counts(store)) == (["illegal"], {WEEK: 1})


def test_the_office_decides_on_a_page(town: Service, send: Callable[..., Any]) -> None:
    """The overview and the week lead there; one press, and the earlier word counts."""
    disagree(send)
    planner, store = town.client("planner"), town.office.store
    assert conflict_counts(store) == {WEEK: 1}
    weak = store.within(Scope(towns=None, contacts=False))
    assert conflict_counts(weak) == {WEEK: 1}
    assert f'href="{PAGE}"' in planner.get("/").text
    assert f'href="{PAGE}"' in planner.get(f"/week/{WEEK}").text
    text = planner.get(PAGE).text
    assert text.index("非法违法") < text.index("未发现")
    assert "私接电线" in text
    assert "没人" in text
    mark = re.findall(r'name="mark" value="([^"]+)"', text)[0]
    answer = planner.post(PAGE, data={"take": asked(text)[PHONE], "mark": mark})
    assert answer.headers["location"] == f"{PAGE}?said=decided"
    assert result_of(store) == ["clean"]
    assert (conflict_counts(store), week_conflicts(store, WEEK)) == ({}, ())
    assert "没有需要定夺的记录" in planner.get(PAGE).text
    assert f'href="{PAGE}"' not in planner.get("/").text
    send(Phone().visit("S00002", "finding"))
    assert "乙厂（2026-11-23）记为有问题，但没有写是什么隐患" in planner.get(PAGE).text


def test_who_may_not_plan_sees_both_sides_and_no_button(
    town: Service, send: Callable[..., Any]
) -> None:
    """An inspector reads; a viewer may not read notes, which may name people, and has no fault."""
    disagree(send)
    inspector, viewer = town.client("inspector"), town.client("viewer")
    text = inspector.get(PAGE).text
    assert "私接电线" in text
    assert asked(text) == {}
    assert f'href="{PAGE}"' not in inspector.get("/").text
    assert viewer.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in viewer.get(f"/week/{WEEK}").text
    assert viewer.get(f"/api/v1/weeks/{WEEK}/done").json()["conflicts"] == []


def test_a_decision_about_words_of_before_is_not_taken(
    town: Service, send: Callable[..., Any]
) -> None:
    """A phone went on meanwhile: the page shows what it says now; a program gets 409."""
    disagree(send)
    planner = town.client("planner")
    (conflict,) = planner.get(API).json()
    later = "2026-11-23T00:53:00.000Z"
    send(Phone(device=OTHER_PHONE).visit("S00001", "finding", edited_at=later, **found()))
    said = {"take": conflict["sides"][1]["take"], "mark": conflict["mark"]}
    assert planner.post(PAGE, data=said).headers["location"] == f"{PAGE}?said=moved_on"
    refused = planner.post(API, json=said)
    assert (refused.status_code, refused.json()["status"]) == (409, 409)
    assert result_of(town.office.store) == ["finding"]


def test_a_program_decides_once(town: Service, send: Callable[..., Any]) -> None:
    """The same key twice is one decision; what is no side of a conflict is not there."""
    disagree(send)
    planner = town.client("planner")
    (conflict,) = planner.get(API).json()
    assert [side["is_taken"] for side in conflict["sides"]] == [True, False]
    said = {"take": conflict["sides"][1]["take"], "mark": conflict["mark"]}
    answers = [planner.post(API, json=said, headers={HEADER: "k"}) for _ in "ab"]
    assert [(one.status_code, one.json()) for one in answers] == [(200, [])] * 2
    assert result_of(town.office.store) == ["clean"]
    assert planner.post(API, json=said).status_code == 404


def test_each_phone_is_told_its_own_word_beside_the_other(
    town: Service, send: Callable[..., Any]
) -> None:
    """Also the phone that came first, as soon as it asks; and what the office decided."""
    disagree(send)
    for device, own in ((PHONE, "clean"), (OTHER_PHONE, "illegal")):
        told = send(Phone(device=device))["differs"]["S00001"]
        assert told["decided"] is False
        assert {side["result"] for side in told["sides"] if side["own"]} == {own}
        assert [side["result"] for side in told["sides"] if side["counts"]] == ["illegal"]
    planner = town.client("planner")
    (conflict,) = planner.get(API).json()
    planner.post(API, json={"take": conflict["sides"][1]["take"], "mark": conflict["mark"]})
    assert send(Phone())["differs"] == {}
    told = send(Phone(device=OTHER_PHONE))["differs"]["S00001"]
    assert told["decided"] is True
    assert [(side["result"], side["own"]) for side in told["sides"]] == [
        ("clean", False),
        ("illegal", True),
    ]
