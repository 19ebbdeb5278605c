"""How well the score did: what a backtest left in the folder of the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from maps.pages import JudgedScore
from service.pipeline.front import BACKTEST

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = "backtest.json"
_IN_USE = "in_use"


def read_judged(folder: Path, *, town: str) -> JudgedScore | None:
    """
    Read the figures of the score in use.

    Parameters
    ----------
    folder
        Where ``gridpatrol backtest scores --out`` wrote its page.
    town
        Name of the town; figures of another one are not its own.

    Returns
    -------
    judged
        ``None`` where there is no backtest of this town, or its file cannot be read as one.
    """
    try:
        told: dict[str, Any] = orjson.loads((folder / FIGURES).read_bytes())
        if told["facts"]["town"] != town:
            return None
        page = BACKTEST if (folder / BACKTEST).is_file() else ""
        return _judged(told, href=page)
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError, StopIteration):
        return None


def _judged(told: dict[str, Any], *, href: str) -> JudgedScore:
    used = next(one for one in told["rivals"] if one["code"] == _IN_USE)
    return JudgedScore(
        model=str(used["model"]),
        as_of=date.fromisoformat(told["as_of"]),
        months=len(told["months"]),
        visits=int(told["visits"]),
        pai=_share(used["pai_10"]),
        gap=_share(used["ece"]),
        href=href,
    )


def _share(value: float | None) -> float | None:
    return None if value is None else float(value)
