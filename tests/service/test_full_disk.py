"""A disk that is full in the middle of an import leaves the store as it was."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from data.store.health import examine

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SMALL_BYTES = 2_000_000
HEADERS = "企业名称,所在村,经度,纬度,坐标系"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of 2 MB; who may not mount one gets a limit on the size of files."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount") if os.geteuid() == 0 else None
    words = ["-t", "tmpfs", "-o", f"size={SMALL_BYTES}", "tmpfs", str(folder)]
    is_mounted = (
        mount is not None
        and subprocess.run([mount, *words], check=False, capture_output=True).returncode == 0  # noqa: S603 (our own words)
    )
    yield folder
    if is_mounted:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 (our own words)


def limit_files() -> None:
    """Let no file of a child grow beyond the disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_BYTES, SMALL_BYTES))


def ledger(folder: Path, rows: int) -> Path:
    """Write a ledger of so many sites, each 90 m from the next: none is likely another's double."""
    listed = [
        f"厂{n},东村,{115 + n % 60 / 1e3:.6f},{35 + n // 60 / 1e3:.6f},WGS84" for n in range(rows)
    ]
    file = folder / f"{rows}.csv"
    file.write_text("\n".join([HEADERS, *listed, ""]), encoding="utf-8")
    return file


def import_into(folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    """Import as a user would, with the store on the small disk."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "service.cli", "import", str(file)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "GRIDPATROL_LANG": "en", "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_files,
        timeout=300,
    )


def test_a_full_disk_is_one_line_and_changes_nothing(small_disk: Path, tmp_path: Path) -> None:
    """The same import of fewer rows works before and after."""
    assert import_into(small_disk, ledger(tmp_path, 20)).returncode == 0
    done = import_into(small_disk, ledger(tmp_path, 3000))
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("Error: town.gpkg: ")
    assert done.stderr.count("\n") == 1
    with open_store(str(small_disk / "town.gpkg")) as store:
        examined = examine(store)
        assert examined.faults == ()
        assert {table: count for table, count in examined.rows.items() if count} == {
            "site": 20,
            "import_row": 21,
            "setting": 2,
            "audit": 1,
        }
    assert import_into(small_disk, ledger(tmp_path, 25)).returncode == 0
