"""The argument of each kind of work: which fields it has, and what they may be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.words import DATUMS
from service.jobs.arguments import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SEARCH_S = 900.0
"""Seconds that one search may be asked for."""
MOST_STEPS = 50_000_000
"""Steps of a search that may be asked for."""
_LARGEST_SEED = 2**31 - 1
_MODELS = ("auto", "learned", "scorecard")
_RIVALS = ("naive", "last-week", "random")
_LEDGERS = ("auto", "sites", "inspections", "findings", "teams", "tips", "areas", "power")


def check_import(given: Mapping[str, Any]) -> dict[str, Any]:
    """
    ``files``; ``dry_run`` reports alone; ``kind`` and ``datum`` as the command has may be missing.

    ``names`` says what people call the files, ``sha256`` what is in them, and ``folder`` where what
    is made of them goes: pages tell by these what became of each row.
    """
    asked = Asked("import", given)
    asked.files("files")
    asked.needed("names", "sha256", "folder", "dry_run")
    _take_upload(asked)
    asked.texts("sha256")
    asked.text("kind", among=_LEDGERS)
    asked.text("datum", among=["auto", *DATUMS])
    asked.flag("dry_run")
    return asked.done()


def check_roads(given: Mapping[str, Any]) -> dict[str, Any]:
    """``file``, ``names`` its name; ``margin_km`` around the sites, or ``whole`` to keep all."""
    asked = Asked("roads", {**given, "file": [given["file"]]} if "file" in given else given)
    asked.files("file")
    _take_upload(asked)
    asked.number("margin_km", above=0.0, high=500.0)
    asked.flag("whole")
    return asked.done() | {"file": asked.taken["file"][0]}


def check_score(given: Mapping[str, Any]) -> dict[str, Any]:
    """``as_of``: ISO day; ``model``: auto (the default), scorecard or learned."""
    asked = Asked("score", given)
    asked.day("as_of")
    asked.text("model", among=_MODELS)
    return asked.done()


def check_hotspots(given: Mapping[str, Any]) -> dict[str, Any]:
    """``cell_m``: side of a square, metres, or ``cells`` as the command has; ``against`` a week."""
    from service.pipeline.cells.cutting import read_cut  # reads maps, which is slow to bring in

    asked = Asked("hotspots", given)
    cell_m = asked.whole("cell_m", low=50, high=20_000)
    cells = asked.text("cells")
    if cells is not None and cells not in {"villages", "areas"} and not cells.startswith("h3:"):
        raise ConfigError(
            f"Expected cells of villages, areas or h3:9, got {cells!r}.",
            zh=f"cells 应为 villages、areas 或 h3:9，现为“{cells}”。",
        )
    read_cut(size_m=cell_m, cells=cells)
    asked.week("against")
    return asked.done()


def check_beats(given: Mapping[str, Any]) -> dict[str, Any]:
    """``teams``: how many beats; ``capacities``, ``fresh``, ``seed`` as the command has."""
    asked = Asked("beats", given)
    asked.needed("teams")
    asked.whole("teams", low=1, high=500)
    asked.numbers("capacities")
    asked.flag("fresh")
    asked.whole("seed", low=0, high=_LARGEST_SEED)
    return asked.done()


def check_plan(given: Mapping[str, Any]) -> dict[str, Any]:
    """``week``; ``seed``, ``iterations`` or ``time_limit_s``, ``compare`` may be missing."""
    asked = Asked("plan", given)
    asked.needed("week")
    asked.week("week")
    asked.whole("seed", low=0, high=_LARGEST_SEED)
    asked.text("compare", among=_RIVALS)
    _take_limits(asked)
    return asked.done()


def check_replan(given: Mapping[str, Any]) -> dict[str, Any]:
    """
    ``week``; ``since``: local moment, may be missing with ``changes``; ``add``: SITE:REASON;
    ``absent``: TEAM:DATE; ``changes``: a change file as an object; ``dry_run`` tells costs alone.
    """  # noqa: D205 - a list of fields
    from planning.changes import read_change_file

    asked = Asked("replan", given)
    asked.needed("week")
    asked.week("week")
    since, changes = asked.text("since"), asked.mapping("changes")
    if since is None and changes is None:
        raise ConfigError(
            "Expected since, the moment from which to plan anew, or changes.",
            zh="请写明从何时起重排（since），或给出改动（changes）。",
        )
    if since is not None:
        _check_moment(since)
    if changes is not None:
        read_change_file(changes)
    asked.texts("add")
    asked.texts("absent")
    asked.flag("dry_run")
    _take_limits(asked)
    return asked.done()


def check_backtest(given: Mapping[str, Any]) -> dict[str, Any]:
    """``origins``: months to replay; ``as_of``: ISO day."""
    asked = Asked("backtest", given)
    asked.whole("origins", low=1, high=120)
    asked.day("as_of")
    return asked.done()


def check_record(given: Mapping[str, Any]) -> dict[str, Any]:
    """``files``: of pages, and ledgers; ``dry_run`` reports alone."""
    asked = Asked("record", given)
    asked.files("files")
    asked.flag("dry_run")
    return asked.done()


def check_backup(given: Mapping[str, Any]) -> dict[str, Any]:
    """``file``: where the service wants it; it ends in .gpkg, and its folder is there."""
    asked = Asked("backup", given)
    asked.needed("file")
    file = Path(asked.text("file") or "")
    if file.suffix.lower() != ".gpkg" or not file.parent.is_dir() or file.exists():
        raise ConfigError(
            f"Expected a new file that ends in .gpkg in a folder that is there, got {file.name!r}.",
            zh=f"备份应是已有文件夹里的一个新 .gpkg 文件，现为“{file.name}”。",
        )
    return asked.done()


def _take_upload(asked: Asked) -> None:
    names, folder = asked.texts("names"), asked.text("folder")
    files = asked.given.get("files") or asked.given.get("file") or ()
    if "names" in asked.given and len(names) != len(files):
        raise ConfigError(
            f"Expected a name for each of {len(files)} files, got {len(names)}.",
            zh=f"{len(files)} 个文件应各有一个名字，现有 {len(names)} 个。",
        )
    if folder is not None and not Path(folder).is_dir():
        raise ConfigError(
            "The folder of this upload is no longer there; send the files again.",
            zh="这次上传的文件夹已不在，请重新上传。",
        )


def _take_limits(asked: Asked) -> None:
    steps = asked.whole("iterations", low=1, high=MOST_STEPS)
    seconds = asked.number("time_limit_s", above=0.0, high=LONGEST_SEARCH_S)
    if steps is not None and seconds is not None:
        raise ConfigError(
            "Expected iterations or time_limit_s, got both.",
            zh="iterations 和 time_limit_s 只能给一个。",
        )


def _check_moment(text: str) -> None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise ConfigError(
            f"Expected since with local time such as 2026-11-25T11:00, got {text!r}.",
            zh=f"since 应为当地时间，如 2026-11-25T11:00，现为“{text}”。",
        )
