"""Tokens: by which a program acts for a person, with no more rights than were given to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.errors import InputError, NotFoundError
from data.schema import TOKEN, as_table
from data.store import Author
from service.access.accounts import account
from service.access.actors import Actor, permissions_of
from service.access.clock import written
from service.access.names import shown_name
from service.access.roles import Permission
from service.access.secrets import fingerprint, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store
    from service.access.clock import Clock

USUAL_DAYS = 90
MOST_DAYS = 366
PREFIX = "gp_"
"""Lets people and scanners of secrets know what was pasted where it should not be."""
NEVER = frozenset({Permission.PEOPLE})
"""What no token may do: a leaked one would make itself accounts that outlive it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, without its secret; the columns of ``TOKEN``, JSON read."""

    token_id: str
    account_id: str
    name: str
    permissions: frozenset[Permission]
    towns: frozenset[str] | None
    expires: str
    revoked: str | None

    def is_open(self, clock: Clock) -> bool:
        """Tell whether it still stands for somebody."""
        return not self.revoked and written(clock()) < self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """
    What a token shall be.

    Attributes
    ----------
    token_id
        Made with the form, so that a form sent twice makes one token.
    name
        What it is for.
    permissions
        At least one; none that its owner lacks.
    towns
        None that its owner may not see; ``None`` for as many as the owner.
    days
        1 to 366.
    """

    token_id: str
    name: str
    permissions: frozenset[Permission]
    towns: frozenset[str] | None = None
    days: int = USUAL_DAYS


def may_give(actor: Actor) -> frozenset[Permission]:
    """Say which permissions an actor may give to a token of its own."""
    return actor.permissions - NEVER


def make_token(store: Store, wish: Wish, *, actor: Actor, clock: Clock) -> str:
    """
    Make a token of an actor's own.

    Returns
    -------
    secret
        Shown once; the store keeps its hash.

    Raises
    ------
    InputError
        If it would have rights that the actor lacks or none, no name, lasts too long, or the form
        was sent before.
    """
    _check(wish, actor)
    secret = PREFIX + new_secret()
    row = {
        "token_id": wish.token_id,
        "account_id": actor.account_id,
        "name": shown_name(wish.name),
        "hash": fingerprint(secret),
        "permissions": json.dumps(sorted(wish.permissions)),
        "towns": _listed(actor.towns if wish.towns is None else wish.towns),
        "expires": written(clock() + timedelta(days=wish.days)),
        "revoked": None,
    }
    with store.writing(by=Author(actor.name, "token")) as unit:
        if len(unit.read("token", where={"token_id": [wish.token_id]})):
            raise InputError(
                "This form was sent before; its token is in the list.",
                zh="此表单已提交过，令牌已在列表中。",
            )
        unit.append("token", as_table([row], TOKEN))
    return secret


def _check(wish: Wish, actor: Actor) -> None:
    if not wish.name.strip():
        raise InputError("Say what the token is for.", zh="请写明令牌的用途。")
    if not 1 <= wish.days <= MOST_DAYS:
        raise InputError(
            f"Expected a token for 1 to {MOST_DAYS} days, got {wish.days}.",
            zh=f"令牌有效期须为 1 至 {MOST_DAYS} 天，现为 {wish.days} 天。",
        )
    beyond = sorted(wish.permissions - may_give(actor))
    if beyond or not wish.permissions:
        raise InputError(
            f"A token may have some of your own permissions; not {', '.join(beyond) or 'none'}.",
            zh=f"令牌只能含您自己的部分权限，不能是：{'、'.join(beyond) or '空'}。",
        )
    wished = wish.towns or frozenset()
    foreign = [] if actor.towns is None else sorted(wished - actor.towns)
    if foreign or (wish.towns is not None and not wish.towns):
        raise InputError(
            f"A token may see some of your own towns; not {', '.join(foreign) or 'none'}.",
            zh=f"令牌只能看您可见的乡镇，不能是：{'、'.join(foreign) or '空'}。",
        )


def revoke_token(
    store: Store, token_id: str, *, clock: Clock, by: Author, account_id: str | None = None
) -> None:
    """
    Take a token back; it stands for nobody from now on.

    Parameters
    ----------
    account_id
        Whose it must be; ``None`` for an administrator.

    Raises
    ------
    NotFoundError
        If there is no such token, or it is somebody else's: nobody learns which.
    """
    with store.writing(by=by) as unit:
        found = unit.read("token", where={"token_id": [token_id]})
        if not len(found) or account_id not in (None, found["account_id"].iloc[0]):
            raise NotFoundError(f"There is no token {token_id!r}.", zh=f"没有令牌“{token_id}”。")
        if found["revoked"].isna().all():
            fresh = found.assign(revoked=written(clock()))
            unit.upsert("token", fresh[list(TOKEN.names)])


def tokens(store: Store, *, account_id: str | None = None) -> list[Token]:
    """List the tokens of an account, or all; those that last longest first."""
    where: dict[str, Sequence[str]] = {} if account_id is None else {"account_id": [account_id]}
    listed = [_token(row) for row in store.rows("token", where=where)]
    return sorted(listed, key=lambda one: (one.expires, one.token_id), reverse=True)


def actor_of_token(store: Store, secret: str, *, clock: Clock) -> Actor | None:
    """Find who a token stands for; ``None`` where it stands for nobody any more."""
    found = store.rows("token", where={"hash": [fingerprint(secret)]})
    token = _token(found[0]) if found else None
    if token is None or not token.is_open(clock):
        return None
    who = account(store, token.account_id)
    if not who.active:
        return None
    return Actor(
        account_id=who.account_id,
        name=who.name,
        full_name=who.full_name,
        role=who.role,
        permissions=permissions_of(who.role, no_more=token.permissions - NEVER),
        towns=_common(who.towns, token.towns),
        team_id=who.team_id,
        lang=who.lang,
        via="token",
        must_change=who.must_change,
    )


def _token(row: dict[str, Any]) -> Token:
    permissions = json.loads(row["permissions"] or "[]")
    return Token(
        token_id=row["token_id"],
        account_id=row["account_id"],
        name=row["name"],
        permissions=frozenset(map(Permission, permissions)),
        towns=None if row["towns"] is None else frozenset(json.loads(row["towns"])),
        expires=row["expires"],
        revoked=row["revoked"],
    )


def _listed(towns: frozenset[str] | None) -> str | None:
    return None if towns is None else json.dumps(sorted(towns), ensure_ascii=False)


def _common(person: frozenset[str] | None, token: frozenset[str] | None) -> frozenset[str] | None:
    """Take the towns that both may see; ``None`` is every town."""
    if person is None or token is None:
        return token if person is None else person
    return person & token
