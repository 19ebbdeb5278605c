"""Under which heading ``gridpatrol --help`` shows a command, and in which order."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

PANELS: dict[str, tuple[str, ...]] = {
    "开始 To begin": ("demo", "import", "roads"),
    "每周 Every week": ("score", "hotspots", "plan", "replan", "map", "export", "record"),
    "整改和措施 What follows a visit": (
        "findings",
        "orders",
        "dispose",
        "tips",
        "experts",
        "report",
    ),
    "有时 Now and then": ("beats", "predictability", "backtest", "rules"),
    "办公室 The office": ("serve", "worker", "people"),
    "保管 Keeping the store": ("history", "backup", "restore", "doctor"),
    "不用库 Without a store": ("rank", "solve", "check", "simulate"),
}
"""Heading to its commands, both in the order in which a newcomer needs them."""
OTHERS = "其他 Others"
_PLACES = {name: heading for heading, names in PANELS.items() for name in names}
_ORDER = list(_PLACES)


class PanelGroup(TyperGroup):
    """The commands in the order of their headings; one that has none comes last, as another."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - what typer passes to its own
        super().__init__(**attributes)
        self.commands = dict(sorted(self.commands.items(), key=lambda named: _place(named[0])))
        for name, command in self.commands.items():
            if isinstance(command, TyperCommand | TyperGroup):
                command.rich_help_panel = _PLACES.get(name, OTHERS)


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _PLACES else len(_ORDER)
