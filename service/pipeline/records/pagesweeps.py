"""What came of sweeps, and what teams found on the way, as rows of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.ledger.pagesaid import CHINA, SaidPlace, SaidVisit
from data.model import SWEEP
from data.schema import SWEEP_VISIT, as_records, as_table
from service.pipeline.places.sites import text_of
from service.pipeline.records.newsites import LONGEST_NAME, Sighting, write_sightings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ledger.pagefiles import PageRecord
    from data.store.unit import Unit
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand

Row = dict[str, Any]
NEW_SITE = "new_site"


def errand_key(errand: Errand) -> str:
    """Name an errand in one text; a sweep as it always was, by place and day."""
    week, stop, day = errand
    return f"{stop}:{day}" if stop.startswith(SWEEP) else f"{week}:{stop}:{day}"


def write_finds(
    unit: Unit,
    taken: Mapping[Errand, PageRecord | None],
    *,
    former: Mapping[Errand, PageRecord],
    errands: Errands,
) -> dict[Errand, str]:
    """
    Write sweeps, and the sites that sweeps and ways brought.

    Parameters
    ----------
    unit
        Writes.
    taken
        The word that counts of each sweep or place; ``None`` where all was taken back.
    former
        Some word of each errand that says where it was, for those taken back.
    errands
        The plans they are of.

    Returns
    -------
    sites
        The site each of them became.
    """
    if not taken:
        return {}
    before = {str(row["sweep_visit_id"]): row for row in as_records(unit.read("sweep_visit"))}
    places = {str(row["sweep_id"]): row for row in as_records(unit.read("sweep"))}
    known = {key: site for key, row in before.items() if (site := text_of(row["site_id"]))}
    seen = [
        one
        for errand, record in taken.items()
        if (one := _sighting(errand, record or former[errand], places, known, record is None))
    ]
    sites = write_sightings(unit, seen, known=known)
    _write_sweeps(unit, taken, before=before, sites=sites, errands=errands)
    return {errand: sites[key] for errand in taken if (key := errand_key(errand)) in sites}


def _sighting(
    errand: Errand,
    record: PageRecord,
    places: Mapping[str, Row],
    known: Mapping[str, str],
    is_withdrawn: bool,  # noqa: FBT001 - inside this module
) -> Sighting | None:
    if isinstance(record.said, SaidPlace):
        return _place_sighting(errand, record, record.said, is_withdrawn=is_withdrawn)
    key = errand_key(errand)
    is_new = record.said.result == NEW_SITE
    if not is_new and key not in known:
        return None
    place, note = places[record.stop], " ".join(record.said.note.split())
    return Sighting(
        key=key,
        name=note[:LONGEST_NAME] or f"新发现点位（{place['name']} {record.day}）",
        what=record.said.note or "新发现点位",
        village=text_of(place["village"]) or None,
        lon_deg=float(place["lon_deg"]),
        lat_deg=float(place["lat_deg"]),
        day=record.day,
        channel="片区排查",
        remark="位置为排查片区的停车点",
        source=record.file,
        is_withdrawn=is_withdrawn or not is_new,
    )


def _place_sighting(
    errand: Errand, record: PageRecord, said: SaidPlace, *, is_withdrawn: bool
) -> Sighting:
    day = said.at.astimezone(CHINA).date()
    within = "" if said.accuracy_m is None else f"，误差约 {said.accuracy_m:.0f} 米"
    told = "；".join(text for text in (said.what, *(one.what for one in said.findings)) if text)
    name = " ".join((said.name or said.what).split())[:LONGEST_NAME]
    return Sighting(
        key=errand_key(errand),
        name=name or f"新发现点位（{said.village or record.day}）",
        what=told,
        village=said.village or None,
        lon_deg=said.lon_deg,
        lat_deg=said.lat_deg,
        day=day,
        channel="途中发现",
        remark=f"位置为手机定位{within}",
        source=record.file,
        is_withdrawn=is_withdrawn,
    )


def _write_sweeps(
    unit: Unit,
    taken: Mapping[Errand, PageRecord | None],
    *,
    before: Mapping[str, Row],
    sites: Mapping[str, str],
    errands: Errands,
) -> None:
    rows, gone = [], []
    for errand, record in taken.items():
        key = errand_key(errand)
        if not errand[1].startswith(SWEEP):
            continue
        if record is None:
            gone += [key] if key in before else []
        elif isinstance(record.said, SaidVisit) and _is_news(record, before.get(key)):
            rows.append(_sweep_row(key, record, record.said, sites.get(key), errands))
    if gone:
        unit.clear("sweep_visit", where={"sweep_visit_id": gone})
    unit.upsert("sweep_visit", as_table(rows, SWEEP_VISIT))


def _is_news(record: PageRecord, former: Row | None) -> bool:
    """Tell whether a sweep says something else than is stored, and an earlier program no later."""
    return former is None or record.edited_at.isoformat() != text_of(former["edited_at"])


def _sweep_row(
    key: str, record: PageRecord, said: SaidVisit, site: str | None, errands: Errands
) -> Row:
    return {
        "sweep_visit_id": key,
        "sweep_id": record.stop,
        "day": record.day,
        "team": errands.team(record),
        "result": said.result,
        "site_id": site,
        "note": said.note or None,
        "edited_at": record.edited_at.isoformat(),
        "source": record.file,
    }
