"""The analyst's page of a backtest: does the score hold up, and who bears the visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.words import ODD_VISITS, RIVALS
from maps.pages.frame import PageParts, page
from maps.plots import Axis, PlotLine, key_line, line_plot, share_axis
from maps.words import filled, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from data.judged import BacktestSheet, Gain, OddVisit, RivalFigures
    from data.words import Lang

LISTED = 40
_MONTH_MARKS = 6
_CHANCE = "#6b7280"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a rival looks in a plot."""

    colour: str
    dash: tuple[int, ...] = ()


_LOOKS = {
    "in_use": _Look("#0b5cab"),
    "scorecard": _Look("#b45309", (10, 4)),
    "past": _Look("#00695c", (3, 4)),
    "longest": _Look("#7c3aed", (12, 4, 3, 4)),
    "random": _Look(_CHANCE, (2, 5)),
    "team": _Look("#9d174d", (6, 3, 1, 3)),
}


_MONTH_LOOKS = {
    "seen": _Look("#1b1f24"),
    "foreseen": _Look("#0b5cab", (8, 4)),
    "overlap": _Look("#b45309", (2, 4)),
}


def backtest_page(sheet: BacktestSheet, *, lang: Lang = "zh") -> str:
    """
    Write the page of a backtest.

    Parameters
    ----------
    sheet
        What was found.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything.
    """
    zh, en = filled("back.title")
    parts = PageParts(
        template="backtest.html",
        title=(f"{sheet.facts.town} · {zh}", f"{sheet.facts.town} · {en}"),
        scripts=("backtest.js",),
        styles=("backtest.css",),
        front="index.html",
        help="backtest",
        values={
            "sheet": sheet,
            "used": next(one for one in sheet.rivals if one.code == "in_use"),
            "names": RIVALS,
            "doubts": ODD_VISITS,
            "keys": {
                code: key_line(look.colour, look.dash, strong=code == "in_use")
                for code, look in (_LOOKS | _MONTH_LOOKS).items()
            },
            "gains": _gain_rows(sheet),
            "curve": _curve(sheet.rivals),
            "reliability": _reliability(sheet),
            "months": _months(sheet),
            "groups": _groups(sheet),
            "most": max((one.visits_per_site for one in sheet.burden.villages), default=1.0),
            "listed": LISTED,
            "share": _share,
            "number": _number,
            "figure": _odd_figure,
        },
    )
    return page(parts, facts=sheet.facts, lang=lang)


def _share(value: float | None) -> str:
    """Write a share in per cent; a dash where it is unknown."""
    return "–" if value is None else f"{100 * value:.0f}%"


def _number(value: float | None, decimals: int = 2) -> str:
    """Write a figure; a dash where it is unknown."""
    return "–" if value is None else f"{value:.{decimals}f}"


def _odd_figure(visit: OddVisit) -> Markup:
    """Write what is odd about a visit with its unit."""
    unit = {"backwards": "s", "short": "s", "apart": "m"}.get(visit.code, "visits")
    return say(f"back.figure_{unit}", n=f"{visit.figure:.0f}")


def _gain_rows(sheet: BacktestSheet) -> list[dict[str, Any]]:
    """Gather what the score in use gains on each other: order, half, days."""
    used = next(one for one in sheet.rivals if one.code == "in_use")
    against = dict.fromkeys(gain.against for gain in used.gains)
    return [
        {
            "against": code,
            "verdict": _verdict(_of(used, code, "order")),
            **{name: _of(used, code, name) for name in ("order", "half", "days")},
        }
        for code in against
    ]


def _of(rival: RivalFigures, against: str, figure: str) -> Gain:
    return next(one for one in rival.gains if (one.against, one.figure) == (against, figure))


def _verdict(gain: Gain) -> str:
    return "better" if gain.is_better else "worse" if gain.is_worse else "unsure"


def _curve(rivals: tuple[RivalFigures, ...]) -> Markup | None:
    lines = []
    for rival in reversed(rivals):
        known = [value for value in rival.curve if value is not None]
        if len(known) < len(rival.curve):
            return None
        step = 1 / (len(known) - 1)
        points = [(step * place, value) for place, value in enumerate(known)]
        look, strong = _LOOKS[rival.code], rival.code == "in_use"
        lines.append(PlotLine(points=points, colour=look.colour, dash=look.dash, strong=strong))
    x, y = share_axis(*filled("back.curve_x")), share_axis(*filled("back.curve_y"))
    return line_plot(lines, x=x, y=y, title=filled("back.curve"))


def _reliability(sheet: BacktestSheet) -> Markup | None:
    if not sheet.reliability:
        return None
    points = [(one.foreseen, one.seen) for one in sheet.reliability]
    high = max(max(pair) for pair in points)
    x = share_axis(*filled("back.reliability_x"), high=high)
    y = share_axis(*filled("back.reliability_y"), high=high)
    lines = [
        PlotLine(points=[(0.0, 0.0), (x.high, x.high)], colour=_CHANCE, dash=(2, 5)),
        PlotLine(points=points, colour=_LOOKS["in_use"].colour, dots=True),
    ]
    return line_plot(lines, x=x, y=y, title=filled("back.reliability"))


def _months(sheet: BacktestSheet) -> Markup | None:
    """Draw what was seen and foreseen month by month, and how much of the list stayed."""
    months = sheet.months
    if len(months) < 2:  # noqa: PLR2004  a line needs two points
        return None
    every = -(-len(months) // _MONTH_MARKS)
    marks = tuple((float(at), months[at].month) for at in range(0, len(months), every))
    zh, en = filled("back.month_axis")
    x = Axis(low=0.0, high=float(len(months) - 1), marks=marks, zh=zh, en=en)
    lines = [
        PlotLine(
            points=[
                (float(at), value) for at, value in _told(getattr(one, name) for one in months)
            ],
            colour=look.colour,
            dash=look.dash,
            dots=True,
        )
        for name, look in _MONTH_LOOKS.items()
    ]
    y = share_axis(*filled("back.share_axis"))
    return line_plot(lines, x=x, y=y, title=filled("back.drift"))


def _told(values: Iterable[float | None]) -> list[tuple[int, float]]:
    """Keep the figures that are known, with their places."""
    return [(at, value) for at, value in enumerate(values) if value is not None]


def _groups(sheet: BacktestSheet) -> list[tuple[str, Any]]:
    burden = sheet.burden
    return [
        ("back.villages", burden.villages),
        ("back.industries", burden.industries),
        ("back.sizes", burden.sizes),
    ]
