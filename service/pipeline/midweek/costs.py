"""What hand changes cost, as results and as the stored plan remembers them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planning.changes.sentences import order_words
from service.results.replan import CostsResult, FiguresResult, NoteResult, OrderCostResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planning.changes import Case, ChangeFile, Figures, Prices
    from planning.changes.pricing import OrderCost


def costs_of(prices: Prices, names: Mapping[str, str]) -> CostsResult:
    """Write what changes cost, with each in words."""
    return CostsResult(
        before=_figures(prices.before),
        after=_figures(prices.after),
        together=_figures(prices.together.figures),
        meanwhile=_figures(prices.meanwhile.figures),
        each=tuple(_order_cost(one, names) for one in prices.each),
    )


def notes_of(case: Case) -> tuple[NoteResult, ...]:
    """Write what changes left as it was."""
    return tuple(NoteResult(number=number, zh=zh, en=en) for number, (zh, en) in case.notes)


def cut_off_notes(shifts: Sequence[str], names: Mapping[str, str]) -> tuple[NoteResult, ...]:
    """Say of teams that a closure cuts off from their base how they are reckoned to go home."""
    return tuple(
        NoteResult(
            number=0,
            zh=f"{names.get(shift, shift)}：回驻地的路已封闭，此后不再安排，返程按来路计算",
            en=f"{names.get(shift, shift)}: its ways home are closed; it makes no further stop, "
            "and its way back is reckoned as the way it came",
        )
        for shift in shifts
    )


def told_changes(changes: ChangeFile) -> dict[str, Any]:
    """Write a change file for the parameters of the plan that it led to; empty without changes."""
    if not changes.items:
        return {}
    listed = [
        {name: str(value) for name, value in asdict(item).items() if value is not None}
        for item in changes.items
    ]
    return {"changes": listed, "author": changes.author, "note": changes.note}


def _figures(figures: Figures) -> FiguresResult:
    return FiguresResult(
        prize=figures.prize,
        drive_s=figures.drive_s,
        broken=figures.broken,
        stops=figures.stops,
    )


def _order_cost(one: OrderCost, names: Mapping[str, str]) -> OrderCostResult:
    zh, en = order_words(one.order, names)
    return OrderCostResult(
        number=one.order.number,
        do=one.order.do,
        zh=zh,
        en=en,
        figures=_figures(one.cost.figures),
        added=one.cost.added,
        dropped=one.cost.dropped,
        moved=one.cost.moved,
        alone=one.alone,
        done=one.done,
    )
