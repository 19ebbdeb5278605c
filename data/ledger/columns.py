"""What the user says of columns that the program does not know: ``--columns map.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.headers import HEADERS, OUR_FIELDS
from data.ledger.sheets import clean_text
from data.ledger.spellings import DATUM, find_code
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_IGNORE, _CONSTANTS = "ignore", "constants"
_BY_COLUMN_ONLY = frozenset({"lon", "lat", "lonlat", "serial"})
_EVERY = "every kind"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """
    Headers that the user explained.

    Attributes
    ----------
    fields
        Kind of ledger to header, as the file writes it, to our field.
    ignored
        Kind to headers that are neither a field nor an extra.
    constants
        Kind to field to the value that every row has.
    wanted
        Sets of headers of which one must be in the files, each with the line that asks for it.
    """

    file: str = ""
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    ignored: dict[str, frozenset[str]] = field(default_factory=dict)
    constants: dict[str, dict[str, str]] = field(default_factory=dict)
    wanted: dict[str, frozenset[str]] = field(default_factory=dict)

    def field_of(self, header: str, kind: str) -> str | None:
        """Return the field that the user gave to a header, or ``None``."""
        return self.fields.get(kind, {}).get(clean_text(header))

    def is_ignored(self, header: str, kind: str) -> bool:
        """Tell whether the user wants a column left out."""
        return clean_text(header) in self.ignored.get(kind, frozenset())

    def check_used(self, headers: Iterable[str]) -> None:
        """
        Refuse a map that speaks of headers no file has: a slip, or the wrong map.

        Raises
        ------
        ConfigError
            With the first such line, and headers the files do have.
        """
        present = {clean_text(header) for header in headers}
        for line, needed in self.wanted.items():
            if not needed & present:
                asked, found = "、".join(sorted(needed)), "、".join(sorted(present)[:_SHOWN])
                raise ConfigError(
                    f"{self.file}: {line} names {asked}, but no sheet has such a header; "
                    f"the headers are {found}.",
                    zh=f"{self.file}：{line} 写的是“{asked}”，但没有一张表有这个表头；"
                    f"现有表头：{found}。",
                )


_SHOWN = 30
NO_COLUMNS = ColumnMap()
"""Nothing explained: the synonyms of ``data.headers`` alone decide."""


def read_column_map(settings: Mapping[str, Any], *, file: str) -> ColumnMap:
    """
    Understand a column map.

    Parameters
    ----------
    settings
        What the TOML file says: ``field = "header"`` or ``field = ["one", "other"]``, ``ignore =
        ["header"]``, and a table ``constants`` of ``field = "value"``; at the top for every kind
        that has the field, in a table named after a kind for that kind.
    file
        Its name, for messages.

    Raises
    ------
    ConfigError
        If it names a kind or field that does not exist, gives one header two meanings, or a value
        is not of the right type.
    """
    reader = _Reader(file)
    for kind, table in _tables(settings, reader):
        reader.take(kind, table)
    return reader.finish()


def _tables(
    settings: Mapping[str, Any], reader: _Reader
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Part what holds for every kind from the tables of single kinds."""
    general = {name: value for name, value in settings.items() if name not in HEADERS}
    if general:
        yield _EVERY, general
    for kind in HEADERS:
        if kind in settings:
            if not isinstance(settings[kind], Mapping):
                raise reader.fault(
                    kind,
                    "is the name of a kind; write it as a table, [" + kind + "]",
                    "是台账类别，应写成表头 [" + kind + "]",
                )
            yield kind, settings[kind]


class _Reader:
    """Gathers a map line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.fields: dict[str, dict[str, str]] = {kind: {} for kind in HEADERS}
        self.ignored: dict[str, set[str]] = {kind: set() for kind in HEADERS}
        self.constants: dict[str, dict[str, str]] = {kind: {} for kind in HEADERS}
        self.wanted: dict[str, frozenset[str]] = {}

    def fault(self, line: str, en: str, zh: str) -> ConfigError:
        """Say what is wrong with one line of the map."""
        return ConfigError(f"{self.file}: {line} {en}.", zh=f"{self.file}：{line} {zh}。")

    def take(self, section: str, table: Mapping[str, Any]) -> None:
        """Take in one table."""
        for name, value in table.items():
            line = name if section == _EVERY else f"{section}.{name}"
            if name == _CONSTANTS:
                self._constants(section, line, value)
                continue
            kinds = self._kinds(section, name, line)
            headers = self._headers(line, value)
            self.wanted[line] = frozenset(headers)
            if name == _IGNORE:
                for header in headers:
                    self.wanted[f"{line} {header}"] = frozenset({header})
                del self.wanted[line]
            for kind in kinds:
                for header in headers:
                    self._give(kind, header, name, line)

    def _give(self, kind: str, header: str, name: str, line: str) -> None:
        """Give one header its one meaning."""
        taken = self.fields[kind].get(header) or (_IGNORE if header in self.ignored[kind] else None)
        if taken is not None:
            raise self.fault(
                line,
                f"gives header {header!r} a second meaning; it is {taken} already",
                f"把表头“{header}”又用了一次，它已用作 {taken}",
            )
        if name == _IGNORE:
            self.ignored[kind].add(header)
        else:
            self.fields[kind][header] = name

    def _kinds(self, section: str, name: str, line: str) -> list[str]:
        """List the kinds a line holds for; a field that none of them has is a slip."""
        asked = list(HEADERS) if section == _EVERY else [section]
        kinds = asked if name == _IGNORE else [kind for kind in asked if name in HEADERS[kind]]
        if kinds:
            return kinds
        known = sorted({field for kind in asked for field in HEADERS[kind]} - OUR_FIELDS)
        raise self.fault(
            line,
            f"is no field of {section}; known are {', '.join(known)}, {_IGNORE}, {_CONSTANTS}",
            f"不是已知的字段；可用：{'、'.join(known)}、{_IGNORE}、{_CONSTANTS}",
        )

    def _headers(self, line: str, value: object) -> list[str]:
        listed = value if isinstance(value, list) else [value]
        if not listed or not all(isinstance(i, str) and clean_text(i) for i in listed):
            raise self.fault(
                line,
                f"should be a header or a list of headers, got {value!r}",
                f"应是一个表头或一串表头，现为“{value}”",
            )
        return [clean_text(str(item)) for item in listed]

    def _constants(self, section: str, line: str, table: object) -> None:
        if not isinstance(table, Mapping):
            raise self.fault(line, "should be a table of field = value", "应是“字段 = 值”的表")
        for name, value in table.items():
            here = f"{line}.{name}"
            if name in _BY_COLUMN_ONLY or not isinstance(value, str | int | float):
                raise self.fault(here, "cannot be one value for every row", "不能每行都取同一个值")
            text = self._datum(here, str(value)) if name == "datum" else str(value)
            for kind in self._kinds(section, name, here):
                self.constants[kind][name] = text

    def _datum(self, line: str, value: str) -> str:
        code = value if value in DATUMS else find_code(value, DATUM)
        if code is None:
            raise self.fault(
                line,
                f"should be one of {', '.join(DATUMS)}, got {value!r}",
                f"应为 {'、'.join(DATUMS)} 之一，现为“{value}”",
            )
        return code

    def finish(self) -> ColumnMap:
        """Give the map."""
        ignored = {kind: frozenset(headers) for kind, headers in self.ignored.items()}
        return ColumnMap(self.file, self.fields, ignored, self.constants, self.wanted)
