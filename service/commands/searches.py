"""A search as the command line asks for it: its limits, Ctrl-C, and the figures beside its bar."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from service.commands.interrupts import stopped_by_hand
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.words import Lang
    from planning.engine import Figures
    from service.pipeline.week.search import Search


@dataclass(slots=True)
class FiguresTold:
    """
    Writes figures of a search under way in one line.

    Parameters
    ----------
    lang
        Of the line.
    clock
        Gives seconds that only grow; moves a second are those since the line before.
    """

    lang: Lang
    clock: Callable[[], float]
    moves: int = 0
    at_s: float | None = None

    def __call__(self, figures: Figures) -> str:
        """Write the line."""
        now_s = self.clock()
        passed_s = 0.0 if self.at_s is None else now_s - self.at_s
        rate = (figures.moves - self.moves) / passed_s if passed_s > 0 else 0.0
        self.moves, self.at_s = figures.moves, now_s
        return say(
            "search.figures",
            self.lang,
            prize=figures.prize,
            share=figures.prize / figures.bound if figures.bound > 0 else 1.0,
            broken=figures.broken,
            rate=max(rate, 0.0),
        )


def search_asked(
    lang: Lang,
    *,
    seed: int,
    iterations: int | None,
    time_limit_s: float | None,
    processes: int,
) -> Search:
    """
    Join the options of a command.

    Raises
    ------
    ConfigError
        If both limits are given, or a value is outside its range.
    """
    from service.pipeline.week.search import Search  # --help must appear at once

    return Search(
        seed=seed,
        iterations=iterations,
        time_limit_s=time_limit_s,
        clock=time.perf_counter,
        processes=processes,
        stopping=partial(stopped_by_hand, lang),
        told=FiguresTold(lang, time.perf_counter),
    )


def search_remarks(run: dict[str, float], lang: Lang) -> list[str]:
    """Say what a plan's search met: an end by hand, processes that died."""
    lines = []
    if run.get("stopped"):
        lines.append(say("search.stopped", lang))
    if run.get("lost"):
        lines.append(say("search.lost", lang, lost=int(run["lost"]), count=int(run["processes"])))
    return lines
