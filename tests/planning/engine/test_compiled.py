"""Machine code is made once a version, from parts that stay plain functions."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from planning.engine.compiled import machine, part
from planning.engine.search import performer


def test_a_part_stays_a_plain_function() -> None:
    """The timetable and the tests call it without compiling anything."""

    def twice(number: int) -> int:
        return 2 * number

    assert isinstance(part(twice), FunctionType)
    assert part(twice)(4) == 8


def test_machine_code_is_kept_under_the_stamp_of_the_sources() -> None:
    """Numba tells kept code by what the function encloses: an upgrade must not run old code."""
    cells = performer("stamp").__closure__ or ()  # type: ignore[attr-defined]  # a function
    assert [cell.cell_contents for cell in cells] == ["stamp"]


def test_where_nothing_can_be_kept_every_run_compiles() -> None:
    """No folder belongs to a function without a file, as none is writable in a locked install."""

    def build(stamp: str) -> Any:  # noqa: ANN401  # made from text
        scope: dict[str, Any] = {}
        text = "def outer(stamp):\n    def length():\n        return len(stamp)\n    return length"
        exec(compile(text, "<nowhere>", "exec"), scope)  # noqa: S102  # our own text
        return scope["outer"](stamp)

    assert machine(build)() == 64
