"""A PostgreSQL server of one's own: made from the machine's programs, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "gridpatrol", "it's @ secret"
ENCODED_PASSWORD = "it's%20%40%20secret"  # noqa: S105 (of a server that lives for one test run)
_STARTS = 5
_PATIENCE_S = 60.0


def programs() -> Path | None:
    """
    Find the folder of ``initdb`` and ``pg_ctl`` whose server could add PostGIS.

    Returns
    -------
    folder
        From the path, else where Debian puts them, the newest version first; ``None`` without any.
    """
    found = shutil.which("initdb")
    named = [] if found is None else [Path(found).resolve().parent]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    return next((folder for folder in [*named, *debian] if _has_postgis(folder)), None)


def _version(folder: Path) -> float:
    return float(folder.parent.name)


def _has_postgis(folder: Path) -> bool:
    config = folder / "pg_config"
    if not config.is_file() or not (folder / "pg_ctl").is_file():
        return False
    answer = subprocess.run(  # noqa: S603 (a program of the machine)
        [config, "--sharedir"], capture_output=True, text=True, check=True
    )
    return (Path(answer.stdout.strip()) / "extension" / "postgis.control").is_file()


class Server:
    """
    One running server in a temporary folder, on this machine only.

    Attributes
    ----------
    port
        Where it listens on 127.0.0.1; the same after a restart.
    """

    def __init__(self, bin_folder: Path, folder: Path, *, is_durable: bool = True) -> None:
        self._bin = bin_folder
        self._folder = folder
        self._settings = "" if is_durable else " -c fsync=off -c full_page_writes=off"
        self.port = 0

    def address(self, database: str, *, password: str = ENCODED_PASSWORD) -> str:
        """Write the address of one of its databases as a user would."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int:
        """Process id of the running server, whose children answer its clients."""
        first = (self._folder / "files" / "postmaster.pid").read_text(encoding="utf-8")
        return int(first.split()[0])

    def query(self, sql: str, *, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run SQL as the owner of the server, each time on a connection of its own."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def make(self) -> None:
        """Make its folder of files."""
        _give_away(self._folder)
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        _give_away(secret)
        words = ["--username", USER, "--pwfile", str(secret), "--auth", "scram-sha-256"]
        words += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        self._run("initdb", "--pgdata", str(self._folder / "files"), *words)

    def start(self) -> None:
        """Start it, on another port if somebody was faster to take the one chosen."""
        for _ in range(_STARTS):
            port = self.port or _free_port()
            settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
            settings += self._settings
            log = str(self._folder / "log")
            try:
                self._control("start", "-l", log, "-o", settings)
            except subprocess.CalledProcessError:
                continue
            self.port = port
            return
        raise RuntimeError((self._folder / "log").read_text(encoding="utf-8")[-2000:])

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as if the power had failed."""
        self._control("stop", "--mode", mode)

    def restart(self, mode: str = "immediate") -> None:
        """Stop it as if the power had failed, and start it on the same port."""
        self.stop(mode)
        self.start()

    def _control(self, act: str, *words: str) -> None:
        self._run(
            "pg_ctl", act, "--wait", "--silent", "--pgdata", str(self._folder / "files"), *words
        )

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(  # noqa: S603 (a program of the machine, our own words)
            [str(self._bin / program), *words],
            check=True,
            timeout=_PATIENCE_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            **_as_other_user(),
        )


@contextmanager
def running_server(bin_folder: Path, *, is_durable: bool = True) -> Iterator[Server]:
    """
    Run a server for the length of a ``with`` block.

    One that is not durable loses what it holds if the machine fails, not if it is itself killed: to
    copy and drop a database takes it a fifth of the time. What is measured is measured durable, as
    an office has it.
    """
    folder = Path(tempfile.mkdtemp(prefix="gridpatrol-pg-"))
    server = Server(bin_folder, folder, is_durable=is_durable)
    try:
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> str | None:
    """Name the user to run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _as_other_user() -> dict[str, Any]:
    user = _other_user()
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _give_away(path: Path) -> None:
    user = _other_user()
    if user is not None:
        shutil.chown(path, user)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
