"""What phones said of some stops, settled, and brought into the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.ledger.pagesaid import SaidPlace, SaidVisit, content_of
from data.model import SWEEP
from data.words import RESULTS, SWEEP_RESULTS
from service.pipeline.records.conflicts import told_conflicts
from service.pipeline.records.doubts import doubts_of
from service.pipeline.records.pagefindings import Look, write_hazards
from service.pipeline.records.pagesweeps import errand_key, write_finds
from service.pipeline.records.pagevisits import visit_id, visit_row, write_visits
from service.pipeline.records.phones import Settled, Word, record_key, settle
from service.results.record import FoundSite, RecordResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.pagefiles import PageRecord
    from data.store.unit import Unit
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand
    from service.pipeline.rules.ruling import Ruling
    from service.results.record import Said

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that phones said in the weeks concerned, errand by errand."""

    errands: Errands
    words: Mapping[Errand, Sequence[Word]]
    settled: Mapping[Errand, Settled]
    touched: frozenset[Errand]


def listened(
    words: Mapping[Errand, Sequence[Word]], errands: Errands, touched: frozenset[Errand]
) -> Heard:
    """Settle what phones said, and mark the errands of which something is new."""
    settled = {errand: settle(said) for errand, said in sorted(words.items())}
    return Heard(errands=errands, words=words, settled=settled, touched=touched)


def landed(unit: Unit, said: Heard, ruling: Ruling) -> RecordResult:
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


def _is_find(said: Heard, errand: Errand) -> bool:
    record = said.words[errand][-1].record
    return errand[1].startswith(SWEEP) or isinstance(record.said, SaidPlace)


def _visit(
    errand: Errand, record: PageRecord | None, sites: Mapping[Errand, str], errands: Errands
) -> Row | None:
    if record is None:
        return None
    site = sites.get(errand) if isinstance(record.said, SaidPlace) else record.stop
    return visit_row(errand, record, site, errands) if site else None


def _look(errand: Errand, rows: Mapping[str, Row | None], said: Heard) -> Look:
    words = said.words[errand]
    stop = said.errands.stops.get((words[-1].record.plan, errand[1]))
    return Look(
        errand=errand,
        record=said.settled[errand].taken,
        visit=rows[visit_id(errand)],
        edited_at=max(word.record.edited_at for word in words),
        name=stop.name if stop else "途中发现的点位",
    )


def _records(said: Heard, sites: Mapping[Errand, str]) -> list[Row]:
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


def _elsewhere(taken: Mapping[Errand, PageRecord | None], said: Heard) -> list[Said]:
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
