"""Accounts, as administrators look after them in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, StoreError
from data.store import Author
from service.access.accounts import Account, News, account, add_account, find_account
from service.access.sessions import sessions_of
from service.access.staff import change_account
from service.pipeline.upkeep import people
from service.pipeline.upkeep.people import close_person, reset_person
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

BY = Author("test", "test")
NEW = {"name": "Zhao", "role": "inspector", "towns": "甲镇", "full_name": "赵敏"}


def _password(page: str) -> str:
    return page.split('translate="no">')[1].split("<", maxsplit=1)[0]


@BOTH_STORES
def test_new_person_signs_in_with_the_password_shown_once(service: Service) -> None:
    """The page shows it, the next one does not; it must be changed; the form again is refused."""
    admin = service.client("administrator")
    made = admin.post("/admin/people", data=NEW)
    password = _password(made.text)
    assert password not in admin.get("/admin/people").text
    assert admin.post("/admin/people", data=NEW).status_code == 422
    own = find_account(service.office.store, name="zhao")
    assert own is not None
    assert (own.role, own.towns, own.must_change) == ("inspector", frozenset({"甲镇"}), True)
    form = {"name": "zhao", "password": password}
    assert service.nobody().post("/sign-in", data=form).status_code == 303


@BOTH_STORES
def test_reset_ends_sessions_and_former_password(service: Service) -> None:
    """Whoever had got hold of either is out."""
    admin, li = service.client("administrator"), service.client("viewer")
    reset = admin.post("/admin/people/id-viewer-all/reset")
    assert li.get("/me").status_code == 401
    assert not sessions_of(service.office.store, "id-viewer-all", clock=service.clock)
    form = {"name": "viewer-all", "password": _password(reset.text)}
    assert service.nobody().post("/sign-in", data=form).status_code == 303


@BOTH_STORES
def test_a_reset_that_is_cut_off_changes_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a closed account has a new password, which nobody was told, and stays closed."""
    store, name = service.office.store, service.person("viewer")
    close_person(store, name, clock=service.clock)
    before = [store.rows(table) for table in ("account", "credential", "audit")]

    def cut_off(*_asked: object, **_more: object) -> None:
        raise StoreError("The line went dead.", zh="连接中断。")

    monkeypatch.setattr(people, "change_person", cut_off)
    with pytest.raises(StoreError, match="went dead"):
        reset_person(store, name, clock=service.clock)
    assert [store.rows(table) for table in ("account", "credential", "audit")] == before
    monkeypatch.undo()
    assert reset_person(store, name, clock=service.clock).person.active


@BOTH_STORES
def test_last_administrator_stays(service: Service) -> None:
    """Neither closed nor given another role, until there is another who may sign in."""
    store, clock = service.office.store, service.clock
    for name, active in (("boss", True), ("gone", False)):
        person = Account(account_id=name, name=name, role="administrator", active=active)
        add_account(store, person, password=None, clock=clock, by=BY)
    for news in (News(active=False), News(role="planner")):
        with pytest.raises(InputError, match="last administrator"):
            change_account(store, "boss", clock=clock, by=BY, **news)
    change_account(store, "gone", clock=clock, by=BY, active=True)
    change_account(store, "boss", clock=clock, by=BY, role="planner")
    assert account(store, "boss").role == "planner"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "administrator", "towns": "甲镇"}, "管理员可见全部乡镇"),
        ({"role": "emperor"}, "角色只能是"),
        ({"name": "a b"}, "账号须为"),
        ({"full_name": "x\u202e"}, "姓名最多"),
        ({"team_id": "T9"}, "没有队伍"),
        ({"towns": ""}, "没有选可见乡镇"),
    ],
    ids=str,
)
def test_account_that_cannot_be_is_refused(
    service: Service, change: dict[str, str], said: str
) -> None:
    """In words, and nothing is stored."""
    admin = service.client("administrator")
    answer = admin.post("/admin/people", data=NEW | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(service.office.store.rows("account")) == 1


def test_form_without_a_town_comes_back_as_it_was_typed(service: Service) -> None:
    """One tick is missing; nothing need be typed again, of a new person or of one there is."""
    admin = service.client("administrator")
    service.person("viewer", name="li")
    typed = {"role": "planner", "full_name": "赵敏", "lang": "en"}
    made = admin.post("/admin/people", data=typed | {"name": "zhao"})
    changed = admin.post("/admin/people/id-li", data=typed | {"active": "true"})
    assert 'name="name" value="zhao"' in made.text
    for answer in (made, changed):
        assert answer.status_code == 422
        assert "没有选可见乡镇" in answer.text
        assert 'value="赵敏"' in answer.text
        assert '<option value="planner" selected>' in answer.text
    assert account(service.office.store, "id-li").towns is None
    assert admin.post("/admin/people/id-li", data=typed).status_code == 303  # closed: sees nothing


def test_where_no_ledger_names_a_town_every_town_is_ticked(service: Service) -> None:
    """There is nothing else to tick; where there is, somebody says which."""
    admin = service.client("administrator")
    ticked = 'name="every_town" value="true" checked'
    assert ticked in admin.get("/admin/people").text
    service.person("viewer", name="li", towns=frozenset({"甲镇"}))
    assert ticked not in admin.get("/admin/people").text


def test_name_of_sign_in_stays_whatever_the_form_says(service: Service) -> None:
    """The audit would tell of somebody else."""
    admin = service.client("administrator")
    service.person("viewer", name="li")
    form = {"role": "planner", "every_town": "true", "active": "true"}
    more = {"name": "root", "account_id": "x", "outside_id": "y"}
    assert admin.post("/admin/people/id-li", data=form | more).status_code == 303
    changed = account(service.office.store, "id-li")
    assert (changed.name, changed.role, changed.outside_id) == ("li", "planner", None)


@BOTH_STORES
def test_audit_tells_who_changed_whom(service: Service) -> None:
    """By the name of the administrator."""
    admin = service.client("administrator")
    admin.post("/admin/people", data=NEW)
    last = service.office.store.rows("audit")[-1]
    assert (last["who"], last["what"]) == ("administrator-all", "POST /admin/people")
