"""Long work of the desk: risk computed anew, bulk steps, an urgent tip-off, rules on trial."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ports import Progress
    from data.store import Store

PROPOSAL_STEPS = 2000
"""Steps of the search behind a proposal: somebody waits for it on the phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskResult:
    """Scores and cells that were computed anew: the day, sites by grade, cells by class."""

    as_of: str
    model: str
    sites: int
    grades: dict[str, int]
    cells: int
    classes: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalResult:
    """
    What an urgent tip-off would change, told in both languages.

    ``asked`` is the visit as ``replan`` takes it; empty where there is nothing to propose.
    """

    tip_id: str
    week: str
    moment: str
    asked: str
    zh: tuple[str, ...] = field(default_factory=tuple)
    en: tuple[str, ...] = field(default_factory=tuple)


def compute_risk(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """Score every site and put the scores on cells, cut as they were; ``as_of`` may be missing."""
    from datetime import date

    from service.pipeline.cells.cutting import CELL_KIND, CELL_M, read_cut
    from service.pipeline.cells.hotspots import map_hotspots
    from service.pipeline.risk.scores import score_town

    day = argument.get("as_of")
    scored = score_town(
        store, as_of=None if day is None else date.fromisoformat(day), progress=progress
    )
    settings = store.settings()
    kind = settings.get(CELL_KIND, "square")
    size_m = int(settings[CELL_M]) if kind == "square" and CELL_M in settings else None
    cells_as = {"villages": "villages", "areas": "areas", "h3": _hexagons(store)}.get(kind)
    cut = read_cut(size_m=size_m, cells=cells_as)
    cells = map_hotspots(store, cut=cut)
    return RiskResult(
        as_of=scored.as_of,
        model=scored.model,
        sites=scored.sites,
        grades=scored.grades,
        cells=cells.cells,
        classes=cells.classes,
    )


def _hexagons(store: Store) -> str | None:
    """Name the hexagons that the town was cut into; ``None`` where there are none."""
    import h3

    cells = store.read("cell").index
    is_one = len(cells) > 0 and h3.is_valid_cell(str(cells[0]))
    return f"h3:{h3.get_resolution(str(cells[0]))}" if is_one else None


def take_bulk(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``file``: a path in the work folder; ``name``: what people call it; ``dry_run``."""
    from service.pipeline.cases.findingsteps import take_book
    from service.pipeline.rules.ruling import rules_in_force

    rules = rules_in_force(store).rules
    is_rehearsal = bool(argument.get("dry_run", False))
    file = Path(argument["file"])
    name = str(argument.get("name", file.name))
    result = take_book(store, file, rules=rules, dry_run=is_rehearsal, sent_as=name)
    progress(1, 1)
    return result


def propose_visit(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``tip_id``, and ``moment`` from when on the week may change; nothing is stored."""
    from service.pipeline.cases.tipwork import list_tips, propose
    from service.pipeline.week.search import Search
    from service.printing.measure import tip_lines
    from service.results.measure import TipResult

    tip_id, moment = str(argument["tip_id"]), str(argument["moment"])
    tip = next((one for one in list_tips(store).tips if one.tip_id == tip_id), None)
    if tip is None:
        raise NotFoundError(f"There is no tip-off {tip_id!r}.", zh=f"没有线索“{tip_id}”。")
    search = Search(seed=0, iterations=PROPOSAL_STEPS, clock=time.perf_counter)
    found = propose(store, tip, moment=moment, search=search, progress=progress)
    told = TipResult(done="added", tip=tip, proposal=found)
    asked = f"{found.site_id}:紧急线索 {tip.tip_id} {' '.join(tip.what.split())}".strip()
    lines = {lang: tuple(_without_command(tip_lines(told, lang))) for lang in ("zh", "en")}
    return ProposalResult(
        tip_id=tip_id,
        week=found.week,
        moment=moment,
        asked=asked if found.command else "",
        zh=lines["zh"],
        en=lines["en"],
    )


def _without_command(lines: list[str]) -> list[str]:
    """Leave out the line that says what to type: here there is a button."""
    return [line.strip() for line in lines if "gridpatrol " not in line]


def try_rules(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``own``: an office's rules as decoded TOML; ``week``; ``iterations`` may be missing."""
    from service.pipeline.week.trial import try_own_rules

    return try_own_rules(
        store,
        argument["own"],
        week=str(argument["week"]),
        iterations=argument.get("iterations"),
        progress=progress,
    )
