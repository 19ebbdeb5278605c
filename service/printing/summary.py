"""Results as a few lines for people."""

from __future__ import annotations

import shlex
from datetime import date
from functools import singledispatch
from typing import TYPE_CHECKING

from data.findings import day_told
from data.words import DATUMS, GRADES, Lang, label
from service.commands.searches import search_remarks
from service.printing.beats import beats_lines
from service.printing.cell import hotspot_lines
from service.printing.compare import plan_backtest_lines
from service.printing.finding import finding_lines, findings_lines, steps_lines
from service.printing.guess import predictability_lines
from service.printing.judged import backtest_lines
from service.printing.ledgers import import_lines
from service.printing.measure import (
    disposition_lines,
    dispositions_lines,
    expert_lines,
    experts_lines,
    order_lines,
    orders_lines,
    tip_lines,
    tips_lines,
)
from service.printing.past import history_lines
from service.printing.people import people_lines, person_lines
from service.printing.picture import picture_lines
from service.printing.plan import plan_lines
from service.printing.rank import rank_lines
from service.printing.record import record_lines
from service.printing.replan import replan_lines, undo_lines
from service.printing.report import report_lines
from service.printing.road import calibration_lines, check_lines, close_lines
from service.printing.rules import rules_lines
from service.printing.simulate import simulate_lines
from service.printing.upkeep import backup_lines, doctor_lines, restore_lines
from service.results.beats import BeatsResult
from service.results.cell import HotspotResult
from service.results.compare import PlanBacktestResult
from service.results.finding import FindingResult, FindingsResult, StepsResult
from service.results.guess import PredictabilityResult
from service.results.judged import BacktestResult
from service.results.ledgers import ImportResult
from service.results.measure import (
    DispositionResult,
    DispositionsResult,
    ExpertResult,
    ExpertsResult,
    OrderResult,
    OrdersResult,
    TipResult,
    TipsResult,
)
from service.results.past import HistoryResult
from service.results.people import PeopleResult, PersonResult
from service.results.rank import RankResult
from service.results.record import RecordResult
from service.results.replan import ReplanResult, UndoResult
from service.results.report import ReportResult
from service.results.road import CalibrationResult, CloseResult, RoadCheckResult, RoadsResult
from service.results.rules import RulesResult
from service.results.simulate import SimulateResult
from service.results.upkeep import BackupResult, DoctorResult, RestoreResult
from service.results.week import (
    CheckResult,
    DemoResult,
    ExportResult,
    MapResult,
    PictureResult,
    PlanResult,
    ScoreResult,
    SolveResult,
)
from service.words import say

if TYPE_CHECKING:
    from service.results.week import ChoiceResult

M_PER_KM = 1000


@singledispatch
def summary(result: object, lang: Lang) -> list[str]:
    """
    Write a result as lines of text.

    Parameters
    ----------
    result
        One record of ``service.results.week``.
    lang
        Language of the lines.

    Raises
    ------
    TypeError
        If there is no way to print such a result.
    """
    raise TypeError(f"Expected a result of service.results, got {type(result).__name__} ({lang}).")


@summary.register
def _roads(result: RoadsResult, lang: Lang) -> list[str]:
    lines = [say("roads.done", lang, km=result.km, nodes=result.nodes, edges=result.edges)]
    if result.parts > 1:
        lines.append(say("roads.parts", lang, parts=result.parts))
    if result.margin_km is not None:
        lines.append(say("roads.clipped", lang, margin_km=result.margin_km, km=result.clipped_km))
    if result.dropped_parts:
        km, parts = result.dropped_km, result.dropped_parts
        lines.append(say("roads.dropped", lang, km=km, parts=parts))
    lines += _odd_roads(result, lang)
    if result.sites:
        lines.append(
            say(
                "roads.sites",
                lang,
                sites=result.sites,
                median_m=result.median_m,
                largest_m=result.largest_m,
                far=result.far_sites,
                limit_m=result.limit_m,
            )
        )
    if result.open_rows:
        files = " ".join(map(shlex.quote, result.open_files))
        lines.append(say("roads.open", lang, rows=result.open_rows, files=files))
    return lines


def _odd_roads(result: RoadsResult, lang: Lang) -> list[str]:
    """Say what a file of edges says that cannot be; an OpenStreetMap file says none of it."""
    counts = {
        "odd_speeds": result.odd_speeds,
        "odd_lengths": result.odd_lengths,
        "barred": result.barred_rows,
        "shapeless": result.shapeless_rows,
    }
    return [say(f"roads.{word}", lang, rows=rows) for word, rows in counts.items() if rows]


@summary.register
def _score(result: ScoreResult, lang: Lang) -> list[str]:
    lines = [
        say(
            "score.done",
            lang,
            day=day_told(date.fromisoformat(result.as_of)),
            as_of=result.as_of,
            model=result.model,
            sites=result.sites,
            **result.grades,
        ),
        *_choice(result.choice, lang),
        say("score.top_chances" if result.is_chance else "score.top", lang),
    ]
    lines.extend(
        "  "
        + say(
            "score.chance_line" if result.is_chance else "score.line",
            lang,
            risk=site.risk,
            grade=label(GRADES, site.grade, lang),
            name=site.name,
            village=site.village,
            reason=site.reason_zh if lang == "zh" else site.reason_en,
        )
        for site in result.top
    )
    if result.firm_share is not None:
        key = "score.firm_chances" if result.is_chance else "score.firm"
        lines.append(say(key, lang, share=result.firm_share))
    if result.consistency:
        tables = ", ".join(f"{name} {ratio:.2f}" for name, ratio in result.consistency.items())
        lines.append(say("score.consistency", lang, tables=tables))
    return lines


def _choice(choice: ChoiceResult | None, lang: Lang) -> list[str]:
    if choice is None:
        return []
    return [choice.said_zh if lang == "zh" else choice.said_en]


@summary.register
def _replan(result: ReplanResult, lang: Lang) -> list[str]:
    return [*replan_lines(result, lang), *summary(result.plan, lang)]


@summary.register
def _map(result: MapResult, lang: Lang) -> list[str]:
    lines = [say("map.done", lang, count=len(result.pages), out=result.out)]
    lines.extend(f"  {name}  {size / M_PER_KM:.0f} kB" for name, size in result.pages.items())
    lines.append(say("demo.open", lang, index=f"{result.out}/index.html"))
    return lines


@summary.register
def _demo(result: DemoResult, lang: Lang) -> list[str]:
    return [
        say("demo.head", lang, seed=result.seed),
        *summary(result.score, lang),
        *summary(result.hotspots, lang),
        *summary(result.beats, lang),
        *summary(result.plan, lang),
        say("map.drawn", lang, count=len(result.pages.pages), out=result.pages.out),
        say("demo.open", lang, index=result.index),
    ]


@summary.register
def _solve(result: SolveResult, lang: Lang) -> list[str]:
    plan = result.plan
    figures = {key: plan[key] for key in ("prize", "bound", "iterations")}
    done = say("solve.done", lang, broken=len(plan["broken"]), **figures)
    return [done, *search_remarks(plan["run"], lang)]


@summary.register
def _check(result: CheckResult, lang: Lang) -> list[str]:
    if not result.faults:
        return [say("check.ok", lang)]
    return [say("check.faults", lang, count=len(result.faults)), *result.faults]


summary.register(HotspotResult)(hotspot_lines)
summary.register(BackupResult)(backup_lines)
summary.register(RestoreResult)(restore_lines)
summary.register(DoctorResult)(doctor_lines)
summary.register(HistoryResult)(history_lines)
summary.register(CloseResult)(close_lines)
summary.register(CalibrationResult)(calibration_lines)
summary.register(RoadCheckResult)(check_lines)
summary.register(RankResult)(rank_lines)
summary.register(BeatsResult)(beats_lines)
summary.register(RulesResult)(rules_lines)
summary.register(RecordResult)(record_lines)
summary.register(PlanResult)(plan_lines)
summary.register(ImportResult)(import_lines)
summary.register(UndoResult)(undo_lines)
summary.register(PictureResult)(picture_lines)
summary.register(BacktestResult)(backtest_lines)
summary.register(OrdersResult)(orders_lines)
summary.register(OrderResult)(order_lines)
summary.register(DispositionsResult)(dispositions_lines)
summary.register(DispositionResult)(disposition_lines)
summary.register(ExpertsResult)(experts_lines)
summary.register(ExpertResult)(expert_lines)
summary.register(TipsResult)(tips_lines)
summary.register(TipResult)(tip_lines)
summary.register(FindingsResult)(findings_lines)
summary.register(FindingResult)(finding_lines)
summary.register(StepsResult)(steps_lines)
summary.register(PlanBacktestResult)(plan_backtest_lines)
summary.register(PredictabilityResult)(predictability_lines)
summary.register(ReportResult)(report_lines)
summary.register(SimulateResult)(simulate_lines)


@summary.register
def _export(result: ExportResult, lang: Lang) -> list[str]:
    lines = [
        say(
            "export.done",
            lang,
            file=result.file,
            rows=result.rows,
            datum=label(DATUMS, result.datum, lang),
            kb=-(-result.size_bytes // M_PER_KM),
        )
    ]
    if result.as_of:
        lines.append(say("export.as_of", lang, as_of=result.as_of))
    if result.datum_added:
        lines.append(say("export.datum_added", lang))
    return lines


summary.register(PeopleResult)(people_lines)
summary.register(PersonResult)(person_lines)
