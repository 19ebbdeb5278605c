"""Which account belongs to a person of the outside provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError
from data.store import Author
from service.access.accounts import (
    Account,
    account_of_outside,
    add_account,
    edit_account,
    new_id,
)
from service.access.names import shown_name, sign_in_name
from service.access.secrets import fingerprint

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock
    from service.access.outside import OutsideSettings
    from service.access.provider import Person

_BY = "outside sign-in"


def outside_id(issuer: str, subject: str) -> str:
    """Name a person of a provider; a subject alone is known to its issuer only."""
    return f"{issuer} {subject}"


def account_for(
    store: Store, person: Person, *, settings: OutsideSettings, clock: Clock
) -> Account | None:
    """
    Find the account of somebody who signed in at the provider.

    Names are not compared: whoever may choose a name there could take anybody's account here.

    Returns
    -------
    account
        Made as a viewer of no town where the operator says so; ``None`` where there is none, or it
        is closed.
    """
    key = outside_id(settings.issuer, person.subject)
    found = account_of_outside(store, key)
    if found is not None:
        return found if found.active else None
    if not settings.makes_viewers:
        return None
    viewer = Account(
        account_id=new_id(),
        name=_free_name(store, person, key),
        role="viewer",
        full_name=_greeting(person.full_name),
        towns=frozenset(),
        outside_id=key,
    )
    add_account(store, viewer, password=None, clock=clock, by=Author(viewer.name, _BY))
    return viewer


def link_account(store: Store, account_id: str, *, issuer: str, subject: str, by: Author) -> None:
    """
    Let an account sign in at the provider.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        If another account is linked to this person already.
    """
    key = outside_id(issuer, subject)
    with store.writing(by=by) as unit:
        others = unit.read("account", where={"outside_id": [key]}).index
        if any(other != account_id for other in others):
            raise InputError(
                "Another account is linked to this person already.",
                zh="此人已与另一个账号关联。",
            )
        edit_account(unit, account_id, outside_id=key)


def _free_name(store: Store, person: Person, key: str) -> str:
    """Take the name of there if it is one and free here; else one that the key gives."""
    spare = f"oidc-{fingerprint(key)[:12]}"
    try:
        name = sign_in_name(person.user_name)
    except InputError:
        return spare
    return spare if store.rows("account", where={"name": [name]}) else name


def _greeting(full_name: str) -> str:
    try:
        return shown_name(full_name)
    except InputError:
        return ""
