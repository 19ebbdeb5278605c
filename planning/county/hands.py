"""Who does the pieces of a county's search: one after another here, or several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.ports import Progress

Item = TypeVar("Item")
Result = TypeVar("Result")


class Desk(Protocol):
    """What work on one piece says and hears."""

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Say how far the piece has come."""

    def stop(self) -> bool:
        """Ask whether the work is to end with what there is."""


class Spread(Protocol):
    """Something that does the same work on many pieces."""

    def __call__(
        self,
        function: Callable[[Item, Desk], Result],
        items: Sequence[Item],
        progress: Progress,
    ) -> list[Result]:
        """Return one result an item, in their order; tell ``progress`` how many are done."""


@dataclass(frozen=True, slots=True)
class _OwnDesk:
    """The desk of a piece that is done here."""

    number: int
    count: int
    told: Progress
    asked: Callable[[], bool] | None

    def progress(self, done: float, total: float, note: str = "") -> None:
        self.told(self.number + (done / total if total > 0 else 1.0), self.count, note)

    def stop(self) -> bool:
        return self.asked is not None and self.asked()


@dataclass(frozen=True, slots=True)
class InTurn:
    """
    Does one piece after another, in this process.

    Parameters
    ----------
    asked
        Says yes once the work is to end; pieces not begun yet then answer with what they have.
    """

    asked: Callable[[], bool] | None = None

    def __call__(
        self,
        function: Callable[[Item, Desk], Result],
        items: Sequence[Item],
        progress: Progress,
    ) -> list[Result]:
        """Do all pieces."""
        return [
            function(item, _OwnDesk(number, len(items), progress, self.asked))
            for number, item in enumerate(items)
        ]


def silent(done: float, total: float, note: str = "") -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class Hands:
    """
    Who works on a county, who is told, and who may end it.

    Parameters
    ----------
    spread
        Does the pieces; it hears of the end by itself.
    progress
        Told the share of the whole search that is done, of 1.
    stop
        Asked between two rounds; once it says yes, no further round begins.
    """

    spread: Spread = InTurn()
    progress: Progress = silent
    stop: Callable[[], bool] | None = None
