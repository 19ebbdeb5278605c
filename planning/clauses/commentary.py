"""What ``rules.toml`` says of each key: the comment above it, source included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECTION = re.compile(r"\[([\w.]+)\]")
_KEY = re.compile(r"(\w+) *=")


def comments_of(text: str) -> Mapping[tuple[str, str], str]:
    r"""
    Read the comments of a TOML file whose sections and keys each begin a line.

    Parameters
    ----------
    text
        The file.

    Returns
    -------
    comments
        By section and key, the lines right above the key joined by spaces. A key without any
        takes that of the key above, if nothing but keys lies between; the key ``""`` holds what
        stands right below a section's name and belongs to no key.

    Examples
    --------
    >>> dict(comments_of("[cap]\n# A year.\nred = 6\nblue = 1\n"))
    {('cap', 'red'): 'A year.', ('cap', 'blue'): 'A year.'}
    """
    found: dict[tuple[str, str], str] = {}
    section, lines, said = "", [], ""
    for line in text.splitlines():
        if line.startswith("#"):
            lines.append(line.removeprefix("#").strip())
            continue
        said, lines = (" ".join(lines), []) if lines else (said, lines)
        if match := _SECTION.fullmatch(line.strip()):
            section, said = match[1], ""
        elif match := _KEY.match(line):
            found[section, match[1]] = said
        elif section and said and (section, "") not in found:
            found[section, ""] = said
    return found
