"""Accounts from the machine itself: what helps an office that has locked itself out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.accounts import Account, account, accounts, add_account, new_id
from service.access.linking import link_account
from service.access.secrets import new_password
from service.access.staff import change_account, named_account, reset_password
from service.results.people import PeopleResult, PersonLine, PersonResult

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock


def list_people(town: Store) -> PeopleResult:
    """List every account, by name."""
    return PeopleResult(people=tuple(map(_line, accounts(town))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """
    Somebody who is to have an account.

    Attributes
    ----------
    towns
        What may be seen; none named means every town.
    team
        Name or id of the team whose routes are opened.
    """

    name: str
    role: str
    full_name: str = ""
    towns: tuple[str, ...] = ()
    team: str | None = None


def add_person(town: Store, newcomer: Newcomer, *, clock: Clock) -> PersonResult:
    """
    Make an account with a one-time password.

    Raises
    ------
    InputError
        If the name is taken or none, the role is none or has no bounds, or there is no such team.
    """
    password = new_password()
    person = Account(
        account_id=new_id(),
        name=newcomer.name,
        role=newcomer.role,
        full_name=newcomer.full_name,
        towns=frozenset(newcomer.towns) or None,
        team_id=None if newcomer.team is None else _team_id(town, newcomer.team),
        must_change=True,
    )
    add_account(town, person, password=password, clock=clock, by=town.author)
    made = _line(account(town, person.account_id))
    return PersonResult(done="added", person=made, password=password)


def _team_id(town: Store, said: str) -> str:
    """Take a team by its name, or by its id; what is neither is refused with the account."""
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
    password = reset_password(town, person.account_id, clock=clock, by=town.author)
    if not person.active:
        change_account(town, person.account_id, clock=clock, by=town.author, active=True)
    return PersonResult(
        done="reset", person=_line(account(town, person.account_id)), password=password
    )


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
    change_account(town, person.account_id, clock=clock, by=town.author, active=False)
    return PersonResult(done="closed", person=_line(account(town, person.account_id)))


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
    return PersonResult(done="linked", person=_line(account(town, person.account_id)))


def _line(one: Account) -> PersonLine:
    return PersonLine(
        name=one.name,
        full_name=one.full_name,
        role=one.role,
        towns=None if one.towns is None else tuple(sorted(one.towns)),
        active=one.active,
        must_change=one.must_change,
        outside_id=one.outside_id,
    )
