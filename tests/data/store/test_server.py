"""A store on a server is opened only if it is one of ours, and every refusal says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import text

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.migrations.steps import STEPS, Step
from data.store import open_store
from tests.builders import sites
from tests.conftest import EMPTY
from tests.data.store.conftest import querying
from tests.postgres.server import ENCODED_PASSWORD, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from data.store import Store
    from tests.postgres.server import Server

    Database = Callable[..., str]

CREATE = """
import sys
from data.store import open_store
with open_store(sys.argv[1], create=True) as store, store.writing() as unit:
    unit.set(sys.argv[2], "here")
"""


def test_place_has_no_password(database: Database) -> None:
    """It appears in every message."""
    with open_store(database()) as store:
        assert store.place.startswith("postgresql://gridpatrol@127.0.0.1:")
        assert ENCODED_PASSWORD not in store.place


def test_unreachable_server_is_named() -> None:
    """Port 1 answers nowhere."""
    with pytest.raises(StoreError, match=r"^postgresql://u@127\.0\.0\.1:1/town: .* cannot be reac"):
        open_store("postgresql://u:geheim@127.0.0.1:1/town")


def test_wrong_password_is_told_without_repeating_it(database: Database, postgres: Server) -> None:
    """The address is right but for one word."""
    name = database().rpartition("/")[2]
    with pytest.raises(ConfigError, match="refuses the user or the password") as caught:
        open_store(postgres.address(name, password="geheim"))  # noqa: S106 (a wrong one)
    assert "geheim" not in str(caught.value) + str(caught.value.zh)


def test_missing_database_says_how_to_make_it(postgres: Server) -> None:
    """The command can be copied as it stands."""
    said = f"createdb .*--port={postgres.port} --username=gridpatrol nowhere"
    with pytest.raises(NotFoundError, match=said):
        open_store(postgres.address("nowhere"), create=True)


def test_empty_database_says_what_to_run(database: Database) -> None:
    """And nothing is made in it."""
    address = database(EMPTY)
    with pytest.raises(NotFoundError, match="is empty: run `gridpatrol import FILE --store"):
        open_store(address)
    assert querying(address)("SELECT to_regclass('site')") == [(None,)]


def test_database_of_another_program_is_refused_and_untouched(database: Database) -> None:
    """Views count too: nobody's schema becomes a mixture."""
    address = database(EMPTY)
    query = querying(address)
    query("CREATE TABLE parcels (id int)")
    with pytest.raises(InputError, match=r"holds 1 table\(s\), but no store of this program"):
        open_store(address, create=True)
    assert query("SELECT to_regclass('site')") == [(None,)]


def test_newer_store_is_refused(database: Database) -> None:
    """An old program must not write into tables it does not know."""
    address = database()
    querying(address)("INSERT INTO gridpatrol_migration (number, name) VALUES (99, 'later')")
    with pytest.raises(StoreError, match=r"newer version .* \(store version 99"):
        open_store(address)


def test_missing_schema_is_named(database: Database) -> None:
    """PostgreSQL itself would take the next schema of the list, in silence."""
    address = database() + "?options=-csearch_path%3Dnorth,public"
    with pytest.raises(ConfigError, match="there is no schema 'north'; make it with `CREATE"):
        open_store(address, create=True)


def test_two_schemas_are_two_stores(database: Database) -> None:
    """An office may keep each town apart in one database."""
    address = database()
    querying(address)("CREATE SCHEMA north")
    north = address + "?options=-csearch_path%3Dnorth,public"
    with open_store(address) as one, open_store(north, create=True) as other:
        with other.writing() as unit:
            unit.upsert("site", sites({}))
        with one.writing(), other.writing() as unit:  # a lock for each
            unit.set("town", "north")
        assert one.read("site").empty
        assert other.read("site").index.tolist() == ["S00001"]


def test_search_path_without_postgis_is_told(database: Database) -> None:
    """The types of shapes live in a schema of their own."""
    address = database(EMPTY)
    querying(address)("CREATE SCHEMA north")
    with pytest.raises(ConfigError, match="PostGIS is in the schema 'public'"):
        open_store(address + "?options=-csearch_path%3Dnorth", create=True)


def test_postgis_is_added_where_allowed(postgres: Server) -> None:
    """One step less for whoever owns the database."""
    postgres.query("CREATE DATABASE bare")
    with open_store(postgres.address("bare"), create=True) as store, store.writing() as unit:
        unit.upsert("site", sites({}))
    postgres.query("DROP DATABASE bare WITH (FORCE)")


def test_missing_postgis_says_who_can_add_it(postgres: Server) -> None:
    """An ordinary user may not, and reads which words to hand on."""
    postgres.query(f"CREATE ROLE clerk LOGIN PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
    postgres.query("CREATE DATABASE clerks OWNER clerk")
    address = postgres.address("clerks").replace("gridpatrol:", "clerk:")
    with pytest.raises(ConfigError, match="administrator run `CREATE EXTENSION postgis`"):
        open_store(address, create=True)
    postgres.query("DROP DATABASE clerks WITH (FORCE)")
    postgres.query("DROP ROLE clerk")


def test_other_encodings_are_refused(postgres: Server) -> None:
    """A database that cannot hold Chinese loses names."""
    postgres.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(ConfigError, match="is encoded in LATIN1"):
        open_store(postgres.address("latin"), create=True)
    postgres.query("DROP DATABASE latin WITH (FORCE)")


def test_two_programs_that_make_the_store_at_once(database: Database) -> None:
    """One makes it, the other waits and finds it made."""
    address = database(EMPTY)
    both = [
        subprocess.Popen(  # noqa: S603 (our own interpreter and text)
            [sys.executable, "-c", CREATE, address, name], env=dict(os.environ)
        )
        for name in ("a", "b")
    ]
    assert [program.wait() for program in both] == [0, 0]
    with open_store(address) as store:
        assert store.settings() == {"a": "here", "b": "here"}


def add_colour(connection: Connection) -> None:
    """Be a later migration: one more column."""
    connection.execute(text("ALTER TABLE site ADD COLUMN colour TEXT"))


def fail_late(connection: Connection) -> None:
    """Be a migration with a mistake in its second half."""
    add_colour(connection)
    raise InputError("a mistake")


COLUMN = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'colour'"


def test_older_store_is_upgraded_whole_or_not_at_all(database: Database) -> None:
    """Changed tables included."""
    address = database()
    query = querying(address)
    with pytest.raises(InputError, match="a mistake"):
        open_store(address, steps=(*STEPS, Step(STEPS[-1].number + 1, "colour", fail_late)))
    assert query(COLUMN) == [(0,)]
    open_store(address, steps=(*STEPS, Step(STEPS[-1].number + 1, "colour", add_colour))).close()
    assert query(COLUMN) == [(1,)]


def write_through_a_restart(store: Store, postgres: Server) -> None:
    """Write on both sides of a power cut."""
    with store.writing() as unit:
        unit.set("half", "written")
        postgres.restart("immediate")
        unit.set("other half", "written")


def test_restart_of_the_server_is_told_once_and_then_forgotten(
    database: Database, postgres: Server
) -> None:
    """A connection from before the restart is replaced; the unit it cut leaves nothing."""
    with open_store(database()) as store:
        with store.writing() as unit:
            unit.set("town", "kept")
        with pytest.raises(StoreError, match="the connection to the server was lost"):
            write_through_a_restart(store, postgres)
        assert store.settings() == {"town": "kept"}


def test_a_resting_connection_is_replaced_where_its_server_went(
    database: Database, postgres: Server
) -> None:
    """Nobody who comes after the restart is told of it."""
    with open_store(database()) as store:
        with store.writing() as unit:
            unit.set("town", "kept")
        postgres.restart("immediate")
        assert store.settings() == {"town": "kept"}


def test_a_server_is_asked_only_after_a_long_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection on which nothing came in is as good as one whose server was just asked."""
    with open_store(database()) as store:
        dialect, asked = store._engine.dialect, []  # noqa: SLF001 - whose server is asked
        ask = dialect.do_ping
        monkeypatch.setattr(dialect, "do_ping", lambda one: asked.append(one) or ask(one))
        for _ in range(3):
            store.settings()
        assert not asked
        monkeypatch.setattr("data.store.resting.TRUSTED_S", 0.0)
        store.settings()
        assert len(asked) == 1


def test_readers_see_one_moment(database: Database) -> None:
    """A page that reads two tables must not mix two states of the store."""
    with open_store(database()) as store, store._reading() as connection:  # noqa: SLF001
        assert connection.execute(text("SELECT count(*) FROM site")).scalar() == 0
        with store.writing() as unit:
            unit.upsert("site", sites({}))
        assert connection.execute(text("SELECT count(*) FROM site")).scalar() == 0
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.connection.cursor().execute("DELETE FROM site")


def test_keys_are_ordered_by_their_bytes(database: Database) -> None:
    """As a file orders them; the language of the server has no say."""
    names = ["a", "B", "é", "中", "一", "Z9", "Z10"]
    with open_store(database()) as store:
        with store.writing() as unit:
            for name in names:
                unit.set(name, "x")
        assert list(store.settings()) == sorted(names, key=lambda name: name.encode())


def test_password_may_hold_any_sign(postgres: Server, database: Database) -> None:
    """Written in the address as any address writes it."""
    assert quote(PASSWORD, safe="'") == ENCODED_PASSWORD
    name = database().rpartition("/")[2]
    open_store(postgres.address(name)).close()
