"""Sign-ins: begun with a password, kept as the hash of a cookie, ended by hand or by time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from data.store.tables import sql_table
from service.access.accounts import account_in, find_account
from service.access.actors import Actor, permissions_of
from service.access.clock import written
from service.access.credentials import count_try, forgive, password_hash
from service.access.names import folded
from service.access.passwords import fits, hashed, is_outdated
from service.access.secrets import csrf_of, fingerprint, new_secret

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Delete, Select

    from data.store import Store
    from service.access.accounts import Account
    from service.access.clock import Clock
    from service.access.slowing import Strangers

LONGEST = timedelta(hours=12)
"""A working day; after it one signs in again."""
IDLE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use is known: not every request writes."""
_NOBODY = "an account that is not there takes as long"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    How a sign-in ended.

    Attributes
    ----------
    secret
        For the cookie; ``None`` where the name or the password is wrong, or the account may not
        sign in: nobody learns which.
    wait
        How long the name rests after too many tries; nothing was looked at where it is not zero.
    """

    secret: str | None = None
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one browser; moments as the store writes them."""

    session_id: str
    account_id: str
    started: str
    seen: str
    expires: str


def sign_in(store: Store, *, name: str, password: str, strangers: Strangers, clock: Clock) -> Entry:
    """
    Begin a session with a password.

    Parameters
    ----------
    strangers
        Tries of names that no account has.
    """
    found = find_account(store, name=name)
    known = None if found is None else password_hash(store, found.account_id)
    if found is None or known is None:
        wait = strangers.count(folded(name), clock())
        return Entry(wait=wait) if wait else _refused(password)
    wait = count_try(store, found.account_id, moment=clock())
    if wait:
        return Entry(wait=wait)
    if not fits(password, known) or not found.active:
        return Entry()
    fresh = hashed(password) if is_outdated(known) else known
    # In one step: a password that is reset while this one is looked at leaves no session behind.
    with store.aside() as connection:
        if not forgive(connection, found.account_id, fresh=fresh, known=known):
            return Entry()
        return Entry(_begun(connection, found, clock=clock))


def _refused(password: str) -> Entry:
    """Take as long as for an account that is there."""
    fits(password, _hash_of_nobody())
    return Entry()


def begin(store: Store, who: Account, *, clock: Clock) -> str:
    """
    Begin a session of an account that has proved who it is.

    Every sign-in has its own secret, and sweeps away the sessions that time has ended.
    """
    with store.aside() as connection:
        return _begun(connection, who, clock=clock)


def _begun(connection: Connection, who: Account, *, clock: Clock) -> str:
    secret, moment = new_secret(), clock()
    row = {
        "session_id": fingerprint(secret),
        "account_id": who.account_id,
        "started": written(moment),
        "seen": written(moment),
        "expires": written(moment + LONGEST),
    }
    connection.execute(_ended_by(moment))
    connection.execute(insert(sql_table("session")), [row])
    return secret


def actor_of(store: Store, secret: str, *, clock: Clock) -> Actor | None:
    """Find who a cookie stands for; ``None`` where it stands for nobody any more."""
    key, moment = fingerprint(secret), clock()
    found = _read(store, key)
    if found is None or not _lasts(found[0], moment):
        return None
    session, who = found
    if not who.active:
        return None
    if written(moment - SEEN_EVERY) > session.seen:
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


def _read(store: Store, key: str) -> tuple[Session, Account] | None:
    """Read a session and its account at once: every request of every person asks for them."""
    with store.connection() as connection:
        row = connection.execute(_both(), {"key": key}).mappings().first()
    if row is None:
        return None
    session = Session(**{one.name: row[f"session_{one.name}"] for one in fields(Session)})
    return session, account_in({column.name: row[column.name] for column in sql_table("account").c})


@cache
def _both() -> Select[Any]:
    session, who = sql_table("session"), sql_table("account")
    own = [session.c[one.name].label(f"session_{one.name}") for one in fields(Session)]
    joined = session.join(who, who.c.account_id == session.c.account_id)
    return select(*own, *who.c).select_from(joined).where(session.c.session_id == bindparam("key"))


def sessions_of(store: Store, account_id: str, *, clock: Clock) -> list[Session]:
    """List the sessions of an account that still last, the newest first."""
    rows = store.rows("session", where={"account_id": [account_id]})
    lasting = [one for one in (Session(**_of(row)) for row in rows) if _lasts(one, clock())]
    return sorted(lasting, key=lambda one: (one.started, one.session_id), reverse=True)


def end(store: Store, secret: str) -> None:
    """End one session; the cookie stands for nobody from now on."""
    table = sql_table("session")
    with store.aside() as connection:
        connection.execute(delete(table).where(table.c.session_id == fingerprint(secret)))


def end_one(store: Store, session_id: str, *, account_id: str) -> bool:
    """End a session of an account; False where the account has no such session."""
    table = sql_table("session")
    mine = (table.c.session_id == session_id) & (table.c.account_id == account_id)
    with store.aside() as connection:
        return bool(connection.execute(delete(table).where(mine)).rowcount)


def end_others(store: Store, account_id: str, *, keep: str) -> int:
    """End every session of an account but that of one secret; say how many."""
    table = sql_table("session")
    others = (table.c.account_id == account_id) & (table.c.session_id != fingerprint(keep))
    with store.aside() as connection:
        return int(connection.execute(delete(table).where(others)).rowcount)


def _of(row: dict[str, str]) -> dict[str, str]:
    return {one.name: row[one.name] for one in fields(Session)}


def _lasts(session: Session, moment: datetime) -> bool:
    return written(moment) < session.expires and written(moment - IDLE) <= session.seen


def _ended_by(moment: datetime) -> Delete:
    table = sql_table("session")
    idle = table.c.seen < written(moment - IDLE)
    return delete(table).where(or_(table.c.expires <= written(moment), idle))


def _see(store: Store, key: str, moment: str) -> None:
    table = sql_table("session")
    with store.aside() as connection:
        connection.execute(update(table).where(table.c.session_id == key).values(seen=moment))


@cache
def _hash_of_nobody() -> str:
    return hashed(_NOBODY)
