"""HTTP as cheap as can be: one connection of one person, kept open as a browser does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

_END = b"\r\n\r\n"
_MOST_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``status`` is 0 where the connection broke before an answer was whole."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Wire:
    """
    One keep-alive connection to a server on this machine.

    A connection that was closed while nobody used it is opened anew and the request sent again, as
    browsers do; one that breaks in the middle of an answer is told as status 0.
    """

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> Answer:
        """Send one request and read its answer whole."""
        fields = {"Host": f"{self._place[0]}:{self._place[1]}", **headers}
        if body or method != "GET":
            fields["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {said}" for name, said in fields.items())]
        sent = "\r\n".join(lines).encode() + _END + body
        if self._ends is not None:
            try:
                return await self._once(sent)
            except (OSError, asyncio.IncompleteReadError) as error:
                self.close()
                if getattr(error, "partial", b""):
                    return Answer(0)
        try:
            self._ends = await asyncio.open_connection(*self._place, limit=_MOST_HEAD)
            return await self._once(sent)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return Answer(0)

    async def _once(self, sent: bytes) -> Answer:
        assert self._ends is not None  # noqa: S101 - opened by the caller
        reader, writer = self._ends
        writer.write(sent)
        await writer.drain()
        head = (await reader.readuntil(_END)).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {
            name.lower(): said.strip() for name, _, said in (line.partition(":") for line in head)
        }
        length = headers.get("content-length")
        if length is not None:
            body = await reader.readexactly(int(length)) if status != 304 else b""  # noqa: PLR2004
        elif headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        else:
            body = b""
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, body, headers)

    def close(self) -> None:
        """Let go of the connection."""
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while True:
        size = int((await reader.readuntil(b"\r\n")).strip(), 16)
        part = await reader.readexactly(size + 2)
        if not size:
            return whole
        whole += part[:-2]
