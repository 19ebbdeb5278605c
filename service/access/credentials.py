"""Credentials: the password of an account, and how often somebody failed to tell it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from data.errors import InputError
from data.schema import CREDENTIAL, as_table
from data.store import Author
from data.store.tables import sql_table
from service.access.accounts import account, edit_account
from service.access.clock import read, written
from service.access.passwords import fits, hashed
from service.access.slowing import pause_after

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Store, Unit
    from service.access.clock import Clock


def password_hash(store: Store, account_id: str) -> str | None:
    """Read the hash of an account; ``None`` where it signs in elsewhere."""
    found = store.rows("credential", where={"account_id": [account_id]})
    return str(found[0]["hash"]) if found else None


def count_try(store: Store, account_id: str, *, moment: datetime) -> timedelta:
    """
    Count one try before it is looked at, so that a hundred at once are not looked at as one.

    Returns
    -------
    wait
        Zero where it may be looked at; else the time that the account still rests.
    """
    table = sql_table("credential")
    mine = table.c.account_id == account_id
    with store.aside() as connection:
        wanted = select(table.c.failures, table.c.locked_until).where(mine).with_for_update()
        tries, until = connection.execute(wanted).one()
        if until is not None and until > written(moment):
            return max(read(until) - moment, timedelta(milliseconds=1))
        pause = pause_after(tries + 1)
        rest = written(moment + pause) if pause else None
        connection.execute(update(table).where(mine).values(failures=tries + 1, locked_until=rest))
    return timedelta(0)


def forgive(connection: Connection, account_id: str, *, fresh: str, known: str) -> bool:
    """
    Forget the tries of somebody who told the right password.

    Parameters
    ----------
    known
        The hash that the password was compared with.
    fresh
        The hash to keep: the same, or one made anew.

    Returns
    -------
    forgiven
        False where the password was changed meanwhile: what was told is no longer the right one.
    """
    table = sql_table("credential")
    mine = (table.c.account_id == account_id) & (table.c.hash == known)
    values = {"failures": 0, "locked_until": None, "hash": fresh}
    return bool(connection.execute(update(table).where(mine).values(values)).rowcount)


def change_password(
    store: Store, account_id: str, *, former: str, fresh: str, clock: Clock
) -> bool:
    """
    Change one's own password; every session of the account ends.

    Returns
    -------
    changed
        False where the former password is wrong, or no longer the one, or guessed too often.

    Raises
    ------
    InputError
        If there is no password here, or the new one is too short, or the former one again.
    """
    known = password_hash(store, account_id)
    if known is None:
        raise InputError(
            "This account signs in elsewhere and has no password here.",
            zh="该账号通过统一身份认证登录，这里没有密码。",
        )
    if count_try(store, account_id, moment=clock()) or not fits(former, known):
        return False
    if fresh == former:
        raise InputError(
            "Choose another password than the former one.", zh="新密码不能与原密码相同。"
        )
    own, hash_ = account(store, account_id), hashed(fresh)
    with store.writing(by=Author(own.name, "password")) as unit:
        if unit.column("credential", "hash", keys=[account_id]).get(account_id) != known:
            return False
        put_hash(unit, account_id, hash_, clock=clock)
        edit_account(unit, account_id, must_change=False)
        unit.clear("session", where={"account_id": [account_id]})
    return True


def put_hash(unit: Unit, account_id: str, hash_: str, *, clock: Clock) -> None:
    """Put a hash in the place of the former one; the tries before it are forgotten."""
    row = {
        "account_id": account_id,
        "hash": hash_,
        "changed": written(clock()),
        "failures": 0,
        "locked_until": None,
    }
    unit.upsert("credential", as_table([row], CREDENTIAL))
