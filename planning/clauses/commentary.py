"""What ``rules.toml`` says of each key: the comment above it, source included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.words import Lang

_SECTION = re.compile(r"\[([\w.]+)\]")
_KEY = re.compile(r"(\w+) *=")
_AFTER_A_SENTENCE = re.compile(r"(?<=[.。])\s*(?=[\u3400-\u9fff])|(?<=。)\s*|(?<=\.)\s+(?=[A-Z])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


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


def comment_in(comment: str, lang: Lang) -> str:
    """
    Take the sentences of one language from a comment that says everything in both.

    A sentence may name things in the other language; it is of the one that most of it is in.

    Examples
    --------
    >>> comment_in("Days of rest (休息). 休息天数。Source: design. 来源：设计。", "en")
    'Days of rest (休息). Source: design.'
    >>> comment_in("Days of rest (休息). 休息天数。Source: design. 来源：设计。", "zh")
    '休息天数。来源：设计。'
    """
    sentences = [one for one in _AFTER_A_SENTENCE.split(comment) if one]
    wanted = [one for one in sentences if _is_chinese(one) == (lang == "zh")]
    return ("" if lang == "zh" else " ").join(wanted)


def _is_chinese(sentence: str) -> bool:
    """Tell the language; an English word has about five letters for one Chinese sign."""
    return len(_LATIN.findall(sentence)) <= 2 * len(_CHINESE.findall(sentence))
