"""What an administrator does with accounts: change, close, give a new one-time password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from data.errors import InputError, NotFoundError
from data.schema import TOKEN
from service.access.accounts import ADMINISTRATOR, account_within, edit_account, find_account
from service.access.clock import written
from service.access.credentials import put_hash
from service.access.passwords import hashed
from service.access.secrets import new_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Author, Store, Unit
    from service.access.accounts import Account, News
    from service.access.clock import Clock


def named_account(store: Store, name: str) -> Account:
    """
    Find an account by its sign-in name.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = find_account(store, name=name)
    if found is None:
        raise NotFoundError(f"There is no account {name!r}.", zh=f"没有账号“{name}”。")
    return found


def change_account(
    store: Store,
    account_id: str,
    *,
    clock: Clock,
    by: Author,
    check: Callable[[Account], object] = lambda _: None,
    **news: Unpack[News],
) -> None:
    """
    Change what is named of an account, such as its role or state; the rest stays as it is.

    The new rights count from the next request on. Who is closed loses every session and token.

    Parameters
    ----------
    check
        Looks at the account as it is within the unit; an error of its own ends it.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        If nobody would be left to administer, or as ``save_account`` says.
    """
    with store.writing(by=by) as unit:
        former = _administrators(unit)
        check(account_within(unit, account_id))
        kept = edit_account(unit, account_id, **news)
        _check_one_is_left(unit, former)
        if not kept.active:
            unit.clear("session", where={"account_id": [account_id]})
            _revoke_all(unit, account_id, moment=written(clock()))


def reset_password(store: Store, account_id: str, *, clock: Clock, by: Author) -> str:
    """
    Give an account a new one-time password; its sessions end, and no pause is left.

    Returns
    -------
    password
        To be shown once and changed at the next sign-in.

    Raises
    ------
    NotFoundError
        If there is no such account.
    """
    password = new_password()
    hash_ = hashed(password)
    with store.writing(by=by) as unit:
        edit_account(unit, account_id, must_change=True)
        put_hash(unit, account_id, hash_, clock=clock)
        unit.clear("session", where={"account_id": [account_id]})
    return password


def _administrators(unit: Unit) -> list[str]:
    admins = unit.read("account", where={"role": [ADMINISTRATOR]})
    return list(admins.index[admins["active"].astype(bool)])


def _check_one_is_left(unit: Unit, former: list[str]) -> None:
    """Look within the unit, so that two administrators cannot close each other at once."""
    if former and not _administrators(unit):
        raise InputError(
            "This is the last administrator; make another one first.",
            zh="这是最后一名管理员，请先另设一名。",
        )


def _revoke_all(unit: Unit, account_id: str, *, moment: str) -> None:
    tokens = unit.read("token", where={"account_id": [account_id]})
    open_ones = tokens[tokens["revoked"].isna()]
    if len(open_ones):
        fresh = open_ones.assign(revoked=moment)
        unit.upsert("token", fresh[list(TOKEN.names)])
