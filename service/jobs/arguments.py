"""What a piece of long work is asked for: checked when it is asked, not when it is begun."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from data.errors import ConfigError, InputError
from data.units import named_week

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_T = TypeVar("_T")
_LONGEST_TEXT = 2000
_MOST_FILES = 100


@dataclass(slots=True)
class Asked:
    """
    Takes the fields of an argument one by one; what nobody took is refused at the end.

    Attributes
    ----------
    kind
        The kind of work, for messages.
    given
        What was asked for.
    taken
        Fields that were there, checked, and written in one form.
    """

    kind: str
    given: Mapping[str, Any]
    taken: dict[str, Any] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def text(self, name: str, *, among: Collection[str] | None = None) -> str | None:
        """Take a text that is not blank; ``None`` where there is none."""
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
            raise self._wrong(name, "a short text", "一段不太长的文字")
        if "\x00" in value:
            raise self._wrong(name, "a text without control signs", "不含控制符的文字")
        if among is not None and value not in among:
            raise self._wrong(name, " | ".join(sorted(among)), "、".join(sorted(among)) + " 之一")
        return self._keep(name, value)

    def whole(self, name: str, *, low: int, high: int) -> int | None:
        """Take a whole number of a range, both ends included."""
        value = self._value(name)
        if value is None:
            return None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not low <= value <= high:
            raise self._wrong(
                name, f"a whole number from {low} to {high}", f"{low} 到 {high} 的整数"
            )
        return self._keep(name, int(value))

    def number(self, name: str, *, above: float, high: float) -> float | None:
        """Take a number above one bound, up to another."""
        value = self._value(name)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not isfinite(value) or not above < value <= high:
            raise self._wrong(
                name,
                f"a number above {above:g}, up to {high:g}",
                f"大于 {above:g}、不超过 {high:g} 的数",
            )
        return self._keep(name, float(value))

    def flag(self, name: str) -> bool | None:
        """Take true or false."""
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false", "true 或 false")
        return self._keep(name, value)

    def day(self, name: str) -> str | None:
        """Take an ISO day."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return self._keep(name, date.fromisoformat(value).isoformat())
        except ValueError as error:
            raise self._wrong(name, "a date such as 2026-11-24", "2026-11-24 这样的日期") from error

    def week(self, name: str) -> str | None:
        """Take an ISO week, or a date in it."""
        value = self.text(name)
        return None if value is None else self._keep(name, named_week(value))

    def texts(self, name: str) -> list[str]:
        """Take a list of texts; none where it is missing."""
        value = self._value(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, str) and one.strip() and "\x00" not in one for one in value
        ):
            raise self._wrong(name, "a list of texts", "一组文字")
        return self._keep(name, list(value))

    def numbers(self, name: str) -> list[float] | None:
        """Take a list of numbers above 0."""
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, int | float) and not isinstance(one, bool) and one > 0 and isfinite(one)
            for one in value
        ):
            raise self._wrong(name, "a list of numbers above 0", "一组大于 0 的数")
        return self._keep(name, [float(one) for one in value])

    def mapping(self, name: str) -> dict[str, Any] | None:
        """Take an object of JSON; who reads it checks what is in it."""
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(name, "an object", "一个对象")
        return self._keep(name, dict(value))

    def files(self, name: str) -> list[str]:
        """
        Take files that the service itself keeps; at least one.

        Raises
        ------
        InputError
            If one of them is not there.
        """
        listed = self.texts(name)
        if not 0 < len(listed) <= _MOST_FILES:
            raise self._wrong(name, f"1 to {_MOST_FILES} files", f"1 到 {_MOST_FILES} 个文件")
        for file in listed:
            if not Path(file).is_file():
                raise InputError(
                    f"The file {Path(file).name} is no longer there; upload it again.",
                    zh=f"文件 {Path(file).name} 已不在，请重新上传。",
                )
        return listed

    def needed(self, *names: str) -> None:
        """Refuse an argument without one of these."""
        for name in names:
            if self._value(name) is None:
                raise ConfigError(
                    f"The job {self.kind!r} needs {name!r}.",
                    zh=f"任务“{self.kind}”缺少“{name}”。",
                )

    def done(self) -> dict[str, Any]:
        """Give what was taken; fields that nobody asked about are refused by name."""
        odd = sorted(self.given.keys() - self.known)
        if odd:
            raise ConfigError(
                f"The job {self.kind!r} does not know {', '.join(odd)}; "
                f"it knows {', '.join(sorted(self.known))}.",
                zh=f"任务“{self.kind}”没有参数 {'、'.join(odd)}；"
                f"可用的有 {'、'.join(sorted(self.known))}。",
            )
        return self.taken

    def _value(self, name: str) -> Any:  # noqa: ANN401 - of what JSON knows
        self.known.add(name)
        return self.given.get(name)

    def _keep(self, name: str, value: _T) -> _T:
        self.taken[name] = value
        return value

    def _wrong(self, name: str, en: str, zh: str) -> ConfigError:
        shown = repr(self.given.get(name))[:60]
        return ConfigError(
            f"Expected {name!r} of the job {self.kind!r} to be {en}, got {shown}.",
            zh=f"任务“{self.kind}”的“{name}”应为{zh}，现为 {shown}。",
        )
