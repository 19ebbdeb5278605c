"""A write that comes with a key is done once."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from data.errors import InputError, StoreError
from data.schema import SITE, as_table
from data.store import Author
from data.store.tables import sql_table
from data.store.whole import WholeStore
from service.access.actors import permissions_of
from service.access.roles import Permission
from service.pipeline.cases import tipwork
from service.pipeline.records import results
from service.web import holding
from service.web.api.route import Town, Whole  # noqa: TC001 - FastAPI reads them
from service.web.api.routing import api_router
from service.web.fingerprints import fingerprint_of
from service.web.gate import needs
from service.web.holding import LEASE_S, SOON_S
from service.web.once import HEADER, KEPT, begin_once
from service.web.problems import RefusalError
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.offices import SITES, table

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.service.web.conftest import Service

TIP = {"day": "2026-11-20", "what": "夜里有异味", "place": "村口"}
PATH = "/api/v1/tips"


def keyed(client: TestClient, body: object = TIP, *, key: str = "k-1") -> tuple[int, object]:
    """Send a write with a key; give its status and what it answered."""
    answer = client.post(PATH, json=body, headers={HEADER: key})
    return answer.status_code, answer.json()


def count_tips(service: Service) -> int:
    """Count what was really stored."""
    return len(service.office.store.rows("tip"))


@BOTH_STORES
def test_the_same_request_is_done_once_and_answered_alike(service: Service) -> None:
    """A client whose connection broke sends again; the office has one tip-off, not two."""
    client = service.client("planner")
    first = keyed(client)
    assert first[0] == 201
    assert keyed(client) == first
    assert count_tips(service) == 1


def test_another_key_is_another_request(service: Service) -> None:
    """Two callers may report the same words."""
    client = service.client("planner")
    keyed(client)
    assert keyed(client, key="k-2")[0] == 201
    assert count_tips(service) == 2


def test_a_key_with_another_body_is_refused(service: Service) -> None:
    """A program that forgot to draw a new key would lose its second write."""
    client = service.client("planner")
    keyed(client)
    status, told = keyed(client, TIP | {"what": "别的"})
    assert (status, told["reason"]) == (422, "key-reused")  # type: ignore[index]
    assert count_tips(service) == 1


@BOTH_STORES
def test_two_accounts_never_share_a_key(service: Service) -> None:
    """Nobody reads another's answer by guessing a key."""
    keyed(service.client("planner"))
    assert keyed(service.client("administrator"))[0] == 201
    assert count_tips(service) == 2


def test_an_answer_is_kept_for_who_has_the_same_rights(service: Service) -> None:
    """A token that may see less, or other towns, learns nothing by the key of its own account."""
    all_of_it = permissions_of("planner") - {Permission.PEOPLE}
    service.person("planner")
    whole = keyed(service.bearer("a", all_of_it))
    less = keyed(service.bearer("b", all_of_it - {Permission.CONTACTS}))
    elsewhere = keyed(service.bearer("c", all_of_it, towns=["甲镇"]))
    assert [whole[0], less[0], elsewhere[0], count_tips(service)] == [201, 422, 422, 1]
    assert keyed(service.bearer("d", all_of_it)) == whole


@BOTH_STORES
def test_a_refused_request_may_be_sent_again(service: Service) -> None:
    """Nothing was done, so its key is free once what was missing is there."""
    client = service.client("planner")
    body = TIP | {"site": "S1"}
    assert keyed(client, body)[0] == 404
    site = {"site_id": "S1", "kind": "enterprise", "name": "甲厂", "status": "operating"}
    with service.office.store.writing(by=Author("test", "test")) as unit:
        unit.append("site", as_table([site | {"lon_deg": 115.0, "lat_deg": 35.0}], SITE))
    assert keyed(client, body)[0] == 201


@BOTH_STORES
def test_kept_answers_go_after_seven_days(service: Service) -> None:
    """The same key is a new request then; people know of seven days."""
    client = service.client("planner")
    keyed(client)
    service.clock.pass_by(hours=1)
    client = service.client("administrator")
    keyed(client)
    service.clock.pass_by(days=7)
    keyed(service.client("planner", towns=frozenset({"甲镇"})), key="other")
    assert len(service.office.store.rows("once")) == 1
    assert timedelta(days=7) == KEPT


def begun(service: Service) -> str:
    """Mark the request of these tests as begun by a process that then stops; give its id."""
    once = begin_once(
        service.office.store,
        "k-1",
        account="id-planner-all",
        request=fingerprint_of("POST", PATH + "?", b'{"day":"2026-11-20"}'),
        clock=service.clock,
    )
    return once.once_id


def again(service: Service) -> str:
    """Begin the same request once more; give the name of the new attempt."""
    return begin_once(
        service.office.store,
        "k-1",
        account="id-planner-all",
        request=fingerprint_of("POST", PATH + "?", b'{"day":"2026-11-20"}'),
        clock=service.clock,
    ).attempt


def fall_silent(service: Service, **more: object) -> None:
    """Let the lease of every key run out, as a few seconds after its process was killed."""
    with service.office.store.aside() as connection:
        connection.execute(update(sql_table("once")).values(answer="0", **more))


@BOTH_STORES
def test_while_the_first_is_under_way_others_are_told_to_wait(service: Service) -> None:
    """409 with Retry-After: the second learns the answer by asking again."""
    begun(service)
    with pytest.raises(RefusalError, match="under way") as refused:
        again(service)
    assert refused.value.status == 409
    assert refused.value.headers == {"Retry-After": str(SOON_S)}


@BOTH_STORES
def test_what_a_crash_left_undone_is_done_by_the_next(service: Service) -> None:
    """The mark of a process that stopped before it stored anything holds nobody up for long."""
    begun(service)
    fall_silent(service)
    assert again(service)
    with pytest.raises(RefusalError, match="under way"):
        again(service)


@BOTH_STORES
def test_a_key_whose_process_is_gone_is_free_after_seconds(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to tell it: what is not renewed runs out, by the clock of the database."""
    assert LEASE_S <= 5
    monkeypatch.setattr(holding, "LEASE_S", 0.05)
    begun(service)
    sleep(0.1)
    assert again(service)


@BOTH_STORES
def test_a_slow_request_keeps_its_key(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer than its lease, and renews it: nobody else begins the same meanwhile."""
    monkeypatch.setattr(holding, "LEASE_S", 1.2)
    monkeypatch.setattr(holding, "BEAT_S", 0.05)
    client, real = service.client("planner"), tipwork.add_tip
    begins, may_end, seen = Event(), Event(), []

    def slowly(*asked: Any, **more: Any) -> object:  # noqa: ANN401 - passed on
        begins.set()
        may_end.wait(5)
        return real(*asked, **more)

    monkeypatch.setattr(tipwork, "add_tip", slowly)
    first = Thread(target=lambda: seen.append(keyed(client)[0]))
    first.start()
    begins.wait(20)
    sleep(1.6)
    assert keyed(client)[1]["reason"] == "under-way"  # type: ignore[index]
    may_end.set()
    first.join()
    assert (seen, count_tips(service)) == ([201], 1)


def test_what_landed_is_answered_though_its_lease_could_not_be_renewed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread was left for the lease, say: the change is stored, and its client is told so."""
    client, real, tried = service.client("planner"), tipwork.add_tip, Event()

    def fails(*_asked: object) -> None:
        tried.set()
        raise RuntimeError("no thread is left")

    def slowly(*asked: Any, **more: Any) -> object:  # noqa: ANN401 - passed on
        tried.wait(5)
        return real(*asked, **more)

    monkeypatch.setattr(holding, "BEAT_S", 0.01)
    monkeypatch.setattr(holding, "hold", fails)
    monkeypatch.setattr(tipwork, "add_tip", slowly)
    assert (keyed(client)[0], tried.is_set(), count_tips(service)) == (201, True, 1)


@BOTH_STORES
def test_what_an_older_program_left_unanswered_is_not_done_again(service: Service) -> None:
    """The change is there, its answer is lost: the client is told so, and nothing is doubled."""
    begun(service)
    fall_silent(service, status=0)
    with pytest.raises(RefusalError, match="its answer is not kept") as refused:
        again(service)
    assert refused.value.facts == {"reason": "done-answer-lost"}


@BOTH_STORES
def test_an_attempt_that_was_taken_over_stores_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However late it comes back, and though it was alive all the time."""
    client, real = service.client("planner"), tipwork.add_tip
    begins, may_end, seen = Event(), Event(), []

    def slowly(*asked: Any, **more: Any) -> object:  # noqa: ANN401 - passed on
        if not begins.is_set():
            begins.set()
            may_end.wait(20)
        return real(*asked, **more)

    monkeypatch.setattr(tipwork, "add_tip", slowly)
    monkeypatch.setattr(holding, "BEAT_S", 60)
    first = Thread(target=lambda: seen.append(keyed(client)))
    first.start()
    begins.wait(20)
    fall_silent(service)
    second = keyed(client)
    may_end.set()
    first.join()
    assert (second[0], seen[0][0], count_tips(service)) == (201, 409, 1)
    assert keyed(client) == second


@BOTH_STORES
@pytest.mark.parametrize("landed", [True, False])
def test_a_change_and_its_answer_land_together(
    service: Service, monkeypatch: pytest.MonkeyPatch, *, landed: bool
) -> None:
    """The connection breaks in the very commit: sent again, it is answered, or done, but once."""
    client, real, breaks = service.client("planner"), WholeStore.land, iter([True, False])

    def land(whole: WholeStore) -> None:
        if not next(breaks):
            real(whole)
            return
        if landed:
            real(whole)
        raise StoreError("Away.", zh="库不可用。")

    monkeypatch.setattr(WholeStore, "land", land)
    assert keyed(client)[0] == 503
    assert count_tips(service) == landed
    assert keyed(client)[0] == 201
    assert count_tips(service) == 1


@BOTH_STORES
def test_work_is_asked_for_once(service: Service) -> None:
    """A job that is told twice is one job, and the answer names it both times."""
    client, said = service.client("planner"), {HEADER: "k-1"}
    answers = [client.post("/api/v1/scores", json={}, headers=said).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert [row["job_id"] for row in service.office.store.rows("job")] == [answers[0]["job_id"]]


@BOTH_STORES
def test_two_at_once_store_one(service: Service) -> None:
    """Both come in the same moment, as when a proxy repeats a request."""
    client = service.client("planner")
    seen: list[int] = []
    threads = [Thread(target=lambda: seen.append(keyed(client)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_tips(service) == 1
    assert set(seen) <= {201, 409}
    assert 201 in seen


@BOTH_STORES
def test_a_write_of_several_units_is_done_whole_by_its_key(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It broke off between the ledgers and the pages: nothing is stored, and the next does it."""
    client, tries = service.client("planner"), iter([True, False])
    real = results.record_files

    def breaks(*asked: Any, **more: Any) -> object:  # noqa: ANN401 - passed on
        if next(tries):
            raise InputError("Cut off.", zh="中断。")
        return real(*asked, **more)

    monkeypatch.setattr(results, "record_files", breaks)
    found = []
    for _ in range(3):  # the client draws a new boundary each time
        files, said = {"files": ("a.csv", table(*SITES))}, {HEADER: "k-1"}
        status = client.post("/api/v1/results", files=files, headers=said).status_code
        found.append((status, len(service.office.store.rows("site"))))
    assert found == [(422, 0), (200, 3), (200, 3)]


@pytest.mark.parametrize("key", ["", "with space", "k" * 201, "\x7f"])
def test_a_key_is_plain_and_short(service: Service, key: str) -> None:
    """It is stored as a hash, but what cannot be a header's word is a mistake."""
    assert keyed(service.client("planner"), key=key)[0] == 422
    assert count_tips(service) == 0


@pytest.mark.parametrize("key", [{}, {HEADER: "k-1"}], ids=["plain", "once"])
def test_a_route_that_asks_for_both_stores_fails_at_its_first_request(
    service: Service, key: dict[str, str]
) -> None:
    """What it wrote to the first of the two would never land; whoever writes it sees it at once."""
    odd = api_router("odd")

    @odd.post("/odd", dependencies=[needs(Permission.PEOPLE)])
    def write_both(town: Town, whole: Whole) -> None:  # noqa: ARG001 - asked for
        raise AssertionError("served")

    client = service.client("administrator")
    client.app.include_router(odd)  # type: ignore[attr-defined]  # FastAPI
    with pytest.raises(TypeError, match="Town or for Whole, never for both"):
        client.post("/api/v1/odd", headers=key)
