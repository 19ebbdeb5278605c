"""Work shared out among processes: handed over once, watched, stopped together, none lost."""

from __future__ import annotations

import pickle
import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from data.errors import PatrolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from multiprocessing.synchronize import Event

    from data.ports import Progress

Item_contra = TypeVar("Item_contra", contravariant=True)
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

_SPAWN = get_context("spawn")
"""A fork would copy locks that threads of this process hold; a spawned process starts clean."""
_LOOK_S = 0.1
"""How often the watching process asks whether somebody wants the work to end."""
_NEWS_S = 0.2
"""A working process tells how far it is no more often than this."""
_LEAVE_S = 5.0
"""A process that has nothing left to do is given this long to go by itself."""


class Desk(Protocol):
    """What a function that works in another process hears and says."""

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Say how far the item has come."""

    def is_due(self) -> bool:
        """Ask whether news would be heard: what comes too fast after other news is left out."""

    def tell(self, news: object) -> None:
        """Say anything that can be pickled."""

    def stop(self) -> bool:
        """Ask whether the work is to end with what there is."""


class Work(Protocol[Item_contra, Result_co]):
    """Work on one item; a function of a module, or a ``functools.partial`` of one."""

    def __call__(self, item: Item_contra, desk: Desk, /) -> Result_co:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Answers(Generic[Result]):
    """
    What the processes came to.

    Attributes
    ----------
    results
        By number of the item, from 0 on, in that order; an item is missing only where its process
        died and ``again`` was not asked for.
    lost
        Numbers of the items whose process died, or could not be started, before it answered.
    """

    results: dict[int, Result]
    lost: tuple[int, ...]


def in_processes(  # noqa: PLR0913  # each of the listeners is optional
    function: Work[Item_contra, Result],
    items: Sequence[Item_contra],
    *,
    workers: int,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    heard: Callable[[int, Any], None] | None = None,
    again: bool = True,
) -> Answers[Result]:
    """
    Do the same work on several items, in several processes.

    Parameters
    ----------
    function
        Pickled and handed over once a process; what all items share, such as a problem with its
        matrix, is best bound to it by ``functools.partial``.
    items
        Handed over one by one, to whichever process is free.
    workers
        Number of processes, >= 1; with one, or one item, everything is done in this process.
    progress
        Told the sum of the shares done, of the number of items.
    stop
        Asked ten times a second; once it says yes, every ``Desk.stop`` does, and items that nobody
        began are still handed out, so that each answers with what it has at once.
    heard
        Told the number of the item and what its function told.
    again
        Whether an item whose process died is done once more, in this process.

    Returns
    -------
    answers
        The same whatever the number of workers, as far as ``function`` is.

    Raises
    ------
    Exception
        What ``function`` raised for the first item that failed; the other processes are ended.
    """
    listening = _Listening(len(items), progress, stop, heard)
    lost: list[int] = []
    results: dict[int, Result] = {}
    numbers = list(range(len(items)))
    if min(workers, len(items)) > 1:
        with _Crew.hired(function, min(workers, len(items))) as crew:
            results = crew.work(items, listening)
        lost = [number for number in numbers if number not in results]
        numbers = lost if again else []
    for number in numbers:
        results[number] = function(items[number], _HereDesk(number, listening))
        listening.hear_progress(number, 1, 1, "")
    return Answers({number: results[number] for number in sorted(results)}, tuple(lost))


@dataclass(slots=True)
class _Listening:
    """Those who hear of the work, and may end it."""

    count: int
    progress: Progress | None
    stop: Callable[[], bool] | None
    heard: Callable[[int, Any], None] | None
    shares: dict[int, float] = field(default_factory=dict)

    def hear_progress(self, number: int, done: float, total: float, note: str) -> None:
        self.shares[number] = done / total if total > 0 else 0.0
        if self.progress is not None:
            self.progress(sum(self.shares.values()), self.count, note)

    def hear_news(self, number: int, news: object) -> None:
        if self.heard is not None:
            self.heard(number, news)

    def has_enough(self) -> bool:
        return self.stop is not None and self.stop()


@dataclass(slots=True)
class _HereDesk:
    """The desk of work done in this process."""

    number: int
    listening: _Listening
    _told_s: float = -1e9

    def progress(self, done: float, total: float, note: str = "") -> None:
        self.listening.hear_progress(self.number, done, total, note)

    def is_due(self) -> bool:
        return time.monotonic() - self._told_s >= _NEWS_S

    def tell(self, news: object) -> None:
        if self.is_due():
            self._told_s = time.monotonic()
            self.listening.hear_news(self.number, news)

    def stop(self) -> bool:
        return self.listening.has_enough()


_PROGRESS, _NEWS, _ANSWER, _ERROR = range(4)
"""Kinds of what a process sends."""


@dataclass(slots=True)
class _PipeDesk:
    """The desk in another process: what is said goes through a pipe, and not too often."""

    pipe: Connection
    ended: Event
    _said_s: dict[int, float] = field(default_factory=dict)

    def progress(self, done: float, total: float, note: str = "") -> None:
        self._say(_PROGRESS, (done, total, note))

    def is_due(self) -> bool:
        return time.monotonic() - self._said_s.get(_NEWS, -1e9) >= _NEWS_S

    def tell(self, news: object) -> None:
        self._say(_NEWS, news)

    def stop(self) -> bool:
        return self.ended.is_set()

    def _say(self, kind: int, what: object) -> None:
        now_s = time.monotonic()
        if now_s - self._said_s.get(kind, -1e9) >= _NEWS_S:
            self._said_s[kind] = now_s
            self.pipe.send((kind, what))


def _serve(pipe: Connection, ended: Event, function: Work[Any, Any]) -> None:
    """Work in another process until there is nothing more to do, or nobody to do it for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _let_signals_through()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            (item,) = pipe.recv()
            try:
                said = (_ANSWER, function(item, _PipeDesk(pipe, ended)))
            except (EOFError, BrokenPipeError, ConnectionResetError):
                raise
            except Exception as error:  # noqa: BLE001  # the watching process raises it again
                said = (_ERROR, _portable(error))
            pipe.send(said)


def _portable(error: Exception) -> Exception:
    """Give an error that can be pickled and read again: its own kind, or else ours."""
    try:
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    except Exception:  # noqa: BLE001  # whatever an error's own code raises
        return PatrolError(str(error), zh=getattr(error, "zh", None))
    return error if type(again) is type(error) else PatrolError(str(error))


@dataclass(slots=True)
class _Worker:
    """Another process, the pipe to it, and the number of the item it has."""

    process: SpawnProcess
    pipe: Connection
    number: int | None = None


@dataclass(slots=True)
class _Crew:
    """Processes that work on one function."""

    workers: list[_Worker]
    ended: Event

    @classmethod
    @contextmanager
    def hired(cls, function: Work[Any, Any], count: int) -> Iterator[_Crew]:
        """Start processes; none outlives the block."""
        crew = cls([], _SPAWN.Event())
        try:
            with _signals_held_back():
                for _ in range(count):
                    crew._hire(function)
            yield crew
        finally:
            crew._dismiss()

    def _hire(self, function: Work[Any, Any]) -> None:
        """Start one process; the machine may have no room for another."""
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs, self.ended, function), daemon=True)
        try:
            process.start()
        except OSError:
            ours.close()
        else:
            self.workers.append(_Worker(process, ours))
        theirs.close()

    def work(self, items: Sequence[Any], listening: _Listening) -> dict[int, Any]:
        """Hand out items and gather answers until all are in, or no process is left."""
        results: dict[int, Any] = {}
        waiting = list(reversed(range(len(items))))
        for worker in list(self.workers):
            self._hand(worker, items, waiting)
        while any(worker.number is not None for worker in self.workers):
            if listening.has_enough():
                self.ended.set()
            ready = wait([worker.pipe for worker in self.workers], timeout=_LOOK_S)
            for worker in [one for one in self.workers if one.pipe in ready]:
                self._listen(worker, results, listening)
                if worker.number is None and worker in self.workers:
                    self._hand(worker, items, waiting)
        return results

    def _hand(self, worker: _Worker, items: Sequence[Any], waiting: list[int]) -> None:
        """Give a process the next item, if there is one left; a process that died gets none."""
        if not waiting:
            return
        worker.number = waiting.pop()
        try:
            worker.pipe.send((items[worker.number],))
        except (BrokenPipeError, ConnectionResetError):
            self._bury(worker)

    def _listen(self, worker: _Worker, results: dict[int, Any], listening: _Listening) -> None:
        """Take what a process says; its pipe ends when it dies."""
        try:
            kind, what = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._bury(worker)
            return
        number = worker.number
        if number is None:
            return
        if kind == _ERROR:
            raise what
        if kind == _PROGRESS:
            listening.hear_progress(number, *what)
        elif kind == _NEWS:
            listening.hear_news(number, what)
        else:
            results[number] = what
            worker.number = None
            listening.hear_progress(number, 1, 1, "")

    def _bury(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join(_LEAVE_S)
        self.workers.remove(worker)

    def _dismiss(self) -> None:
        """End every process: those with nothing to do see their pipe end, others are ended."""
        for worker in self.workers:
            worker.pipe.close()
            if worker.number is not None:
                worker.process.terminate()
        for worker in self.workers:
            worker.process.join(_LEAVE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """
    Keep Ctrl-C from processes that start: a terminal sends it to all, and they cannot take it yet.

    They inherit the mask; ``_serve`` lifts it once they ignore the signal.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _let_signals_through() -> None:
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is not None:
        mask(signal.SIG_UNBLOCK, {signal.SIGINT})
