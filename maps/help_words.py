"""Words of the pages of help, Chinese and English."""

from __future__ import annotations

HELP_WORDS: dict[str, tuple[str, str]] = {}
