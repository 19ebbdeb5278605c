"""What the whole repository must keep: sizes, addresses, package names."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("data", "geo", "planning", "maps", "service")
LARGEST_BYTES = 300_000
MAY_BE_LARGE = ("maps/assets/", "service/static/", "docs/")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|home/\w+|tmp/lab|work)/")
REGISTRIES = re.compile(
    "py(pi[.]org|thon[h]osted)|registry[.]npmjs|deb[.]debian[.]org", re.IGNORECASE
)


def tracked() -> list[Path]:
    """List the files that git tracks, or all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git the developer uses
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_large_files_are_only_where_they_belong() -> None:
    """A large file in a clone is paid for by everyone for ever."""
    large = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.stat().st_size > LARGEST_BYTES
    ]
    assert [name for name in large if not name.startswith(MAY_BE_LARGE)] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["paths", "registries"])
def test_no_file_names_one_machine_or_registry(pattern: re.Pattern[str]) -> None:
    """What works on one machine only is a bug on every other."""
    own = Path(__file__).resolve()
    named = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path != own and pattern.search(path.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert named == []


def test_constraints_pin_versions_without_addresses() -> None:
    """Every dependency of ours is pinned to what was tested, wherever it is fetched from."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.!+-]+", pin) for pin in pins)
    pinned = {_canonical(pin.partition("==")[0]) for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert {_canonical(re.split(r"[\[<>=;]", name)[0]) for name in wanted} <= pinned


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def test_no_other_distribution_owns_our_package_names() -> None:
    """Our names are common words: whoever shares them would be imported instead of us."""
    owners = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["gridpatrol"])) <= {"gridpatrol"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel as a user would get it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_our_packages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Tests, docs and benchmarks are for developers; assets and rules are for users."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {*PACKAGES, f"gridpatrol-{importlib.metadata.version('gridpatrol')}.dist-info"}
    for package in PACKAGES:
        assert f"{package}/py.typed" in wheel.namelist()


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    """A rule table or a template left out of the wheel fails only at the user's."""
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in PACKAGES
    }
    assert ours <= set(wheel.namelist())
