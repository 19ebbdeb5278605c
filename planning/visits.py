"""One visit the week should hold, as the engine is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.model import Why
    from planning.candidates import Candidate
    from planning.problem import Bar, Window

RANDOM_RANK = 1
AUDIT_RANK = 2
SWEEP_RANK = 3
"""Ranks of what is drawn: law and rule come first, then the draw, audits, and sweeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """
    One visit the week should hold.

    Attributes
    ----------
    why
        What speaks for it, most binding first; never empty.
    must, must_rank
        A promise of law or rule has rank 0, a random draw rank 1, an audit 2, a sweep 3.
    prize
        Points, >= 0.
    windows
        Seconds of the week within which service may start.
    bar
        The rule for which nobody may make a promised visit, which is broken then; else ``None``.
    kept_from
        Teams that may not make it: the one whose visit it repeats, or all that were not drawn.
    """

    site_id: str
    why: tuple[Why, ...]
    visit_type: str
    must: bool
    must_rank: int
    prize: float
    service_s: int
    windows: tuple[Window, ...]
    needs: frozenset[str]
    card_holders: int
    village: str | None
    bar: Bar | None = None
    kept_from: frozenset[str] = frozenset()


def want_of(one: Candidate) -> Want:
    """Write one want in full."""
    kind = one.kind
    return Want(
        site_id=one.site_id,
        why=(*(claim.why for claim in one.claims), *kind.tasks),
        visit_type=kind.visit_type,
        must=one.is_promise or one.is_drawn or one.is_audit,
        must_rank=_rank(one),
        prize=one.prize,
        service_s=kind.service_s,
        windows=kind.windows,
        needs=kind.needs,
        card_holders=kind.card_holders,
        village=one.village,
        bar=one.bar,
        kept_from=one.kept_from,
    )


def _rank(one: Candidate) -> int:
    if one.is_drawn:
        return RANDOM_RANK
    return AUDIT_RANK if one.is_audit else 0
