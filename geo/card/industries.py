"""What a card knows of industries, of dangerous processes and of dangerous substances."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """
    A group of industries with one hazard.

    Parameters
    ----------
    zh, en
        What the group is called.
    share
        Share of the industry points, 0-1.
    codes
        Beginnings of GB/T 4754 classes, digits only.
    words
        Words that mean the group where no code does.

    Raises
    ------
    ConfigError
        If the share is outside 0-1 or a code holds anything but digits.
    """

    zh: str
    en: str
    share: float
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ConfigError(
                f"Expected share of {self.zh!r} in [0, 1], got {self.share}.",
                zh=f"评分卡：“{self.zh}”的 share 应在 0 到 1 之间，现为 {self.share}。",
            )
        _check_codes(self.zh, self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """
    A dangerous process, and the industries in which it is usual.

    Parameters
    ----------
    codes
        Beginnings of GB/T 4754 classes, digits only.
    words
        Words in the industry or the remark that mean the process.

    Raises
    ------
    ConfigError
        If a code holds anything but digits.
    """

    codes: tuple[str, ...]
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_codes("processes", self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """
    A dangerous substance and the amount from which its store is a major hazard source.

    Parameters
    ----------
    words
        What ledgers call it, the usual name first.
    tonnes
        Critical quantity Q of GB 18218, tonnes, > 0.

    Raises
    ------
    ConfigError
        If it has no name or the quantity is not > 0.
    """

    words: tuple[str, ...]
    tonnes: float

    def __post_init__(self) -> None:
        if not self.words:
            raise ConfigError(
                "Expected words for every substance, got a substance without any.",
                zh="评分卡：substance 里有一种物质没有写 words。",
            )
        if not self.tonnes > 0:
            raise ConfigError(
                f"Expected tonnes of {self.words[0]!r} > 0, got {self.tonnes}.",
                zh=f"评分卡：“{self.words[0]}”的 tonnes 必须大于 0，现为 {self.tonnes}。",
            )


def _check_codes(name: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        if not (code.isascii() and code.isdigit()):
            raise ConfigError(
                f"Expected codes of {name!r} as digits, got {code!r}.",
                zh=f"评分卡：“{name}”的 codes 只能是数字，现为“{code}”。",
            )


def digits_of(code: str) -> str:
    """Take the digits of a GB/T 4754 class; empty where it has none."""
    return "".join(letter for letter in code if letter.isascii() and letter.isdigit())
