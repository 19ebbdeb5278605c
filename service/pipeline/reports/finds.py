"""How often visits find something: this month, the months before, by type of visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.reports import Section, Table
from data.words import RESULTS, VISIT_TYPES
from geo.evaluate import change, proportion
from maps.plots import Axis, PlotLine, line_plot, share_axis
from service.pipeline.reports.part import Part, both, column, counted, figure, ids_of
from service.pipeline.reports.period import month_before, month_number

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.reports import Cell, Figure, Said
    from geo.evaluate import Proportion
    from service.pipeline.reports.records import Records

FEW = 30
"""Looks below which a rate is said to rest on too few visits."""
MONTHS = 6
_LINE, _BAND = "#0b5cab", "#6b7280"


def finds_part(records: Records, *, before: pd.DataFrame, key: str) -> Part:
    """
    Say how many visits there were, and what they found.

    Parameters
    ----------
    records
        The period.
    before
        Looks of the period before, to compare with.
    key
        ``month`` or ``week``: how the period before is called.
    """
    looks = records.looks
    mine = looks[records.period.holds(looks["day"])]
    now, past = _rate(mine), _rate(before)
    visits = records.inspections[records.period.holds(records.inspections["day"])]
    lead = (
        figure(
            "visits",
            counted(len(visits)),
            ids_of(visits),
            detail=both("report.visits_detail", looks=len(mine), sites=mine["site_id"].nunique()),
        ),
        _rate_figure(mine, now),
    )
    section = Section(
        heading=both("report.finds"),
        paragraphs=(both("report.interval_note"),),
        tables=(_modes(mine), _results(visits)),
    )
    return Part(lead=lead, said=(_compared(now, past, key),), section=section)


def _rate(looks: pd.DataFrame) -> Proportion:
    return proportion(int(looks["found"].sum()), len(looks))


def _rate_figure(looks: pd.DataFrame, now: Proportion) -> Figure:
    detail = both("report.rate_detail", finds=now.hits, looks=now.cases, **_ends(now))
    text = f"{100 * now.share:.1f}" if now.cases else "–"
    return figure("rate", (text, text), ids_of(looks[looks["found"]]), detail=detail)


def _ends(told: Proportion) -> dict[str, str]:
    return {"low": f"{100 * told.low:.1f}", "high": f"{100 * told.high:.1f}"}


def _compared(now: Proportion, past: Proportion, key: str) -> Said:
    """Say whether more was found than before, or that nobody can tell."""
    if not now.cases:
        return both("report.no_looks")
    if not past.cases:
        return both(f"report.no_{key}_before")
    seen = change(now, past)
    figures = {
        "more": f"{100 * seen.more:+.1f}",
        "low": f"{100 * seen.low:+.1f}",
        "high": f"{100 * seen.high:+.1f}",
        "past": f"{100 * past.share:.1f}",
        "looks": past.cases,
    }
    told = "unsure" if not seen.is_told_apart else "more" if seen.more > 0 else "less"
    zh, en = both(f"report.rate_{told}_{key}", **figures)
    if min(now.cases, past.cases) >= FEW:
        return zh, en
    few_zh, few_en = both("report.few_looks", few=FEW)
    return zh + few_zh, f"{en} {few_en}"


def _modes(looks: pd.DataFrame) -> Table:
    """Split the finds by type of visit: an audit and a patrol do not find alike."""
    rows = []
    for code, words in [*VISIT_TYPES.items(), (None, both("report.mode_unknown"))]:
        mine = looks[looks["mode"].isna()] if code is None else looks[looks["mode"] == code]
        if len(mine):
            rows.append((words, *_rate_cells(_rate(mine))))
    heads = ("mode", "looks", "found", "per_100", "low", "high")
    return Table(title=both("report.modes"), columns=tuple(map(column, heads)), rows=tuple(rows))


def _rate_cells(told: Proportion) -> tuple[Cell, ...]:
    return (
        told.cases,
        told.hits,
        round(100 * told.share, 1) if told.cases else None,
        round(100 * told.low, 1),
        round(100 * told.high, 1),
    )


def _results(visits: pd.DataFrame) -> Table:
    """Count the results of all visits, gates that were shut among them."""
    counts = visits["result"].value_counts()
    rows = tuple((words, int(counts[code])) for code, words in RESULTS.items() if code in counts)
    return Table(
        title=both("report.results"),
        columns=(column("result"), column("visits")),
        rows=rows,
        note=both("report.results_note"),
    )


def months_section(records: Records, first: date) -> Section:
    """Show the rate of the last months with intervals, as a table and a plot."""
    looks = records.looks
    number = month_number(looks["day"])
    months = [month_before(first, back) for back in reversed(range(MONTHS))]
    listed = [
        (f"{month:%Y-%m}", _rate(looks[number == month.year * 12 + month.month - 1]))
        for month in months
    ]
    known = [(name, told) for name, told in listed if told.cases]
    heads = ("month", "looks", "found", "per_100", "low", "high")
    table = Table(
        title=both("report.months_table"),
        columns=tuple(map(column, heads)),
        rows=tuple((name, *_rate_cells(told)) for name, told in known),
        note=both("report.interval_note"),
    )
    return Section(heading=both("report.months"), tables=(table,), picture=_plot(known))


def _plot(known: list[tuple[str, Proportion]]) -> str | None:
    """Draw the rate with its interval; one month is no line."""
    if len(known) < 2:  # noqa: PLR2004  a line needs two points
        return None
    marks = tuple((float(at), name[2:]) for at, (name, _) in enumerate(known))
    key = both("report.plot_key")
    x = Axis(low=0.0, high=float(len(known) - 1), marks=marks, zh=key[0], en=key[1])
    top = max(told.high for _, told in known)
    y = share_axis(*both("report.rate_axis"), high=top)

    def line(name: str, colour: str, dash: tuple[int, ...] = ()) -> PlotLine:
        points = [(float(at), getattr(told, name)) for at, (_, told) in enumerate(known)]
        return PlotLine(points=points, colour=colour, dash=dash, dots=not dash, strong=not dash)

    lines = [line("low", _BAND, (2, 4)), line("high", _BAND, (2, 4)), line("share", _LINE)]
    return str(line_plot(lines, x=x, y=y, title=both("report.months_plot")))
