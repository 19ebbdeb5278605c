"""What axe-core, a program that looks for barriers, says of a page that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

_AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """List what breaks WCAG 2.2 A and AA, as far as a program can tell: the rule, and where."""
    if not _AXE.is_file():
        lacking("axe-core", "run npm ci --ignore-scripts in the project folder")
    # no element is added for the script: the page allows none
    page.evaluate(f"() => {{ {_AXE.read_text(encoding='utf-8')} }}")
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", _TAGS)
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]])
        for fault in result["violations"]
    ]
