"""Every error that a user of the command line can meet is also said in Chinese."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError, RoadsError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
DOORS = (
    "data/ledger",
    "data/formats",
    "data/roads",
    "data/store",
    "data/export",
    "data/config.py",
    "data/files.py",
    "data/units.py",
    "service",
)
MET_BY_USERS = {
    "LedgerError",
    "RoadsError",
    "ConfigError",
    "NotFoundError",
    "StoreError",
    "OutsideError",
    "InputError",
    "ProblemError",
    "PromiseError",
    "PlanError",
}
PROGRAMMERS_ONLY = {
    ("data/store/tables.py", "schema_of"),  # a table's name is never typed by a user
    ("data/store/reading.py", "conditions"),  # nor is a column's
}


def sources() -> Iterator[Path]:
    """List the modules of the rooms that a user's input enters through."""
    for door in DOORS:
        path = ROOT / door
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Find every error of ours that is made, with the function that makes it."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                if named and node.func.id in MET_BY_USERS:
                    yield function.name, node


@pytest.mark.parametrize(
    "path", tuple(sources()), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_errors_users_meet_speak_chinese(path: Path) -> None:
    """An office reads Chinese; an English line in between looks like a crash."""
    name = path.relative_to(ROOT).as_posix()
    silent = [
        f"{name}:{call.lineno} in {function}"
        for function, call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if (name, function) not in PROGRAMMERS_ONLY
        and not any(keyword.arg == "zh" for keyword in call.keywords)
    ]
    assert silent == []


def chinese(tree: ast.AST) -> Iterator[ast.JoinedStr]:
    """Find every sentence with a value in it that holds a Chinese character."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            told = (part.value for part in node.values if isinstance(part, ast.Constant))
            if any("\u4e00" <= letter <= "\u9fff" for text in told for letter in text):
                yield node


def test_no_chinese_sentence_shows_a_value_as_python_writes_it() -> None:
    """The house quotes “so”; 'x' and b'x' are a programmer's."""
    sentences = [
        (path.relative_to(ROOT).as_posix(), node)
        for room in ("data", "geo", "maps", "planning", "service")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in chinese(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(sentences) > 100
    assert [
        f"{name}:{node.lineno}"
        for name, node in sentences
        for part in node.values
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
    ] == []


def test_the_search_finds_errors_at_all() -> None:
    """A test that looks in the wrong place would pass for ever."""
    found = [call for path in sources() for _, call in calls(ast.parse(path.read_text("utf-8")))]
    assert len(found) > 50


@pytest.mark.parametrize("kind", [LedgerError, RoadsError])
def test_both_languages_name_the_file(kind: type[LedgerError | RoadsError]) -> None:
    """Of twenty files in one command, one is bad."""
    error = kind("甲.xlsx", "is empty", zh="是空文件")
    assert (str(error), error.zh) == ("甲.xlsx: is empty", "甲.xlsx：是空文件")


def test_a_name_of_two_lines_is_shown_in_one() -> None:
    """Whoever names a file must not write lines of their own on the screen."""
    error = LedgerError("a\n\x1b[31mb.csv", "is empty", zh="是空文件")
    assert (str(error), error.zh) == ("a??[31mb.csv: is empty", "a??[31mb.csv：是空文件")


def test_an_error_without_chinese_has_none() -> None:
    """Not the file's name alone."""
    assert LedgerError("a.xlsx", "is empty").zh is None


def test_a_broken_table_lists_its_faults_in_both() -> None:
    """The faults name columns and keys, which are the same in every language."""
    error = TableError("site", ["'name' is missing for 'S1'"])
    assert error.zh is not None
    assert "'name' is missing for 'S1'" in error.zh
