"""Writing in a thread of its own while the next rows are settled, for large imports."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from types import TracebackType

    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from data.store.unit import Unit

_Piece = TypeVar("_Piece")
_AHEAD = 2
"""Pieces that may wait; each holds some ten thousand rows in memory."""


class AtOnce(Generic[_Piece]):
    """
    Writes each piece when it comes, where a thread would not pay; used as ``Behind`` is.

    Parameters
    ----------
    write
        Writes one piece.
    """

    def __init__(self, write: Callable[[_Piece], None]) -> None:
        self.put = write

    def finish(self) -> None:
        """Do nothing: every piece is written when ``put`` returns."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Do nothing."""


class Behind(Generic[_Piece]):
    """
    Writes pieces one after the other, in their order, behind the back of whoever makes them.

    The database works while Python does: both release the lock that Python's threads share. Use it
    as a context manager: at the end of the block everything is written, or its error was raised;
    after an error in the block what waits is given up.

    Parameters
    ----------
    write
        Writes one piece; called in another thread, never twice at once.
    """

    def __init__(self, write: Callable[[_Piece], None]) -> None:
        self._write = write
        self._has_failed = False
        self._waiting: deque[Future[None]] = deque()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")

    def put(self, piece: _Piece) -> None:
        """Hand over a piece; waits while too many do, and raises what went wrong with one."""
        while len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._worker.submit(self._write_one, piece))

    def _write_one(self, piece: _Piece) -> None:
        """Write unless a piece before failed: its error may have ended the transaction."""
        if self._has_failed:
            return
        try:
            self._write(piece)
        except BaseException:
            self._has_failed = True
            raise

    def finish(self) -> None:
        """Wait until every piece is written; raises what went wrong with one."""
        while self._waiting:
            self._waiting.popleft().result()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what waits, or give it up after an error; the thread has ended then."""
        try:
            if kind is None:
                self.finish()
        finally:
            self._worker.shutdown(wait=True, cancel_futures=True)


class Written:
    """
    What a unit of writing holds, read only when nothing is being written behind.

    Parameters
    ----------
    unit
        The unit.
    finish
        Waits until everything handed over is written.
    """

    def __init__(self, unit: Unit, finish: Callable[[], None]) -> None:
        self._unit = unit
        self._finish = finish

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> DataFrame:
        """Read as ``Unit.read`` does."""
        self._finish()
        return self._unit.read(table, where=where)

    def count(self, table: str) -> int:
        """Count as ``Unit.count`` does."""
        self._finish()
        return self._unit.count(table)

    def road_lines(self) -> list[BaseGeometry]:
        """Read as ``Unit.road_lines`` does."""
        self._finish()
        return self._unit.road_lines()
