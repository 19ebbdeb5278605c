"""Tokens: by which a program acts for a person, with no more rights than were given to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from service.access.accounts import account
from service.access.actors import Actor, permissions_of
from service.access.clock import written
from service.access.roles import Permission
from service.access.secrets import fingerprint

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock


def actor_of_token(store: Store, secret: str, *, clock: Clock) -> Actor | None:
    """Find who a token stands for; ``None`` where it stands for nobody any more."""
    found = store.rows("token", where={"hash": [fingerprint(secret)]})
    if not found or found[0]["revoked"] or written(clock()) >= found[0]["expires"]:
        return None
    token = found[0]
    who = account(store, token["account_id"])
    if not who.active:
        return None
    towns = None if token["towns"] is None else frozenset(json.loads(token["towns"]))
    return Actor(
        account_id=who.account_id,
        name=who.name,
        full_name=who.full_name,
        role=who.role,
        permissions=permissions_of(who.role, no_more=_permissions(token["permissions"])),
        towns=_common(who.towns, towns),
        team_id=who.team_id,
        lang=who.lang,
        via="token",
        must_change=who.must_change,
    )


def _permissions(listed: str | None) -> frozenset[Permission] | None:
    return None if listed is None else frozenset(map(Permission, json.loads(listed)))


def _common(person: frozenset[str] | None, token: frozenset[str] | None) -> frozenset[str] | None:
    """Take the towns that both may see; ``None`` is every town."""
    if person is None or token is None:
        return token if person is None else person
    return person & token
