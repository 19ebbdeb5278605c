"""The language in which a person reads pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError, NotFoundError
from data.schema import ACCOUNT, as_table
from data.store import Author

if TYPE_CHECKING:
    from data.store import Store

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
    rows = store.rows("account", where={"account_id": [account_id]})
    if not rows:
        raise NotFoundError(f"There is no account {account_id!r}.", zh=f"没有账号“{account_id}”。")
    if rows[0]["lang"] != lang:
        with store.writing(by=Author(rows[0]["name"], "language")) as unit:
            unit.upsert("account", as_table([rows[0] | {"lang": lang}], ACCOUNT))
