"""What ``gridpatrol backtest`` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.judged import BacktestSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestResult:
    """Outcome of ``gridpatrol backtest scores``; files are ``None`` without ``--out``."""

    sheet: BacktestSheet
    page: str | None
    figures: str | None
