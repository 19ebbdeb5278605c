"""What must hold of a hostile write, whatever became of it."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from lxml import html

from service.web.problems import LONGEST_LINE, PROBLEM
from tests.service.web.hostile.reading import faults_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx2 import Response

    from tests.service.web.hostile.house import HostileTown
    from tests.service.web.hostile.writing import Write

_OWN_DOING = frozenset({"session", "credential"})
"""Whoever is refused has been here: the session says when, the credential how often in vain."""
_REFUSED, _BROKEN = 400, 500
_SAID = "//*[@role='alert'] | //p[@class='code']/following-sibling::p[not(@class)]"
"""Where a page says what was wrong: above its form, or alone."""


class Judge:
    """
    Sends writes to a town, and says what was wrong with what came of them.

    Parameters
    ----------
    is_brief
        Whether a page that several writes lead to is opened only once.
    """

    def __init__(self, town: HostileTown, *, is_brief: bool = False) -> None:
        self._is_brief, self._opened = is_brief, set[str]()
        self._folder = town.service.office.settings.work_folder
        self._file = sqlite3.connect(town.service.office.store.place)
        self._version = 0
        self._state: dict[str, str] = {}
        self._look()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the store."""
        self._file.close()

    def faults(self, client: TestClient, write: Write) -> tuple[int, list[str]]:
        """
        Send one write.

        Returns
        -------
        status, faults
            Of the answer; what was wrong with it, nothing where all held.
        """
        self._look()  # whoever signs in anew changes something, too
        headers = {"content-type": write.kind, **_seen(client, write), **write.headers}
        answer = client.request(write.method, write.address, content=write.body, headers=headers)
        changed = self._look()
        found = faults_of(answer)
        if answer.status_code >= _REFUSED:
            found += [f"refused, and changed {changed}"] if changed else []
            found += [] if answer.status_code >= _BROKEN else _refusal(answer)
        elif answer.is_redirect:
            found += self._shown(client, answer.headers["location"])
        return answer.status_code, found

    def _shown(self, client: TestClient, address: str) -> list[str]:
        """Open the page that a write leads to."""
        if self._is_brief and address.partition("?")[0] in self._opened:
            return []
        self._opened.add(address.partition("?")[0])
        return [f"shown: {one}" for one in faults_of(client.get(address))]

    def _look(self) -> list[str]:
        """Name the tables that changed since the last look, and ``files`` where those did."""
        (version,) = self._file.execute("PRAGMA data_version").fetchone()
        state = dict(self._state)
        if version != self._version:
            self._version = version
            tables = self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            state = {name: self._sum(name) for (name,) in tables.fetchall()}
        folder = self._folder
        there = sorted(map(str, folder.rglob("*"))) if folder and folder.exists() else []
        state["files"] = " ".join(one for one in there if not one.endswith(("uploads", "backups")))
        changed = [name for name, now in state.items() if self._state.get(name) != now]
        self._state = state
        return changed

    def _sum(self, table: str) -> str:
        if table in _OWN_DOING:
            return ""
        told = sha256()
        for row in self._file.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own name
            told.update(repr(row).encode("utf-8", "surrogatepass"))
        return told.hexdigest()


def _seen(client: TestClient, write: Write) -> dict[str, str]:
    """Give the tag of what is edited, as whoever has read it would."""
    if write.method == "POST" or not write.address.startswith("/api"):
        return {}
    tag = client.get(write.address).headers.get("etag")
    return {"if-match": tag} if tag else {"if-none-match": "*"}


def _refusal(answer: Response) -> list[str]:
    """Say what a refusal lacks: it is one line of words, as a problem or on a page."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == PROBLEM:
        line = str(answer.json().get("detail", ""))
    elif kind == "text/html" and not answer.request.url.path.startswith("/api"):
        said = html.fromstring(answer.content).xpath(_SAID)
        line = " ".join(one.text_content().strip() for one in said)
    else:
        return [f"refused as {kind or 'nothing'}"]
    found = [] if line.strip() else ["refused without a word"]
    found += ["more than a line"] if "\n" in line.strip() else []
    return found + ([f"{len(line)} signs of refusal"] if len(line) > LONGEST_LINE + 1 else [])
