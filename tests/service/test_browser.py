"""Tests of the browser that takes pictures, and of what happens without one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from data.errors import OutsideError
from maps.pictures import PictureSize, week_picture
from service.browser import find_browser, photograph
from service.pipeline.pages.picturing import Painter
from service.printing.picture import picture_lines
from service.results.week import PictureResult
from tests.conftest import lacking
from tests.maps.town import roads, week

if TYPE_CHECKING:
    from pathlib import Path

SIZE = PictureSize(700, 500)


def script(folder: Path, text: str) -> Path:
    """Write a program that stands for a browser."""
    file = folder / "browser"
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_a_picture_has_the_size_asked_for() -> None:
    """A report's layout counts on it."""
    browser = find_browser() or lacking("chromium", "apt install chromium fonts-noto-cjk")
    png = photograph(browser, "<body style='background:red'>", size=SIZE)
    assert struct.unpack(">II", png[16:24]) == (700, 500)


@pytest.mark.parametrize(("text", "said"), [("exit 3", "failed"), ("exit 0", "another size")])
def test_a_browser_that_fails_is_named(tmp_path: Path, text: str, said: str) -> None:
    """No display, no memory, or a policy of the office: one line says so."""
    with pytest.raises(OutsideError, match=said):
        photograph(script(tmp_path, text), "<p>", size=SIZE)


def test_matplotlib_draws_on_when_the_browser_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report gets its pictures, and the result says who drew and why."""
    monkeypatch.setattr("service.pipeline.pages.picturing.picture_png", lambda *_, **__: b"drawn")
    painter = Painter(SIZE, "zh", browser=script(tmp_path, "exit 3"))
    assert painter.png(week_picture(week(), roads())) == b"drawn"
    assert painter.tool == "matplotlib"
    assert "failed" in str(painter.failed)


@pytest.mark.parametrize(
    ("failed", "said"),
    [(None, "There is no Chromium here"), (("坏", "broken"), "The browser failed, so matplotlib")],
)
def test_who_drew_is_said(failed: tuple[str, str] | None, said: str) -> None:
    """Two pictures of one plan may differ in lettering; the reader learns why."""
    result = PictureResult(
        out="out",
        pictures={"week.png": 12_000},
        width_px=700,
        height_px=500,
        drawn_by="matplotlib",
        failed=failed,
    )
    lines = picture_lines(result, "en")
    assert lines[0] == "1 picture(s) of 700x500 written to out, drawn by matplotlib:"
    assert lines[1] == "  week.png  12 kB"
    assert lines[2].startswith(said)
