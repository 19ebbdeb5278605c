"""What hand changes cost, told before they are taken: a dry run in the queue, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import NotFoundError
from data.units import SECONDS_PER_MINUTE
from service.jobs.queue import enqueue, find_job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from service.access.actors import Actor
    from service.access.clock import Clock
    from service.jobs.queue import Job

KIND = "replan"
CHANGES_SHOWN = 40
STEPS = 4000
"""Steps of the search, counted: what is taken then is exactly what was shown, second by second."""


def ask_price(
    store: Store, week: str, changes: Mapping[str, Any], *, actor: Actor, clock: Clock
) -> str:
    """
    Ask what changes cost; nothing is stored.

    Parameters
    ----------
    changes
        A change file.

    Returns
    -------
    job_id
        Of the dry run.
    """
    argument = {"week": week, "changes": dict(changes), "iterations": STEPS, "dry_run": True}
    return enqueue(store, KIND, argument, actor=actor, clock=clock)


def take_changes(store: Store, priced: Job, *, actor: Actor, clock: Clock) -> str:
    """
    Make the changes whose price was told, with the same search, and of the same plan only.

    Returns
    -------
    job_id
        Of the replan, which stores the next version.
    """
    argument = {name: one for name, one in priced.argument.items() if name != "dry_run"}
    if priced.result and "earlier" in priced.result:
        argument["changes"] = argument["changes"] | {"plan": priced.result["earlier"]}
    return enqueue(store, KIND, argument, actor=actor, clock=clock)


def find_price(store: Store, week: str, job_id: str) -> Job:
    """
    Find a dry run of a week.

    Raises
    ------
    NotFoundError
        If there is no such job, it is another kind of work, or it has no changes by hand.
    """
    job = find_job(store, job_id)
    told = job.argument
    is_price = job.kind == KIND and told.get("dry_run") and told.get("changes")
    if not is_price or told.get("week") != week:
        raise NotFoundError(f"There is no job {job_id!r}.", zh=f"没有任务“{job_id}”。")
    return job


def price_shown(result: Mapping[str, Any], lang: str) -> dict[str, object]:
    """Write a dry run's answer for the page: costs, notes, and what would change."""
    costs = result.get("costs")
    changes = result["changes"]
    far = [one for one in changes if one["kind"] != "retimed"]
    return {
        "since": result["since"],
        "before": costs["before"]["broken"] if costs else len(result["plan"]["broken"]),
        "together": None if costs is None else _figures(costs["together"]),
        "each": [
            _figures(one["figures"])
            | {"words": one[lang], "done": one["done"], "alone": one["alone"]}
            for one in (costs["each"] if costs else ())
        ],
        "notes": [one[lang] for one in result["notes"]],
        "changes": [(one["kind"], one[lang]) for one in far[:CHANGES_SHOWN]],
        "more": max(0, len(far) - CHANGES_SHOWN),
        "retimed": len(changes) - len(far),
        "broken": [one[lang] for one in result["plan"]["broken"]],
    }


def _figures(listed: Mapping[str, Any]) -> dict[str, object]:
    return {
        "prize": round(listed["prize"], 1),
        "drive_min": round(listed["drive_s"] / SECONDS_PER_MINUTE),
        "broken": listed["broken"],
        "stops": listed["stops"],
    }
