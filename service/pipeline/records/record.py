"""What phones brought, from files that inspectors' pages wrote, into the store, each visit once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data.errors import NotFoundError
from data.ledger.pagefiles import read_page_file
from data.ledger.pagesaid import SaidPlace, SaidVisit, content_of
from data.model import SWEEP
from data.words import RESULTS, SWEEP_RESULTS
from service.pipeline.plans.given import counted_plans
from service.pipeline.plans.sheets import week_plans
from service.pipeline.records.conflicts import check_mark, told_conflicts
from service.pipeline.records.done import plan_against_done
from service.pipeline.records.doubts import doubts_of
from service.pipeline.records.minutes import is_learning_due, learn_later, learn_minutes
from service.pipeline.records.pagefindings import Look, write_hazards
from service.pipeline.records.pagesweeps import errand_key, write_finds
from service.pipeline.records.pagevisits import visit_id, visit_row, write_visits
from service.pipeline.records.phones import Settled, Word, decided, heard, record_key, settle
from service.pipeline.records.told import by_errand, check_hears_all, known_words
from service.pipeline.roads.calibration import recalibrated, refit_later
from service.pipeline.rules.ruling import rules_in_force
from service.results.record import FoundSite, RecordResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.ledger.pagefiles import PageRecord
    from data.store import Store
    from data.store.unit import Unit
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand
    from service.pipeline.rules.ruling import Ruling
    from service.results.record import Said

Row = dict[str, Any]


NOTHING = RecordResult(
    files=0, results={}, visits={}, changed=0, withdrawn=0, unchanged=0, found=()
)
"""Where nothing was read."""


class _Rehearsal(Exception):  # noqa: N818 - nothing is wrong
    """Leaves a unit of writing without a trace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """All that phones said in the weeks concerned, errand by errand."""

    errands: Errands
    words: Mapping[Errand, Sequence[Word]]
    settled: Mapping[Errand, Settled]
    touched: frozenset[Errand]


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
    with suppress(_Rehearsal), store.writing() as unit:
        ruling = rules_in_force(unit)
        about = None if learns else sorted({record.stop for record in told})
        known, errands = known_words(unit, [record.plan for record in told], told, stops=about)
        news = heard(known, told)
        words = by_errand({**known, **news}, errands)
        touched = frozenset(errands.errand(word.record) for word in news.values())
        result = _written(unit, _listened(words, errands, touched), ruling)
        if learns:
            result = _learnt(unit, result, touched, ruling)
        result = replace(result, files=len(files), unchanged=len(told) - len(news), dry_run=dry_run)
        if files and not dry_run:
            unit.note("files", list(files))
        if dry_run:
            raise _Rehearsal
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
    with suppress(_Rehearsal), store.writing() as unit:
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
        listened = _listened(words, errands, frozenset([errand]))
        result = _learnt(unit, _written(unit, listened, ruling), listened.touched, ruling)
        result = replace(result, dry_run=dry_run)
        unit.note("take", key)
        if dry_run:
            raise _Rehearsal
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


def _listened(
    words: Mapping[Errand, Sequence[Word]], errands: Errands, touched: frozenset[Errand]
) -> _Heard:
    settled = {errand: settle(said) for errand, said in sorted(words.items())}
    return _Heard(errands=errands, words=words, settled=settled, touched=touched)


def _written(unit: Unit, said: _Heard, ruling: Ruling) -> RecordResult:
    """Bring the store to what is said of the errands that were touched."""
    taken = {errand: said.settled[errand].taken for errand in sorted(said.touched)}
    finds = {errand: one for errand, one in taken.items() if _is_find(said, errand)}
    former = {errand: said.words[errand][-1].record for errand in finds}
    swept_before = unit.rows("sweep_visit", columns=("sweep_visit_id", "result")) if finds else []
    had = {row["sweep_visit_id"]: str(row["result"]) for row in swept_before}
    sites = write_finds(unit, finds, former=former, errands=said.errands)
    rows = {
        visit_id(errand): _visit(errand, record, sites, said.errands)
        for errand, record in taken.items()
        if not errand[1].startswith(SWEEP)
    }
    visits = write_visits(unit, rows)
    looks = [_look(errand, rows, said) for errand in taken if visit_id(errand) in rows]
    findings, questions = write_hazards(unit, looks, rules=ruling.rules)
    questions = (*questions, *doubts_of(unit, looks))
    unit.upsert_rows("page_record", _records(said, sites))
    swept = {
        errand_key(errand): one.said.result
        for errand, one in finds.items()
        if one and errand[1].startswith(SWEEP) and isinstance(one.said, SaidVisit)
    }
    fresh = [result for key, result in swept.items() if key not in had]
    otherwise = sum(had.get(key, result) != result for key, result in swept.items())
    gone = sum(one is None and errand_key(errand) in had for errand, one in finds.items())
    results = Counter(str(row["result"]) for key in visits.new if (row := rows[key]))
    new = sorted(set(sites.values()) - said.errands.sites)
    names = unit.column("site", "name", keys=new) if new else {}
    return RecordResult(
        files=0,
        results={code: fresh.count(code) for code in SWEEP_RESULTS if code in fresh},
        visits={code: results[code] for code in RESULTS if results[code]},
        changed=len(visits.changed) + otherwise,
        withdrawn=len(visits.withdrawn) + gone,
        unchanged=0,
        found=tuple(FoundSite(site_id=site, name=str(names[site])) for site in new),
        findings=findings,
        conflicts=told_conflicts(said.settled, said.errands),
        questions=(*_unplaced(finds, sites), *_elsewhere(taken, said), *questions),
    )


def _learnt(
    unit: Unit, result: RecordResult, touched: frozenset[Errand], ruling: Ruling
) -> RecordResult:
    """Learn from new visits, and say what was done of the weeks that were touched."""
    is_news = bool(result.visits or result.changed)
    return replace(
        result,
        learnt=learn_minutes(unit, ruling) if is_news or is_learning_due(unit) else (),
        done=tuple(plan_against_done(unit, plan) for plan in _newest(unit, touched)),
    )


def _is_find(said: _Heard, errand: Errand) -> bool:
    record = said.words[errand][-1].record
    return errand[1].startswith(SWEEP) or isinstance(record.said, SaidPlace)


def _visit(
    errand: Errand, record: PageRecord | None, sites: Mapping[Errand, str], errands: Errands
) -> Row | None:
    if record is None:
        return None
    site = sites.get(errand) if isinstance(record.said, SaidPlace) else record.stop
    return visit_row(errand, record, site, errands) if site else None


def _look(errand: Errand, rows: Mapping[str, Row | None], said: _Heard) -> Look:
    words = said.words[errand]
    stop = said.errands.stops.get((words[-1].record.plan, errand[1]))
    return Look(
        errand=errand,
        record=said.settled[errand].taken,
        visit=rows[visit_id(errand)],
        edited_at=max(word.record.edited_at for word in words),
        name=stop.name if stop else "途中发现的点位",
    )


def _records(said: _Heard, sites: Mapping[Errand, str]) -> list[Row]:
    return [
        _record_row(word.record, said.settled[errand].standings, _target(errand, sites))
        for errand in sorted(said.touched)
        for word in said.words[errand]
    ]


def _target(errand: Errand, sites: Mapping[Errand, str]) -> str:
    if errand in sites:
        return sites[errand]
    return errand_key(errand) if errand[1].startswith(SWEEP) else visit_id(errand)


def _record_row(record: PageRecord, standings: Mapping[str, str], target: str) -> Row:
    return {
        "page_record_id": record_key(record),
        "plan_id": record.plan,
        "stop": record.stop,
        "device": record.device,
        "team": record.team or None,
        "day": record.day,
        "edited_at": record.edited_at.isoformat(),
        "standing": standings[record_key(record)],
        "target_id": target,
        "content": content_of(record.said),
        "source": record.file,
    }


def _unplaced(finds: Mapping[Errand, PageRecord | None], sites: Mapping[Errand, str]) -> list[Said]:
    """Ask where a place is of which nobody knows the position."""
    asked = []
    for errand, record in finds.items():
        if record and isinstance(record.said, SaidPlace) and errand not in sites:
            name = record.said.name or record.said.what
            zh = f"途中发现的“{name}”没有位置，先登记为线索；请在点位台账中补上，隐患写进隐患台账。"
            en = (
                f"{name!r}, found on the way, has no position: it is a lead for now; enter its "
                "place in the sites' ledger, its hazards in the hazards'."
            )
            asked.append((zh, en))
    return asked


def _elsewhere(taken: Mapping[Errand, PageRecord | None], said: _Heard) -> list[Said]:
    """Ask about sites that have moved away: a visit alone changes no state in the ledger."""
    asked = []
    for record in taken.values():
        if record and isinstance(record.said, SaidVisit) and record.said.result == "moved":
            stop = said.errands.stops[record.plan, record.stop]
            zh = f"{record.stop} {stop.name}现场已搬离；台账状态未改，请核实后在点位台账中更新。"
            en = (
                f"{record.stop} {stop.name} has moved away; its state in the ledger is as it was: "
                "confirm it, then change it in the sites' ledger."
            )
            asked.append((zh, en))
    return asked


def _newest(unit: Unit, touched: frozenset[Errand]) -> list[str]:
    """Name the plan that counts of each week that was touched."""
    weeks = sorted({errand[0] for errand in touched})
    if not weeks:
        return []
    plans = unit.read("plan", where={"week": weeks})
    return [str(plan) for plan in counted_plans(unit, plans).index]


def _with_roads(store: Store, result: RecordResult, ruling: Ruling) -> RecordResult:
    """Fit the speeds anew where times of day came in."""
    if result.dry_run or not _tells_drives(result, ruling):
        return result
    return replace(result, roads=recalibrated(store))


def _tells_drives(result: RecordResult, ruling: Ruling) -> bool:
    return bool(result.visits or result.changed) and ruling.rules.service.learn
