"""Secrets that an operator gives: in a file that nobody else may read, and no placeholder."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from data.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 4096
_PLACEHOLDERS = frozenset(
    {
        "changeme",
        "change-me",
        "change_me",
        "replaceme",
        "placeholder",
        "example",
        "password",
        "secret",
        "your-secret",
        "client-secret",
        "todo",
        "test",
        "xxx",
        "123456",
        "admin",
    }
)


def read_hidden(file: Path) -> str:
    """
    Read a secret from a file of its owner alone (mode 0600 or 0400).

    Raises
    ------
    ConfigError
        If it cannot be read, others may read it, or it holds a placeholder.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            text = opened.read(_LARGEST).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file} cannot be read as a secret: {getattr(error, 'strerror', None) or 'no text'}.",
            zh=f"无法从 {file} 读取密钥，请检查路径和权限。",
        ) from error
    if os.name == "posix" and mode & _OTHERS:
        raise ConfigError(
            f"{file} holds a secret that others may read; set its mode to 0600.",
            zh=f"{file} 存有密钥却可被他人读取，请将权限改为 0600。",
        )
    return real_secret(text, where=str(file))


def real_secret(text: str, *, where: str) -> str:
    """
    Give a secret back if it is one.

    Parameters
    ----------
    where
        The file or variable, for the message; the secret itself is never told.

    Raises
    ------
    ConfigError
        If it is empty or a placeholder.
    """
    plain = text.strip().strip("<>{}").lower()
    if not plain or plain in _PLACEHOLDERS or plain.startswith(("changeme", "your_", "your-")):
        raise ConfigError(
            f"{where} holds no secret but a placeholder; put a real one there.",
            zh=f"{where} 里是空值或占位符，请换成真正的密钥。",
        )
    return text.strip()
