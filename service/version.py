"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Name the program's version; a checkout that was never installed has none."""
    try:
        return version("gridpatrol")
    except PackageNotFoundError:
        return "source"
