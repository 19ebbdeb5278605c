"""Every form and every writing route, sent what nobody decent sends: nothing breaks or leaks in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.store import Store
from service.pipeline.week.absences import BEFORE
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.hostile.judging import Judge
from tests.service.web.hostile.values import MORE
from tests.service.web.hostile.writing import (
    address_of,
    drawn,
    fields_of,
    form,
    good_body,
    takes_json,
    write_routes,
    writes,
)
from tests.service.web.loops import refuse_on_the_loop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.routing import APIRoute

    from tests.service.web.hostile.house import HostileTown

    Told = tuple[Store, dict[str, list[dict[str, Any]]]]

EACH = 2
"""Requests of a route beside the decent one; ``benchmarks/writes.py`` sends all."""
WRITES = write_routes(make_app(Office(store=Store.__new__(Store), settings=WebSettings(store="-"))))
OWN = ("/me", "/password", "/language", "/sign-", "/r/", "/questions")
"""Forms about oneself, or of whoever has not signed in; answering a question takes seconds."""
BY_PATH = {(method, route.path): route for method, route in WRITES}


@pytest.fixture(autouse=True)
def _off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no route write where it would hold everybody up."""
    refuse_on_the_loop(monkeypatch)


@pytest.fixture(scope="module")
def judge(town: HostileTown) -> Iterator[Judge]:
    """Watch the town's store and files."""
    with Judge(town, is_brief=True) as judge:
        yield judge


@pytest.fixture(scope="module")
def told(town: HostileTown) -> Told:
    """Send, as a planner, every form of the desk with fields that it does not have."""
    store, client = town.service.office.store, town.client("planner")
    before = {name: store.rows(name) for name in ("account", "token", "setting", "audit")}
    for method, route in WRITES:
        if not takes_json(method, route) and not route.path.startswith(OWN):
            more = {**good_body(method, route), **MORE}
            sent = form(method, address_of(route, town), "more", more)
            headers = {"content-type": sent.kind}
            client.request(method, sent.address, content=sent.body, headers=headers)
    return store, before


@pytest.mark.parametrize(("method", "route"), WRITES, ids=lambda one: getattr(one, "path", one))
def test_a_hostile_write_is_refused_in_a_line_or_taken_as_a_text(
    method: str, route: APIRoute, town: HostileTown, judge: Judge
) -> None:
    """No failure of the server; what is refused is told in words, and changes nothing."""
    client = town.client()
    for write in drawn(writes(method, route, town), EACH):
        _, faults = judge.faults(client, write)
        assert faults == [], f"{write.address[:200]}: {write.name}"


def test_the_fields_of_forms_are_found_where_they_are_read() -> None:
    """Else a new field would be sent nothing hostile; ``key`` and ``note`` are of other pages."""
    found = set(fields_of(BY_PATH["POST", "/tips"]))
    assert {"what", "day", "lon_deg", "urgent", "since", "verdict"} <= found
    assert "note" not in found
    assert {"role", "towns"} <= set(fields_of(BY_PATH["POST", "/admin/people"]))
    assert {"what", "reward_yuan"} & set(fields_of(BY_PATH["POST", "/api/v1/tips"])) == {"what"}


@pytest.mark.parametrize("table", ["account", "token", "setting"])
def test_fields_that_nobody_asked_for_give_a_planner_nothing(table: str, told: Told) -> None:
    """Forms drop them; documents that bring them are refused, as the document promises."""
    store, before = told
    rows, former = (
        [row for row in listed if row.get("name") != BEFORE]  # what the form of days off is for
        for listed in (store.rows(table), before[table])
    )
    assert rows == former


def test_whoever_sends_a_form_is_named_for_it(told: Told) -> None:
    """``by``, ``actor`` and ``account_id`` of a form name nobody."""
    store, before = told
    last = max(str(row["audit_id"]) for row in before["audit"])
    news = [row for row in store.rows("audit") if str(row["audit_id"]) > last]
    assert news
    assert {row["who"] for row in news} == {"planner"}
