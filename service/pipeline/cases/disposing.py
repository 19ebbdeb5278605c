"""Dispositions in the store: decided, carried out step by step, withdrawn, listed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import ConfigError
from data.ledger.outcomes import stored
from data.schema import DISPOSITION, SITE, as_records, as_table
from data.shut import relapse_days
from planning.cases.dispositions import MEASURES, Disposition, Measure, carry_out
from planning.cases.measures import day_or_none, site_measures, text_or_empty
from service.pipeline.cases.entries import next_id
from service.pipeline.places.naming import find_site
from service.pipeline.places.standing import day_after_last
from service.pipeline.rules.ruling import rules_in_force
from service.pipeline.week.ground import MEASURED
from service.results.measure import (
    DispositionLine,
    DispositionResult,
    DispositionsResult,
    MeasureLine,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from data.store.unit import Unit

PREFIX = "CZ"
BY_HAND = "dispose"
_NOT_APPLICABLE = "not_applicable: "
"""Before the reason why a measure does not apply, in the column of its evidence."""
_DONE = re.compile(r"(\d{4}-\d{2}-\d{2})[:：](.*)", re.DOTALL)
_NONE = re.compile(r"none[:：](.*)", re.DOTALL)


def read_measure(name: str, text: str) -> Measure:
    """
    Read one measure as the command line gives it: a day and evidence, or that it does not apply.

    Raises
    ------
    ConfigError
        If it is neither.

    Examples
    --------
    >>> read_measure("cut_off", "2026-11-24:photo-12").proof
    'photo-12'
    >>> read_measure("cleared", "none:empty plant").applies
    False
    """
    if found := _NONE.fullmatch(text.strip()):
        return Measure(proof=found[1].strip(), applies=False)
    if found := _DONE.fullmatch(text.strip()):
        try:
            return Measure(day=date.fromisoformat(found[1]), proof=found[2].strip())
        except ValueError:
            pass
    option = f"--{name.replace('_', '-')}"
    raise ConfigError(
        f"Expected {option} with day and evidence such as 2026-11-24:photo-12, or none:WHY, "
        f"got {text!r}.",
        zh=f"{option} 应写日期和凭证，如 2026-11-24:照片12，或 none:原因，现为“{text}”。",
    )


def dispose(  # noqa: PLR0913 - what a decision says, and how far it was carried out
    store: Store,
    asked: str,
    kind: str,
    *,
    day: date | None = None,
    measures: Mapping[str, Measure] | None = None,
    finished: date | None = None,
    relapsed: date | None = None,
    withdrawn: date | None = None,
    who: str = "",
    document: str = "",
    note: str = "",
) -> DispositionResult:
    """
    Decide what becomes of a site, or enter how far an open decision was carried out.

    A site has one open decision of a kind: what is entered goes to it. With ``day`` a new one
    begins where none is open. A site whose shutting down is finished becomes ``shut``, one that was
    moved ``moved``; where that is withdrawn, the site is again what it was before.

    Parameters
    ----------
    store
        Holds the site.
    asked, kind
        Id or name of the site; code of ``data.words.DISPOSITIONS``.
    day
        Day of the decision; needed for a new one.
    measures
        What was done of tearing down, cutting off, clearing.
    finished, relapsed, withdrawn
        Days, where people say so.
    who, document, note
        Who decided, number of the document, why.

    Raises
    ------
    InputError
        If there is no such site, or the decision cannot be; nothing is stored then.
    ConfigError
        If nothing is open and no day is given.
    """
    site_id = find_site(store, asked)
    with store.writing() as unit:
        former = _standing(unit, site_id, kind, has_news=day is None)
        if former is None:
            former = _decided(unit, site_id, kind, day)
        elif day is not None:
            former = replace(former, day=day)
        former = replace(
            former,
            who=who or former.who,
            document=document or former.document,
            note=note or former.note,
        )
        now = carry_out(former, measures or {}, finished=finished)
        now = replace(now, relapsed=relapsed or now.relapsed, withdrawn=withdrawn or now.withdrawn)
        unit.upsert("disposition", as_table([_row(now)], DISPOSITION))
        is_taken_back = now.withdrawn is not None and former.withdrawn is None
        status = _leave_status(unit, now) if is_taken_back else _enter_status(unit, now)
    line = next(
        one
        for one in _lines(store, day_after_last(store))
        if one.disposition_id == now.disposition_id
    )
    return DispositionResult(disposition=line, status=status)


def list_dispositions(
    store: Store, *, site: str | None = None, as_of: date | None = None
) -> DispositionsResult:
    """
    List dispositions, newest first, with the look-back that comes next.

    Raises
    ------
    InputError
        If there is no such site.
    """
    day = as_of or day_after_last(store)
    chosen = None if site is None else find_site(store, site)
    lines = [one for one in _lines(store, day) if chosen in (None, one.site_id)]
    return DispositionsResult(as_of=day.isoformat(), dispositions=tuple(lines))


def disposition_of(row: Mapping[str, Any]) -> Disposition:
    """Read a disposition from its row."""
    measures = {}
    for name in MEASURES:
        day, proof = day_or_none(row[name]), text_or_empty(row[f"{name}_proof"])
        if day is not None:
            measures[name] = Measure(day=day, proof=proof)
        elif proof.startswith(_NOT_APPLICABLE):
            measures[name] = Measure(proof=proof.removeprefix(_NOT_APPLICABLE), applies=False)
    return Disposition(
        disposition_id=str(row["disposition_id"]),
        site_id=str(row["site_id"]),
        kind=str(row["kind"]),
        day=row["day"].date(),
        measures=measures,
        finished=day_or_none(row["finished"]),
        relapsed=day_or_none(row["relapsed"]),
        withdrawn=day_or_none(row["withdrawn"]),
        who=text_or_empty(row["who"]),
        document=text_or_empty(row["document"]),
        note=text_or_empty(row["note"]),
    )


def _standing(unit: Unit, site_id: str, kind: str, *, has_news: bool) -> Disposition | None:
    """
    Find the decision that is meant: the one that is open, else the last that was not taken back.

    One that was carried out takes news (a relapse, a withdrawal), but no new decision.
    """
    rows = as_records(unit.read("disposition", where={"site_id": [site_id]}))
    mine = [one for one in map(disposition_of, rows) if one.kind == kind]
    standing = [one for one in mine if one.is_open or (has_news and one.withdrawn is None)]
    standing.sort(key=lambda one: (one.is_open, one.day, one.disposition_id))
    return standing[-1] if standing else None


def _decided(unit: Unit, site_id: str, kind: str, day: date | None) -> Disposition:
    if day is None:
        raise ConfigError(
            f"{site_id} has no open disposition {kind!r}; give the day of the decision with --day.",
            zh=f"{site_id} 没有未办结的此类处置（{kind}），请用 --day 写明决定日期。",
        )
    key = next_id(unit, "disposition", PREFIX)
    return Disposition(disposition_id=key, site_id=site_id, kind=kind, day=day)


def _row(one: Disposition) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(one, name) or None
        for name in (
            *("disposition_id", "site_id", "kind", "day", "finished", "relapsed", "withdrawn"),
            *("who", "document", "note"),
        )
    }
    for name, measure in one.measures.items():
        mark = "" if measure.applies else _NOT_APPLICABLE
        row |= {name: measure.day, f"{name}_proof": f"{mark}{measure.proof}"}
    return {**row, "source": BY_HAND}


def _enter_status(unit: Unit, one: Disposition) -> str | None:
    """Make the site what the disposition made of it; a relapse makes it a working one."""
    status = "operating" if one.relapsed is not None else one.status_after
    if status is None or one.withdrawn is not None:
        return None
    return _make(unit, one.site_id, status)


def _leave_status(unit: Unit, one: Disposition) -> str | None:
    """
    Make the site what it was before a disposition that was withdrawn.

    It stays as it is where it is something else by now, or another decision made it the same. Where
    nobody knows what it was, it is a working one, as after a relapse: somebody looks.
    """
    made = one.status_after
    rows = as_records(unit.read("disposition", where={"site_id": [one.site_id]}))
    standing = [other for other in map(disposition_of, rows) if other.withdrawn is None]
    holds = any(other.status_after == made and other.relapsed is None for other in standing)
    (site,) = unit.rows("site", where={"site_id": [one.site_id]}, columns=("status",))
    if made is None or one.relapsed is not None or holds or site["status"] != made:
        return None
    return _make(unit, one.site_id, _status_before(unit, one.site_id, made) or "operating")


def _status_before(unit: Unit, site_id: str, status: str) -> str | None:
    """Look up what a site was before it last became what it is; ``None`` where none is kept."""
    asked = {"table_name": ["site"], "row_id": [site_id]}
    kept = sorted(unit.rows("history", where=asked), key=lambda row: str(row["history_id"]))
    for row in reversed(kept):
        before, after = (orjson.loads(row[name] or "{}") for name in ("before", "after"))
        if after.get("status") == status and before.get("status"):
            return str(before["status"])
    return None


def _make(unit: Unit, site_id: str, status: str) -> str | None:
    record = stored(unit.read("site", where={"site_id": [site_id]}))[site_id]
    if record["status"] == status:
        return None
    unit.upsert("site", as_table([{**record, "status": status}], SITE))
    return status


def _lines(store: Store, as_of: date) -> list[DispositionLine]:
    tables = {name: store.read(name) for name in ("site", *MEASURED)}
    names = {str(site): str(name) for site, name in tables["site"]["name"].items()}
    relapsed = relapse_days(tables["disposition"], tables["inspection"], as_of)
    asked = site_measures(tables, as_of=as_of, rules=rules_in_force(store).rules)
    lines = []
    for row in as_records(tables["disposition"].sort_values(["day"], ascending=False)):
        one, found = disposition_of(row), relapsed[row["disposition_id"]]
        line = _line(one, names, None if pd.isna(found) else found.date())
        lookback = asked[one.site_id].lookback if one.site_id in asked else None
        if lookback is not None and one.finished == lookback.finished and one.kind == "shut":
            zh, en = lookback.words()
            line = replace(line, lookback_zh=zh, lookback_en=en)
        lines.append(line)
    return lines


def _line(one: Disposition, names: Mapping[str, str], relapsed: date | None) -> DispositionLine:
    relapsed = relapsed or one.relapsed
    states = ((one.withdrawn, "withdrawn"), (relapsed, "relapsed"), (one.finished, "finished"))
    return DispositionLine(
        disposition_id=one.disposition_id,
        site_id=one.site_id,
        name=names.get(one.site_id, one.site_id),
        kind=one.kind,
        day=one.day.isoformat(),
        state=next((name for day, name in states if day is not None), "open"),
        measures=tuple(
            MeasureLine(
                measure=name,
                day=_text(measure.day),
                proof=measure.proof,
                applies=measure.applies,
            )
            for name, measure in one.measures.items()
        ),
        missing=one.missing,
        finished=_text(one.finished),
        relapsed=_text(relapsed),
        withdrawn=_text(one.withdrawn),
        who=one.who,
        document=one.document,
        note=one.note,
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
