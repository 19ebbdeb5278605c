"""What the environment says, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.words import Lang

DEFAULT_STORE = "town.gpkg"


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

    Raises
    ------
    ConfigError
        If the language is neither of the two, or the store is empty.
    """

    store: str = field(default=DEFAULT_STORE, repr=False)  # may hold a password
    lang: Lang = "zh"
    user: str = ""
    rules: str = ""

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
        Usually ``os.environ``; ``GRIDPATROL_STORE``, ``GRIDPATROL_LANG``, ``GRIDPATROL_USER``
        and ``GRIDPATROL_RULES`` are read.
    store, lang
        What the command line says, or ``None``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """
    chosen_lang = lang or environment.get("GRIDPATROL_LANG") or "zh"
    return Settings(
        store=store or environment.get("GRIDPATROL_STORE") or DEFAULT_STORE,
        lang=cast("Lang", chosen_lang),
        user=environment.get("GRIDPATROL_USER", "").strip(),
        rules=environment.get("GRIDPATROL_RULES", "").strip(),
    )
