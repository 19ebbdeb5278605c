"""The kinds of long work: what each reads, does and answers."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.units import named_week
from service.access.roles import Permission
from service.jobs import deskwork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.ports import Progress
    from data.store import Store

    Work = Callable[[Store, Mapping[str, Any], Progress], Any]
    """Does it: the store, signed by who asked; the argument; told how far it is. Answers a record
    of ``service.results``."""

SEED_LIMIT = 2**31


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of long work.

    Attributes
    ----------
    name
        As the column ``kind`` says.
    permission
        What an actor must be allowed to ask for it.
    work
        Does it, in a child process.
    """

    name: str
    permission: Permission
    work: Work


def _import(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``files``: paths in the service's work folder; ``kind`` and ``datum`` as the command has."""
    from service.pipeline.ledgers import ImportChoices, import_ledgers

    choices = ImportChoices(kind=argument.get("kind", "auto"), datum=argument.get("datum", "auto"))
    files = [Path(file) for file in argument["files"]]
    return import_ledgers(store, files, choices=choices, progress=progress)


def _score(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``as_of``: ISO day or nothing."""
    from service.pipeline.scores import score_town

    day = argument.get("as_of")
    return score_town(
        store, as_of=None if day is None else date.fromisoformat(day), progress=progress
    )


def _hotspots(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``cell_m``: side of a square, metres, or ``cells`` as the command has; or neither."""
    from service.pipeline.cells import map_hotspots
    from service.pipeline.cutting import read_cut

    cut = read_cut(size_m=argument.get("cell_m"), cells=argument.get("cells"))
    result = map_hotspots(store, cut=cut)
    progress(1, 1)
    return result


def _plan(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``week``; ``seed``, ``iterations``, ``time_limit_s`` may be missing."""
    from service.pipeline.ruling import rules_in_force
    from service.pipeline.search import Search
    from service.pipeline.week import plan_week

    seed = argument.get("seed")
    search = Search(
        seed=secrets.randbelow(SEED_LIMIT) if seed is None else int(seed),
        iterations=argument.get("iterations"),
        time_limit_s=argument.get("time_limit_s"),
        clock=time.perf_counter,
    )
    return plan_week(
        store,
        week=named_week(argument["week"]),
        search=search,
        ruling=rules_in_force(store),
        progress=progress,
    )


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("import", Permission.IMPORT, _import),
        Kind("score", Permission.SCORE, _score),
        Kind("hotspots", Permission.SCORE, _hotspots),
        Kind("plan", Permission.PLAN, _plan),
        Kind("risk", Permission.SCORE, deskwork.compute_risk),
        Kind("bulk_steps", Permission.RECORD, deskwork.take_bulk),
        Kind("tip_proposal", Permission.MEASURES, deskwork.propose_visit),
        Kind("rules_trial", Permission.RULES, deskwork.try_rules),
    )
}


def do(kind: str, store: Store, argument: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """
    Do a piece of work here and now.

    Returns
    -------
    result
        The record that the step answers, as a dictionary that JSON knows.
    """
    return asdict(KINDS[kind].work(store, argument, progress))
