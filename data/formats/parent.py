"""Start the caged child for one file, and take its sheets line by line."""

from __future__ import annotations

import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import ConfigError, InputError, LedgerError
from data.formats.limits import MAX_ROWS
from data.formats.process import caged_process
from data.formats.readers import READERS, TOO_LARGE
from data.formats.sheets import CagedRow, CagedSheet, read_row

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

_CHATTY_BYTES = 1_000_000_000
_ENDINGS = {"shapefile": "zip", "geopackage": "gpkg"}  # of the others, the form is the ending


@dataclass(frozen=True, slots=True, kw_only=True)
class CageLimits:
    """
    What a caged reader may use.

    Parameters
    ----------
    cpu_s
        Processor seconds of reading, imports not counted, > 0.
    wall_s
        Seconds after which a reader that hangs is ended, > 0.
    rows
        Rows of all sheets together, > 0.

    Raises
    ------
    ConfigError
        If a value is not above 0.
    """

    cpu_s: int = 60
    wall_s: float = 180.0
    rows: int = MAX_ROWS

    def __post_init__(self) -> None:
        for name in ("cpu_s", "wall_s", "rows"):
            if getattr(self, name) <= 0:
                raise ConfigError(
                    f"Expected {name} > 0, got {getattr(self, name)}.",
                    zh=f"{name} 应大于 0，现为 {getattr(self, name)}。",
                )


def read_caged(
    content: bytes, form: str, *, file: str, limits: CageLimits | None = None
) -> tuple[CagedSheet, ...]:
    """
    Read a file in a child process that can use little memory and time and reach nothing else.

    Parameters
    ----------
    content
        The bytes of the file; the child sees a copy in an empty folder, never its true place.
    form
        Key of ``data.formats.readers.READERS``.
    file
        Its name, for messages.
    limits
        What the child may use.

    Returns
    -------
    sheets
        With their rows as tuples.

    Raises
    ------
    InputError
        If there is no reader of that form.
    LedgerError
        If the reader refuses the file, dies of it, or takes longer or more than it may.
    """
    limits = limits or CageLimits()
    folder = Path(tempfile.mkdtemp(prefix="gridpatrol-cage-"))
    try:
        copy = folder / f"ledger.{_ENDINGS.get(form, form)}"
        copy.write_bytes(content)
        return _run(copy, form, file=file, limits=limits)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(copy: Path, form: str, *, file: str, limits: CageLimits) -> tuple[CagedSheet, ...]:
    if form not in READERS:
        raise InputError(
            f"Expected one of the forms {', '.join(READERS)}, got {form!r}.",
            zh=f"格式应为 {'、'.join(READERS)} 之一，现为“{form}”。",
        )
    words = [form, str(copy), str(limits.cpu_s)]
    module = "data.formats.child"
    with caged_process(module, words, folder=copy.parent, wall_s=limits.wall_s) as child:
        return tuple(_sheets(child, file=file, limits=limits))


def _sheets(
    child: subprocess.Popen[bytes], *, file: str, limits: CageLimits
) -> Iterator[CagedSheet]:
    """Gather the rows of each sheet; a child that stops before it says so has died of the file."""
    head: dict[str, Any] | None = None
    rows: list[CagedRow] = []
    held = 0
    for line in _lines(child):
        if isinstance(line, list):
            rows.append(read_row(line))
            held += 1
            if held > limits.rows:
                raise LedgerError(
                    file,
                    f"has more than {limits.rows} rows; split it",
                    zh=f"超过 {limits.rows} 行，请拆成几个文件",
                )
            continue
        if "error" in line:
            raise LedgerError(file, str(line["error"][0]), zh=str(line["error"][1]))
        if head is not None:
            yield CagedSheet(head["sheet"], tuple(rows), _ranges(head["merged"]))
        if "done" in line:
            return
        head, rows = line, []
    child.wait()
    raise _death(child.returncode, file=file)


def _lines(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    assert child.stdout is not None  # noqa: S101 - it is a pipe
    heard = 0
    for line in child.stdout:
        heard += len(line)
        if heard > _CHATTY_BYTES:
            return
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError:
            return  # cut off in the middle of a line


def _ranges(listed: list[list[int]]) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in listed)


def _death(code: int, *, file: str) -> LedgerError:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return LedgerError(
            file,
            "takes too long to read; split it, or export it again from its source",
            zh="读取时间过长，请拆成几个文件，或从原处重新导出",
        )
    if code == -signal.SIGABRT:
        return LedgerError(file, TOO_LARGE[0], zh=TOO_LARGE[1])
    return LedgerError(
        file,
        "is damaged: its reader had to stop; export it again from its source",
        zh="已损坏，无法读完，请从原处重新导出",
    )
