"""The people of the office, for its administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import InputError
from data.store import Author, Store
from data.words import ROLES, Lang, label
from service.access.accounts import Account, News, account, accounts, add_account, new_id
from service.access.actors import Actor
from service.access.places import known_towns
from service.access.roles import Permission
from service.access.secrets import new_password
from service.access.sessions import sessions_of
from service.access.staff import change_account, reset_password
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import lang_of, told
from service.web.templating import page

router = APIRouter(include_in_schema=False)
PEOPLE = "/admin/people"
Administrator = Annotated[Actor, needs(Permission.PEOPLE, office_wide=True, in_person=True)]


@router.get(PEOPLE)
def people_page(request: Request, actor: Administrator) -> Response:
    """List everybody, with the form for one more."""
    del actor
    return _people(request)


@router.post(PEOPLE)
def add_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    actor: Administrator,
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
    office, password = office_of(request), new_password()
    person = Account(
        account_id=new_id(),
        name=name,
        role=role,
        full_name=full_name,
        towns=_towns(every_town=every_town, towns=towns),
        team_id=team_id or None,
        lang=lang,
        must_change=True,
    )
    by = Author(actor.name, f"POST {PEOPLE}")
    try:
        add_account(office.store, person, password=password, clock=office.clock, by=by)
    except InputError as error:
        return _people(request, wrong=told(error, lang_of(request)), status=422)
    return _people(request, password=password, of=name)


@router.get("/admin/people/{account_id}")
def person_page(request: Request, actor: Administrator, account_id: str) -> Response:
    """Show one account, with the form to change it."""
    del actor
    return _person(request, account_id)


@router.post("/admin/people/{account_id}")
def change_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    actor: Administrator,
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
    office = office_of(request)
    news = News(
        role=role,
        full_name=full_name,
        towns=_towns(every_town=every_town, towns=towns),
        team_id=team_id or None,
        lang=lang,
        active=active,
    )
    by = Author(actor.name, "POST /admin/people/{account_id}")
    try:
        change_account(office.store, account_id, clock=office.clock, by=by, **news)
    except InputError as error:
        return _person(request, account_id, wrong=told(error, lang_of(request)), status=422)
    return RedirectResponse(PEOPLE, 303)


@router.post("/admin/people/{account_id}/reset")
def reset_form(request: Request, actor: Administrator, account_id: str) -> Response:
    """Give a new one-time password, shown on this page alone."""
    office = office_of(request)
    by = Author(actor.name, "POST /admin/people/{account_id}/reset")
    password = reset_password(office.store, account_id, clock=office.clock, by=by)
    return _person(request, account_id, password=password)


def _people(
    request: Request, *, wrong: str = "", password: str = "", of: str = "", status: int = 200
) -> Response:
    store = office_of(request).store
    return page(
        request,
        "people.html",
        status=status,
        people=accounts(store),
        person=Account(account_id="", name="", role="viewer", towns=frozenset()),
        wrong=wrong,
        password=password,
        of=of,
        **_choices(request, store),
    )


def _person(
    request: Request, account_id: str, *, wrong: str = "", password: str = "", status: int = 200
) -> Response:
    office = office_of(request)
    person = account(office.store, account_id)
    return page(
        request,
        "person.html",
        status=status,
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
    return None if every_town else frozenset(towns or ())
