"""What a command says while it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.commands.progress import progress_bar

if TYPE_CHECKING:
    import pytest


def test_stages_are_lines_where_no_bar_can_be_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads a log sees which one it is in; an answer on standard output stays whole."""
    with progress_bar("演示", tells_stages=True) as report:
        for done, note in ((0, "评分"), (1, "排计划"), (1, "排计划"), (2, "")):
            report(done, 2, note)
    with progress_bar("评分") as report:
        report(0, 2, "一半")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "演示 1/2 评分\n演示 2/2 排计划\n")
