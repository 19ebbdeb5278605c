"""A report written out: as a page, as a workbook, as a document."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.export.report_book import write_report_book
from data.export.report_document import write_report_document
from data.files import check_free, new_file
from maps.pages import report_page
from service.results.report import FigureResult, ReportResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.reports import Report
    from data.words import Lang

FORMATS = ("html", "xlsx", "docx")
"""What a report can be written as."""


def wanted_formats(text: str) -> tuple[str, ...]:
    """
    Read which formats are wanted, such as ``html,xlsx``.

    Raises
    ------
    ConfigError
        If one is not known, or none is named.

    Examples
    --------
    >>> wanted_formats("HTML, docx,html")
    ('html', 'docx')
    """
    named = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [one for one in named if one not in FORMATS]
    if unknown or not named:
        wrong = ", ".join(unknown) or text
        raise ConfigError(
            f"Expected --format with some of {', '.join(FORMATS)}, got {wrong!r}.",
            zh=f"--format 只能是 {'、'.join(FORMATS)} 中的几种，现为“{wrong}”。",
        )
    return named


def file_report(
    report: Report,
    out: Path,
    formats: tuple[str, ...],
    *,
    lang: Lang,
    force: bool,
    front: str | None = None,
) -> ReportResult:
    """
    Write a report below a folder, which is made where it is missing.

    Parameters
    ----------
    report
        What it says.
    out
        The folder. Each file is called ``report.name``; all appear together, whole, or none does.
    formats
        From :func:`wanted_formats`.
    lang
        Language of workbook and document, and the one the page opens in.
    force
        Whether files that are there may be replaced: somebody may have written into them.
    front
        Address of the first page as seen from the report's; missing where it stands alone.

    Raises
    ------
    InputError
        If a file is there already and ``force`` is not set; then none is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = {ending: out / f"{report.name}.{ending}" for ending in formats}
    for file in files.values():
        check_free(file, force=force)
    with ExitStack() as together:
        for ending, file in files.items():
            part = together.enter_context(new_file(file, force=force))
            _write(part, report, ending, lang=lang, front=front)
    return ReportResult(
        name=report.name,
        title=report.title,
        subtitle=report.subtitle,
        files=tuple(str(file) for file in files.values()),
        said=report.sections[0].paragraphs,
        figures=tuple(
            FigureResult(label=one.label, value=one.value, detail=one.detail, rows=one.rows)
            for one in report.figures
        ),
    )


def _write(part: Path, report: Report, ending: str, *, lang: Lang, front: str | None) -> None:
    if ending == "html":
        part.write_bytes(report_page(report, lang=lang, front=front).encode("utf-8"))
    elif ending == "xlsx":
        write_report_book(part, report, lang=lang)
    else:
        write_report_document(part, report, lang=lang)
