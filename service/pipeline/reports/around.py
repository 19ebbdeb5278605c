"""Tip-offs near a site, the electricity it drew, and the rows of files that told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data import words
from data.reports import Section, Table
from data.schema import as_records
from maps.plots import Axis, PlotLine, line_plot
from service.pipeline.reports.known import NEAR_M
from service.pipeline.reports.phrases import both, coded, figured, heads, text_cell
from service.pipeline.upkeep.past import read_past
from service.printing.past import history_lines
from service.results.past import HistoryResult

if TYPE_CHECKING:
    from data.reports import Said
    from data.store import Store
    from service.pipeline.reports.known import KnownSite
    from service.results.past import EventResult

_MOST_MARKS = 8
"""Months written below the plot."""
_LINE = "#1f5fa8"
_EVENTS = 200
"""Events and rows of files told, the newest."""


def tips_section(known: KnownSite) -> Section:
    """List tip-offs that mean the site or came from near it."""
    title = both("dossier.tips", metres=f"{NEAR_M:.0f}")
    if known.tips.empty:
        return Section(heading=title, paragraphs=(both("dossier.no_tip", metres=f"{NEAR_M:.0f}"),))
    rows = [
        (
            row["day"].date(),
            text_cell(row["channel"]),
            text_cell(row["what"]),
            text_cell(row["place"]),
            both("dossier.meant") if row["site_id"] == known.site_id else figured(row["away_m"]),
            coded(words.TIP_STATES, row["verified"]),
            str(row["tip_id"]),
        )
        for row in as_records(known.tips)
    ]
    columns = heads(
        "day", "channel", "what", "place", "dossier.away_m", "verified", "dossier.number"
    )
    table = Table(
        is_whole=True, title=both("dossier.tips_table"), columns=columns, rows=tuple(rows)
    )
    return Section(heading=title, tables=(table,))


def power_section(known: KnownSite) -> Section | None:
    """Draw the electricity by month, all meters together; ``None`` where none was read."""
    if known.power.empty:
        return None
    months = known.power.groupby("month").agg(kwh=("kwh", "sum"), meters=("meter", "nunique"))
    rows = tuple(
        (str(month), figured(row["kwh"]), int(row["meters"])) for month, row in months.iterrows()
    )
    return Section(
        heading=both("dossier.power"),
        picture=str(_plot(months["kwh"])) if len(months) > 1 else None,
        tables=(
            Table(
                is_whole=True,
                title=both("dossier.power_table"),
                columns=heads("month", "kwh", "dossier.meters"),
                rows=rows,
            ),
        ),
    )


def _plot(kwh: pd.Series[float]) -> str:
    """Draw months from left to right; a month without a reading breaks the line."""
    periods = pd.PeriodIndex(kwh.index, freq="M")
    places = (periods.year * 12 + periods.month).to_numpy()
    first, last = int(places[0]), int(places[-1])
    runs = (pd.Series(places).diff() > 1).cumsum().to_numpy()
    spots = list(zip(places.tolist(), kwh.tolist(), strict=True))
    lines = [
        PlotLine(
            points=[
                (float(x), float(y)) for (x, y), one in zip(spots, runs, strict=True) if one == run
            ],
            colour=_LINE,
            dots=True,
        )
        for run in sorted(set(runs.tolist()))
    ]
    high = _round_above(max(float(kwh.max()), 1.0))
    step = -(-(last - first + 1) // _MOST_MARKS)
    marks = tuple(
        (float(one), f"{(one - 1) // 12}-{(one - 1) % 12 + 1:02d}")
        for one in range(first, last + 1, step)
    )
    zh, en = both("field.month")
    kwh_zh, kwh_en = both("field.kwh")
    return line_plot(
        lines,
        x=Axis(low=float(first) - 0.3, high=float(last) + 0.3, marks=marks, zh=zh, en=en),
        y=Axis(
            low=0.0,
            high=high,
            marks=tuple((high * part / 4, f"{high * part / 4:,.0f}") for part in range(5)),
            zh=kwh_zh,
            en=kwh_en,
        ),
        title=both("dossier.power"),
    )


def _round_above(value: float) -> float:
    """Give the next of 1, 2, 4, 8 times a power of ten, so that quarters are round."""
    scale = 1.0
    while 10 * scale < value:
        scale *= 10
    return next(scale * part for part in (1, 2, 4, 8, 10) if scale * part >= value)


def origins_section(store: Store, site_id: str) -> Section:
    """Tell which rows of which files told of the site, and what was changed since."""
    past = read_past(store, site_id, limit=_EVENTS)
    rows = tuple(
        (
            one.file,
            one.sheet or None,
            one.row,
            coded(words.LEDGER_KINDS, one.kind),
            coded(words.FATES, one.fate),
            (one.zh, one.en) if one.zh or one.en else None,
        )
        for one in past.origins
    )
    tables = [
        Table(
            is_whole=True,
            title=both("dossier.origins_table"),
            columns=heads("dossier.file", "dossier.sheet", "dossier.row", "kind", "fate", "note"),
            rows=rows,
        ),
        Table(
            is_whole=True,
            title=both("dossier.changes_table"),
            columns=heads("dossier.moment", "dossier.who", "dossier.command", "dossier.change"),
            rows=tuple(
                (event.moment[:10], event.who, event.what, change)
                for event in past.events
                for change in _changes(event)
            ),
        ),
    ]
    told = tuple(table for table in tables if table.rows)
    earlier = past.earlier + past.earlier_origins
    notes = (both("dossier.earlier_events", count=earlier),) if earlier else ()
    return Section(
        heading=both("dossier.origins"),
        paragraphs=notes if told else (both("dossier.no_origin"),),
        tables=told,
    )


def _changes(event: EventResult) -> list[Said]:
    """Write the changes of an event as ``gridpatrol history`` does, without its first line."""
    one = HistoryResult(row_id="", events=(event,), earlier=0)
    zh, en = (history_lines(one, lang)[1:] for lang in ("zh", "en"))
    return [(a.strip(), b.strip()) for a, b in zip(zh, en, strict=True)]
