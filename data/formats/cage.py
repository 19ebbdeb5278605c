"""The cage a reader works in: little memory, little time, no network, no file but its own."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from data.formats.limits import MEMORY_BYTES

_ADDRESS_BYTES = 2 * 2**30  # shared libraries are mapped, not used; the data limit is the true one
_OPEN_FILES = 64
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.system",
    "os.remove",
    "os.rename",
    "os.symlink",
    "os.link",
    "os.chmod",
    "shutil.",
    "urllib.",
    "ctypes.dlopen",
    "sqlite3.enable_load_extension",
    "sqlite3.load_extension",
)
"""First letters of the audit events that no reader has a reason to raise."""


def close_cage(folder: Path, *, cpu_s: int, memory_bytes: int = MEMORY_BYTES) -> None:
    """
    Limit this process for the rest of its life.

    Parameters
    ----------
    folder
        The only folder from which a file may be opened, besides the program's own libraries.
    cpu_s
        Processor seconds from now on; beyond them the system ends the process.
    memory_bytes
        Memory it may take, its libraries included.

    Notes
    -----
    The kernel keeps the limits for code in C too. The rules on files and network bind what Python
    does; for the libraries in C it is the choice of readers that keeps them (docs/adr/0009).
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(used.ru_utime + used.ru_stime) + 1
    _limit(resource.RLIMIT_CPU, spent_s + cpu_s)
    _limit(resource.RLIMIT_DATA, memory_bytes)
    _limit(resource.RLIMIT_AS, max(_ADDRESS_BYTES, memory_bytes))
    _limit(resource.RLIMIT_FSIZE, memory_bytes)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    roots = tuple(str(root) for root in _readable(folder))

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)
        if event == "open" and not _may_open(arguments, roots):
            raise PermissionError(f"open {arguments[0]!r}")

    sys.addaudithook(watch)


def _limit(which: int, value: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (bound, bound))


def _readable(folder: Path) -> list[Path]:
    """List the cage's own folder and those of the program and its libraries."""
    libraries = [sys.prefix, sys.base_prefix, *filter(os.path.isabs, sys.path)]
    return [folder.resolve(), *(Path(place).resolve() for place in libraries)]


def _may_open(arguments: tuple[object, ...], roots: tuple[str, ...]) -> bool:
    path, _, flags = arguments
    if isinstance(path, int):
        return True  # a file that is open already
    inside, *libraries = roots
    if not isinstance(path, str | bytes):
        return False
    name = os.path.realpath(os.fsdecode(path))
    if _is_below(name, inside):
        return True
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return not writes and any(_is_below(name, root) for root in libraries)


def _is_below(name: str, root: str) -> bool:
    return name == root or name.startswith(root.rstrip(os.sep) + os.sep)
