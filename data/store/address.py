"""Addresses of PostgreSQL stores: read once, and shown without their password ever after."""

from __future__ import annotations

import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.errors import ConfigError

_SCHEMES = ("postgresql:", "postgres:", "postgresql+")
_DRIVER = "postgresql+psycopg"
_USER_INFO = re.compile(r"(?<=://)[^/?#]*@")
_SHOWN = frozenset({"host", "port", "user", "dbname", "options", "service"})
"""Parts of a query that a place may show; all others could be secrets."""


def is_address(url: str) -> bool:
    """Tell whether a store is named by the address of a PostgreSQL server, not as a file."""
    return url.startswith(_SCHEMES)


def without_password(url: str) -> str:
    """Take user and password out of any text that looks like an address."""
    return _USER_INFO.sub("", url)


def read_address(url: str) -> URL:
    """
    Read the address of a store on a server.

    Parameters
    ----------
    url
        Such as ``postgresql://user:password@host:5432/town``; ``postgres://`` means the same.
        ``?options=-csearch_path%3Dnorth,public`` names a schema.

    Returns
    -------
    address
        With the one driver this program uses.

    Raises
    ------
    ConfigError
        If it cannot be read or names no database; the message holds no password.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            "Expected a store such as postgresql://user:password@host:5432/town, got an address "
            "that cannot be read; write @ : / in a password as %40 %3A %2F.",
            zh="库地址应写成 postgresql://用户:密码@主机:5432/town，现在的写法无法识别；"
            "密码中的 @ : / 请写成 %40 %3A %2F。",
        ) from error
    if not address.database and "dbname" not in address.query:
        raise ConfigError(
            f"{place_of(address)} names no database; add one at the end, such as /town.",
            zh=f"{place_of(address)} 没有写数据库名，请在末尾加上，例如 /town。",
        )
    return address.set(drivername=_DRIVER)


def place_of(address: URL) -> str:
    """Write an address as messages show it, without any secret."""
    shown = {name: value for name, value in address.query.items() if name in _SHOWN}
    return URL.create(
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=shown,
    ).render_as_string(hide_password=True)
