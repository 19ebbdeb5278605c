"""What came of sweeps, from files that inspectors' pages wrote, into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from data.errors import InputError
from data.ledger import LAST_SITE
from data.ledger.pagefiles import read_page_file
from data.model import SWEEP
from data.schema import SITE, SWEEP_VISIT, TIP, as_records, as_table
from data.words import SWEEP_RESULTS
from service.pipeline.places import text_of
from service.record_results import FoundSite, RecordResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from data.ledger.pagefiles import PageVisit
    from data.store import Store
    from data.store.unit import Unit

Row = dict[str, Any]
_LONGEST_NAME = 60


def record_files(store: Store, files: Sequence[Path]) -> RecordResult:
    """
    Store what sweeps brought; a new site becomes a site to confirm, and a lead to follow.

    Of one sweep, a place on a day, the last edit counts, whichever file and order it comes in: to
    bring the same files again changes nothing. Results at sites of the ledger are counted and left
    to the import.

    Parameters
    ----------
    store
        Holds the plans that sent the teams.
    files
        JSON or CSV, as the page of a route writes them.

    Raises
    ------
    InputError
        If a file is no such file, names a place that no plan drew, or a result that is none;
        nothing is stored then.
    """
    visits = [visit for path in files for visit in read_page_file(path)]
    sweeps = [visit for visit in visits if visit.site.startswith(SWEEP)]
    places = {str(row["sweep_id"]): row for row in as_records(store.read("sweep"))}
    _check(sweeps, places)
    names = {str(team): str(name) for team, name in store.read("team")["name"].items()}
    with store.writing() as unit:
        before = {str(row["sweep_visit_id"]): row for row in as_records(unit.read("sweep_visit"))}
        fresh = _news(_last(sweeps), before)
        found = _new_sites(unit, fresh, before, places)
        rows = [_row(visit, before, found, names) for visit in fresh]
        unit.upsert("sweep_visit", as_table(rows, SWEEP_VISIT))
    results = [str(visit.result) for visit in fresh]
    return RecordResult(
        files=len(files),
        results={code: results.count(code) for code in SWEEP_RESULTS if code in results},
        unchanged=len(sweeps) - len(fresh),
        found=tuple(
            FoundSite(site_id=str(site["site_id"]), name=str(site["name"]))
            for site in found.values()
        ),
        elsewhere=len(visits) - len(sweeps),
    )


def _check(sweeps: Iterable[PageVisit], places: Mapping[str, Row]) -> None:
    for visit in sweeps:
        if visit.site not in places:
            raise InputError(
                f"{visit.file}: no plan in this store drew the place {visit.site!r}; "
                "record the results in the store that planned the week.",
                zh=f"{visit.file}：本库的计划里没有排查片区 {visit.site}，请在编排该周的库里记入。",
            )
        if visit.result is not None and visit.result not in SWEEP_RESULTS:
            raise InputError(
                f"{visit.file}: expected the result of a sweep among {', '.join(SWEEP_RESULTS)}, "
                f"got {visit.result!r} at {visit.site}.",
                zh=f"{visit.file}：片区 {visit.site} 的排查结果应为 {'、'.join(SWEEP_RESULTS)}"
                f" 之一，现为“{visit.result}”。",
            )


def _key(visit: PageVisit) -> str:
    return f"{visit.site}:{visit.day.isoformat()}"


def _last(sweeps: Iterable[PageVisit]) -> list[PageVisit]:
    """Keep the last edit of each sweep."""
    ordered = sorted(sweeps, key=lambda one: (one.edited_at, one.file))
    return sorted({_key(one): one for one in ordered}.values(), key=_key)


def _news(sweeps: Iterable[PageVisit], before: Mapping[str, Row]) -> list[PageVisit]:
    """Leave out what says nothing, and what is no later than what is stored."""
    return [
        one
        for one in sweeps
        if one.result is not None
        and (
            _key(one) not in before
            or one.edited_at.isoformat() > text_of(before[_key(one)]["edited_at"])
        )
    ]


def _new_sites(
    unit: Unit,
    fresh: Iterable[PageVisit],
    before: Mapping[str, Row],
    places: Mapping[str, Row],
) -> dict[str, Row]:
    """Write each new site once, however often its sweep is recorded; by key of the sweep."""
    news = [
        visit
        for visit in fresh
        if visit.result == "new_site" and not text_of(before.get(_key(visit), {}).get("site_id"))
    ]
    if not news:
        return {}
    last = _last_number(unit)
    found = {
        _key(visit): _site(visit, places[visit.site], f"S{number:05d}")
        for number, visit in enumerate(news, start=last + 1)
    }
    unit.upsert("site", as_table(list(found.values()), SITE))
    unit.set(LAST_SITE, f"S{last + len(found):05d}")
    unit.upsert("tip", as_table([_tip(one, found[_key(one)]) for one in news], TIP))
    return found


def _last_number(unit: Unit) -> int:
    """Find the largest number that any site has or had."""
    known = pd.Series([*unit.read("site").index, unit.settings().get(LAST_SITE, "")], dtype="str")
    numbers = known.str.extract(r"^S(\d+)$")[0].dropna().astype(int)
    return int(numbers.max()) if len(numbers) else 0


def _site(visit: PageVisit, place: Row, site_id: str) -> Row:
    """Write the new site where the sweep was, to be confirmed by the office."""
    note = " ".join(visit.note.split())
    return {
        "site_id": site_id,
        "kind": "enterprise",
        "name": note[:_LONGEST_NAME] or f"新发现点位（{place['name']} {visit.day}）",
        "village": text_of(place["village"]) or None,
        "status": "unknown",
        "remark": f"待确认：{visit.day} 片区排查新发现，位置为排查片区的停车点。{note}".strip(),
        "datum": "wgs84",
        "datum_stated": True,
        "lon_deg": place["lon_deg"],
        "lat_deg": place["lat_deg"],
        "source": visit.file,
    }


def _tip(visit: PageVisit, site: Row) -> Row:
    """Make a lead of it, so that next week's plan promises somebody goes there."""
    return {
        "tip_id": f"PC-{site['site_id']}",
        "day": visit.day,
        "channel": "片区排查",
        "what": visit.note or "新发现点位",
        "place": site["name"],
        "verified": "open",
        "lon_deg": site["lon_deg"],
        "lat_deg": site["lat_deg"],
        "source": visit.file,
    }


def _row(
    visit: PageVisit,
    before: Mapping[str, Row],
    found: Mapping[str, Row],
    names: Mapping[str, str],
) -> Row:
    key = _key(visit)
    known = text_of(before.get(key, {}).get("site_id")) or None
    return {
        "sweep_visit_id": key,
        "sweep_id": visit.site,
        "day": visit.day,
        "team": names.get(visit.team, visit.team) or None,
        "result": visit.result,
        "site_id": found[key]["site_id"] if key in found else known,
        "note": visit.note or None,
        "edited_at": visit.edited_at.isoformat(),
        "source": visit.file,
    }
