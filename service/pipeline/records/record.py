"""What phones brought, from files that inspectors' pages wrote, into the store, each visit once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.pagefiles import read_page_file
from service.pipeline.records.landing import landed, listened
from service.pipeline.records.learnt import NOTHING, Rehearsal, learnt_of
from service.pipeline.records.minutes import learn_later
from service.pipeline.records.phones import heard
from service.pipeline.records.told import by_errand, check_hears_all, known_words
from service.pipeline.roads.calibration import recalibrated, refit_later
from service.pipeline.rules.ruling import rules_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.ledger.pagefiles import PageRecord
    from data.store import Store
    from service.pipeline.rules.ruling import Ruling
    from service.results.record import RecordResult


def record_files(store: Store, files: Sequence[Path], *, dry_run: bool = False) -> RecordResult:
    """
    Store what teams brought from their routes: visits, hazards, re-checks, sweeps, new sites.

    What is stored is decided by all that phones ever said, not by the order or number of the files:
    of one phone the last edit of a stop counts, of two phones the later one, until somebody
    decides. What a phone takes back is taken back.

    Parameters
    ----------
    store
        Holds the plans that sent the teams.
    files
        JSON or CSV, as the page of a route writes them.
    dry_run
        Report the same, but store nothing.

    Raises
    ------
    InputError
        If a file is no such file, or a record fits no plan of this store; nothing is stored then.
    ScopeError
        If there are records, and the store is read without contacts.
    """
    told = [record for path in files for record in read_page_file(path)]
    names = [path.name for path in files]
    return record_told(store, told, files=names, dry_run=dry_run)


def record_told(
    store: Store,
    told: Sequence[PageRecord],
    *,
    files: Sequence[str],
    dry_run: bool = False,
    learns: bool = True,
    fit_later: bool = False,
) -> RecordResult:
    """
    Store what phones said, as :func:`record_files` does.

    Parameters
    ----------
    store
        Holds the plans that sent the teams.
    told
        The records.
    files
        Names of what they came in, for the audit.
    dry_run
        Report the same, but store nothing.
    learns
        Whether minutes and speeds are learnt anew, and the week's plan is put beside what was done:
        both read every visit there is, which somebody at a gate need not wait for. Minutes are
        learnt by the next record that does, or before the next plan.
    fit_later
        Whether the speeds of the roads are fitted before the next plan, not now: phones send many
        times an hour, and wait for the answer.

    Raises
    ------
    InputError
        If a record fits no plan of this store; nothing is stored then.
    ScopeError
        If there are records, and the store is read without contacts.
    """
    if told:
        check_hears_all(store)
    result = NOTHING
    with suppress(Rehearsal), store.writing() as unit:
        ruling = rules_in_force(unit)
        about = None if learns else sorted({record.stop for record in told})
        known, errands = known_words(unit, [record.plan for record in told], told, stops=about)
        news = heard(known, told)
        words = by_errand({**known, **news}, errands)
        touched = frozenset(errands.errand(word.record) for word in news.values())
        result = landed(unit, listened(words, errands, touched), ruling)
        if learns:
            result = learnt_of(unit, result, touched, ruling)
        result = replace(result, files=len(files), unchanged=len(told) - len(news), dry_run=dry_run)
        if files and not dry_run:
            unit.note("files", list(files))
        if dry_run:
            raise Rehearsal
        if fit_later and _tells_drives(result, ruling):
            refit_later(unit)
        if not learns and _tells_drives(result, ruling):
            learn_later(unit)
    return _with_roads(store, result, ruling) if learns and not fit_later else result


def check_files(store: Store, files: Sequence[Path]) -> None:
    """
    Refuse what :func:`record_files` would refuse, and store nothing.

    Raises
    ------
    InputError
        As there.
    ScopeError
        As there.
    """
    told = [record for path in files for record in read_page_file(path)]
    if told:
        check_hears_all(store)
    known_words(store, [record.plan for record in told], told)


def _with_roads(store: Store, result: RecordResult, ruling: Ruling) -> RecordResult:
    """Fit the speeds anew where times of day came in."""
    if result.dry_run or not _tells_drives(result, ruling):
        return result
    return replace(result, roads=recalibrated(store))


def _tells_drives(result: RecordResult, ruling: Ruling) -> bool:
    return bool(result.visits or result.changed) and ruling.rules.service.learn
