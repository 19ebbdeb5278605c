"""The store held against what was entered: every difference is a sentence."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from benchmarks.loop_parts.book import SWEEP
from data.findings import is_open
from data.schema import as_records
from data.units import week_monday

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.loop_parts.book import Book
    from data.store import Store

Row = dict[str, Any]
TOLD = ("inspection", "finding", "finding_step", "sweep_visit", "tip", "site", "page_record")
_SUNDAY = timedelta(days=6)
_EARLY, _ALWAYS = {"ahead", "ahead, left out"}, {"nowhere", "out of reach"}
_AHEAD = "there is time for it now"
"""What a stop says that is made before the due day because the week has time for it."""


def tables_of(store: Store) -> dict[str, pd.DataFrame]:
    """Read all tables that results go into."""
    return {name: store.read(name).sort_index() for name in TOLD}


def moved(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> list[str]:
    """Name the tables that sending the same again has changed."""
    return [
        f"sending again changed the table {name}"
        for name in TOLD
        if not before[name].equals(after[name])
    ]


def check_store(store: Store, book: Book, before: dict[str, pd.DataFrame]) -> list[str]:
    """Compare visits, sweeps, places, findings and re-checks with what was entered."""
    visits = _new(store.read("inspection"), before["inspection"])
    places = [one for listed in book.places.values() for one in listed]
    names = store.read("site")["name"]
    planned = book.visits(is_sweep=False)
    is_planned = pd.Series([_key(row) in planned for row in as_records(visits)], visits.index, bool)
    on_the_way = visits["site_id"].map(names).isin([one.name for one in places]) & ~is_planned
    wanted_places = Counter(one.name for one in places if one.hazard)
    faults = _counted("visit", _keys(visits[~on_the_way]), planned)
    faults += _counted(
        "place", Counter(visits.loc[on_the_way, "site_id"].map(names)), wanted_places
    )
    faults += _counted(
        "sweep", _keys(store.read("sweep_visit"), "sweep_id"), book.visits(is_sweep=True)
    )
    faults += _counted(
        "new site",
        Counter(names[names.isin([one.name for one in places])]),
        Counter(one.name for one in places),
    )
    return [*faults, *check_findings(store, book, before)]


def _new(table: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    return table[~table.index.isin(before.index)]


def _keys(table: pd.DataFrame, place: str = "site_id") -> Counter[tuple[str, date, str]]:
    return Counter(_key(row, place) for row in as_records(table))


def _key(row: Row, place: str = "site_id") -> tuple[str, date, str]:
    return row[place], row["day"].date(), row["result"]


def _counted(what: str, stored: Counter[Any], entered: Counter[Any]) -> list[str]:
    lost, more = entered - stored, stored - entered
    return [f"{what} entered and not stored: {key} x {n}" for key, n in sorted(lost.items())] + [
        f"{what} stored and not entered: {key} x {n}" for key, n in sorted(more.items())
    ]


def check_findings(store: Store, book: Book, before: dict[str, pd.DataFrame]) -> list[str]:
    """Compare findings by their words, and what re-checks made of them."""
    table = store.read("finding")
    fresh = _new(table, before["finding"])
    rows = as_records(fresh[fresh["voided"].isna()])
    stored = Counter(
        (
            row["what"],
            row["level"],
            None if pd.isna(row["due"]) else row["due"].date(),
            bool(row["on_the_spot"]) and not pd.isna(row["on_the_spot"]),
        )
        for row in rows
    )
    entered = Counter((what, *told[1:]) for what, told in book.found.items())
    faults = _counted("finding", stored, entered)
    for row in rows:
        site = book.found.get(row["what"], (row["site_id"],))[0]
        if site and site != row["site_id"]:
            faults.append(f"finding {row['what']} is at {row['site_id']}, entered at {site}")
    for key, state in book.rechecked.items():
        if (table.loc[key, "state"] == "closed") != (state == "closed"):
            faults.append(f"finding {key} was said {state}, is {table.loc[key, 'state']}")
    closed = {row["finding_id"] for row in rows if row["state"] == "closed"}
    spot = {row["finding_id"] for row in rows if book.found.get(row["what"], ("",) * 4)[3]}
    said = {key for key, state in book.rechecked.items() if state == "closed"}
    return faults + [f"finding {key} is closed, nobody said so" for key in closed - spot - said]


def check_done(done: Row, store: Store, book: Book, week: str) -> list[str]:
    """Compare plan against done with what was entered."""
    made, skipped = book.dealt(week)
    planned = set(store.read("stop", where={"plan_id": [done["plan_id"]]})["site_id"])
    told = {
        name: {site for day in done["days"] for site in day[name]}
        for name in ("planned", "done", "skipped", "silent", "extra")
    }
    expected = {
        "planned": planned,
        "done": made,
        "skipped": skipped,
        "silent": planned - made - skipped,
    }
    faults = [
        f"plan against done: {name} differs at {sorted(told[name] ^ wanted)}"
        for name, wanted in expected.items()
        if told[name] != wanted
    ]
    extra = sum(place.hazard is not None for place in book.places[week])
    if len(told["extra"]) != extra:
        faults.append(f"plan against done: {len(told['extra'])} extra, {extra} entered")
    return faults


def earliest_due(store: Store, book: Book, monday: date) -> dict[str, date]:
    """Give each site the first day on which one of its open findings is due, as entered."""
    first: dict[str, date] = {}
    said = book.rechecked
    for row in as_records(store.read("finding")):
        key, known = row["finding_id"], book.found.get(str(row["what"]))
        if known is None:
            due = None if pd.isna(row["due"]) else row["due"].date()
            lives = bool(is_open(pd.DataFrame([row]), monday).iloc[0])
        else:
            due = known[2]
            lives = pd.isna(row["voided"]) and not known[3]
        if not lives or said.get(key) == "closed":
            continue
        at_once = due is None or (row["state"] == "submitted" and due >= monday)
        day = monday if at_once or due is None else due
        first[row["site_id"]] = min(day, first.get(row["site_id"], day))
    return first


def check_due(store: Store, book: Book, plan_id: str, week: str) -> tuple[Counter[str], list[str]]:
    """Say what became of every site with a finding due in the week; faults where nothing did."""
    monday = week_monday(week)
    first = earliest_due(store, book, monday)
    mine = {"plan_id": [plan_id]}
    days = {
        row["route_id"]: row["day"].date() for row in as_records(store.read("route", where=mine))
    }
    stops = {row["site_id"]: row for row in as_records(store.read("stop", where=mine))}
    left = {row["site_id"]: row for row in as_records(store.read("unplanned", where=mine))}
    promises = as_records(store.read("promise", where=mine))
    broken = {row["promise"].removeprefix("must:") for row in promises if not row["kept"]}
    fates, faults = Counter[str](), []
    for site, due in sorted(first.items()):
        fate = _fate(site, stops, left, broken)
        is_now, is_early = due <= max(days.values()), fate in _EARLY
        if is_now or fate == "ahead":
            fates[fate] += 1
        if is_now and (is_early or fate == "nowhere"):
            faults.append(f"{week}: {site} is due {due} and not asked for: {fate}")
        elif due > monday + _SUNDAY and fate not in _EARLY | _ALWAYS:
            faults.append(f"{week}: {site} is due {due} and asked for as {fate}")
        if fate == "re-checked" and days[stops[site]["route_id"]] < due:
            faults.append(f"{week}: {site} is due {due}, the stop is before")
    return fates, faults


def _fate(site: str, stops: dict[str, Row], left: dict[str, Row], broken: set[str]) -> str:
    """Say where a plan speaks of the re-check that a site is due for."""
    row = stops.get(site) or left.get(site)
    is_asked = row is not None and "due" in _codes(row)
    if row is not None and is_asked and _AHEAD in row["why"]:
        return "ahead" if site in stops else "ahead, left out"
    if site in stops and is_asked:
        return "seen from outside" if row["visit_type"] == "patrol" else "re-checked"
    if site in broken and (row is None or is_asked):  # else the promise was another duty's
        return "broken promise"
    if row is not None and site in left:
        is_far = row["reason"] == "unreachable"
        return "out of reach" if is_far else "left out" if is_asked else "nowhere"
    return "nowhere"


def _codes(row: Row) -> set[str]:
    return {why["code"] for why in orjson.loads(row["why"])}


def check_month(told: Row, book: Book, before: dict[str, pd.DataFrame], month: str) -> list[str]:
    """Compare the visits, finds and open major findings that a month's report counts."""
    looks = before["inspection"]
    old = looks[(looks["day"].dt.strftime("%Y-%m") == month) & (looks["result"] != "skipped")]
    visits = [*old["result"]]
    visits += [
        said.result
        for said in book.answers
        if said.result not in {None, "skipped"}
        and not said.site.startswith(SWEEP)
        and said.at.strftime("%Y-%m") == month
    ]
    visits += [
        "finding"
        for places in book.places.values()
        for place in places
        if place.hazard and place.at.strftime("%Y-%m") == month
    ]
    finds = sum(result in {"finding", "illegal"} for result in visits)
    counted = {one["label"][1]: len(one["rows"]) for one in told["figures"]}
    wanted = {"Visits": len(visits), "Finds per 100 visits inside": finds}
    return [
        f"the report of {month} counts {counted.get(label)} as {label}, entered were {figure}"
        for label, figure in wanted.items()
        if counted.get(label) != figure
    ]
