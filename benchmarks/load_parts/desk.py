"""Writes that are sent again, with the same key, until somebody answers for good."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.load_parts.wire import Wire

if TYPE_CHECKING:
    from benchmarks.load_parts.town import Person

AGAIN_S = 0.3
_DONE = range(200, 300)
_WAIT = frozenset({0, 409, 429, 503, 507})
_LOST = "done-answer-lost"


@dataclass(frozen=True, slots=True)
class Write:
    """One write: where to, with what, under which key."""

    path: str
    body: dict[str, Any]
    key: str


@dataclass
class Desk:
    """
    One person who writes over several connections at once.

    Attributes
    ----------
    told
        Keys of writes that were answered for good.
    lost
        How many of those: done, but the answer was lost.
    longest_s
        How long one write took from its first try to its answer for good, seconds.
    refused
        Answers that asked to come again, by status; 0 is a connection that broke.
    wrong
        Answers that nobody should get, in words.
    sentences
        What refusals said.
    """

    host: str
    port: int
    who: Person
    told: set[str] = field(default_factory=set)
    lost: int = 0
    longest_s: float = 0.0
    refused: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    sentences: set[str] = field(default_factory=set)

    def write(self, writes: list[Write], *, at_once: int, tries: int = 10_000) -> None:
        """
        Send them all; a write is given up after so many tries.

        Parameters
        ----------
        writes
            Is used up; whoever clears it ends the work after the writes under way.
        """

        async def one() -> None:
            wire = Wire(self.host, self.port)
            while writes:
                await self._send(wire, writes.pop(0), tries)
            wire.close()

        async def every() -> None:
            await asyncio.gather(*(one() for _ in range(at_once)))

        asyncio.run(every())

    async def _send(self, wire: Wire, one: Write, tries: int) -> None:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cookie": f"gridpatrol={self.who.cookie}",
            "X-CSRF-Token": self.who.csrf,
            "Idempotency-Key": one.key,
        }
        begun_s = time.perf_counter()
        for _ in range(tries):
            answer = await wire.ask("POST", one.path, headers, json.dumps(one.body).encode())
            said = answer.body.decode("utf-8", "replace")
            is_lost = answer.status == 409 and _LOST in said  # noqa: PLR2004
            if answer.status in _DONE or is_lost:
                self.lost += is_lost
                self.told.add(one.key)
                self.longest_s = max(self.longest_s, time.perf_counter() - begun_s)
                return
            if answer.status not in _WAIT:
                self.wrong.append(f"{one.key}: {answer.status} {said[:200]}")
                return
            self.refused[answer.status] += 1
            if answer.body:
                self.sentences.add(str(json.loads(said).get("detail", "")))
            await asyncio.sleep(AGAIN_S)
