"""What ``gridpatrol rules`` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.results.compare import PlanFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """
    One rule in force.

    ``nature`` is ``law``, ``promise``, ``wish``, ``calendar`` or ``settings``; ``said`` is the
    comment with its source, in both languages; ``is_own`` tells whether the value differs from the
    default.
    """

    section: str
    key: str
    value: Any
    default: Any
    is_own: bool
    nature: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """A campaign, closed hours or a department: its kind, its name, what the office wrote."""

    kind: str
    zh: str
    en: str
    written: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesResult:
    """
    Outcome of ``gridpatrol rules``.

    ``origin`` is ``file``, ``store`` or ``defaults``; ``fingerprint`` is the same for the same
    rules; ``kept`` and ``forgotten`` tell what was done to the store; ``only_own`` that people are
    shown what differs from the defaults and nothing else.
    """

    origin: str
    fingerprint: str
    rules: tuple[RuleResult, ...]
    tables: tuple[OwnTable, ...]
    kept: bool = False
    forgotten: bool = False
    only_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """
    A week planned by the rules in force (``before``) and by others (``after``); neither is kept.

    ``broken`` are promises that only the other rules break, ``mended`` those that they keep or no
    longer make, each in Chinese and English; ``dropped`` and ``added`` are sites whose visit goes
    or comes. ``prize`` of both is in the points of its own rules.
    """

    week: str
    former_hash: str
    fresh_hash: str
    before: PlanFigures
    after: PlanFigures
    broken: tuple[tuple[str, str], ...]
    mended: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
