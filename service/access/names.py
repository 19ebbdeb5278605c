"""Names of people: how one signs in, and how pages greet."""

from __future__ import annotations

import unicodedata

from data.errors import InputError

LONGEST = 64
LONGEST_SHOWN = 80
_MARKS = "._-@+"
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Fillers of Hangul: letters to Unicode, nothing to the eye."""


def sign_in_name(text: str) -> str:
    """
    Bring a sign-in name into its one form: NFKC, lower case, letters, digits and ``._-@+``.

    Two names that look alike because one has a full-width letter, a capital or a sign that nobody
    sees are one name or none.

    Raises
    ------
    InputError
        If it is empty, longer than 64 signs, or has another sign.

    Examples
    --------
    >>> sign_in_name(" Ｌi.Ｗei ")
    'li.wei'
    """
    name = folded(text)
    if not 0 < len(name) <= LONGEST or not all(map(_may_stand, name)):
        raise InputError(
            f"Expected a sign-in name of 1 to {LONGEST} letters, digits or {' '.join(_MARKS)}, "
            f"got {text[:LONGEST]!a}.",
            zh=f"账号须为 1 至 {LONGEST} 个字母、汉字、数字或 {' '.join(_MARKS)}，"
            f"现为 {text[:LONGEST]!a}。",
        )
    return name


def folded(text: str) -> str:
    """Fold a name that somebody typed to the form that is looked up; it may be none of ours."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).strip()


def shown_name(text: str) -> str:
    """
    Check a name that pages show: any script, spaces inside, nothing unseen.

    Raises
    ------
    InputError
        If it is longer than 80 signs or has signs that turn or hide others.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if len(name) > LONGEST_SHOWN or any(unicodedata.category(sign)[0] == "C" for sign in name):
        raise InputError(
            f"Expected a name of at most {LONGEST_SHOWN} signs, none of them unseen, "
            f"got {text[:LONGEST_SHOWN]!a}.",
            zh=f"姓名最多 {LONGEST_SHOWN} 个字，不能含不可见字符，现为 {text[:LONGEST_SHOWN]!a}。",
        )
    return name


def _may_stand(sign: str) -> bool:
    return sign in _MARKS or (sign.isalnum() and sign not in _BLANK_LETTERS)
