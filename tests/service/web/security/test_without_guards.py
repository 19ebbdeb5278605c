"""
The attacks on the service, the guard against each, and the proof that its tests can fail.

Each line takes one guard away and runs the test of its attack, which must fail: the attack then
succeeds. With the guards in their places, the same tests run where they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import fastapi.routing
import pytest

from benchmarks.hostile_files.texts import web_page_named_xls
from data.schema import as_table
from data.schema.office import ACCOUNT
from data.store import Scope
from data.store.tables import sql_table
from service.access import credentials, sessions, slowing
from service.web import gate, uploads
from service.web.pages import backups, me
from tests.service.web import test_api
from tests.service.web.security import test_accounts, test_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.service.web.conftest import Service

    Removal = Callable[[pytest.MonkeyPatch], None]


def _no_pause_for_a_name(patch: pytest.MonkeyPatch) -> None:
    for module in (credentials, slowing):
        patch.setattr(module, "pause_after", lambda _tries: timedelta(0))


def _no_bucket_for_an_address(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(slowing.Buckets, "take", lambda *_: timedelta(0))


def _session_under_the_secret_that_was_brought(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sessions, "new_secret", lambda: "planted")


def _any_form_is_ours(patch: pytest.MonkeyPatch) -> None:
    async def believe(*_: object) -> None:
        return

    patch.setattr(gate, "_check_own_form", believe)


def _any_origin_is_ours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "check_origin", lambda _request: None)


def _any_file_is_a_backup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(backups, "_NAME", re.compile(".*"))


def _names_of_senders_are_paths(patch: pytest.MonkeyPatch) -> None:
    keep = uploads._keep  # noqa: SLF001 - the guard that is taken away

    def kept(file: Any, path: Path, name: str) -> object:  # noqa: ANN401 - an upload
        target = path.parent / file.filename
        target.unlink(missing_ok=True)  # page and program send the same name
        return keep(file, target, name)

    patch.setattr(uploads, "_keep", kept)


def _readers_fetch_what_files_name(patch: pytest.MonkeyPatch) -> None:
    keep = uploads._keep  # noqa: SLF001 - where the bytes are at hand

    def kept(file: Any, path: Path, name: str) -> object:  # noqa: ANN401 - an upload
        done = keep(file, path, name)
        for address in re.findall(rb'http://127[^"<]+', path.read_bytes()):
            with pytest.raises(OSError, match="404"), urlopen(address.decode()):  # noqa: S310
                pass
        return done

    patch.setattr(uploads, "_keep", kept)


def _every_field_of_a_form_is_stored(patch: pytest.MonkeyPatch) -> None:
    run = fastapi.routing.run_endpoint_function

    async def generous(*, dependant: Any, values: Any, **more: Any) -> Any:  # noqa: ANN401
        request = values.get("request")
        if request is not None and request.method == "POST" and request.url.path == me.ME:
            store, actor = request.app.state.office.store, values["actor"]
            row = next(
                one for one in store.rows("account") if one["account_id"] == actor.account_id
            )
            role = (await request.form()).get("role", row["role"])
            with store.writing() as unit:
                unit.upsert("account", as_table([row | {"role": role}], ACCOUNT))
        return await run(dependant=dependant, values=values, **more)

    patch.setattr(fastapi.routing, "run_endpoint_function", generous)


def _sessions_are_anybodys(patch: pytest.MonkeyPatch) -> None:
    def end_any(store: Any, session_id: str, *, account_id: str) -> bool:  # noqa: ANN401
        del account_id
        table = sql_table("session")
        with store.aside() as connection:
            gone = connection.execute(table.delete().where(table.c.session_id == session_id))
        return bool(gone.rowcount)

    patch.setattr(me, "end_one", end_any)


def _tokens_are_anybodys(patch: pytest.MonkeyPatch) -> None:
    revoke = me.revoke_token
    patch.setattr(me, "revoke_token", lambda *a, **k: revoke(*a, **(k | {"account_id": None})))


def _every_town_is_ours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "scope_of", lambda _actor: Scope())


@dataclass(frozen=True)
class Attack:
    """One attack: the test that tries it, and what lets it succeed."""

    name: str
    tried_by: Callable[..., None]
    without: Removal
    more: dict[str, object] = field(default_factory=dict)
    needs_folder: bool = False


ACCOUNTS, FILES = test_accounts, test_files
ATTACKS = (
    Attack(
        "guessing one name's password",
        ACCOUNTS.test_guessing_one_name_is_slowed_and_told_alike_for_names_that_nobody_has,
        _no_pause_for_a_name,
    ),
    Attack(
        "guessing from one address",
        ACCOUNTS.test_guessing_many_names_from_one_address_is_slowed,
        _no_bucket_for_an_address,
    ),
    Attack(
        "session fixation",
        ACCOUNTS.test_secret_brought_by_the_browser_never_becomes_a_session,
        _session_under_the_secret_that_was_brought,
    ),
    Attack(
        "CSRF: a form without the token",
        ACCOUNTS.test_write_of_a_foreign_page_is_refused,
        _any_form_is_ours,
        {"headers": {}},
    ),
    Attack(
        "CSRF: a form of another origin",
        ACCOUNTS.test_write_of_a_foreign_page_is_refused,
        _any_origin_is_ours,
        {"headers": {"origin": ACCOUNTS.EVIL, gate.CSRF_HEADER: "own"}},
    ),
    Attack(
        "CSRF: a sign-in by a foreign page",
        ACCOUNTS.test_foreign_page_signs_nobody_in,
        _any_origin_is_ours,
        {"headers": {"origin": ACCOUNTS.EVIL}},
    ),
    Attack(
        "path traversal: an address",
        FILES.test_no_address_gives_a_file_beside,
        _any_file_is_a_backup,
    ),
    Attack(
        "path traversal: the name of an upload",
        FILES.test_no_name_of_an_upload_is_a_path,
        _names_of_senders_are_paths,
        {"name": "../evil.csv"},
        needs_folder=True,
    ),
    Attack(
        "SSRF: an upload that names an address",
        FILES.test_no_upload_makes_the_service_ask_an_address,
        _readers_fetch_what_files_name,
        {"maker": web_page_named_xls},
        needs_folder=True,
    ),
    Attack(
        "mass assignment",
        ACCOUNTS.test_fields_that_a_form_does_not_have_change_nothing,
        _every_field_of_a_form_is_stored,
    ),
    Attack(
        "IDOR: a session of somebody else",
        ACCOUNTS.test_session_of_somebody_else_cannot_be_ended,
        _sessions_are_anybodys,
    ),
    Attack(
        "IDOR: a token of somebody else",
        ACCOUNTS.test_token_of_somebody_else_cannot_be_taken_back,
        _tokens_are_anybodys,
    ),
    Attack(
        "IDOR: a site of another town",
        test_api.TestWhoMay().test_a_site_of_a_foreign_town_is_not_there,
        _every_town_is_ours,
    ),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_succeeds_without_its_guard(
    attack: Attack, house: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else the test of the attack would prove nothing."""
    attack.without(monkeypatch)
    folder = {"tmp_path": tmp_path} if attack.needs_folder else {}
    with pytest.raises((AssertionError, KeyError)):  # a header that only a refusal has
        attack.tried_by(house, **attack.more, **folder)
