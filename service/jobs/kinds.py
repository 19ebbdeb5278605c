"""
The kinds of long work: what each reads, does and answers.

Work may write in as many units as it likes: all of them land together with the answer, in one
transaction (docs/adr/0059), so that no kind has to be repeatable. A kind that leaves a file beside
the store must be: ``backup`` writes under a temporary name, and a second try begins anew.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.units import named_week
from service.access.roles import Permission
from service.jobs import checks, deskwork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.ports import Progress
    from data.store import Store
    from planning.engine import Figures
    from service.access.actors import Actor
    from service.pipeline.week.search import Search

    Work = Callable[[Store, Mapping[str, Any], Progress], Any]
    """Does it: the store, signed by who asked; the argument; told how far it is. Answers a record
    of ``service.results``."""
    Check = Callable[[Mapping[str, Any]], dict[str, Any]]
    """Reads an argument when it is asked: gives it in one form, or says what is wrong with it."""

SEED_LIMIT = 2**31
GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    What the child process of a kind may use.

    Attributes
    ----------
    memory_bytes
        Memory that it may take, its libraries included.
    cpu_s
        Seconds of processor time.
    wall_s
        Seconds by the clock, waiting for other writers included.
    """

    memory_bytes: int = 4 * GIB
    cpu_s: int = 3600
    wall_s: float = 2 * 3600.0


DEFAULT_LIMITS = Limits()


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
    before
        What is done first, in transactions of its own; ``None``: nothing.
    check
        Reads its argument; ``None`` takes it as it is.
    is_drawn
        Whether its argument has a ``seed``, drawn when it is asked, so that a second try repeats.
    is_local
        Whether it reads or writes files of the service's machine; workers elsewhere leave it.
    is_prompt
        Whether somebody sits and waits for it, so that a child is kept ready.
    limits
        What its child process may use.
    """

    name: str
    permission: Permission
    work: Work
    check: Check | None = None
    is_drawn: bool = False
    is_local: bool = False
    is_prompt: bool = False
    limits: Limits = DEFAULT_LIMITS
    before: Callable[[Store], object] | None = None

    def may_be_asked_by(self, actor: Actor) -> bool:
        """Tell whether an actor may ask for it, and so see what others asked: of every town."""
        return actor.may(self.permission, office_wide=True)


def _import(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """
    Bring ledgers in.

    ``files``: paths in the service's work folder; ``names``: what people call them; ``folder``:
    where what is made of them goes; ``dry_run``; ``kind`` and ``datum`` as the command has.
    """
    from service.pipeline.ledgers.importing import ImportChoices
    from service.pipeline.ledgers.uploading import import_uploads

    choices = ImportChoices(kind=argument.get("kind", "auto"), datum=argument.get("datum", "auto"))
    files = [Path(file) for file in argument["files"]]
    return import_uploads(
        store,
        dict(zip(files, argument["names"], strict=True)),
        folder=Path(argument["folder"]),
        choices=choices,
        dry_run=argument["dry_run"],
        progress=progress,
    )


def _roads(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """
    Load roads.

    ``file``: a path in the service's work folder; ``names``: what people call it, alone in a list;
    ``margin_km``, or ``whole``.
    """
    from service.pipeline.roads.loading import load_roads

    margin_km = None if argument.get("whole") else argument.get("margin_km", 5.0)
    return load_roads(
        store,
        Path(argument["file"]),
        margin_km=margin_km,
        progress=progress,
        name=next(iter(argument.get("names", ())), ""),
    )


def _score(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``as_of``: ISO day or nothing; ``model`` as the command has."""
    from service.pipeline.risk.learning import check_wanted
    from service.pipeline.risk.scores import score_town

    day = argument.get("as_of")
    return score_town(
        store,
        as_of=None if day is None else date.fromisoformat(day),
        wanted=check_wanted(argument.get("model", "auto")),
        progress=progress,
    )


def _hotspots(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``cell_m``: side of a square, metres, or ``cells`` as the command has; or neither."""
    from service.pipeline.cells.cutting import read_cut
    from service.pipeline.cells.hotspots import map_hotspots

    cut = read_cut(size_m=argument.get("cell_m"), cells=argument.get("cells"))
    result = map_hotspots(store, cut=cut, against=argument.get("against"))
    progress(1, 1)
    return result


def _beats(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``teams``; ``capacities``, ``fresh`` and ``seed`` may be missing."""
    from service.pipeline.beats.division import divide_town

    result = divide_town(
        store,
        teams=argument["teams"],
        capacities=argument.get("capacities"),
        fresh=argument.get("fresh", False),
        seed=argument.get("seed", 0),
    )
    progress(1, 1)
    return result


def _plan(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``week``; ``seed``, ``iterations``, ``time_limit_s``, ``compare`` may be missing."""
    from service.pipeline.rules.ruling import rules_in_force
    from service.pipeline.week.making import plan_week

    seed = argument.get("seed")
    return plan_week(
        store,
        week=named_week(argument["week"]),
        search=_search(argument, seed=secrets.randbelow(SEED_LIMIT) if seed is None else int(seed)),
        ruling=rules_in_force(store),
        progress=progress,
        compare=argument.get("compare"),
    )


def _learn(store: Store) -> object:
    """Learn of what phones sent since; a plan holds its transaction until it is done."""
    from service.pipeline.records.minutes import learn_where_due
    from service.pipeline.roads.calibration import refit_where_due

    return learn_where_due(store), refit_where_due(store)


def _replan(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """As ``service.jobs.checks.check_replan`` says; the seed is that of the plan."""
    from planning.changes import read_change_file
    from service.pipeline.midweek.replan import replan_week
    from service.pipeline.midweek.wishes import hand_moment, read_wishes

    week, listed = named_week(argument["week"]), argument.get("changes")
    changes = None if listed is None else read_change_file(listed)
    since = argument.get("since") or (changes and changes.since) or hand_moment(store, week)
    return replan_week(
        store,
        week=week,
        wishes=read_wishes(
            since, argument.get("add", ()), argument.get("absent", ()), changes=changes
        ),
        search=replace(_search(argument, seed=0), is_bounded=not argument.get("dry_run", False)),
        keep=not argument.get("dry_run", False),
        progress=progress,
    )


def _backtest(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``origins`` and ``as_of`` may be missing."""
    from service.pipeline.backtest import ORIGINS, backtest_town

    day = argument.get("as_of")
    return backtest_town(
        store,
        origins=argument.get("origins", ORIGINS),
        as_of=None if day is None else date.fromisoformat(day),
        progress=progress,
    )


def _record(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """``files``: of pages, and ledgers; ``dry_run`` may be missing."""
    from service.pipeline.records.results import record_all

    files = [Path(file) for file in argument["files"]]
    return record_all(store, files, dry_run=argument.get("dry_run", False), progress=progress)


def _backup(store: Store, argument: Mapping[str, Any], progress: Progress) -> object:
    """
    ``file``: a new file that the service chose.

    What an earlier try left under its name is replaced: it was made for this very job.
    """
    from service.pipeline.upkeep.caring import back_up_town

    return back_up_town(store, Path(argument["file"]), force=True, progress=progress)


def _search(argument: Mapping[str, Any], *, seed: int) -> Search:
    from service.pipeline.week.search import Search

    return Search(
        seed=seed,
        iterations=argument.get("iterations"),
        time_limit_s=argument.get("time_limit_s"),
        clock=time.perf_counter,
        told=figures_note,
    )


def figures_note(figures: Figures) -> str:
    """Write the figures of a search under way as a note; ``service.jobs.job`` reads them back."""
    told = {"prize": figures.prize, "bound": figures.bound, "broken": figures.broken}
    return json.dumps(told)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("import", Permission.IMPORT, _import, checks.check_import, is_local=True),
        Kind("roads", Permission.IMPORT, _roads, checks.check_roads, is_local=True),
        Kind("score", Permission.SCORE, _score, checks.check_score),
        Kind("hotspots", Permission.SCORE, _hotspots, checks.check_hotspots),
        Kind("beats", Permission.SCORE, _beats, checks.check_beats),
        Kind("plan", Permission.PLAN, _plan, checks.check_plan, is_drawn=True, before=_learn),
        Kind("replan", Permission.PLAN, _replan, checks.check_replan, is_prompt=True),
        Kind("backtest", Permission.SCORE, _backtest, checks.check_backtest),
        Kind("record", Permission.RECORD, _record, checks.check_record, is_local=True),
        Kind("backup", Permission.UPKEEP, _backup, checks.check_backup, is_local=True),
        Kind("risk", Permission.SCORE, deskwork.compute_risk),
        Kind("bulk_steps", Permission.RECORD, deskwork.take_bulk, is_local=True),
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
    answer = KINDS[kind].work(store, argument, progress)
    return asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else dict(answer)
