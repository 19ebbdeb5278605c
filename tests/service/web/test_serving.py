"""The command that people type: started in a process of its own, and told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_serve_says_the_password_once_answers_and_stops_when_told(tmp_path: Path) -> None:
    """On an empty machine: one command, one address, one password; then a clean end."""
    first, page = _served(tmp_path)
    second, _ = _served(tmp_path)
    assert "admin" in first[0]
    assert [line for line in second if "admin" in line] == []
    assert 'name="password"' in page


def _served(folder: Path) -> tuple[list[str], str]:
    """Start the service, open its first page, and stop it; give what it printed, and the page."""
    words = [sys.executable, "-m", "service.cli", "serve", "--port", "0", "--store", "office.gpkg"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(  # noqa: S603 - our own program
        [*words, "--lang", "en"],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        assert server.stdout is not None
        lines = []
        for line in server.stdout:
            lines.append(line)
            if "Serving at" in line:
                break
        address = lines[-1].split()[2].rstrip(";")
        with urllib.request.urlopen(f"{address}/sign-in", timeout=30) as answer:  # noqa: S310
            page = answer.read().decode()
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) in (0, -signal.SIGTERM)
    return lines, page
