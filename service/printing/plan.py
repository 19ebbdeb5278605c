"""A planned week, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_HOUR, week_monday
from data.words import WEEKDAYS
from service.commands.searches import search_remarks
from service.printing.compare import compare_lines
from service.printing.guess import unpredictable_lines
from service.printing.road import travel_lines
from service.words import enumerated, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.week import CountyFacts, PlanResult

FULL = 0.6
"""Share of the working time, without ways, from which on promises leave room for nothing else."""
PROMISES_SHOWN = 8
PARTS_SHOWN = 4
M_PER_KM = 1000


def plan_lines(result: PlanResult, lang: Lang) -> list[str]:
    """Say what the plan holds, what it is worth, what to know of it, and what it breaks."""
    return [
        *_plan_figures(result, lang),
        *(zh if lang == "zh" else en for zh, en in result.lots),
        *search_remarks(result.run, lang),
        *_plan_remarks(result, lang),
        *travel_lines(result, lang),
        *unpredictable_lines(result.unpredictable, lang),
        *compare_lines(result.compare, lang),
        *_broken_lines(result, lang),
    ]


def _plan_figures(result: PlanResult, lang: Lang) -> list[str]:
    return [
        say(
            "plan.done",
            lang,
            week=result.week,
            plan_id=result.plan_id,
            routes=result.routes,
            stops=result.stops,
            drive_h=result.drive_s / SECONDS_PER_HOUR,
            km=result.distance_m / M_PER_KM,
            work_h=result.work_s / SECONDS_PER_HOUR,
        ),
        say(
            "plan.value",
            lang,
            prize=result.prize,
            bound=result.bound,
            seed=result.seed,
            iterations=result.iterations,
        ),
        say(
            "plan.promises",
            lang,
            promises=result.promises,
            broken=len(result.broken),
            unplanned=result.unplanned,
            left_out=result.unplanned + result.set_aside,
        ),
    ]


def _plan_remarks(result: PlanResult, lang: Lang) -> list[str]:
    """Say what the planner should know of the data behind the plan."""
    lines = [] if result.county is None else [_county(result.county, lang)]
    if result.rules_from != "defaults":
        origin = say(f"rules.{result.rules_from}", lang)
        lines.append(say("plan.rules", lang, origin=origin, hash=result.rules_hash))
    if result.campaigns:
        names = enumerated((zh if lang == "zh" else en for zh, en in result.campaigns), lang)
        lines.append(say("plan.campaigns", lang, names=names))
    if result.promised_s > FULL * result.working_s:
        hours = result.promised_s / SECONDS_PER_HOUR, result.working_s / SECONDS_PER_HOUR
        lines.append(say("plan.full", lang, promised_h=hours[0], working_h=hours[1]))
    if result.later_rows:
        lines.append(_later_rows(result, lang))
    if result.absences:
        lines.append(say("plan.absences", lang, teams=_days_off(result, lang)))
    if result.days_off:
        away = [f"{team} {' '.join(days)}" for team, days in result.days_off.items()]
        lines.append(say("plan.days_off", lang, teams=("；" if lang == "zh" else "; ").join(away)))
    if not result.holidays_known:
        lines.append(say("plan.no_holidays", lang, year=result.week[:4]))
    return lines


def _later_rows(result: PlanResult, lang: Lang) -> str:
    """Name the day to score as of: a later one, that of the newest row, is refused."""
    monday = week_monday(result.week)
    count, as_of = result.later_rows, result.as_of
    return say("plan.later_rows", lang, count=count, as_of=as_of, monday=monday)


def _county(county: CountyFacts, lang: Lang) -> str:
    """Say in which parts a county was planned; of many, the first few by name."""
    names = list(county.parts)
    joined = enumerated(names[:PARTS_SHOWN], lang)
    more = len(names) > PARTS_SHOWN
    return say(
        "plan.county",
        lang,
        parts=len(names),
        names=f"{joined}……" if more else joined,
        borders=county.borders,
        moved=county.moved,
    )


def _broken_lines(result: PlanResult, lang: Lang) -> list[str]:
    shown = result.broken[:PROMISES_SHOWN]
    texts = [broken.zh if lang == "zh" else broken.en for broken in shown]
    lines = ["  " + say("plan.broken", lang, text=text) for text in texts]
    if len(result.broken) > len(shown):
        lines.append("  " + say("plan.more", lang, count=len(result.broken) - len(shown)))
    return lines


def _days_off(result: PlanResult, lang: Lang) -> str:
    """Name who is off on which weekdays."""
    zh = lang == "zh"
    listed = [
        f"{team} {' '.join(WEEKDAYS[day][0 if zh else 1] for day in days)}"
        for team, days in result.absences.items()
    ]
    return ("；" if zh else "; ").join(listed)
