"""Progress bars on a terminal; in a pipe nothing, or a line for each stage."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.ports import Progress as Report


def _silent(done: float, total: float, note: str = "") -> None:
    """Take a report and show nothing."""


def _stage_lines(title: str) -> Report:
    """Take reports and write a line to standard error for each new note."""
    said: set[str] = set()

    def report(done: float, total: float, note: str = "") -> None:
        if note and note not in said:
            said.add(note)
            sys.stderr.write(f"{title} {int(done) + 1}/{int(total)} {note}\n")
            sys.stderr.flush()

    return report


@contextmanager
def progress_bar(title: str, *, tells_stages: bool = False) -> Iterator[Report]:
    """
    Show one bar on standard error while a step works.

    Parameters
    ----------
    title
        What is being done, in the user's language.
    tells_stages
        Whether the notes are stages that are worth a line each where no bar can be drawn.

    Yields
    ------
    report
        Called with ``(done, total, note)``; without stages shows nothing where standard error is no
        terminal.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _stage_lines(title) if tells_stages else _silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None, note="")

        def report(done: float, total: float, note: str = "") -> None:
            bar.update(task, completed=done, total=total, note=note)

        yield report
