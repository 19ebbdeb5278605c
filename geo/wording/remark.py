"""One sentence that the program says of its own result, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """
    A sentence for people.

    Attributes
    ----------
    zh, en
        The same sentence in Chinese and English, with its full stop.
    """

    zh: str
    en: str

    def __add__(self, other: Remark) -> Remark:
        """Say one after the other."""
        return Remark(self.zh + other.zh, f"{self.en} {other.en}".strip())
