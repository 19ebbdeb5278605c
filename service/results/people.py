"""What ``gridpatrol people`` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One account; ``towns`` is ``None`` for every town, ``team_id`` for no team."""

    account_id: str
    name: str
    full_name: str
    role: str
    towns: tuple[str, ...] | None
    team_id: str | None
    lang: str
    active: bool
    must_change: bool
    outside_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleResult:
    """Outcome of ``gridpatrol people list``: every account, by name."""

    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonResult:
    """
    Outcome of a change to one account.

    ``done`` is added, changed, reset, closed or linked; ``password`` is a new one-time password,
    told here and nowhere else, or ``None``.
    """

    done: str
    person: PersonLine
    password: str | None = None
