"""Accounts: listed, made, changed and closed, by pages, programs and from the machine itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from data.errors import InputError
from data.store.whole import as_one
from service.access.accounts import Account, account, accounts, add_account, new_id
from service.access.linking import link_account
from service.access.secrets import new_password
from service.access.staff import change_account, named_account, reset_password
from service.results.people import PeopleResult, PersonLine, PersonResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from data.words import Lang
    from service.access.accounts import News
    from service.access.clock import Clock


def list_people(town: Store) -> PeopleResult:
    """List every account, by name."""
    return PeopleResult(people=tuple(map(person_line, accounts(town))))


def find_person(town: Store, account_id: str) -> PersonLine:
    """
    Find one account by its key.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    return person_line(account(town, account_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """
    Somebody who is to have an account.

    Attributes
    ----------
    towns
        What may be seen; ``None`` is every town, an empty set is refused.
    team
        Name or id of the team whose routes are opened.
    lang
        Language it reads.
    """

    name: str
    role: str
    full_name: str = ""
    towns: frozenset[str] | None = None
    team: str | None = None
    lang: Lang = "zh"


def add_person(town: Store, newcomer: Newcomer, *, clock: Clock) -> PersonResult:
    """
    Make an account with a one-time password.

    Raises
    ------
    InputError
        If the name is taken or none, no town is named, the role is none or has no bounds, or there
        is no such team.
    """
    _check_some_town(newcomer.towns)
    password = new_password()
    person = Account(
        account_id=new_id(),
        name=newcomer.name,
        role=newcomer.role,
        full_name=newcomer.full_name,
        towns=newcomer.towns,
        team_id=None if newcomer.team is None else _team_id(town, newcomer.team),
        lang=newcomer.lang,
        must_change=True,
    )
    add_account(town, person, password=password, clock=clock, by=town.author)
    made = find_person(town, person.account_id)
    return PersonResult(done="added", person=made, password=password)


def change_person(
    town: Store,
    account_id: str,
    *,
    clock: Clock,
    check: Callable[[Account], object] = lambda _: None,
    **news: Unpack[News],
) -> PersonResult:
    """
    Change what is named of an account; the rest stays. Who is closed loses sessions and tokens.

    Parameters
    ----------
    check
        Looks at the account within the unit that changes it; an error of its own ends it.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        If nobody would be left to administer, or the role, the towns, the team or a name are none.
        A closed account alone may be left without a town.
    """
    if news.get("active", True):
        _check_some_town(news.get("towns"))
    change_account(town, account_id, clock=clock, by=town.author, check=check, **news)
    return PersonResult(done="changed", person=find_person(town, account_id))


def renew_password(town: Store, account_id: str, *, clock: Clock) -> PersonResult:
    """
    Give an account a new one-time password; a closed one stays closed.

    Raises
    ------
    NotFoundError
        If there is no such account.
    """
    password = reset_password(town, account_id, clock=clock, by=town.author)
    return PersonResult(done="reset", person=find_person(town, account_id), password=password)


def _check_some_town(towns: frozenset[str] | None) -> None:
    """Refuse an account that would see nothing: its empty pages would read as good news."""
    if towns is not None and not towns:
        raise InputError(
            "No town is named: say which towns may be seen, or every town.",
            zh="没有选可见乡镇：请选乡镇，或选“全部乡镇”。",
        )


def _team_id(town: Store, said: str) -> str:
    """Take a team by its id, or by its name; what is neither is refused with the account."""
    if town.rows("team", where={"team_id": [said]}):
        return said
    named = town.rows("team", where={"name": [said]})
    return str(named[0]["team_id"]) if named else said


def reset_person(town: Store, name: str, *, clock: Clock) -> PersonResult:
    """
    Give an account a new one-time password, and let it sign in again if it was closed.

    Raises
    ------
    NotFoundError
        If there is no such account.
    """
    person = named_account(town, name)
    with as_one(town) as whole:  # else it may stay closed, its new password told to nobody
        renewed = renew_password(whole, person.account_id, clock=clock)
        if person.active:
            return renewed
        opened = change_person(whole, person.account_id, clock=clock, active=True)
        return replace(renewed, person=opened.person)


def close_person(town: Store, name: str, *, clock: Clock) -> PersonResult:
    """
    Close an account: every session and token of it ends, what it did stays.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        If it is the last administrator.
    """
    person = named_account(town, name)
    closed = change_person(town, person.account_id, clock=clock, active=False)
    return replace(closed, done="closed")


def link_person(town: Store, name: str, *, issuer: str, subject: str) -> PersonResult:
    """
    Let an account sign in at the outside provider as the person with this key.

    Raises
    ------
    NotFoundError
        If there is no such account.
    InputError
        If another account is that person already.
    """
    person = named_account(town, name)
    link_account(town, person.account_id, issuer=issuer, subject=subject, by=town.author)
    return PersonResult(done="linked", person=find_person(town, person.account_id))


def person_line(one: Account) -> PersonLine:
    """Tell an account without anything secret."""
    return PersonLine(
        account_id=one.account_id,
        name=one.name,
        full_name=one.full_name,
        role=one.role,
        towns=None if one.towns is None else tuple(sorted(one.towns)),
        team_id=one.team_id,
        lang=one.lang,
        active=one.active,
        must_change=one.must_change,
        outside_id=one.outside_id,
    )
