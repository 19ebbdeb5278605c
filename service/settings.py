"""What the environment says, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.words import Lang

DEFAULT_STORE = "town.gpkg"
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    Settings of one run.

    Parameters
    ----------
    store
        Path of the store file, or a ``postgresql://`` address.
    lang
        Language of what is printed and drawn, ``zh`` or ``en``.
    rules
        The office's own rules file; empty where none is set.
    user
        Who does it, as the audit says; empty is whoever is logged in on the machine.
    backup_folder
        Where a filled store on a server is backed up before an upgrade; ``None``: nowhere, and it
        is not upgraded.
    migrate_without_backup
        Whether it is upgraded without.

    Raises
    ------
    ConfigError
        If the language is neither of the two, or the store is empty.
    """

    store: str = field(default=DEFAULT_STORE, repr=False)  # may hold a password
    lang: Lang = "zh"
    user: str = ""
    rules: str = ""
    backup_folder: Path | None = None
    migrate_without_backup: bool = False

    def __post_init__(self) -> None:
        if self.lang not in ("zh", "en"):
            raise ConfigError(
                f"Expected the language zh or en, got {self.lang!r}.",
                zh=f"语言只能是 zh 或 en，现为“{self.lang}”。",
            )
        if not self.store:
            raise ConfigError(
                "Expected a store, such as town.gpkg, got an empty name.",
                zh="库文件名为空，应为 town.gpkg 这样的名字。",
            )


def read_settings(
    environment: Mapping[str, str], *, store: str | None = None, lang: str | None = None
) -> Settings:
    """
    Join what the command line says with what the environment says; the command line wins.

    Parameters
    ----------
    environment
        Usually ``os.environ``; ``GRIDPATROL_STORE``, ``GRIDPATROL_LANG``, ``GRIDPATROL_USER``,
        ``GRIDPATROL_RULES``, ``GRIDPATROL_BACKUP_FOLDER`` and ``GRIDPATROL_MIGRATE_WITHOUT_BACKUP``
        are read.
    store, lang
        What the command line says, or ``None``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """
    chosen_lang = lang or environment.get("GRIDPATROL_LANG") or "zh"
    folder = environment.get("GRIDPATROL_BACKUP_FOLDER", "").strip()
    name = "migrate_without_backup"
    return Settings(
        store=store or environment.get("GRIDPATROL_STORE") or DEFAULT_STORE,
        lang=cast("Lang", chosen_lang),
        user=environment.get("GRIDPATROL_USER", "").strip(),
        rules=environment.get("GRIDPATROL_RULES", "").strip(),
        backup_folder=Path(folder) if folder else None,
        migrate_without_backup=read_flag(name, environment.get(f"GRIDPATROL_{name.upper()}", "")),
    )


def read_flag(name: str, value: str) -> bool:
    """
    Read a setting that is on or off; empty is off.

    Raises
    ------
    ConfigError
        If it is neither.

    Examples
    --------
    >>> read_flag("allow_plain", "yes")
    True
    """
    word = value.strip().lower()
    if word not in _YES | _NO:
        raise ConfigError(
            f"Expected true or false for {name}, got {value!r}.",
            zh=f"{name} 应为 true 或 false，现为“{value}”。",
        )
    return word in _YES
