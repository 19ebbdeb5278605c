"""Accounts: made, found, and signed in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from data.errors import InputError, NotFoundError
from data.schema import ACCOUNT, CREDENTIAL, as_table
from data.store import Author
from data.words import ROLES
from service.access.clock import written
from service.access.passwords import fits, hashed
from service.access.secrets import new_password

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store
    from data.words import Lang
    from service.access.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who may sign in; the columns of ``ACCOUNT``, towns as a set."""

    account_id: str
    name: str
    role: str
    full_name: str = ""
    towns: frozenset[str] | None = None
    team_id: str | None = None
    lang: Lang = "zh"
    active: bool = True
    must_change: bool = False
    outside_id: str | None = None


def add_account(store: Store, account: Account, *, password: str, clock: Clock, by: Author) -> None:
    """
    Store a new account with its password.

    Raises
    ------
    InputError
        If the name is taken, the role is none, or the password is too short.
    """
    if account.role not in ROLES:
        raise InputError(
            f"Expected one of the roles {', '.join(ROLES)}, got {account.role!r}.",
            zh=f"角色只能是 {'、'.join(ROLES)}，现为“{account.role}”。",
        )
    credential = {
        "account_id": account.account_id,
        "hash": hashed(password),
        "changed": written(clock()),
        "failures": 0,
    }
    with store.writing(by=by) as unit:
        if len(unit.read("account", where={"name": [account.name]})):
            raise InputError(
                f"There is an account {account.name!r} already; choose another name.",
                zh=f"账号“{account.name}”已存在，请换一个名字。",
            )
        unit.append("account", as_table([_row(account)], ACCOUNT))
        unit.append("credential", as_table([credential], CREDENTIAL))


def first_administrator(store: Store, *, clock: Clock, by: Author) -> str | None:
    """
    Make the administrator of a store that has no account yet.

    Returns
    -------
    password
        To be shown once and changed at the first sign-in; ``None`` where there are accounts.
    """
    if store.rows("account"):
        return None
    password = new_password()
    admin = Account(account_id=new_id(), name="admin", role="administrator", must_change=True)
    add_account(store, admin, password=password, clock=clock, by=by)
    return password


def new_id() -> str:
    """Make a key that no other row has."""
    return uuid.uuid4().hex


def find_account(store: Store, *, name: str) -> Account | None:
    """Find an account by its sign-in name, written in any case."""
    return _only(store, {"name": [name.strip().lower()]})


def account(store: Store, account_id: str) -> Account:
    """
    Find an account by its key.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = _only(store, {"account_id": [account_id]})
    if found is None:
        raise NotFoundError(f"There is no account {account_id!r}.", zh=f"没有账号“{account_id}”。")
    return found


def accounts(store: Store) -> list[Account]:
    """List every account, by name."""
    return sorted(map(_account, store.rows("account")), key=lambda one: one.name)


def _only(store: Store, where: dict[str, Sequence[str]]) -> Account | None:
    records = store.rows("account", where=where)
    return _account(records[0]) if records else None


def _account(record: dict[str, Any]) -> Account:
    towns = record["towns"]
    return Account(
        account_id=record["account_id"],
        name=record["name"],
        role=record["role"],
        full_name=record["full_name"] or "",
        towns=None if towns is None else frozenset(json.loads(towns)),
        team_id=record["team_id"],
        lang=cast("Lang", record["lang"] or "zh"),
        active=bool(record["active"]),
        must_change=bool(record["must_change"]),
        outside_id=record["outside_id"],
    )


def _row(account: Account) -> dict[str, object]:
    towns = account.towns
    return {
        "account_id": account.account_id,
        "name": account.name.strip().lower(),
        "role": account.role,
        "full_name": account.full_name or None,
        "towns": None if towns is None else json.dumps(sorted(towns), ensure_ascii=False),
        "team_id": account.team_id,
        "lang": account.lang,
        "active": account.active,
        "must_change": account.must_change,
        "outside_id": account.outside_id,
    }


def change_password(
    store: Store, account_id: str, *, former: str, fresh: str, clock: Clock
) -> bool:
    """
    Change one's own password; every session of the account ends.

    Returns
    -------
    changed
        False where the former password is wrong.

    Raises
    ------
    InputError
        If the new password is too short, or the former one again.
    """
    (credential,) = store.rows("credential", where={"account_id": [account_id]})
    if not fits(former, credential["hash"]):
        return False
    if fresh == former:
        raise InputError(
            "Choose another password than the former one.", zh="新密码不能与原密码相同。"
        )
    own = account(store, account_id)
    row = credential | {"hash": hashed(fresh), "changed": written(clock()), "failures": 0}
    by = Author(own.name, "password")
    with store.writing(by=by) as unit:
        unit.upsert("credential", as_table([row], CREDENTIAL))
        unit.upsert("account", as_table([_row(replace(own, must_change=False))], ACCOUNT))
        unit.clear("session", where={"account_id": [account_id]})
    return True
