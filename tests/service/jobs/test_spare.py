"""A child that is ready: taken once, ended when nobody wants it, and gone with its maker."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from service.jobs import child, spare
from service.jobs.process import child_of
from service.jobs.spare import Spare

if TYPE_CHECKING:
    from collections.abc import Iterator

ECHO = """
import json, sys
line = sys.stdin.readline()
if line: print(json.dumps({"end": json.loads(line)["word"], "told": sys.argv[1:]}))
"""


@pytest.fixture
def ready() -> Iterator[Spare]:
    """Give a spare whose child answers with a word of its errand."""
    one = Spare((sys.executable, "-S", "-c", ECHO))
    yield one
    one.close()


def test_a_child_that_waits_is_taken_once(ready: Spare) -> None:
    """Two jobs must never share one."""
    assert ready.take() is None
    ready.expect()
    ready.expect()
    process = ready.take()
    assert process is not None
    assert ready.take() is None
    with child_of({"word": "yes"}, spare=process) as taken:
        assert taken.wait(20) == 0
    assert taken.ending == {"end": "yes", "told": [spare.READY]}


def test_a_child_that_died_is_not_handed_over(ready: Spare) -> None:
    """The errand would be lost; a new child is started instead."""
    ready.expect()
    process = ready._process  # noqa: SLF001 - the child itself
    assert process is not None
    process.kill()
    process.wait()
    assert ready.take() is None


def test_nobody_keeps_a_child_for_ever(ready: Spare, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds memory; one that is closed makes none any more."""
    ready.expect()
    process = ready._process  # noqa: SLF001 - the child itself
    assert process is not None
    ready.tire()
    assert process.poll() is None
    monkeypatch.setattr(spare, "KEPT_S", -1.0)
    ready.tire()
    assert process.poll() is not None
    ready.close()
    ready.expect()
    assert ready.take() is None


def test_a_child_without_an_errand_ends_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever started it is gone: there is nothing to tell, and nobody to tell it to."""

    class Gone:
        def readline(self) -> str:
            return ""

    monkeypatch.setattr(sys, "argv", ["child"])
    monkeypatch.setattr(sys, "stdin", Gone())
    monkeypatch.setattr(child, "_own_output", lambda: sys.stderr)
    assert child.main() == 0
