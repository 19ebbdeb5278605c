"""Documentation that cannot drift."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from service.commands.reference import commands_page, ledgers_page, problems_page, tables_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PACKAGES = ("data", "geo", "planning", "maps", "service")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("commands", commands_page),
        ("ledgers", ledgers_page),
        ("problems", problems_page),
        ("tables", tables_page),
    ],
)
def test_reference_pages_are_up_to_date(name: str, page: object) -> None:
    """Whoever changes a command or a table runs `python -m service.commands.reference docs`."""
    assert callable(page)
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link to a file that moved is worse than none."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_headings_and_tables_stand_apart(page: Path) -> None:
    """A line glued to a table becomes its last row."""
    prose = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    lines = prose.splitlines()
    glued = [
        line
        for before, line in pairwise(lines)
        if before and line and (line[0] == "#" or (before[0] == "|") != (line[0] == "|"))
    ]
    assert not glued


def house() -> dict[str, str]:
    """Read the picture of the house: each package with the names it lists, descriptions cut off."""
    picture = architecture().split("```")[1]
    rooms: dict[str, str] = {}
    package = ""
    for line in picture.strip().splitlines():
        column, names = line[:11].strip(" /"), line[11:].split("  ")[0]
        package = column or package
        rooms[package] = f"{rooms.get(package, '')} {names}"
    return rooms


def architecture() -> str:
    """Read the page that tells a newcomer where things are."""
    return (DOCS / "architecture.md").read_text(encoding="utf-8")


def modules(package: str) -> list[Path]:
    """List the modules of a package, as paths below it."""
    found = (ROOT / package).rglob("*.py")
    return sorted(path.relative_to(ROOT / package) for path in found if path.stem != "__init__")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_has_its_place_in_the_house(package: str) -> None:
    """A newcomer does not find a module nobody names; `room/ (what it does)` names all its own."""
    names = house()[package]
    whole = set(re.findall(r"([\w/]+)/ \(", names))
    single = set(re.findall(r"\b\w+\b(?!/)", re.sub(r"\([^)]*\)", "", names)))
    lost = [
        path.as_posix()
        for path in modules(package)
        if whole.isdisjoint(room.as_posix() for room in path.parents) and path.stem not in single
    ]
    assert lost == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_house_names_nothing_that_is_gone(package: str) -> None:
    """A name that leads nowhere sends a newcomer looking."""
    known = {name for path in modules(package) for name in path.with_suffix("").parts}
    named = re.findall(r"\w+", re.sub(r"\([^)]*\)", "", house()[package]))
    assert [name for name in named if name not in known] == []


def test_files_and_functions_of_the_architecture_are_there() -> None:
    """What moved is told under its new name."""
    named = re.findall(r"`([\w./]+)`", architecture())
    files = [name for name in named if "/" in name and name.split("/")[0] in PACKAGES]
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []
    dotted = [name for name in named if "/" not in name and name.split(".")[0] in PACKAGES]
    assert dotted
    assert [name for name in dotted if not _leads_somewhere(name)] == []


def _leads_somewhere(name: str) -> bool:
    """Tell whether a dotted name is a module, or something in one."""
    try:
        import_module(name)
    except ModuleNotFoundError:
        module, _, last = name.rpartition(".")
        return bool(module) and hasattr(import_module(module), last)
    return True
