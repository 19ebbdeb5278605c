"""An export as a file of the format that its ending names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.export.agenda import write_calendar
from data.export.delimited import write_csv
from data.export.geojson import write_geojson
from data.export.gpx import write_gpx
from data.export.kml import write_kml
from data.export.layers import write_geopackage
from data.export.workbook import write_workbook
from data.files import new_file

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Facts, Mark, Sheet
    from data.ports import Progress
    from data.sheets import WeekSheet
    from data.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """
    Everything that some format of an export needs.

    Attributes
    ----------
    sheets
        The first is the one that a format with a single table gets.
    marks
        For .kml and .gpx; may be empty for the others.
    facts
        What the export says of itself.
    week
        For .ics, and to tell that marks are routes; missing where no plan is exported.
    """

    sheets: tuple[Sheet, ...]
    marks: tuple[Mark, ...]
    facts: Facts
    week: WeekSheet | None = None


def write_export(
    file: Path, export: Export, *, lang: Lang, force: bool, progress: Progress
) -> None:
    """
    Write an export; the file appears whole or not at all.

    Parameters
    ----------
    file
        A name that ``check_export`` agreed to.
    export
        What to write.
    lang
        Language of headers, codes and sentences.
    force
        Whether it may take the place of another file.
    progress
        Told how far the writing has come.

    Raises
    ------
    InputError
        If the file is there already and ``force`` is not set, or the rows do not fit the format.
    NotFoundError
        If the folder is missing.
    """
    with new_file(file, force=force) as part:
        _write(part, export, lang, progress)


def _write(part: Path, export: Export, lang: Lang, progress: Progress) -> None:
    ending, facts = part.suffix.lower(), export.facts
    if ending == ".xlsx":
        write_workbook(part, export.sheets, facts, lang=lang, progress=progress)
    elif ending == ".csv":
        write_csv(part, export.sheets[0], lang=lang, progress=progress)
    elif ending == ".gpkg":
        write_geopackage(part, export.sheets, facts, lang=lang, progress=progress)
    elif ending == ".geojson":
        write_geojson(part, export.sheets, facts, lang=lang, progress=progress)
    elif ending == ".gpx":
        as_routes = export.week is not None
        write_gpx(part, export.marks, facts, lang=lang, as_routes=as_routes)
    elif ending == ".kml":
        write_kml(part, export.marks, facts, lang=lang)
    elif export.week is not None:
        write_calendar(part, export.week, facts, lang=lang)
