"""Kinds of problems: the ``type`` of RFC 9457, by which programs tell errors apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.words import say

if TYPE_CHECKING:
    from data.words import Lang

PAGE = "/api/problems"
"""Where every kind is explained; a kind is a part of that page."""
STATUSES: dict[str, int] = {
    "unreadable": 400,
    "not-signed-in": 401,
    "not-allowed": 403,
    "password-first": 403,
    "in-person": 403,
    "foreign-form": 403,
    "not-found": 404,
    "no-such-method": 405,
    "does-not-fit": 409,
    "under-way": 409,
    "done-answer-lost": 409,
    "unsure": 409,
    "link-ended": 410,
    "stale-edit": 412,
    "too-large": 413,
    "wrong-media": 415,
    "breaks-a-rule": 422,
    "wrong-argument": 422,
    "key-reused": 422,
    "unseen-edit": 428,
    "too-many": 429,
    "our-fault": 500,
    "away": 503,
    "no-room": 507,
}
"""Kind to HTTP status; of several with one status, the first is said where none is named."""
BY_STATUS = {status: kind for kind, status in reversed(STATUSES.items())}
_SERVER = 500


def kind_of(status: int) -> str:
    """
    Name the usual kind of a status.

    Examples
    --------
    >>> kind_of(404), kind_of(409), kind_of(418), kind_of(504)
    ('not-found', 'does-not-fit', 'unreadable', 'our-fault')
    """
    return BY_STATUS.get(status, "unreadable" if status < _SERVER else "our-fault")


def address_of(kind: str) -> str:
    """
    Write the ``type`` of a kind, relative to this service.

    Examples
    --------
    >>> address_of("stale-edit")
    '/api/problems#stale-edit'
    """
    return f"{PAGE}#{kind}"


def title_of(kind: str, lang: Lang) -> str:
    """
    Say a kind in a few words.

    Examples
    --------
    >>> title_of("stale-edit", "en")
    'Somebody changed it since it was read'
    """
    return say(f"problem.{kind}", lang)


def note_of(kind: str, lang: Lang) -> str:
    """Say what a kind means, and what to do about it."""
    return say(f"problem_note.{kind}", lang)
