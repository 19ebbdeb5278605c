"""The one door to numba.

Machine code is kept beside the sources (or in the user's cache folder where that is read-only), so
that only the first run of a version compiles. Numba looks at the date of the file a function
lives in, not of the functions it calls: after editing one module of the engine, remove
``planning/engine/__pycache__``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(function: _Function) -> _Function:
    """Compile a function on its first call; plain IEEE arithmetic, so that results repeat."""
    return cast("_Function", njit(cache=True, nogil=True)(function))


def inlined(function: _Function) -> _Function:
    """Compile a function that others call in their innermost loops."""
    return cast("_Function", njit(cache=True, nogil=True, inline="never")(function))
