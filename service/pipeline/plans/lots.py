"""What a plan drew by lot, and what of it it holds, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from data.schema import as_records
from data.units import SECONDS_PER_HOUR
from service.pipeline.places.sites import text_of
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from data.ports import ChosenRows

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnVisits:
    """
    What was drawn for a week, and what its plan holds.

    Attributes
    ----------
    whys
        The most binding why of each wanted visit, by site id.
    lots
        As ``planning.lots.Lots.listed`` has it; empty in plans of before.
    visited
        Seconds on the spot by id of each stop.
    """

    whys: Mapping[str, str]
    lots: Mapping[str, Any]
    visited: Mapping[str, int]


def stored_draws(tables: ChosenRows, plan: pd.Series[Any]) -> DrawnVisits:
    """Read what a stored plan drew; ``plan`` is its row."""
    stops = as_records(tables.read("stop", where={"plan_id": [str(plan.name)]}))
    wants = orjson.loads(plan["wants"])
    return DrawnVisits(
        whys={site: whys[0]["code"] for site, whys in wants.items() if whys},
        lots=orjson.loads(text_of(plan["lots"]) or "{}"),
        visited={str(stop["site_id"]): int(stop["end_s"] - stop["start_s"]) for stop in stops},
    )


def lot_lines(drawn: DrawnVisits) -> tuple[Pair, ...]:
    """
    Say of each kind of lot how many were drawn and how many the plan holds.

    Returns
    -------
    lines
        Chinese and English; nothing of what was not drawn at all.
    """
    random = [site for site, code in drawn.whys.items() if code == "random"]
    lines = []
    if random:
        lines.append(_line("random", random, drawn))
    if teams := drawn.lots.get("teams"):
        lines.append(_line("teams", teams, drawn))
    if audits := drawn.lots.get("audits"):
        lines.append(_line("audits", audits, drawn, pool=drawn.lots["audit_pool"]))
    if sweeps := drawn.lots.get("sweeps"):
        spent = sum(seconds for site, seconds in drawn.visited.items() if site in sweeps)
        hours, pool = f"{spent / SECONDS_PER_HOUR:.1f}", drawn.lots["sweep_pool"]
        lines.append(_line("sweeps", sweeps, drawn, pool=pool, hours=hours))
    return tuple(lines)


def _line(key: str, sites: Any, drawn: DrawnVisits, **figures: object) -> Pair:  # noqa: ANN401  # ids, or a mapping by them
    """Write one line; what could not be kept is counted, and where all was kept it says so."""
    held = sum(site in drawn.visited for site in sites)
    told = {"drawn": len(sites), "held": held, **figures}
    key = f"lots.{key}"
    kept = "lots.all_kept" if held == len(sites) else "lots.not_kept"
    return (
        say(key, "zh", **told) + say(kept, "zh", count=len(sites) - held),
        say(key, "en", **told) + say(kept, "en", count=len(sites) - held),
    )
