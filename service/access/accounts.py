"""Accounts: made, found, and signed in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast

from data.errors import InputError, NotFoundError
from data.schema import ACCOUNT, CREDENTIAL, as_table
from data.words import ROLES
from service.access.clock import written
from service.access.names import folded, shown_name, sign_in_name
from service.access.passwords import hashed
from service.access.secrets import new_password

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Author, Store, Unit
    from data.words import Lang
    from service.access.clock import Clock

ADMINISTRATOR = "administrator"


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


class News(TypedDict, total=False):
    """What may become of an account; what is not named stays as the store has it."""

    role: str
    full_name: str
    towns: frozenset[str] | None
    team_id: str | None
    lang: Lang
    active: bool
    must_change: bool
    outside_id: str | None


def add_account(
    store: Store, account: Account, *, password: str | None, clock: Clock, by: Author
) -> None:
    """
    Store a new account with its password.

    Parameters
    ----------
    password
        ``None`` for an account that signs in elsewhere.

    Raises
    ------
    InputError
        If the name is taken or no name, the role is none, an administrator shall see some towns
        only, or the password is too short.
    """
    account = replace(account, name=sign_in_name(account.name))
    hash_ = None if password is None else hashed(password)
    with store.writing(by=by) as unit:
        if len(unit.read("account", where={"name": [account.name]})):
            raise InputError(
                f"There is an account {account.name!r} already; choose another name.",
                zh=f"账号“{account.name}”已存在，请换一个名字。",
            )
        save_account(unit, account)
        if hash_ is not None:
            row = {
                "account_id": account.account_id,
                "hash": hash_,
                "changed": written(clock()),
                "failures": 0,
            }
            unit.append("credential", as_table([row], CREDENTIAL))


def save_account(unit: Unit, account: Account) -> None:
    """
    Write an account, new or changed, within a unit that has looked at the others.

    Raises
    ------
    InputError
        If the role is none, an administrator shall see some towns only, there is no such team, or
        a name is none.
    """
    if account.role not in ROLES:
        raise InputError(
            f"Expected one of the roles {', '.join(ROLES)}, got {account.role!r}.",
            zh=f"角色只能是 {'、'.join(ROLES)}，现为“{account.role}”。",
        )
    if account.role == ADMINISTRATOR and account.towns is not None:
        raise InputError(
            "An administrator sees every town; choose another role for some towns.",
            zh="管理员可见全部乡镇；只看部分乡镇的请选其他角色。",
        )
    if account.team_id and not len(unit.read("team", where={"team_id": [account.team_id]})):
        raise InputError(
            f"There is no team {account.team_id!r}.", zh=f"没有队伍“{account.team_id}”。"
        )
    unit.upsert("account", as_table([_row(account)], ACCOUNT))


def edit_account(unit: Unit, account_id: str, **news: Unpack[News]) -> Account:
    """
    Change what is named of an account, and leave the rest as it is now.

    The account is read within the unit: whoever was closed or demoted a moment ago stays so.

    Returns
    -------
    account
        As it is from now on.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        As ``save_account`` says.
    """
    edited = replace(account_within(unit, account_id), **news)
    save_account(unit, edited)
    return edited


def account_within(unit: Unit, account_id: str) -> Account:
    """
    Read an account within a unit of writing.

    Raises
    ------
    NotFoundError
        If there is no such account.
    """
    found = unit.rows("account", where={"account_id": [account_id]})
    if not found:
        raise _no_account(account_id)
    return account_in(found[0])


def first_administrator(
    store: Store, *, clock: Clock, by: Author, password: str | None = None
) -> str | None:
    """
    Make the administrator of a store that has no account yet.

    Parameters
    ----------
    password
        As the operator set it; ``None`` makes one.

    Returns
    -------
    password
        To be shown once and changed at the first sign-in; ``None`` where there are accounts.

    Raises
    ------
    InputError
        If the operator's password is too short.
    """
    if store.rows("account"):
        return None
    password = password or new_password()
    admin = Account(account_id=new_id(), name="admin", role=ADMINISTRATOR, must_change=True)
    add_account(store, admin, password=password, clock=clock, by=by)
    return password


def new_id() -> str:
    """Make a key that no other row has."""
    return uuid.uuid4().hex


def find_account(store: Store, *, name: str) -> Account | None:
    """Find an account by its sign-in name, written in any case."""
    looked_up = folded(name)
    # PostgreSQL cannot even compare a text with a NUL, and nobody has such a name.
    return None if "\x00" in looked_up else _only(store, {"name": [looked_up]})


def account_of_outside(store: Store, outside_id: str) -> Account | None:
    """Find the account of a person of the outside provider."""
    return _only(store, {"outside_id": [outside_id]})


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
        raise _no_account(account_id)
    return found


def accounts(store: Store) -> list[Account]:
    """List every account, by name."""
    return sorted(map(account_in, store.rows("account")), key=lambda one: one.name)


def _no_account(account_id: str) -> NotFoundError:
    return NotFoundError(f"There is no account {account_id!r}.", zh=f"没有账号“{account_id}”。")


def _only(store: Store, where: dict[str, Sequence[str]]) -> Account | None:
    records = store.rows("account", where=where)
    return account_in(records[0]) if records else None


def account_in(record: dict[str, Any]) -> Account:
    """Read an account from a row of the store."""
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
        "name": account.name,
        "role": account.role,
        "full_name": shown_name(account.full_name) or None,
        "towns": None if towns is None else json.dumps(sorted(towns), ensure_ascii=False),
        "team_id": account.team_id,
        "lang": account.lang,
        "active": account.active,
        "must_change": account.must_change,
        "outside_id": account.outside_id,
    }
