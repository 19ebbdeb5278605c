"""Which phone's word counts where two differ, and what a week's plan and its results say."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import NotFoundError
from service.pipeline.plans.given import counted_plans
from service.pipeline.plans.sheets import week_plans
from service.pipeline.records.conflicts import check_mark, told_conflicts
from service.pipeline.records.done import plan_against_done
from service.pipeline.records.landing import landed, listened
from service.pipeline.records.learnt import NOTHING, Rehearsal, learnt_of
from service.pipeline.records.phones import decided, settle
from service.pipeline.records.told import by_errand, check_hears_all, known_words
from service.pipeline.rules.ruling import rules_in_force

if TYPE_CHECKING:
    from data.store import Store
    from service.results.record import RecordResult


def take_word(
    store: Store, key: str, *, mark: str | None = None, dry_run: bool = False
) -> RecordResult:
    """
    Let one phone's word of a stop count, and set the others of it aside.

    Parameters
    ----------
    store
        Holds the records.
    key
        ``PLAN:STOP:DEVICE``, as the conflict is listed.
    mark
        ``Conflict.mark`` as whoever decides has seen it; missing where nobody looked first.
    dry_run
        Report the same, but store nothing.

    Raises
    ------
    NotFoundError
        If no phone said anything under that name.
    StaleError
        If phones said something else meanwhile, or somebody has decided.
    ScopeError
        If the store is read without contacts.
    """
    check_hears_all(store)
    ruling, result = rules_in_force(store), NOTHING
    with suppress(Rehearsal), store.writing() as unit:
        known, errands = known_words(unit, [key.split(":", 1)[0]], ())
        if key not in known:
            raise NotFoundError(
                f"There is no record {key!r}; `gridpatrol record --week W` lists the conflicts.",
                zh=f"没有记录“{key}”，可用 gridpatrol record --week 周次 查看不一致的记录。",
            )
        words = by_errand(known, errands)
        errand = errands.errand(known[key].record)
        if mark is not None:
            check_mark(mark, settle(words[errand]))
        words[errand] = decided(words[errand], key)
        said = listened(words, errands, frozenset([errand]))
        result = learnt_of(unit, landed(unit, said, ruling), said.touched, ruling)
        result = replace(result, dry_run=dry_run)
        unit.note("take", key)
        if dry_run:
            raise Rehearsal
    return result


def week_done(store: Store, week: str) -> RecordResult:
    """
    Say what was done of the plan of a week that counts, and which stops are told differently.

    Raises
    ------
    NotFoundError
        If the week has no plan.
    """
    plan_id = str(counted_plans(store, week_plans(store, week)).index[-1])
    known, errands = known_words(store, [plan_id], ())
    settled = {errand: settle(words) for errand, words in by_errand(known, errands).items()}
    return replace(
        NOTHING,
        conflicts=told_conflicts(settled, errands),
        done=(plan_against_done(store, plan_id),),
    )
