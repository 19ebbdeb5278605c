"""What new visits teach: minutes on the spot, and what was done of the weeks they belong to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.pipeline.plans.given import counted_plans
from service.pipeline.records.done import plan_against_done
from service.pipeline.records.minutes import is_learning_due, learn_minutes
from service.results.record import RecordResult

if TYPE_CHECKING:
    from data.store.unit import Unit
    from service.pipeline.records.phones import Errand
    from service.pipeline.rules.ruling import Ruling

NOTHING = RecordResult(
    files=0, results={}, visits={}, changed=0, withdrawn=0, unchanged=0, found=()
)
"""Where nothing was read."""


class Rehearsal(Exception):  # noqa: N818 - nothing is wrong
    """Leaves a unit of writing without a trace."""


def learnt_of(
    unit: Unit, result: RecordResult, touched: frozenset[Errand], ruling: Ruling
) -> RecordResult:
    """Learn from new visits, and say what was done of the weeks that were touched."""
    is_news = bool(result.visits or result.changed)
    return replace(
        result,
        learnt=learn_minutes(unit, ruling) if is_news or is_learning_due(unit) else (),
        done=tuple(plan_against_done(unit, plan) for plan in _newest(unit, touched)),
    )


def _newest(unit: Unit, touched: frozenset[Errand]) -> list[str]:
    """Name the plan that counts of each week that was touched."""
    weeks = sorted({errand[0] for errand in touched})
    if not weeks:
        return []
    plans = unit.read("plan", where={"week": weeks})
    return [str(plan) for plan in counted_plans(unit, plans).index]
