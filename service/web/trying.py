"""Rules on trial: what pages and programs ask for, and of which week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from data.units import named_week, week_of
from service.jobs.queue import enqueue
from service.pipeline.rules.ruling import known_ruling, rules_in_force
from service.web.forms import today
from service.web.office import office_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from data.store import Store

TRIAL = "rules_trial"


def ask_trial(
    request: Request,
    town: Store,
    own: Mapping[str, Any],
    *,
    former: Mapping[str, Any] | None = None,
    week: str | None = None,
    iterations: int | None = None,
) -> str:
    """
    Ask what other rules would do to a week; nothing of it is kept.

    Parameters
    ----------
    town
        Whose rules in force the others are held against.
    own
        What an office writes of its rules, as decoded TOML; only what differs from the defaults.
    former
        What the others were made of, if of rules that were read before; ``None``: those in force.
    week
        ISO week, or a date in it; ``None``: as :func:`trial_week` says.
    iterations
        Steps of each search, >= 1; ``None`` searches some seconds.

    Returns
    -------
    job_id
        Of the work, which every actor who may change rules sees.

    Raises
    ------
    ConfigError
        If a section, key or value of the rules is wrong, or the week is none.
    """
    known_ruling(own, "trial")
    if former is None:
        former = rules_in_force(town).own
    argument: dict[str, Any] = {
        "own": own,
        "former": dict(former),
        "week": named_week(week or trial_week(request, town)),
    }
    if iterations is not None:
        argument["iterations"] = iterations
    plain = orjson.loads(orjson.dumps(argument))
    return enqueue(town, TRIAL, plain, actor=request.state.actor, clock=office_of(request).clock)


def trial_week(request: Request, town: Store) -> str:
    """Choose the week that a trial is of: the last that was planned, else this one."""
    planned = sorted({str(one["week"]) for one in town.rows("plan")})
    return planned[-1] if planned else week_of(today(request))
