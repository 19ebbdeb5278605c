"""The language in which a person reads pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from data.errors import InputError
from data.store import Author
from service.access.accounts import account, edit_account

if TYPE_CHECKING:
    from data.store import Store
    from data.words import Lang

LANGS = ("zh", "en")


def choose_language(store: Store, account_id: str, lang: str) -> None:
    """
    Keep a language with an account; its next pages are in it.

    Raises
    ------
    InputError
        If it is neither Chinese nor English.
    NotFoundError
        If there is no such account.
    """
    if lang not in LANGS:
        raise InputError(
            f"Expected the language zh or en, got {lang!r}.",
            zh=f"语言只能是 zh 或 en，现为“{lang}”。",
        )
    own = account(store, account_id)
    if own.lang != lang:
        with store.writing(by=Author(own.name, "language")) as unit:
            edit_account(unit, account_id, lang=cast("Lang", lang))
