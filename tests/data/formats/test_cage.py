"""What a caged process can and cannot do."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from data.formats.process import environment

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "from pathlib import Path\nfrom data.formats.cage import close_cage\n"


def caged(folder: Path, *lines: str, cpu_s: int = 5) -> subprocess.CompletedProcess[str]:
    """Run some lines of Python in a cage whose folder is given."""
    code = HEAD + f"close_cage(Path({str(folder)!r}), cpu_s={cpu_s})\n" + "\n".join(lines)
    return subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-P", "-c", code],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_its_own_folder_is_open(tmp_path: Path) -> None:
    """The file it was given, and what it unpacks."""
    (tmp_path / "a").write_text("mine", encoding="utf-8")
    done = caged(tmp_path, f"print(open({str(tmp_path / 'a')!r}).read())")
    assert done.stdout.strip() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "open('/etc/hostname')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import ctypes; ctypes.CDLL('libc.so.6')",
        "import os; os.remove('nothing')",
        "open(__import__('json').__file__, 'a')",
    ],
)
def test_nothing_else_is(tmp_path: Path, line: str) -> None:
    """A parser that is tricked finds the doors shut."""
    done = caged(tmp_path / "inner", line)
    assert "PermissionError" in done.stderr


def test_a_link_out_of_the_folder_leads_nowhere(tmp_path: Path) -> None:
    """The true place of a file counts."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a").symlink_to("/etc/hostname")
    assert "PermissionError" in caged(inner, f"open({str(inner / 'a')!r})").stderr


def test_a_library_can_still_be_imported(tmp_path: Path) -> None:
    """Codecs and such are loaded when they are first needed."""
    assert caged(tmp_path, "import colorsys; print('ok')").stdout.strip() == "ok"


def test_memory_ends(tmp_path: Path) -> None:
    """512 MB for everything: 600 MB of zeros do not fit."""
    assert "MemoryError" in caged(tmp_path, "bytes(600 * 2**20)").stderr


def test_time_ends(tmp_path: Path) -> None:
    """The system ends a process whose seconds are used up."""
    assert caged(tmp_path, "while True: pass", cpu_s=1).returncode < 0
