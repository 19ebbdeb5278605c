"""Documentation that cannot drift."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.reference import commands_page, ledgers_page, tables_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@pytest.mark.parametrize(
    ("name", "page"),
    [("commands", commands_page), ("ledgers", ledgers_page), ("tables", tables_page)],
)
def test_reference_pages_are_up_to_date(name: str, page: object) -> None:
    """Whoever changes a command or a table runs `python -m service.reference docs`."""
    assert callable(page)
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link to a file that moved is worse than none."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken
