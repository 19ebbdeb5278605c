"""
The caged process: reads one file of one form and writes its sheets to standard output.

Started by ``data.formats.parent`` as ``python -P -m data.formats.child FORM FILE CPU_S``; ``FILE``
lies alone in a temporary folder, under a name of our choice.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

import orjson

from data.errors import LedgerError
from data.formats.cage import close_cage
from data.formats.readers import READERS, TOO_LARGE
from data.formats.sheets import sheet_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from data.formats.sheets import CagedSheet


def run(form: str, path: Path, *, cpu_s: int, output: BinaryIO) -> None:
    """
    Read a file inside the cage.

    Parameters
    ----------
    form
        Key of ``READERS``; its module is imported before the cage closes.
    path
        The file.
    cpu_s
        Processor seconds the reading may take, imports not counted.
    output
        Where the lines go; the last one says ``done`` or ``error`` with the sentence in English
        and Chinese.
    """
    read: Callable[[Path], Iterable[CagedSheet]] = _import(READERS[form]).read
    close_cage(path.parent, cpu_s=cpu_s)
    try:
        output.writelines(sheet_lines(read(path)))
    except LedgerError as error:
        bare = (error.zh or "").removeprefix(f"{path.name}：")
        output.write(_error_line(error.problem, bare))
    except MemoryError:
        output.write(_error_line(*TOO_LARGE))
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a parser raise
        kind = type(error).__name__
        output.write(
            _error_line(
                f"is damaged or not what it seems ({kind}); export it again from its source",
                f"已损坏或名不副实（{kind}），请从原处重新导出",
            )
        )


def _import(name: str) -> ModuleType:
    """
    Import one module, but not all that the front page of its package names.

    Readers of ledgers lie beside what settles them, which would cost a second to import.
    """
    package = name.rpartition(".")[0]
    if package not in sys.modules:
        bare = ModuleType(package)
        bare.__path__ = [str(Path(__file__).parents[1].joinpath(*package.split(".")[1:]))]
        sys.modules[package] = bare
    return import_module(name)


def _error_line(en: str, zh: str) -> bytes:
    return orjson.dumps({"error": [en, zh]}) + b"\n"


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), cpu_s=int(sys.argv[3]), output=sys.stdout.buffer)
    sys.stdout.flush()
