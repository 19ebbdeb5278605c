"""Sign-ins: begun with a password, kept as the hash of a cookie, ended by hand or by time."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from data.store.tables import sql_table
from service.access.accounts import account, find_account
from service.access.actors import Actor, permissions_of
from service.access.clock import written
from service.access.passwords import fits, hashed
from service.access.secrets import csrf_of, fingerprint, new_secret

if TYPE_CHECKING:
    from data.store import Store
    from service.access.accounts import Account
    from service.access.clock import Clock

LONGEST = timedelta(hours=12)
"""A working day; after it one signs in again."""
IDLE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use is known: not every request writes."""
_NOBODY = "an account that is not there takes as long"


def sign_in(store: Store, *, name: str, password: str, clock: Clock) -> str | None:
    """
    Begin a session.

    Returns
    -------
    secret
        For the cookie; ``None`` where the name or the password is wrong, or the account may not
        sign in: nobody learns which.
    """
    found = find_account(store, name=name)
    if found is None or not found.active:
        fits(password, _hash_of_nobody())
        return None
    (credential,) = store.rows("credential", where={"account_id": [found.account_id]})
    if not fits(password, credential["hash"]):
        return None
    return begin(store, found, clock=clock)


def begin(store: Store, who: Account, *, clock: Clock) -> str:
    """Begin a session of an account that has proved who it is; every sign-in has its own secret."""
    secret, moment = new_secret(), clock()
    row = {
        "session_id": fingerprint(secret),
        "account_id": who.account_id,
        "started": written(moment),
        "seen": written(moment),
        "expires": written(moment + LONGEST),
    }
    with store.aside() as connection:
        connection.execute(insert(sql_table("session")), [row])
    return secret


def actor_of(store: Store, secret: str, *, clock: Clock) -> Actor | None:
    """Find who a cookie stands for; ``None`` where it stands for nobody any more."""
    key, moment = fingerprint(secret), clock()
    found = store.rows("session", where={"session_id": [key]})
    if not found or written(moment) >= found[0]["expires"]:
        return None
    if written(moment - IDLE) > found[0]["seen"]:
        return None
    who = account(store, found[0]["account_id"])
    if not who.active:
        return None
    if written(moment - SEEN_EVERY) > found[0]["seen"]:
        _see(store, key, written(moment))
    return Actor(
        account_id=who.account_id,
        name=who.name,
        full_name=who.full_name,
        role=who.role,
        permissions=permissions_of(who.role),
        towns=who.towns,
        team_id=who.team_id,
        lang=who.lang,
        via="session",
        csrf=csrf_of(secret),
        must_change=who.must_change,
    )


def end(store: Store, secret: str) -> None:
    """End one session; the cookie stands for nobody from now on."""
    table = sql_table("session")
    with store.aside() as connection:
        connection.execute(delete(table).where(table.c.session_id == fingerprint(secret)))


def _see(store: Store, key: str, moment: str) -> None:
    table = sql_table("session")
    with store.aside() as connection:
        connection.execute(update(table).where(table.c.session_id == key).values(seen=moment))


@cache
def _hash_of_nobody() -> str:
    return hashed(_NOBODY)
