"""Accounts of the office, for administrators who have signed in; no token manages people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from data.words import ROLES
from service.access.roles import Permission
from service.results.people import PersonLine
from service.web.api.answers import answer, answer_secret
from service.web.api.keys import Ask, Key, Text, key_path
from service.web.api.paging import Paged, answer_page
from service.web.api.route import Whole
from service.web.api.routing import api_router
from service.web.api.tags import check_seen, tag_of
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from service.access.accounts import Account, News
    from service.results.people import PersonResult

router = api_router("people")
ADMINISTRATOR = [needs(Permission.PEOPLE, office_wide=True, in_person=True)]
AccountKey = Annotated[
    str, key_path("Id of the account.", example="0f8fad5bd9cb469fa16570867728950e")
]
Role = Literal[tuple(ROLES)]  # type: ignore[valid-type]  # the codes are a table
_MOST_TOWNS = 500
Towns = Annotated[
    list[Key] | None,
    Field(
        max_length=_MOST_TOWNS,
        description="Towns it may see; null: every town. [] is refused, but of a closed account.",
    ),
]


class PersonPage(BaseModel):
    """A page of accounts, ordered by sign-in name."""

    model_config = ConfigDict(extra="forbid")

    items: list[PersonLine]
    next: str | None


class FreshPerson(BaseModel):
    """An account with its new one-time password, which is told this once."""

    model_config = ConfigDict(extra="forbid")

    person: PersonLine
    password: str = Field(description="To be changed at the first sign-in.")


class PersonAsk(Ask):
    """Somebody who is to have an account."""

    name: Key = Field(description="Sign-in name: 1 to 64 letters, digits or . _ - @ +.")
    role: Role  # type: ignore[valid-type]
    full_name: Text = ""
    towns: Towns
    team: Key | None = Field(None, description="Id or name of the team of an inspector.")
    lang: Literal["zh", "en"] = "zh"


class PersonEdit(Ask):
    """Parts of an account; what is not named stays as it is. The sign-in name never changes."""

    role: Role | None = None  # type: ignore[valid-type]
    full_name: Text | None = None
    towns: Towns = None
    team_id: Key | None = None
    lang: Literal["zh", "en"] | None = None
    active: bool | None = Field(None, description="False closes it: its sessions and tokens end.")


@router.get("/people", dependencies=ADMINISTRATOR, response_model=PersonPage)
def list_everybody(request: Request, store: Whole, page: Paged) -> Response:
    """List the accounts by name; nothing of their passwords is told."""
    from service.pipeline.upkeep.people import list_people

    after = page.after or ""
    people = [one for one in list_people(store).people if one.name > after]
    shown = people[: page.limit]
    last = shown[-1].name if len(people) > page.limit else None
    return answer_page(request, [asdict(one) for one in shown], last=last)


@router.get("/people/{account_id}", dependencies=ADMINISTRATOR, response_model=PersonLine)
def read_person(store: Whole, account_id: AccountKey) -> Response:
    """Read one account, with its ETag."""
    from service.pipeline.upkeep.people import find_person

    return _told(find_person(store, account_id))


@router.post("/people", dependencies=ADMINISTRATOR, response_model=FreshPerson, status_code=201)
def add_one_person(request: Request, store: Whole, asked: PersonAsk) -> Response:
    """Make an account; its one-time password is in this answer alone."""
    from service.pipeline.upkeep.people import Newcomer, add_person

    newcomer = Newcomer(
        name=asked.name,
        role=asked.role,
        full_name=asked.full_name,
        towns=None if asked.towns is None else frozenset(asked.towns),
        team=asked.team,
        lang=asked.lang,
    )
    return _fresh(add_person(store, newcomer, clock=office_of(request).clock))


@router.patch("/people/{account_id}", dependencies=ADMINISTRATOR, response_model=PersonLine)
def edit_person(
    request: Request, store: Whole, account_id: AccountKey, asked: PersonEdit
) -> Response:
    """
    Change role, towns, team, language, shown name or state; it counts from the next request on.

    Send If-Match with the ETag of what you have read.
    """
    from service.pipeline.upkeep.people import change_person, person_line

    def check(account: Account) -> None:
        check_seen(request, tag_of(asdict(person_line(account))))

    clock = office_of(request).clock
    result = change_person(store, account_id, clock=clock, check=check, **_news(asked))
    return _told(result.person)


@router.post(
    "/people/{account_id}/password",
    dependencies=ADMINISTRATOR,
    response_model=FreshPerson,
    status_code=201,
)
def give_password(request: Request, store: Whole, account_id: AccountKey) -> Response:
    """Give a new one-time password, which is in this answer alone; the account's sessions end."""
    from service.pipeline.upkeep.people import renew_password

    return _fresh(renew_password(store, account_id, clock=office_of(request).clock))


def _news(asked: PersonEdit) -> News:
    """Keep what is named; of what every account must have, null changes nothing."""
    said: dict[str, Any] = asked.model_dump(exclude_unset=True)
    may_be_none = {"towns", "team_id"}
    news = {name: one for name, one in said.items() if one is not None or name in may_be_none}
    if news.get("towns") is not None:
        news["towns"] = frozenset(news["towns"])
    return news  # type: ignore[return-value]  # the members of the model are those of News


def _told(person: PersonLine) -> Response:
    record = asdict(person)
    return answer(record, headers={"ETag": tag_of(record)})


def _fresh(result: PersonResult) -> Response:
    told = {"person": asdict(result.person), "password": result.password}
    return answer_secret(told, location=f"/api/v1/people/{result.person.account_id}")
