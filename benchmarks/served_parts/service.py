"""Serve a copy of a store, with a token and a published week, and say what the server spends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from data.schema import PUBLICATION, TOKEN, as_table
from data.store import Author, open_store
from service.access.accounts import Account, add_account
from service.access.actors import permissions_of
from service.access.clock import now, written
from service.access.secrets import fingerprint, new_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store

NAME = "campaign"
_BY = Author("campaign", "campaign")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """
    A service that listens on this machine.

    Attributes
    ----------
    url, file
        Where it is, and the store that it serves.
    token
        Lets ``NAME`` in as a planner, for two days.
    pid
        Of its process.
    """

    url: str
    file: Path
    pid: int
    token: str = field(repr=False)

    def client(self) -> httpx2.Client:
        """Give a client that sends the token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx2.Client(
            base_url=self.url, headers=headers, timeout=600, trust_env=False, follow_redirects=True
        )

    def cpu_s(self) -> float:
        """Sum up what the server and those of its children that have ended spent so far."""
        told = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        return sum(int(ticks) for ticks in told.split()[11:15]) / _TICKS


@contextmanager
def served(store: Path, *, workers: int = 0) -> Iterator[Served]:
    """
    Serve a copy of a store until the end of the block; the newest plan of it is published.

    Parameters
    ----------
    workers
        Pieces of long work at once; without any, jobs that the store still holds stay as they are.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "town.gpkg"
        shutil.copy(store, file)
        with open_store(str(file)) as opened:
            token = _let_in(opened)
            _publish(opened)
        command = [sys.executable, "-m", "service.cli", "serve", "--port", "0", "--lang", "en"]
        command += ["--workers", str(workers)]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, "--store", str(file)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            found = (re.search(r"http://[\d.]+:\d+", line) for line in process.stdout)
            url = next(match[0] for match in found if match)
            yield Served(url=url, file=file, pid=process.pid, token=token)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _let_in(store: Store) -> str:
    who = Account(account_id="id-campaign", name=NAME, role="planner")
    add_account(store, who, password=new_secret(), clock=now, by=_BY)
    secret = new_secret()
    row = {
        "token_id": "token-campaign",
        "account_id": who.account_id,
        "name": "campaign",
        "hash": fingerprint(secret),
        "permissions": json.dumps(sorted(permissions_of("planner"))),
        "expires": written(now() + timedelta(days=2)),
    }
    with store.writing(by=_BY) as unit:
        unit.append("token", as_table([row], TOKEN))
    return secret


def _publish(store: Store) -> None:
    if store.rows("publication"):
        return
    plans = sorted(store.rows("plan"), key=lambda row: (row["week"], row["version"]))
    facts = {"publication_id": "campaign", "who": NAME, "moment": written(now())}
    rows = [facts | {"week": one["week"], "plan_id": one["plan_id"]} for one in plans[-1:]]
    with store.writing(by=_BY) as unit:
        unit.append("publication", as_table(rows, PUBLICATION))
