"""Progress bars on a terminal, and nothing in a pipe."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.ports import Progress as Report


def _silent(done: float, total: float, note: str = "") -> None:
    """Take a report and show nothing."""


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """
    Show one bar on standard error while a step works.

    Parameters
    ----------
    title
        What is being done, in the user's language.

    Yields
    ------
    report
        Called with ``(done, total, note)``; shows nothing where standard error is no terminal.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _silent
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
