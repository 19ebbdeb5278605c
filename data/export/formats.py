"""Which lists can go into which kind of file, and in which datum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.words import DATUMS, Labels

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS: Labels = {
    "sites": ("点位", "Sites"),
    "cells": ("网格", "Grid cells"),
    "plan": ("周计划", "Plan of the week"),
    "findings": ("隐患", "Findings"),
    "inspections": ("检查记录", "Inspections"),
    "tips": ("举报线索", "Tip-offs"),
    "areas": ("区域", "Areas"),
}
"""What can be exported."""

_TABLES = (".xlsx", ".csv")
_LAYERS = (".gpkg", ".geojson")
ENDINGS: dict[str, tuple[str, ...]] = {
    "sites": (*_TABLES, *_LAYERS, ".gpx", ".kml"),
    "cells": (*_TABLES, *_LAYERS, ".kml"),
    "plan": (*_TABLES, *_LAYERS, ".gpx", ".kml", ".ics"),
    "findings": (*_TABLES, *_LAYERS),
    "inspections": (*_TABLES, *_LAYERS),
    "tips": (*_TABLES, *_LAYERS),
    "areas": (*_TABLES, *_LAYERS, ".kml"),
}
"""Subject to the endings of the files it can become."""
SHIFTED = frozenset({".xlsx", ".csv", ".kml", ".gpx"})
"""Endings of files that may be in another datum than WGS-84; the others promise WGS-84."""
_UNMARKED = "wgs84"


def check_export(subject: str, file: Path, *, datum: str) -> str:
    """
    Refuse what makes no sense, and say what does.

    Parameters
    ----------
    subject
        One of ``SUBJECTS``.
    file
        Where the export goes; its ending chooses the format.
    datum
        A code of ``data.words.DATUMS``.

    Returns
    -------
    ending
        In small letters, with its dot.

    Raises
    ------
    ConfigError
        If the subject or the datum is not known, the subject cannot be a file of that ending, a
        file of that ending cannot be in that datum, or its name claims another datum.
    """
    _check_subject(subject)
    ending = file.suffix.lower()
    if ending not in ENDINGS[subject]:
        listed = ENDINGS[subject]
        raise ConfigError(
            f"Expected {subject} in a file ending in {', '.join(listed)}, got {file.name!r}.",
            zh=f"“{subject}”可导出为 {'、'.join(listed)}，文件名现为“{file.name}”。",
        )
    _check_datum(datum, ending)
    _check_name(file, datum)
    return ending


def _check_subject(subject: str) -> None:
    if subject not in SUBJECTS:
        raise ConfigError(
            f"Expected one of {', '.join(SUBJECTS)} to export, got {subject!r}.",
            zh=f"可导出的有 {'、'.join(SUBJECTS)}，现为“{subject}”。",
        )


def _check_datum(datum: str, ending: str) -> None:
    if datum not in DATUMS:
        raise ConfigError(
            f"Expected datum {', '.join(DATUMS)}, got {datum!r}.",
            zh=f"--datum 应为 {'、'.join(DATUMS)} 之一，现为“{datum}”。",
        )
    if datum != _UNMARKED and ending not in SHIFTED:
        listed = sorted(SHIFTED)
        raise ConfigError(
            f"A {ending} file is always WGS-84, so --datum {datum} does not fit it; "
            f"with {', '.join(listed)} it does.",
            zh=f"{ending} 文件一律用 WGS-84，不能加 --datum {datum}；可用于 {'、'.join(listed)}。",
        )


def _check_name(file: Path, datum: str) -> None:
    """Refuse a name that says one datum for a file in another: names outlive their makers."""
    claimed = named_datum(file)
    if claimed is not None and claimed != datum:
        raise ConfigError(
            f"The name {file.name!r} says {claimed}, but the export is in {datum}; "
            f"add --datum {claimed}, or choose another name.",
            zh=f"文件名“{file.name}”写的是 {claimed}，导出的坐标系却是 {datum}；"
            f"请加 --datum {claimed}，或换个文件名。",
        )


def named_datum(file: Path) -> str | None:
    """
    Find the datum that a file name ends on, or ``None``.

    Examples
    --------
    >>> from pathlib import Path
    >>> named_datum(Path("town.GCJ-02.kml")), named_datum(Path("town.kml"))
    ('gcj02', None)
    """
    parts = file.stem.lower().replace("-", "").replace("_", ".").split(".")
    return next((datum for datum in DATUMS if datum in parts[1:]), None)


def named_file(file: Path, *, datum: str) -> Path:
    """
    Put the datum into a file's name, unless it is WGS-84 or there already.

    Examples
    --------
    >>> from pathlib import Path
    >>> named_file(Path("town.kml"), datum="gcj02").name
    'town.gcj02.kml'
    >>> named_file(Path("town.gcj02.kml"), datum="gcj02").name
    'town.gcj02.kml'
    """
    if datum == _UNMARKED or named_datum(file) == datum:
        return file
    return file.with_name(f"{file.stem}.{datum}{file.suffix}")
