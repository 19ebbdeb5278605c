"""Tests of the page of a report."""

from __future__ import annotations

import re

from maps.pages import report_page
from maps.pages.report import SHOWN_ROWS
from tests.reported import small_report


def test_the_leader_reads_figures_before_tables() -> None:
    """The first section is the sheet that is printed alone."""
    text = report_page(small_report())
    assert text.index('class="leader"') < text.index("12 次") < text.index("<table")


def test_both_languages_are_in_the_page() -> None:
    """It opens in one and can be switched."""
    text = report_page(small_report(), lang="en")
    assert '<html lang="en"' in text
    assert "逾期清单" in text
    assert "Overdue" in text


def test_text_of_ledgers_is_escaped_in_every_place() -> None:
    """Town, source, label, note and cell come from anybody's spreadsheet."""
    text = report_page(small_report("<img src=x onerror=alert(1)>\"'{{7*7}}"))
    assert "<img src=x" not in text
    assert not re.search(r'aria-label="[^"]*<', text)


def test_a_long_table_folds_its_rest_and_loses_nothing() -> None:
    """Rows beyond the first are folded, and the paper says how many it lacks."""
    text = report_page(small_report(rows=SHOWN_ROWS + 7))
    assert text.count("<details>") == 2
    assert text.count("其余 7 行") == 2
    assert text.count("另有 7 行未打印") == 2
    assert text.count('<th scope="row">青山五金厂</th>') == 2 * (SHOWN_ROWS + 7)


def test_an_empty_table_says_that_there_is_nothing() -> None:
    """An empty frame would look like a fault."""
    assert text_between(report_page(small_report(rows=0)), "逾期清单", "</section>").count("none")


def test_each_figure_names_the_rows_it_counts() -> None:
    """Two visits, by their ids; a figure of nothing counts none."""
    traced = text_between(report_page(small_report()), 'class="traced"', "</main>")
    assert "I1 I2" in traced
    assert '<td class="n">2</td>' in traced
    assert '<td class="n">0</td>' in traced


def test_equal_reports_are_equal_pages() -> None:
    """The same store gives the same bytes."""
    assert report_page(small_report()) == report_page(small_report())


def test_the_page_asks_nobody() -> None:
    """No address of a script, style or picture is in it."""
    assert not re.search(r'(?:src|href)="(?!#|data:)', report_page(small_report()))


def text_between(text: str, start: str, end: str) -> str:
    """Cut a part out of a page."""
    begun = text[text.index(start) :]
    return begun[: begun.index(end)]
