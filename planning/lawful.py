"""Law-type rules checked once more on a finished week, from the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.schema import as_records
from data.units import DAYS_PER_YEAR, SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planning.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """
    One stop of a plan, as the law sees it.

    Attributes
    ----------
    site_id, visit_type
        Where, and of which type.
    monday, start_s, end_s
        First day of the week, and the seconds of it at which service starts and ends.
    team
        What the team is called in faults.
    card_holders, skills, home_village
        What the team has.
    is_kept
        Whether an earlier version of the plan holds it: cap and hours were judged then, by the
        records and grades of that day. It counts towards the cap.
    """

    site_id: str
    visit_type: str
    monday: date
    start_s: int
    end_s: int
    team: str
    card_holders: int
    skills: frozenset[str]
    home_village: str | None
    is_kept: bool = False

    @property
    def day(self) -> date:
        """Return the day on which service starts."""
        return self.monday + timedelta(days=self.start_s // SECONDS_PER_DAY)


def law_faults(
    visits: Sequence[PlannedVisit],
    *,
    sites: pd.DataFrame,
    grades: Mapping[str, str],
    inspections: pd.DataFrame,
    as_of: date,
    rules: Rules,
) -> tuple[str, ...]:
    """
    List the law-type rules that a week's visits break.

    Parameters
    ----------
    visits
        All stops of the week.
    sites, inspections
        Tables of ``data.schema``; visits on record count where they are dated before ``as_of``.
    grades
        Grade by site id.
    rules
        The office's rules: caps, card holders, skills, home villages, closed hours.

    Returns
    -------
    faults
        One sentence each, in the order of the visits; none where the week is lawful. A visit to
        what is no site of the table, such as an area that is swept, has neither cap nor village.
    """
    known = {str(row["site_id"]): row for row in as_records(sites)}
    faults: list[str] = []
    for visit in visits:
        site = known.get(visit.site_id, {})
        faults += _team_faults(visit, site, rules)
        faults += _hour_faults(visit, sites, grades, rules)
    faults += _cap_faults(visits, known, grades, inspections, as_of=as_of, rules=rules)
    return tuple(faults)


def _team_faults(visit: PlannedVisit, site: Mapping[str, Any], rules: Rules) -> Iterator[str]:
    where = f"{visit.team} at {visit.site_id} on {visit.day}"
    wanted = rules.card_holders[visit.visit_type]
    if visit.card_holders < wanted:
        yield f"{where}: {visit.visit_type} needs {wanted} card holders, not {visit.card_holders}."
    home = visit.home_village if rules.team.cross_village else None
    if home and site and home == site["village"]:
        yield f"{where}: a team never inspects its home village {home}."
    if not site or visit.visit_type not in rules.needs.types:
        return
    lacking = _skills(site, rules) - visit.skills
    if lacking:
        yield f"{where}: nobody is trained for {', '.join(sorted(lacking))}."


def _skills(site: Mapping[str, Any], rules: Rules) -> set[str]:
    code = "" if pd.isna(site["industry_code"]) else str(site["industry_code"])
    found = {rules.needs.chemicals} if _is_true(site["chemicals"]) else set()
    for length in range(len(code), 0, -1):
        if code[:length] in rules.needs.by_industry:
            return found | {rules.needs.by_industry[code[:length]]}
    return found


def _is_true(flag: object) -> bool:
    return not pd.isna(flag) and bool(flag)  # type: ignore[call-overload]  # a cell of a table


def _hour_faults(
    visit: PlannedVisit, sites: pd.DataFrame, grades: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    """Name closed hours during which somebody would be there."""
    if visit.is_kept or not rules.closed or visit.site_id not in sites.index:
        return
    row = next(sites.loc[[visit.site_id]].itertuples())
    for one in rules.closed:
        if not one.whom.meets(row, grades.get(visit.site_id, "")):
            continue
        for start_s, end_s in one.spans(visit.monday):
            if visit.start_s < end_s and visit.end_s > start_s:
                yield f"{visit.team} at {visit.site_id} on {visit.day}: {one.en}, nobody goes then."


def _cap_faults(
    visits: Sequence[PlannedVisit],
    known: Mapping[str, Mapping[str, Any]],
    grades: Mapping[str, str],
    inspections: pd.DataFrame,
    *,
    as_of: date,
    rules: Rules,
) -> Iterator[str]:
    """Count what is on record within the year of each visit, and what the week adds."""
    counted = [visit for visit in visits if visit.visit_type in rules.cap.types]
    counted.sort(key=lambda visit: not visit.is_kept)
    made = inspections[inspections["day"] < pd.Timestamp(as_of)]
    made = made[made["result"] != "skipped"]
    modes = made["mode"]
    counts = modes.isin(rules.cap.types) | (modes.isna() & rules.cap.count_unknown)
    days_of = made[counts].groupby("site_id")["day"].apply(list).to_dict()
    for number, visit in enumerate(counted):
        site = known.get(visit.site_id)
        if visit.is_kept or site is None or site["kind"] != "enterprise":
            continue
        most = _most(site, grades.get(visit.site_id, "blue"), rules)
        first = _first_day(visit.day, rules)
        past = sum(day.date() >= first for day in days_of.get(visit.site_id, []))
        planned = sum(one.site_id == visit.site_id for one in counted[: number + 1])
        if most and past + planned > most:
            yield (
                f"{visit.site_id} on {visit.day}: {visit.visit_type} {past + planned} within the "
                f"year, {most} are allowed."
            )


def _first_day(day: date, rules: Rules) -> date:
    if rules.cap.calendar_year:
        return day.replace(month=1, day=1)
    return day - timedelta(days=DAYS_PER_YEAR)


def _most(site: Mapping[str, Any], grade: str, rules: Rules) -> int:
    code = "" if pd.isna(site["industry_code"]) else str(site["industry_code"])
    for length in range(len(code), 0, -1):
        if code[:length] in rules.cap.industry:
            return rules.cap.industry[code[:length]]
    return int(getattr(rules.cap, grade))
