"""What went wrong, as one line in the language of the person who typed the command."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import typer

from data.errors import PatrolError
from service.words import knows, say

if TYPE_CHECKING:
    from data.words import Lang

_OS_WORDS = {
    errno.ENOENT: "absent",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
    errno.EISDIR: "folder",
    errno.ENOSPC: "full",
}
"""Number of an operating system's error to a sentence of group ``outside``."""


def complaint(error: Exception, lang: Lang) -> str:
    """
    Write an error as one line.

    Parameters
    ----------
    error
        Ours, the operating system's, that of a command that was typed wrongly; anything else is
        a fault of this program, and said to be one.
    lang
        Language of the line; an error of ours without Chinese stays English.
    """
    if isinstance(error, PatrolError):
        text = error.zh if error.zh and lang == "zh" else str(error)
    elif isinstance(error, OSError):
        text = _outside(error, lang)
    elif isinstance(error, typer.TyperException):
        text = _usage(error, lang)
    else:
        text = say("error.bug", lang, kind=type(error).__name__, message=error)
    return say("error.head", lang, text=" ".join(text.split()))


def _outside(error: OSError, lang: Lang) -> str:
    word = _OS_WORDS.get(error.errno or 0)
    if word is None or error.filename is None:
        return str(error)
    return say(f"outside.{word}", lang, file=error.filename)


def _usage(error: typer.TyperException, lang: Lang) -> str:
    """Say what is wrong with the command; the parser itself speaks English only."""
    key = f"usage.{type(error).__name__}"
    known = key if knows(key) else "usage.other"
    return say(known, lang, what=_meant(error), message=error.format_message())


def _meant(error: Any) -> str:  # noqa: ANN401 - typer keeps the classes of these errors private
    """Name the option or argument that an error is about."""
    option: str | None = getattr(error, "option_name", None)
    if option:
        return option
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    is_argument = parameter.param_type_name == "argument"
    return str((parameter.name or "").upper() if is_argument else parameter.opts[0])
