"""What other rules would do to a week: planned by those in force and by those on trial."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from service.pipeline.rules.ruling import known_ruling, rules_in_force, with_minutes
from service.pipeline.week.making import rehearse_week
from service.pipeline.week.search import Search
from service.results.rules import TrialResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ports import Progress
    from data.sheets import PromiseSheet
    from data.store import Store

TRIAL_S = 5.0
"""Seconds of each search: what somebody waits for an answer, and both plans get the same."""
SEED = 1
"""Of both searches: what differs then comes from the rules."""


def try_own_rules(
    store: Store,
    own: Mapping[str, Any],
    *,
    week: str,
    iterations: int | None = None,
    progress: Progress | None = None,
) -> TrialResult:
    """
    Plan a week twice, by the rules in force and by others, and keep neither.

    Parameters
    ----------
    own
        An office's rules as decoded TOML.
    week
        ISO week.
    iterations
        Steps of each search, >= 1; ``None`` searches ``TRIAL_S`` seconds.
    progress
        Told how far both have come.

    Raises
    ------
    ConfigError
        If a section, key or value of the rules is wrong, or the week cannot be planned.
    NotFoundError
        If sites, scores or roads are missing.
    """
    former = rules_in_force(store)
    fresh = with_minutes(known_ruling(own, "trial"), former.learnt)

    def search() -> Search:
        limit_s = TRIAL_S if iterations is None else None
        return Search(
            seed=SEED, iterations=iterations, time_limit_s=limit_s, clock=time.perf_counter
        )

    def half(first: int) -> Progress:
        def told(done: float, total: float, note: str = "") -> None:
            if progress is not None:
                progress(first * total + done, 2 * total, note)

        return told

    before = rehearse_week(store, week=week, search=search(), ruling=former, progress=half(0))
    after = rehearse_week(store, week=week, search=search(), ruling=fresh, progress=half(1))
    return TrialResult(
        week=week,
        former_hash=former.fingerprint,
        fresh_hash=fresh.fingerprint,
        before=before.figures,
        after=after.figures,
        broken=_told(_broken(after.promises), _broken(before.promises)),
        mended=_told(_broken(before.promises), _broken(after.promises)),
        dropped=tuple(sorted(before.visits - after.visits)),
        added=tuple(sorted(after.visits - before.visits)),
    )


def _broken(promises: tuple[PromiseSheet, ...]) -> dict[str, PromiseSheet]:
    return {one.promise: one for one in promises if not one.kept}


def _told(
    these: Mapping[str, PromiseSheet], not_those: Mapping[str, PromiseSheet]
) -> tuple[tuple[str, str], ...]:
    """Give the sentences of some promises that are not among others, Chinese and English."""
    return tuple((one.zh, one.en) for name, one in these.items() if name not in not_those)
