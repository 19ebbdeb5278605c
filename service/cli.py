"""The ``gridpatrol`` command: runs a command, turns every error into one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from data.errors import ConfigError, InputError, OutsideError, PatrolError, PromiseError
from service.commands.complaints import complaint
from service.commands.core import app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.words import Lang

DEBUG = "--debug"
EXIT_BUG = 1
EXIT_INPUT = 2
EXIT_PROMISE = 3
EXIT_OUTSIDE = 4
EXIT_INTERRUPTED = 130


def exit_code(error: PatrolError) -> int:
    """Say how the command ends for an error of ours."""
    codes: Sequence[tuple[type[PatrolError], int]] = (
        (PromiseError, EXIT_PROMISE),
        (InputError, EXIT_INPUT),
        (ConfigError, EXIT_INPUT),
        (OutsideError, EXIT_OUTSIDE),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), EXIT_BUG)


def main() -> None:
    """Run the command line; every error is one line on standard error and an exit code."""
    try:
        app(
            [argument for argument in sys.argv[1:] if argument != DEBUG] or ["--help"],
            standalone_mode=False,
        )
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(EXIT_INTERRUPTED)
    except typer.TyperException as error:
        _tell(error)
        sys.exit(EXIT_INPUT)
    except PatrolError as error:
        if DEBUG in sys.argv:
            raise
        _tell(error)
        sys.exit(exit_code(error))
    except OSError as error:
        if DEBUG in sys.argv:
            raise
        _tell(error)
        sys.exit(EXIT_OUTSIDE)
    except Exception as error:
        if DEBUG in sys.argv:
            raise
        _tell(error)
        sys.exit(EXIT_BUG)


def _lang() -> Lang:
    """Find the language of an error, also where the arguments could not be parsed."""
    words = [word for argument in sys.argv for word in argument.split("=", 1)]
    asked = words[words.index("--lang") + 1 :][:1] if "--lang" in words else []
    said = [*asked, os.environ.get("GRIDPATROL_LANG", "")]
    known: tuple[Lang, ...] = ("zh", "en")
    return next((lang for word in said for lang in known if word == lang), "zh")


def _tell(error: Exception) -> None:
    sys.stderr.write(complaint(error, _lang()) + "\n")


if __name__ == "__main__":
    main()
