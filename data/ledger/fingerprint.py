"""The fingerprint of a file, taken while it is read."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_BUFFER_BYTES = 1 << 20


class Fingerprint:
    """
    Opens bytes so that their fingerprint is taken while they are read.

    Parameters
    ----------
    source
        Opens them from the beginning, as often as asked.
    """

    def __init__(self, source: Callable[[], BinaryIO]) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def open(self) -> BinaryIO:
        """Open them and begin the fingerprint anew."""
        self._hash = hashlib.sha256()
        return io.BufferedReader(_Hashed(self._source(), self._hash), _BUFFER_BYTES)

    def sha256(self) -> str:
        """Return the sha256 of what was read since."""
        return self._hash.hexdigest()


class _Hashed(io.RawIOBase):
    def __init__(self, file: BinaryIO, told: hashlib._Hash) -> None:
        self._file = file
        self._told = told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._file.read(len(buffer))
        self._told.update(content)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()
