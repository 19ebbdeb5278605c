"""What a phone sends: taken once, record by record, each answered for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.errors import InputError
from service.access.teamlinks import find_link
from service.pipeline.plans.publishing import withdraw
from service.web.inspector.taking import take
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.linktown import (
    DONE,
    OTHER_PHONE,
    Phone,
    hazard,
    link_of,
    publish_plan,
)
from tests.service.web.weeks import WEEK, draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.web.conftest import Service

LATER = "2026-11-23T00:52:00.000Z"


@pytest.fixture
def send(town: Service) -> Callable[[Phone], dict[str, Any]]:
    """Give a function that sends what a phone of 一队 has."""
    return sender(town)


def sender(town: Service) -> Callable[[Phone], dict[str, Any]]:
    """Make a link, and a function that sends by it."""
    store = town.office.store
    link = find_link(store, link_of(store, clock=town.clock).split("/")[2])
    assert link is not None
    return lambda phone: take(store, link, phone.document, now=town.clock())


def outcomes(answer: dict[str, Any]) -> dict[str, str]:
    """Say what became of each record."""
    return {one["id"]: one["outcome"] for one in answer["records"]}


@BOTH_STORES
def test_sending_again_changes_nothing(office_town: Service) -> None:
    """The answer to the first request may have been lost: the second one answers alike."""
    phone = Phone().visit("S00001", "finding", findings=[hazard("堵塞")])
    store, send = office_town.office.store, sender(office_town)
    first = send(phone)
    kept = [store.rows(table) for table in ("inspection", "finding", "page_record")]
    assert send(phone) == first
    assert [store.rows(table) for table in ("inspection", "finding", "page_record")] == kept
    assert [len(rows) for rows in kept] == [1, 1, 1]


def test_one_bad_record_spoils_no_other(town: Service, send: Callable[..., Any]) -> None:
    """Another team's stop, a result that is none, a moment to come: each has its own sentence."""
    phone = Phone().visit("S00001").visit("S00003").visit("S00002", "wonderful")
    answer = send(phone)
    assert outcomes(answer) == {"S00001": "taken", "S00003": "refused", "S00002": "refused"}
    said = {one["id"]: one["said"] for one in answer["records"] if "said" in one}
    assert said["S00003"][1] == "S00003 is no stop of this team in the published plan."
    assert "不是本队" in said["S00003"][0]
    assert "wonderful" in said["S00002"][1]
    assert [row["site_id"] for row in town.office.store.rows("inspection")] == ["S00001"]


def test_what_has_not_come_yet_is_refused(send: Callable[..., Any]) -> None:
    """It is 09:00 in China; ten minutes' difference between two clocks is forgiven, more is not."""
    forgiven = "2026-11-23T01:10:00.000Z"
    phone = Phone().visit("S00001", edited_at=forgiven, done_at=None)
    phone.visit("S00002", edited_at="2026-11-23T01:10:01.000Z", done_at=None)
    document = phone.document | {"exported": None}
    phone = type("P", (), {"document": document})()
    answer = send(phone)
    assert outcomes(answer) == {"S00001": "taken", "S00002": "refused"}
    assert "2026-11-23 09:10" in answer["records"][1]["said"][0]


def test_two_phones_are_merged_and_both_sides_told(send: Callable[..., Any]) -> None:
    """The later word counts until the office decides; each phone learns what the other said."""
    send(Phone().visit("S00001", "clean", note="没人"))
    other = Phone(device=OTHER_PHONE).visit("S00001", "closed", edited_at=LATER).visit("S00002")
    answer = send(other)
    assert outcomes(answer) == {"S00001": "conflict", "S00002": "taken"}
    sides = answer["records"][0]["sides"]
    assert [(side["result"], side["own"], side["counts"]) for side in sides] == [
        ("closed", True, True),
        ("clean", False, False),
    ]
    heard = send(Phone())["others"]
    assert {one["site"]: one["device"] for one in heard["visits"]} == dict.fromkeys(
        ("S00001", "S00002"), OTHER_PHONE
    )
    assert heard["visits"][0]["edited_at"] == LATER


def test_own_words_are_not_told_back(send: Callable[..., Any]) -> None:
    """A phone knows what it said."""
    assert send(Phone().visit("S00001"))["others"]["visits"] == []


def test_a_teammate_is_heard_across_versions(town: Service, send: Callable[..., Any]) -> None:
    """A version that is published at noon undoes no visit of the morning, and nobody goes twice."""
    send(Phone().visit("S00001", "finding", findings=[hazard("堵塞")]))
    stops = {"T1": ["S00001", "S00002"], "T2": ["S00003"]}
    publish_plan(town.office.store, "P2", stops, clock=town.clock, version=2)
    heard = send(Phone(device=OTHER_PHONE, plan="P2"))["others"]
    assert [(one["site"], one["result"]) for one in heard["visits"]] == [("S00001", "finding")]
    assert heard["plan"] == "P2"


def test_results_of_a_withdrawn_plan_are_taken(town: Service, send: Callable[..., Any]) -> None:
    """The visits happened."""
    withdraw(town.office.store, WEEK, clock=town.clock)
    assert outcomes(send(Phone().visit("S00001"))) == {"S00001": "taken"}


def test_old_and_new_version_are_one_visit(town: Service, send: Callable[..., Any]) -> None:
    """A stop that stands in both versions on the same day is one errand."""
    send(Phone().visit("S00001"))
    stops = {"T1": ["S00001"], "T2": ["S00002"]}
    publish_plan(town.office.store, "P2", stops, clock=town.clock, version=2)
    send(Phone(plan="P2").visit("S00001", edited_at=LATER))
    assert len(town.office.store.rows("inspection")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"team": "T2"},
        {"team": "T2", "route": "H2-0"},
        {"plan": "P9"},
        {"route": "H2-0"},
        {"plan": None},
    ],
)
def test_another_teams_document_is_refused_whole(
    town: Service, send: Callable[..., Any], change: dict[str, object]
) -> None:
    """Another team, another team's shift, a plan nobody published."""
    document = Phone().visit("S00001").document | change
    with pytest.raises(InputError, match="not of this team's published plan"):
        send(type("P", (), {"document": document})())
    assert town.office.store.rows("page_record") == []


def test_draft_that_was_never_published_takes_nothing(
    town: Service, send: Callable[..., Any]
) -> None:
    """Nobody was sent by it."""
    draft(town.office.store, "P3", {"T1": ["S00001"]}, version=3)
    with pytest.raises(InputError, match="published plan"):
        send(Phone(plan="P3").visit("S00001"))


@pytest.mark.parametrize("device", [None, "", "A:B", "x" * 41, 5])
def test_device_that_is_none_is_refused(send: Callable[..., Any], device: object) -> None:
    """Its name becomes part of keys, which are split at colons."""
    document = Phone().visit("S00001").document | {"device": device}
    with pytest.raises(InputError, match="name for its browser"):
        send(type("P", (), {"document": document})())


def test_lists_that_are_none_or_too_long_are_refused(send: Callable[..., Any]) -> None:
    """A day has some dozens of stops."""
    many = Phone(visits=[{"site": "S00001", "edited_at": DONE}] * 501)
    with pytest.raises(InputError, match="at most 500 records at once, got 501"):
        send(many)
    with pytest.raises(InputError, match="list of records as places"):
        send(type("P", (), {"document": Phone().document | {"places": {"a": 1}}})())
