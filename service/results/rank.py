"""What ``gridpatrol rank`` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkResult:
    """What was done to one column: ``code`` of group ``rank_remark``, and in how many rows."""

    code: str
    column: str
    rows: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankResult:
    """
    Outcome of ``gridpatrol rank``.

    ``rows`` counts the table, ``past`` the rows with an outcome before ``train_until``, ``found``
    those of them that found something, ``scored`` the rows written to ``out``. ``model`` is the
    kind in use, ``why_zh`` and ``why_en`` say why this one and what else was noticed; ``windows``
    are the months that it was judged on, and ``gain`` its gain in within-team AUC over the rule
    it must beat: ``low`` and ``high`` of the interval, missing where nothing could be judged.
    """

    table: str
    out: str
    rows: int
    past: int
    found: int
    scored: int
    train_until: str
    team_mode: str
    model: str
    why_zh: tuple[str, ...]
    why_en: tuple[str, ...]
    gain: dict[str, float] | None
    windows: tuple[dict[str, object], ...]
    remarks: tuple[RemarkResult, ...] = ()
