"""What the store holds as files for spreadsheets, maps, phones and calendars."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.chances import is_chance
from data.errors import ConfigError, NotFoundError
from data.export import SUBJECTS, Export, Facts, check_export, named_file, write_export
from data.export.places import area_marks, area_sheet, cell_marks, cell_sheet
from data.export.records import finding_sheet, inspection_sheet, tip_sheet
from data.export.sites import site_marks, site_sheet
from data.export.week import left_out_sheet, promise_sheet, route_sheet, stop_sheet, week_marks
from data.files import check_folder, check_free
from data.findings import day_told
from service.pipeline.pages.notice import hushed
from service.pipeline.places.standing import day_after_last, read_sites, report_day
from service.pipeline.plans.given import published_ids
from service.pipeline.plans.sheets import paper_plan, town_name, week_sheet
from service.pipeline.rules.ruling import rules_in_force
from service.results.week import ExportResult
from service.version import program_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from data.export.table import Mark, Sheet
    from data.ports import Progress
    from data.sheets import WeekSheet
    from data.store import Store
    from data.words import Lang

_MARKED = frozenset({".kml", ".gpx"})


DRAFT = ("【草稿，未发布】", " (draft, not published)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """
    What somebody wants exported, and how.

    Attributes
    ----------
    subject
        One of ``data.export.SUBJECTS``.
    file
        Where to; the ending chooses the format.
    datum
        A code of ``data.words.DATUMS``.
    week, team
        ISO week, and name or id of a team, of a plan; missing for the newest, and for all.
    lang
        Language of headers, codes and sentences.
    force
        Whether the file may take the place of another.
    plan_id
        Version of the week's plan; missing: the published one, or as ``draft`` says.
    draft
        Whether the planner's newest version is meant; what is written says so.
    as_of
        Records bear the day before this one, and are late on it; missing: the last on record.

    Raises
    ------
    ConfigError
        If a combination makes no sense.
    """

    subject: str
    file: Path
    datum: str = "wgs84"
    week: str | None = None
    team: str | None = None
    lang: Lang = "zh"
    force: bool = False
    plan_id: str | None = None
    draft: bool = False
    as_of: date | None = None

    def __post_init__(self) -> None:
        check_export(self.subject, self.file, datum=self.datum)
        if self.subject != "plan" and (self.week or self.team):
            raise ConfigError(
                f"--week and --team choose from a plan, but {self.subject} is to be exported.",
                zh=f"--week 和 --team 只用于导出周计划（plan），现在要导出的是“{self.subject}”。",
            )

    @property
    def ending(self) -> str:
        """Return the ending of the file in small letters."""
        return self.file.suffix.lower()

    @property
    def named(self) -> Path:
        """Return the file's name with the datum in it."""
        return named_file(self.file, datum=self.datum)


def export_town(store: Store, wish: ExportWish, *, progress: Progress) -> ExportResult:
    """
    Write a part of the store to a file that appears whole or not at all.

    Raises
    ------
    NotFoundError
        If the store holds nothing of the kind, or no such week or team, or the folder is missing.
    InputError
        If the file is there already, or is the store itself, or the rows do not fit the format.
    """
    store.check_apart(wish.named)
    check_folder(wish.named)
    check_free(wish.named, force=wish.force)
    export = _build(store, wish)
    write_export(wish.named, export, lang=wish.lang, force=wish.force, progress=progress)
    return ExportResult(
        file=str(wish.named),
        subject=wish.subject,
        rows=export.facts.count,
        datum=wish.datum,
        as_of=export.facts.as_of.isoformat() if export.facts.as_of else None,
        size_bytes=wish.named.stat().st_size,
        datum_added=wish.named != wish.file,
    )


def _build(store: Store, wish: ExportWish) -> Export:
    if wish.subject == "plan":
        return _plan(store, wish)
    if wish.subject == "sites":
        return _sites(store, wish)
    if wish.subject in {"cells", "areas"}:
        return _places(store, wish)
    return _records(store, wish)


def _sites(store: Store, wish: ExportWish) -> Export:
    sites, scores = read_sites(store), store.read("score")
    sheet = site_sheet(sites, scores, datum=wish.datum, lang=wish.lang)
    marks = site_marks(sheet, datum=wish.datum, lang=wish.lang) if _is_map(wish) else ()
    as_of = scores["as_of"].max().date() if len(scores) else _last_day(store)
    return _export(store, wish, (sheet,), marks, as_of=as_of, sources=_files(sites["source"]))


def _is_map(wish: ExportWish) -> bool:
    return wish.ending in _MARKED


def _places(store: Store, wish: ExportWish) -> Export:
    """Cells are as of their scores; areas are a map and have no day."""
    if wish.subject == "areas":
        areas = _some(store, "area", "gridpatrol roads load")
        sheet = area_sheet(areas, datum=wish.datum)
        marks = area_marks(sheet, datum=wish.datum, lang=wish.lang) if _is_map(wish) else ()
        return _export(store, wish, (sheet,), marks, as_of=None, sources=_files(areas["source"]))
    cells = _some(store, "cell", "gridpatrol hotspots")
    scores = store.read("score")
    has_chances = bool(scores["model"].map(is_chance).any())
    sheet = cell_sheet(cells, datum=wish.datum, has_chances=has_chances)
    marks = cell_marks(sheet, datum=wish.datum, lang=wish.lang) if _is_map(wish) else ()
    as_of = scores["as_of"].max().date() if len(scores) else _last_day(store)
    sources = _files(store.read("site")["source"])
    return _export(store, wish, (sheet,), marks, as_of=as_of, sources=sources)


def _records(store: Store, wish: ExportWish) -> Export:
    table = _some(store, wish.subject.removesuffix("s"), "gridpatrol import")
    as_of = wish.as_of or report_day(store)
    if wish.subject == "tips":
        sheet = tip_sheet(table, datum=wish.datum)
    elif wish.subject == "findings":
        sheet = finding_sheet(table, store.read("site"), as_of=as_of)
    else:
        sheet = inspection_sheet(table, store.read("site"))
    return _export(store, wish, (sheet,), (), as_of=as_of, sources=_files(table["source"]))


def _plan(store: Store, wish: ExportWish) -> Export:
    week = _team_week(_week(store, wish), wish.team)
    if wish.ending == ".ics" and not rules_in_force(store).rules.notice.calendar_names:
        week = hushed(week, wish.lang)
    sheets: tuple[Sheet, ...] = (
        stop_sheet(week, datum=wish.datum, lang=wish.lang),
        route_sheet(week),
    )
    if wish.team is None:
        sheets = (
            *sheets,
            left_out_sheet(week, lang=wish.lang),
            promise_sheet(week, lang=wish.lang),
        )
    marks = week_marks(week, datum=wish.datum, lang=wish.lang) if _is_map(wish) else ()
    export = _export(
        store,
        wish,
        sheets,
        marks,
        as_of=week.facts.data_date + timedelta(days=1),
        sources=week.facts.sources,
    )
    named = " ".join(filter(None, (week.week, f"v{week.version}", wish.team)))
    zh, en = DRAFT if week.facts.is_draft else ("", "")
    facts = replace(
        export.facts, zh=f"{export.facts.zh} {named}{zh}", en=f"{export.facts.en} {named}{en}"
    )
    return replace(export, facts=facts, week=week)


def _week(store: Store, wish: ExportWish) -> WeekSheet:
    """Join the plan of the week that was asked for, else of the latest week planned."""
    plans = _some(store, "plan", "gridpatrol plan --week ...")
    week = wish.week or _last_week(store, plans, draft=wish.draft)
    plan_id = wish.plan_id or str(paper_plan(store, week, draft=wish.draft).name)
    return week_sheet(store, week, roads=store.read_roads(), plan_id=plan_id)


def _last_week(store: Store, plans: pd.DataFrame, *, draft: bool) -> str:
    """Name the latest week that has a plan to be written."""
    given = [] if draft else published_ids(store)
    return str(max(given or plans["week"]))


def _team_week(week: WeekSheet, team: str | None) -> WeekSheet:
    """Keep the routes of one team, named by its name or its id."""
    if team is None:
        return week
    routes = tuple(route for route in week.routes if team in {route.team, route.team_name})
    if not routes:
        known = list(dict.fromkeys(route.team_name for route in week.routes))
        raise NotFoundError(
            f"The plan of {week.week} has no team {team!r}; it has {', '.join(known)}.",
            zh=f"{week.week} 的计划里没有队伍“{team}”，有 {'、'.join(known)}。",
        )
    return replace(week, routes=routes)


def _export(
    store: Store,
    wish: ExportWish,
    sheets: tuple[Sheet, ...],
    marks: tuple[Mark, ...],
    *,
    as_of: date | None,
    sources: tuple[str, ...],
) -> Export:
    settings = store.settings()
    zh, en = SUBJECTS[wish.subject]
    town = settings.get("town") or town_name(store.read("site"), store.read("area"))
    facts = Facts(
        zh=f"{town}{zh}",
        en=f"{en} of {town}" if town else en,
        town=town,
        invented=settings.get("invented") == "yes",
        as_of=None if as_of is None else day_told(as_of),
        datum=wish.datum,
        count=len(sheets[0]),
        sources=sources,
        version=program_version(),
    )
    return Export(sheets=sheets, marks=marks, facts=facts)


def _some(store: Store, table: str, command: str) -> pd.DataFrame:
    """Read a table that must hold something."""
    rows = store.read(table)
    if not len(rows):
        raise NotFoundError(
            f"The store holds nothing of the kind to export; run `{command}` first.",
            zh=f"库中没有可导出的内容，请先运行 {command}。",
        )
    return rows


def _files(sources: Iterable[object]) -> tuple[str, ...]:
    """Name the files that rows came from."""
    named = {text.partition(" / ")[0] for text in sources if isinstance(text, str)}
    return tuple(sorted(named))


def _last_day(store: Store) -> date | None:
    try:
        return day_after_last(store)
    except NotFoundError:
        return None
