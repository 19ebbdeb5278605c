"""Every command and every form of a page has its route, or a reason why it has none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from service.web.api.document import document_of
from tests.service.web.permissions import NEEDED

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

DOCS = Path(__file__).resolve().parents[3] / "docs"
_ROW = re.compile(r"^\| `([a-z ]+)` \| (.+) \|$", re.MULTILINE)
_FORM = re.compile(r"^\| `(/[^`]+)` \| (.+) \|$", re.MULTILINE)
_ROUTE = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/api/v1/[^`]+)`")


def rows() -> dict[str, str]:
    """Read the table of docs/api.md: command to what stands beside it."""
    return dict(_ROW.findall((DOCS / "api.md").read_text(encoding="utf-8")))


def forms() -> dict[str, str]:
    """Read the other table of docs/api.md: address of a form to what stands beside it."""
    return dict(_FORM.findall((DOCS / "api.md").read_text(encoding="utf-8")))


def test_no_form_is_forgotten() -> None:
    """Who adds a form says by which route a program does the same, or why it does not."""
    pages = {
        path
        for method, path in NEEDED
        if method == "POST" and not path.startswith(("/api/", "/ogc"))
    }
    assert sorted(pages) == sorted(forms())


def test_no_command_is_forgotten() -> None:
    """Who adds a command says by which route a program gets it, or why it does not."""
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    commands = re.findall(r"^## `gridpatrol ([a-z ]+)`$", text, re.MULTILINE)
    assert sorted(commands) == sorted(rows())


def test_a_row_has_a_route_or_a_reason() -> None:
    """An empty promise would pass for a route."""
    for command, told in (rows() | forms()).items():
        assert _ROUTE.search(told) or told.startswith(("none: ", "none yet: ")), command


def test_named_routes_are_there(service: Service) -> None:
    """A route that was renamed is found here, and by whoever reads the page."""
    document = document_of(service.nobody().app, cookie="c")  # type: ignore[arg-type]
    there = {(method.upper(), path) for path, said in document["paths"].items() for method in said}
    named = {pair for told in (rows() | forms()).values() for pair in _ROUTE.findall(told)}
    assert named <= there
