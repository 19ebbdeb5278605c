"""How the search for a plan is run."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from planning.engine import Figures

DEFAULT_TIME_LIMIT_S = 20.0
MOST_PROCESSES = 64


def _never() -> bool:
    return False


def _nobody() -> AbstractContextManager[Callable[[], bool]]:
    """Let nobody stop a search."""
    return nullcontext(_never)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """
    How the search for a plan is run.

    Parameters
    ----------
    seed
        Of every draw, in demand and in search, 0 or more.
    iterations
        Steps to search: the plan then repeats exactly.
    time_limit_s
        Seconds to search, > 0; without either, 20.
    clock
        Seconds from any start; read only where a time limit is set, or figures are shown.
    processes
        So many searches at once, each in a process of its own with the whole limit, 1 to 64; the
        best plan is the answer. With ``iterations`` it repeats for the same number.
    stopping
        Opened around a search: gives the question whether somebody wants it to end.
    told
        Writes the figures of a search under way as the note beside its bar; ``None`` shows none.
    is_bounded
        Whether a close bound is reckoned, which takes longer than many moves; without, the bound
        is that of the knapsacks.

    Raises
    ------
    ConfigError
        If both limits are given, or a value is outside its range.
    """

    seed: int
    iterations: int | None = None
    time_limit_s: float | None = None
    clock: Callable[[], float]
    processes: int = 1
    stopping: Callable[[], AbstractContextManager[Callable[[], bool]]] = _nobody
    told: Callable[[Figures], str] | None = None
    is_bounded: bool = True

    def __post_init__(self) -> None:
        if self.iterations is not None and self.time_limit_s is not None:
            raise ConfigError(
                "Expected --iterations or --time-limit, got both.",
                zh="--iterations 和 --time-limit 只能给一个。",
            )
        if self.seed < 0:
            raise ConfigError(
                f"Expected a seed of 0 or more, got {self.seed}.",
                zh=f"种子 --seed 不能小于 0，现为 {self.seed}。",
            )
        if self.iterations is not None and self.iterations < 1:
            raise ConfigError(
                f"Expected at least 1 iteration, got {self.iterations}.",
                zh=f"迭代次数 --iterations 至少为 1，现为 {self.iterations}。",
            )
        if self.time_limit_s is not None and not self.time_limit_s > 0:
            raise ConfigError(
                f"Expected a time limit above 0 s, got {self.time_limit_s}.",
                zh=f"时限 --time-limit 必须大于 0 秒，现为 {self.time_limit_s}。",
            )
        if not 1 <= self.processes <= MOST_PROCESSES:
            raise ConfigError(
                f"Expected 1 to {MOST_PROCESSES} processes, got {self.processes}.",
                zh=f"进程数 --processes 应为 1 至 {MOST_PROCESSES}，现为 {self.processes}。",
            )

    @property
    def limit_s(self) -> float | None:
        """Return the time limit that holds; ``None`` where steps are counted."""
        if self.iterations is not None:
            return None
        return self.time_limit_s or DEFAULT_TIME_LIMIT_S

    def halved(self, stop: Callable[[], bool]) -> Search:
        """Give half of the limit, to be stopped by a question that is open already."""

        def opened() -> AbstractContextManager[Callable[[], bool]]:
            return nullcontext(stop)

        steps, limit_s = self.iterations, self.limit_s
        return replace(
            self,
            iterations=None if steps is None else -(-steps // 2),
            time_limit_s=None if limit_s is None else limit_s / 2,
            stopping=opened,
        )
