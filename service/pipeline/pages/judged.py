"""How well the score did: what a backtest left in the folder of the pages."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import orjson

from data.judged import BacktestSheet
from data.sheets import PageFacts
from maps.pages import JudgedScore
from service.pipeline.pages.front import BACKTEST

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def read_backtest(told: Mapping[str, Any]) -> BacktestSheet:
    """
    Read a backtest back from the JSON of its figures.

    Parameters
    ----------
    told
        What ``dataclasses.asdict`` gave of a sheet, through JSON.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is none, or of an earlier program.
    """
    sheet = _as(BacktestSheet, told)
    assert isinstance(sheet, BacktestSheet)  # noqa: S101 - it was asked for
    return sheet


_NAMES = {"date": date, "PageFacts": PageFacts, "Figure": float | None}
"""What annotations name that is imported for checks of types alone."""


def _as(kind: Any, value: Any) -> Any:  # noqa: ANN401 - whatever an annotation says
    """Turn what JSON knows into what an annotation says."""
    if is_dataclass(kind):
        assert isinstance(kind, type)  # noqa: S101 - an annotation names a class
        hints = get_type_hints(kind, localns=_NAMES)
        return kind(**{name: _as(hint, value[name]) for name, hint in hints.items()})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_as(one, held) for one, held in zip(kinds, value, strict=True))
    if get_origin(kind) is UnionType:
        return value
    return date.fromisoformat(value) if kind is date else value


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
