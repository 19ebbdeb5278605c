"""Opening a store on a PostgreSQL server: is it there, is it ours, is it of this version."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.migrations.steps import upgrade, version
from data.store.address import place_of, read_address
from data.store.engine import server_engine, store_errors, writing_engine
from data.store.faults import newer_version, sentence, sqlstate
from data.store.store import Store
from data.store.wayback import secure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

    from data.migrations.steps import Step
    from data.store.wayback import WayBack


def open_server(
    url: str, *, create: bool, busy_s: float, steps: Sequence[Step], way_back: WayBack
) -> Store:
    """
    Open a store on a server; ``open_store`` says what is asked and raised.

    An older store is upgraded in one transaction: it is done whole or not at all. Of two programs
    that come at once, the second waits for the first and finds nothing left to do.
    """
    address = read_address(url)
    place = place_of(address)
    engine = server_engine(address, busy_s=busy_s)
    try:
        _bring_up_to_date(engine, address, create=create, steps=steps, way_back=way_back)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, place=place)


def _bring_up_to_date(
    engine: Engine, address: URL, *, create: bool, steps: Sequence[Step], way_back: WayBack
) -> None:
    place, newest = place_of(address), steps[-1].number
    found = _look(engine, address)
    _check_ours(found, place, create=create)
    if found.version > newest:
        raise newer_version(place, found=found.version, newest=newest)
    if found.version < newest:
        with store_errors(place), writing_engine(engine).begin() as connection:
            if not found.has_shapes:
                _add_postgis(connection, place)
            name = str(address.database or address.query["dbname"])
            secure(engine, place=place, name=name, steps=steps, way_back=way_back)
            upgrade(connection, steps)


class _Found(NamedTuple):
    """What a database says of itself before anything is asked of it."""

    schema: str | None
    wanted_schema: str
    encoding: str
    has_shapes: bool
    postgis_schema: str | None
    strangers: int
    version: int


_LOOK = """
SELECT current_schema(),
  trim(both ' "' from split_part(current_setting('search_path'), ',', 1)),
  current_setting('server_encoding'),
  to_regtype('geometry') IS NOT NULL,
  (SELECT s.nspname FROM pg_extension e JOIN pg_namespace s ON s.oid = e.extnamespace
   WHERE e.extname = 'postgis'),
  (SELECT count(*) FROM pg_class c
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = to_regnamespace(
     quote_ident(current_schema()))
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
     AND d.classid = 'pg_class'::regclass AND d.deptype = 'e'))
"""


def _look(engine: Engine, address: URL) -> _Found:
    """
    Look at a database without changing it.

    Raises
    ------
    ConfigError
        If the server refuses the user or the password.
    NotFoundError
        If the server has no such database.
    StoreError
        If nobody answers.
    """
    try:
        with engine.begin() as connection:
            facts = tuple(connection.execute(text(_LOOK)).one())
            return _Found._make((*facts, version(connection) if facts[0] else 0))
    except DBAPIError as error:
        raise _refusal(error, address) from error


_WRONG_PASSWORD = ("password authentication failed", "no password supplied", "认证失败")
_NO_DATABASE = ("database", "数据库")


def _refusal(error: DBAPIError, address: URL) -> ConfigError | NotFoundError | StoreError:
    """Say why a server lets nobody in; it gives words and no sqlstate, in its own language."""
    place, words = place_of(address), str(error.orig)
    if sqlstate(error) is None and any(sign in words for sign in _WRONG_PASSWORD):
        return ConfigError(
            f"{place}: the server refuses the user or the password; give both in the address as "
            "postgresql://user:password@host:5432/town.",
            zh=f"{place}：用户名或密码不对，请写成 postgresql://用户:密码@主机:5432/town。",
        )
    if "pg_hba.conf" in words:
        return ConfigError(
            f"{place}: the server lets nobody in from this machine under that name; ask its "
            "administrator for a line in pg_hba.conf.",
            zh=f"{place}：服务器不允许从本机以该用户登录，请管理员在 pg_hba.conf 中放行。",
        )
    is_missing = "does not exist" in words or "不存在" in words
    if is_missing and any(sign in words for sign in _NO_DATABASE):
        return NotFoundError(
            f"{place}: the server has no such database; make it with `{_createdb(address)}`.",
            zh=f"{place}：服务器上没有这个数据库，请先运行 {_createdb(address)} 建库。",
        )
    en, zh = sentence(error)
    return StoreError(f"{place}: {en}", zh=f"{place}：{zh}")


def _createdb(address: URL) -> str:
    words = ["createdb", "--encoding=UTF8", "--template=template0"]
    words += [f"--host={address.host}"] if address.host else []
    words += [f"--port={address.port}"] if address.port else []
    words += [f"--username={address.username}"] if address.username else []
    return " ".join([*words, address.database or str(address.query["dbname"])])


def _check_ours(found: _Found, place: str, *, create: bool) -> None:
    """
    Make sure that a database may be read and written as a store.

    Raises
    ------
    ConfigError
        If the schema asked for is not there, or the database cannot hold Chinese.
    InputError
        If it holds tables of another program.
    NotFoundError
        If it is empty and no store is to be made.
    """
    named = found.wanted_schema not in ("", "$user")
    if found.schema is None or (named and found.schema != found.wanted_schema):
        name = found.wanted_schema if named else "public"
        raise ConfigError(
            f"{place}: there is no schema {name!r}; make it with `CREATE SCHEMA {name}`.",
            zh=f"{place}：没有模式 {name}，请先执行 CREATE SCHEMA {name}。",
        )
    if found.encoding != "UTF8":
        raise ConfigError(
            f"{place}: the database is encoded in {found.encoding}; make one with "
            "`createdb --encoding=UTF8 --template=template0`.",
            zh=f"{place}：数据库编码是 {found.encoding}，请用 createdb --encoding=UTF8 "
            "--template=template0 另建一个。",
        )
    if found.version == 0:
        _check_empty(found, place, create=create)


def _check_empty(found: _Found, place: str, *, create: bool) -> None:
    if found.strangers:
        raise InputError(
            f"{place} holds {found.strangers} table(s), but no store of this program; it was not "
            "changed. Choose another database, or a schema of its own.",
            zh=f"{place} 中有 {found.strangers} 张表，但不是本程序的库，未改动，"
            "请另选一个数据库，或单独建一个模式。",
        )
    if not create:
        raise NotFoundError(
            f"{place} is empty: run `gridpatrol import FILE --store {place}` to fill it.",
            zh=f"{place} 是空的，请先运行 gridpatrol import 台账文件 --store {place}。",
        )
    if not found.has_shapes and found.postgis_schema:
        raise ConfigError(
            f"{place}: PostGIS is in the schema {found.postgis_schema!r}, which the address does "
            "not name; add it at the end of its search_path.",
            zh=f"{place}：PostGIS 装在模式 {found.postgis_schema} 中，"
            "请把它加到地址里 search_path 的末尾。",
        )


def _add_postgis(connection: Connection, place: str) -> None:
    """
    Add PostGIS to a database that is about to become a store.

    Raises
    ------
    ConfigError
        If this user may not.
    StoreError
        If the server has no PostGIS to add.
    """
    try:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
    except DBAPIError as error:
        if sqlstate(error) == "42501":
            raise ConfigError(
                f"{place}: PostGIS is missing and this user may not add it; let the administrator "
                "run `CREATE EXTENSION postgis` in this database.",
                zh=f"{place}：缺少 PostGIS，当前用户无权安装，"
                "请数据库管理员在此库中执行 CREATE EXTENSION postgis。",
            ) from error
        raise StoreError(
            f"{place}: the server has no PostGIS; install it there, on Debian with "
            "`apt install postgresql-15-postgis-3`.",
            zh=f"{place}：服务器没有安装 PostGIS，请先安装，Debian 上运行 "
            "apt install postgresql-15-postgis-3。",
        ) from error
