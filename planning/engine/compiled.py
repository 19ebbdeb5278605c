"""
The one door to numba.

A ``part`` stays a plain function for whoever calls it from Python; called from compiled code it is
compiled along. Only the function that ``machine`` compiles can be called from outside in machine
code, so that little has to be compiled: wrappers for Python, and counts of who holds an array,
cost more time than the search itself, when compiling and when running. Without those counts
(``_nrt``) a compiled function cannot make arrays; numba refuses one that tries.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit
from numba.extending import register_jitable

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_PLAIN: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
"""No fast maths: plain IEEE arithmetic, so that results repeat."""


def part(function: _Function) -> _Function:
    """
    Let compiled code call a function; it must divide by nothing that may be zero.

    It is written out where it is called: a call would pass hundreds of words, since the machine
    hands over arrays by their parts.
    """
    return register_jitable(**_PLAIN, forceinline=True)(function)


@cache
def machine(build: Callable[[str], _Function]) -> _Function:
    """
    Get a compiled function; it is compiled when first called, once a version.

    Parameters
    ----------
    build
        Makes the function, given a stamp of the engine's sources. The function must name the
        stamp: numba keeps machine code by what a function encloses, but looks at no other file
        than the function's own, and would take old code for new.

    Returns
    -------
    function
        Its machine code is kept beside the sources, or in the user's cache folder where that is
        read-only; where neither can be written, every run compiles.
    """
    function = build(_source_stamp())
    try:
        return cast("_Function", njit(cache=True, **_PLAIN)(function))
    except RuntimeError:
        return cast("_Function", njit(**_PLAIN)(function))


def _source_stamp() -> str:
    """Fingerprint the sources of everything that is compiled."""
    sources = [file for file in files("planning.engine").iterdir() if file.name.endswith(".py")]
    digest = sha256()
    for file in sorted(sources, key=lambda file: file.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()
