"""The people of the office, for its administrators."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import InputError
from data.store import Store
from data.words import ROLES, Lang, label
from service.access.accounts import Account, News, account, accounts
from service.access.actors import Actor
from service.access.places import known_towns
from service.access.roles import Permission
from service.access.sessions import sessions_of
from service.pipeline.upkeep.people import (
    Newcomer,
    add_person,
    change_person,
    renew_password,
)
from service.web.gate import Seen, needs
from service.web.office import office_of
from service.web.problems import lang_of, told
from service.web.templating import page

router = APIRouter(include_in_schema=False)
PEOPLE = "/admin/people"
_REFUSED = 422
Administrator = Annotated[Actor, needs(Permission.PEOPLE, office_wide=True, in_person=True)]


@router.get(PEOPLE)
def people_page(request: Request, actor: Administrator) -> Response:
    """List everybody, with the form for one more."""
    del actor
    return _people(request)


@router.post(PEOPLE)
def add_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    actor: Administrator,  # noqa: ARG001 - the gate
    town: Seen,
    *,
    name: Annotated[str, Form()],
    role: Annotated[str, Form()],
    full_name: Annotated[str, Form()] = "",
    every_town: Annotated[bool, Form()] = False,
    towns: Annotated[list[str] | None, Form()] = None,
    team_id: Annotated[str, Form()] = "",
    lang: Annotated[Lang, Form()] = "zh",
) -> Response:
    """Make an account; its one-time password is shown on this page alone."""
    typed = Account(
        account_id="",
        name=name,
        role=role,
        full_name=full_name,
        towns=_towns(every_town=every_town, towns=towns),
        team_id=team_id or None,
        lang=lang,
    )
    newcomer = Newcomer(
        name=name,
        role=role,
        full_name=full_name,
        towns=typed.towns,
        team=typed.team_id,
        lang=lang,
    )
    try:
        made = add_person(town, newcomer, clock=office_of(request).clock)
    except InputError as error:
        return _people(request, wrong=told(error, lang_of(request)), typed=typed)
    return _people(request, password=made.password or "", of=name)


@router.get("/admin/people/{account_id}")
def person_page(request: Request, actor: Administrator, account_id: str) -> Response:
    """Show one account, with the form to change it."""
    del actor
    return _person(request, account_id)


@router.post("/admin/people/{account_id}")
def change_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    actor: Administrator,  # noqa: ARG001 - the gate
    town: Seen,
    account_id: str,
    *,
    role: Annotated[str, Form()],
    full_name: Annotated[str, Form()] = "",
    every_town: Annotated[bool, Form()] = False,
    towns: Annotated[list[str] | None, Form()] = None,
    team_id: Annotated[str, Form()] = "",
    lang: Annotated[Lang, Form()] = "zh",
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Change role, towns, team, language or state; the name of sign-in stays."""
    news = News(
        role=role,
        full_name=full_name,
        towns=_towns(every_town=every_town, towns=towns),
        team_id=team_id or None,
        lang=lang,
        active=active,
    )
    try:
        change_person(town, account_id, clock=office_of(request).clock, **news)
    except InputError as error:
        return _person(request, account_id, wrong=told(error, lang_of(request)), typed=news)
    return RedirectResponse(PEOPLE, 303)


@router.post("/admin/people/{account_id}/reset")
def reset_form(
    request: Request,
    actor: Administrator,  # noqa: ARG001 - the gate
    town: Seen,
    account_id: str,
) -> Response:
    """Give a new one-time password, shown on this page alone."""
    renewed = renew_password(town, account_id, clock=office_of(request).clock)
    return _person(request, account_id, password=renewed.password or "")


def _people(
    request: Request,
    *,
    wrong: str = "",
    typed: Account | None = None,
    password: str = "",
    of: str = "",
) -> Response:
    store = office_of(request).store
    choices = _choices(request, store)
    # Where no ledger names a town there is nothing else to tick.
    seen = frozenset[str]() if choices["towns"] else None
    return page(
        request,
        "people.html",
        status=_REFUSED if wrong else 200,
        people=accounts(store),
        person=typed or Account(account_id="", name="", role="viewer", towns=seen),
        wrong=wrong,
        password=password,
        of=of,
        **choices,
    )


def _person(
    request: Request,
    account_id: str,
    *,
    wrong: str = "",
    typed: News | None = None,
    password: str = "",
) -> Response:
    office = office_of(request)
    person = replace(account(office.store, account_id), **(typed or News()))
    return page(
        request,
        "person.html",
        status=_REFUSED if wrong else 200,
        person=person,
        sessions=sessions_of(office.store, account_id, clock=office.clock),
        wrong=wrong,
        password=password,
        of=person.name,
        **_choices(request, office.store),
    )


def _choices(request: Request, store: Store) -> dict[str, Any]:
    lang = lang_of(request)
    granted = {town for one in accounts(store) for town in one.towns or ()}
    return {
        "roles": [(code, label(ROLES, code, lang)) for code in ROLES],
        "towns": sorted(known_towns(store) | granted),
        "teams": [(row["team_id"], row["name"]) for row in store.rows("team")],
    }


def _towns(*, every_town: bool, towns: list[str] | None) -> frozenset[str] | None:
    return None if every_town else frozenset(one for one in towns or () if one)
