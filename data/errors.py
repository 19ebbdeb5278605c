"""Every error this project raises, as one tree.

::

    PatrolError
    ├── InputError (ValueError)          the caller's files, tables or arguments break a rule  [2]
    │   ├── LedgerError                  a ledger file cannot be read at all
    │   ├── RoadsError                   a road file cannot be read, or holds no road
    │   ├── TableError                   a table breaks its schema; lists every fault
    │   ├── ShapeError                   an array has the wrong shape
    │   ├── DegenerateInputError         the question has no answer for these values
    │   ├── ProblemError                 a planning problem contradicts itself
    │   ├── ChangeError                  a hand change to a plan cannot be; names its number
    │   ├── NotFoundError (LookupError)  a week, plan or site that was asked for is not there
    │   ├── ScopeError                   it concerns what its reader may not see or write
    │   ├── TooManyError                 somebody asks for more than their share at once
    │   ├── StaleError                   it changed since whoever decides has read it
    │   └── UnsureError                  people rely on what it would change; say that you are sure
    ├── ConfigError (ValueError)         a setting or parameter is outside its range  [2]
    ├── PromiseError                     a promise is broken and ``--strict`` was asked for  [3]
    ├── PlanError                        a plan breaks a rule of its own problem: our fault  [1]
    └── OutsideError                     something outside failed: disk, database, browser  [4]
        └── StoreError                   the store cannot be opened, read or written

The number in brackets is the exit code of the command line.
Messages are one sentence: what was expected, what was found, which item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class PatrolError(Exception):
    """
    Base of all errors in this project; catch it only at the outermost layer.

    Parameters
    ----------
    message
        The sentence in English.
    zh
        The same sentence in Chinese, for the people who will most likely read it; ``None`` where
        only a programmer can meet the error.
    """

    def __init__(self, message: str, *, zh: str | None = None) -> None:
        self.zh = zh
        super().__init__(message)


class InputError(PatrolError, ValueError):
    """The caller's data or arguments break a documented rule."""


class LedgerError(InputError):
    """
    A ledger file cannot be read at all.

    Its name is shown in one line: line breaks and other signs that are not seen become ``?``.
    """

    def __init__(self, file: str, problem: str, *, zh: str | None = None) -> None:
        self.file = file
        self.problem = problem
        shown = "".join(sign if sign.isprintable() else "?" for sign in file)
        super().__init__(f"{shown}: {problem}", zh=zh and f"{shown}：{zh}")


class RoadsError(InputError):
    """A road file cannot be read, or holds no road that a car may use."""

    def __init__(self, file: str, problem: str, *, zh: str | None = None) -> None:
        self.file = file
        self.problem = problem
        super().__init__(f"{file}: {problem}", zh=zh and f"{file}：{zh}")


class TableError(InputError):
    """A table breaks its schema; every fault is listed."""

    def __init__(self, table: str, faults: Iterable[str]) -> None:
        self.table = table
        self.faults = tuple(faults)
        listed = "; ".join(self.faults)
        super().__init__(
            f"Table {table!r} has {len(self.faults)} fault(s): {listed}.",
            zh=f"表 {table} 有 {len(self.faults)} 处不合规定：{listed}。",
        )


class ShapeError(InputError):
    """An array has the wrong shape."""


class DegenerateInputError(InputError):
    """The question has no answer for these values."""


class ProblemError(InputError):
    """A planning problem contradicts itself or its own format."""


class ChangeError(InputError):
    """
    A hand change to a plan cannot be.

    Parameters
    ----------
    number
        Which of the changes, from 1, as the file lists them.
    """

    def __init__(self, number: int, problem: str, *, zh: str) -> None:
        self.number = number
        super().__init__(
            f"Change {number}: {problem}; nothing was changed.",
            zh=f"第 {number} 项改动：{zh}；未作任何改动。",
        )


class NotFoundError(InputError, LookupError):
    """A week, plan, site or store that was asked for is not there."""


class ScopeError(InputError):
    """It concerns towns, or particulars of people, that its reader may not see or write."""


class TooManyError(InputError):
    """Somebody asks for more than their share at once; later it will be served."""


class StaleError(InputError):
    """What is decided about has changed since whoever decides has read it."""


class UnsureError(InputError):
    """
    People rely on what would be changed, and nobody said that it shall be.

    Parameters
    ----------
    ask
        Name of what must be said to be sure.
    """

    def __init__(self, message: str, *, ask: str, zh: str) -> None:
        self.ask = ask
        super().__init__(message, zh=zh)


class ConfigError(PatrolError, ValueError):
    """A setting or parameter is outside its range."""


class PromiseError(PatrolError):
    """A promise is broken and the caller asked to be told so by failure."""


class PlanError(PatrolError):
    """A plan breaks a rule of its own problem, as the independent check found."""


class OutsideError(PatrolError):
    """Something outside this program failed: disk, database, browser."""


class StoreError(OutsideError):
    """The store cannot be opened, read or written."""
