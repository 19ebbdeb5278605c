"""The browser of this machine, when a page must become a picture."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import OutsideError

if TYPE_CHECKING:
    from maps.pictures import PictureSize

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
_PLACES = (
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--no-first-run",
    "--disable-extensions",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_WAIT_S = 60
_PNG_SIDES = slice(16, 24)


def find_browser() -> Path | None:
    """Look for a browser of the Chromium family, the plainest name first."""
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def photograph(browser: Path, page: str, *, size: PictureSize) -> bytes:
    """
    Open a page in a window of this size, without any network, and take its picture.

    Parameters
    ----------
    browser
        As ``find_browser`` gives it.
    page
        The whole html document.
    size
        Pixels of the window and of the picture.

    Returns
    -------
    png
        A file of exactly that size.

    Raises
    ------
    OutsideError
        If the browser fails, takes longer than a minute, or answers with another size.
    """
    with tempfile.TemporaryDirectory(prefix="gridpatrol-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.png"
        source.write_text(page, encoding="utf-8")
        command = [
            str(browser),
            *_FLAGS,
            *(["--no-sandbox"] if _is_root() else []),
            f"--user-data-dir={Path(folder) / 'profile'}",
            f"--window-size={size.width_px},{size.height_px}",
            f"--screenshot={target}",
            source.as_uri(),
        ]
        _run(command)
        png = target.read_bytes() if target.is_file() else b""
    if _sides(png) != (size.width_px, size.height_px):
        raise OutsideError(
            f"Expected {browser.name} to take a picture of {size.width_px}x{size.height_px}, "
            f"got {len(png)} bytes of another size.",
            zh=f"{browser.name} 没有给出 {size.width_px}x{size.height_px} 的图片。",
        )
    return png


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_WAIT_S)  # noqa: S603  our own flags
    except (OSError, subprocess.SubprocessError) as error:
        name = Path(command[0]).name
        raise OutsideError(
            f"Expected {name} to take a picture, but it failed ({type(error).__name__}).",
            zh=f"{name} 截图失败（{type(error).__name__}）。",
        ) from error


def _is_root() -> bool:
    """Chromium refuses to start its sandbox for root, as in a container."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _sides(png: bytes) -> tuple[int, int]:
    sides = png[_PNG_SIDES]
    return int.from_bytes(sides[:4], "big"), int.from_bytes(sides[4:], "big")
