"""Layers of our own on a folium map: data in the page, drawing in our scripts."""

from __future__ import annotations

from typing import Any

from branca.element import MacroElement

from maps.escaping import embedded_json
from maps.offline import Literal


class EmbeddedLayer(MacroElement):
    """
    A layer that one of our scripts draws from data in the page.

    Parameters
    ----------
    key
        Name of the layer in scripts: ``patrol.layers[key]``; also the id of its data.
    script
        Factory in our scripts, such as ``patrol.basemap``; called with map, data id, options.
    content
        What the data element holds, already packed or embedded.
    options
        Plain values for the factory.
    """

    def __init__(
        self, *, key: str, script: str, content: str, options: dict[str, Any] | None = None
    ) -> None:
        start: Any = super().__init__  # branca does not type it
        start()
        self._name = "EmbeddedLayer"
        self.key = key
        self.script = script
        self.content = content
        self.options = options or {}

    def render(self, **_kwargs: object) -> str:
        """Put the data and one line of script into the page; return nothing to write in place."""
        figure: Any = self.get_root()
        parent: Any = self._parent
        data = f'<script type="text/plain" id="{self.key}-data">{self.content}</script>'
        figure.html.add_child(Literal(data, holds_data=True), name=f"{self.get_name()}_data")
        line = (
            f"patrol.layers[{embedded_json(self.key)}] = {self.script}("
            f"{parent.get_name()}, {embedded_json(self.key + '-data')}, "
            f"{embedded_json(self.options)});"
        )
        figure.script.add_child(Literal(line), name=self.get_name())
        return ""
