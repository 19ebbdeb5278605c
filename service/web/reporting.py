"""Reports as pages and as files to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from data.export.report_book import write_report_book
from data.export.report_document import write_report_document
from data.reports import said
from maps.pages import report_page
from service.web.downloads import download, file_name
from service.web.problems import RefusalError, lang_of

if TYPE_CHECKING:
    from fastapi import Request, Response

    from data.reports import Report

WRITERS = {"xlsx": write_report_book, "docx": write_report_document}
"""Ending to what writes it."""


def report_html(request: Request, report: Report, *, front: str | None = "/reports") -> str:
    """Write a report as one document that leads back; framed within a page of ours, it does not."""
    return report_page(report, lang=lang_of(request), front=front)


def report_answer(request: Request, report: Report, ending: str, *, about: str) -> Response:
    """
    Send a report as a workbook or a document, named in the reader's language.

    Raises
    ------
    RefusalError
        If it is not written in such a form.
    """
    if ending not in WRITERS:
        raise RefusalError(
            404,
            f"Reports come as {', '.join(WRITERS)}, not as {ending!r}.",
            zh=f"报告只有 {'、'.join(WRITERS)} 格式，没有“{ending}”。",
        )
    lang = lang_of(request)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"report.{ending}"
        WRITERS[ending](file, report, lang=lang)
        body = file.read_bytes()
    name = file_name(report.facts.town, said(report.title, lang), about, ending=ending)
    return download(body, name)
