"""Running the service until it is told to stop."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from data.errors import ConfigError, OutsideError
from data.store import Author, WayBack, open_store
from service.access.accounts import first_administrator
from service.access.clock import now
from service.access.hidden import read_hidden
from service.web.app import make_app
from service.web.crewing import with_workers
from service.web.logs import start_log, told
from service.web.office import Office
from service.words import say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from data.store import Store
    from service.web.settings import WebSettings

_BY = Author("gridpatrol", "serve")
_WAITING = 128
_GRACE_S = 20
"""Seconds that requests under way may take once the service is told to stop."""
_BROKEN_PIPE_S = 5


def serve(settings: WebSettings) -> None:
    """
    Serve until the process is told to stop; a store that is not there is made.

    An older store is brought up to date first; a file is copied beside itself before, a store on a
    server into the folder for backups.

    Raises
    ------
    ConfigError
        If the certificate or its key cannot be read.
    OutsideError
        If the address is taken, or the store cannot be opened.
    """
    check_certificate(settings)
    start_log(settings.log_level)
    way_back = WayBack(settings.backup_folder, settings.migrate_without_backup)
    with (
        listening(settings) as door,
        open_store(settings.store, create=True, way_back=way_back) as store,
    ):
        _tell_password(store, settings)
        _say(say("serve.ready", settings.lang, address=address_of(settings, door)))
        if not settings.secure and not settings.is_local:
            _say(say("serve.plain", settings.lang))
        app = make_app(Office(store=store, settings=settings), lifespan=with_workers)
        server = uvicorn.Server(_config(settings, app))
        app.state.is_stopping = lambda: server.should_exit
        server.run(sockets=[door])
        told("stopped")


def _tell_password(store: Store, settings: WebSettings) -> None:
    """Make the first administrator, and say where the password is; it is shown this once."""
    file = settings.admin_password_file
    given = None if file is None or store.rows("account") else read_hidden(file)
    password = first_administrator(store, clock=now, by=_BY, password=given)
    if password is None:
        return
    if given is not None:
        _say(say("serve.password_file", settings.lang, file=file))
    else:
        _say(say("serve.password", settings.lang, password=password))


def check_certificate(settings: WebSettings) -> None:
    """
    Make sure that certificate and key are there and belong together.

    Raises
    ------
    ConfigError
        If they do not.
    """
    import ssl

    if settings.tls_cert is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except OSError as error:
        raise ConfigError(
            f"Certificate {settings.tls_cert} and its key are of no use: {_why(error)}.",
            zh=f"证书 {settings.tls_cert} 与私钥无法使用：{_why(error)}。",
        ) from error


def listening(settings: WebSettings) -> socket.socket:
    """
    Take the address, before anything else is done.

    Raises
    ------
    OutsideError
        If another program has it, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
    except OSError as error:
        door.close()
        place = f"{settings.host}:{settings.port}"
        raise OutsideError(
            f"Cannot listen on {place}: {_why(error)}; choose another --port.",
            zh=f"无法监听 {place}：{_why(error)}；请换 --port 或 --host。",
        ) from error
    door.listen(_WAITING)
    return door


def address_of(settings: WebSettings, door: socket.socket) -> str:
    """Write the address as a browser wants it, with the port that was taken."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    scheme = "https" if settings.tls_cert else "http"
    return f"{scheme}://{host}:{door.getsockname()[1]}"


def _config(settings: WebSettings, app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=list(settings.proxy),
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=_BROKEN_PIPE_S,
    )


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
