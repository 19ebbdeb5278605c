"""What a search for fastest ways answers, whichever engine does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from numpy import int32, int64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """
    Where ways begin, or where they end: each at one of a few nodes.

    Attributes
    ----------
    node
        Shape ``(k, s)``, node numbers; -1 where a row has fewer than ``s``.
    ms
        Shape ``(k, s)``: milliseconds before the node, or after it; ``NO_WAY_MS`` where the node is
        none.
    """

    node: NDArray[int64]
    ms: NDArray[int64]


class Way(NamedTuple):
    """The fastest way: its milliseconds, its first and last node, and its links in order."""

    ms: int
    first: int
    last: int
    links: NDArray[int64]


class Search(Protocol):
    """Fastest ways over links, in whole milliseconds."""

    @property
    def name(self) -> str:
        """Say which engine this is."""

    def reweighted(self, weight_ms: NDArray[int64]) -> Search:
        """Return a search over the same links with other times, shape ``(l,)``."""

    def times_ms(self, starts: Ends, targets: NDArray[int64]) -> NDArray[int32]:
        """Measure from ``k`` starts to ``t`` nodes, shape ``(k, t)``; ``NO_WAY_MS`` for none."""

    def ways(self, starts: Ends, goals: Ends) -> list[Way | None]:
        """Find the way from each start to the goal beside it; ``None`` where there is none."""
