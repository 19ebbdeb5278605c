"""One hand change in the terms of a problem, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import ChangeError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """
    One change, all names resolved.

    Attributes
    ----------
    number
        Its place in the list, from 1.
    do
        A code of ``data.words.HAND_CHANGES``.
    site
        The visit; ``None`` for a change of whole shifts.
    shifts
        Those of the day that a visit moves to, of which the first that can takes it; those
        forbidden or allowed; the two that are swapped; those whose visits are pinned or let go;
        or those of a team that is away.
    at_s
        When service is to begin, seconds of the week; up to ``SLACK_S`` later is as good.
    due_s
        Ends of the days by which a visit that is added is promised: of the first of them on which
        anybody can make it; empty: any time this week.
    """

    number: int
    do: str
    site: str | None = None
    shifts: tuple[str, ...] = ()
    at_s: int | None = None
    due_s: tuple[int, ...] = ()


SLACK_S = 15 * 60
"""How much later than asked a visit may begin: what a plan calls the same time."""


def refused(order: Order, why: tuple[str, str], names: Mapping[str, str]) -> ChangeError:
    """Say that a change cannot be: ``why`` is Chinese and English, about its site if it has one."""
    zh, en = why
    if order.site is None:
        return ChangeError(order.number, en, zh=zh)
    name = names.get(order.site, order.site)
    return ChangeError(order.number, f"{order.site} ({name}): {en}", zh=f"{name}：{zh}")
