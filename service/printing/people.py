"""What ``gridpatrol people`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import ROLES, label
from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.people import PeopleResult, PersonLine, PersonResult


def people_lines(result: PeopleResult, lang: Lang) -> list[str]:
    """List the accounts."""
    if not result.people:
        return [say("people.none", lang)]
    return [_line(one, lang) for one in result.people]


def person_lines(result: PersonResult, lang: Lang) -> list[str]:
    """Say what was done, and tell the one-time password."""
    lines = [say(f"people.{result.done}", lang, line=_line(result.person, lang))]
    if result.password is not None:
        lines.append(say("people.password", lang, password=result.password))
    return lines


def _line(one: PersonLine, lang: Lang) -> str:
    comma = "、" if lang == "zh" else ", "
    towns = say("people.all", lang) if one.towns is None else comma.join(one.towns)
    return say(
        "people.line" if one.active else "people.closed_line",
        lang,
        name=one.name,
        full_name=f" {one.full_name}" if one.full_name else "",
        role=label(ROLES, one.role, lang),
        towns=towns or say("people.no_town", lang),
    )
