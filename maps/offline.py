"""A folium map whose page asks nobody for anything.

Everything a page needs stands in the page. Stock folium links to eight files of four hosts, gives
each element a random name, and compiles each rendered piece a second time as a template, so that a
ledger cell holding ``{{ ... }}`` would run as code. ``OfflineMap`` mends all three; the last needs
two methods of branca and folium replaced, for the whole process, when the first map is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Self

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from data.errors import InputError, NotFoundError
from maps.escaping import script_text
from maps.shipped import shipped_text

if TYPE_CHECKING:
    from data.model import LonLat

_RANDOM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")
_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_SHIPPED_LINKS = {"leaflet.js": "vendor/leaflet.js", "leaflet.css": "vendor/leaflet.css"}
_MIN_ZOOM, _MAX_ZOOM = 9, 19


class Literal(Element):
    """A piece of page that is written as it is and never compiled as a template."""

    def __init__(self, text: str, *, holds_data: bool = False) -> None:
        super().__init__()
        self._name = "Literal"
        self.text = text
        self.holds_data = holds_data

    def render(self, **_kwargs: object) -> str:
        """Return the text."""
        return self.text


@dataclass(frozen=True, slots=True)
class MapPieces:
    """
    What a map adds to a page.

    Attributes
    ----------
    styles, scripts
        Texts for ``<style>`` and ``<script>`` elements, in order, without the elements.
    html
        The map's own elements.
    data
        Script elements of data kind (JSON, base64), which no browser runs.
    """

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    html: str
    data: str


class OfflineMap(folium.Map):
    """
    A folium map that stands alone.

    Parameters
    ----------
    bounds
        South-west and north-east corner, each lon, lat in degrees, that the first view shows; as
        ``maps.basemap.bounds_of`` finds them.

    Examples
    --------
    Layers are put on with ``+``, ours and folium's alike, and a notebook shows the map:

    >>> shown = OfflineMap(((115.0, 35.4), (115.1, 35.6)))
    >>> shown = shown + folium.CircleMarker([35.5, 115.05], radius=9) + folium.LayerControl()
    >>> "L.circleMarker" in shown.document()
    True

    Notes
    -----
    Any folium layer may be added. A layer that links to a file that is not shipped makes
    ``pieces`` raise and name the file. The credit line belongs to the page's footer.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium declares them as lists
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
          {...{{ this.options|tojavascript }}}).fitBounds({{ this.corners|tojson }});
        if (window.patrol) patrol.map = {{ this.get_name() }};
        {% endmacro %}
        """
    )

    def __init__(self, bounds: tuple[LonLat, LonLat]) -> None:
        _mend_folium()
        (west, south), (east, north) = bounds
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            wheel_px_per_zoom_level=120,
        )
        # folium drops these two where there are no tiles, and clusters then show nothing
        self.options["minZoom"] = _MIN_ZOOM
        self.options["maxZoom"] = _MAX_ZOOM
        self.corners = [[south, west], [north, east]]
        self._pieces: MapPieces | None = None

    def __add__(self, layer: Element) -> Self:
        """
        Put one more layer on this map, and give the map.

        A layer of folium lies on one map only, so this is the same map and not a copy.

        Raises
        ------
        InputError
            If the map was already rendered: it would not show the layer.
        """
        if self._pieces is not None:
            raise InputError(
                "Expected all layers before the map is shown, got one more; make a new map.",
                zh="地图已经显示过，不能再加图层；请重新建一张地图。",
            )
        self.add_child(layer)
        return self

    def pieces(self) -> MapPieces:
        """
        Render the map, once, into what a page has to hold.

        Raises
        ------
        NotFoundError
            If a layer links to a file that is not shipped.
        """
        if self._pieces is None:
            self._pieces = self._rendered()
        return self._pieces

    def _rendered(self) -> MapPieces:
        figure: Any = self.get_root()
        render: Any = self.render  # folium types neither
        render()
        head_styles, head_scripts = _head(_children(figure.header))
        html = [child for child in _children(figure.html) if not _holds_data(child)]
        body = "\n".join(child.render() for child in html)
        script = "\n".join(script_text(child.render()) for child in _children(figure.script))
        renumbered = _renumber([*head_styles, *head_scripts, body, script])
        styles = renumbered[: len(head_styles)]
        scripts = renumbered[len(head_styles) : -2]
        held = [child.render() for child in _children(figure.html) if _holds_data(child)]
        return MapPieces(
            styles=(shipped_text("vendor/leaflet.css"), *styles),
            scripts=(*_libraries(script), *scripts, renumbered[-1]),
            html=renumbered[-2],
            data="\n".join(held),
        )

    def document(self) -> str:
        """Write a page that holds the map alone, for notebooks and quick looks."""
        from maps.pages.frame import bare_page  # noqa: PLC0415  the frame imports this module

        return bare_page(self.pieces())

    def save(self, outfile: object, *_args: object, **_kwargs: object) -> None:
        """Refuse: this room opens no file; write ``document()`` where you want it."""
        raise NotFoundError(f"Expected the caller to write document() to {outfile}.")

    def _repr_html_(self, **_kwargs: object) -> str:
        return (
            f'<iframe srcdoc="{escape(self.document())}" '
            'style="width:100%;height:480px;border:0"></iframe>'
        )


def _children(element: Element) -> list[Any]:
    children: dict[str, Any] = element._children  # noqa: SLF001  branca has no public way
    return list(children.values())


def _holds_data(element: Element) -> bool:
    return isinstance(element, Literal) and element.holds_data


def _head(elements: list[Any]) -> tuple[list[str], list[str]]:
    """Split what layers put into the head into styles and scripts; links become texts."""
    styles: list[str] = []
    scripts: list[str] = []
    for element in elements:
        if isinstance(element, JavascriptLink):
            scripts.append(_linked(element.url))
        elif isinstance(element, CssLink):
            styles.append(_linked(element.url))
        else:
            text = element.render()
            styles.extend(_STYLE.findall(text))
            scripts.extend(_SCRIPT.findall(text))
    return styles, scripts


def _linked(url: str) -> str:
    file = url.rsplit("/", 1)[-1]
    if file not in _SHIPPED_LINKS:
        raise NotFoundError(
            f"Expected only files shipped with the maps, but a layer links to {url!r}; "
            "use a layer that needs no such file."
        )
    return shipped_text(_SHIPPED_LINKS[file])


def _libraries(script: str) -> list[str]:
    if "L.AwesomeMarkers" in script:
        raise NotFoundError(
            "Expected only files shipped with the maps, but folium.Icon needs "
            "'leaflet.awesome-markers.js'; use folium.DivIcon or a plain marker."
        )
    texts = [shipped_text("vendor/leaflet.js")]
    if "L.marker(" in script:  # stock markers show Leaflet's own pin
        texts.append(shipped_text("vendor/leaflet-icons.js"))
    if "$(" in script:  # stock popups build their content with jQuery
        texts.insert(0, shipped_text("vendor/jquery.js"))
    return [script_text(text) for text in texts]


def _renumber(texts: list[str]) -> list[str]:
    """Replace folium's random names by numbers in order of first appearance."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return str(numbers.setdefault(match[0], len(numbers) + 1))

    return [_RANDOM_ID.sub(number, text) for text in texts]


def _mend_folium() -> None:
    """Keep branca and folium from compiling rendered text as templates."""
    macro: Any = MacroElement
    popup: Any = folium.map.Popup
    if macro.render is not _macro_render:
        macro.render = _macro_render
        popup.render = _popup_render


def _macro_render(self: Any, **kwargs: object) -> None:  # noqa: ANN401  any folium element
    figure: Any = self.get_root()
    if not isinstance(figure, Figure):
        raise TypeError(f"Expected {self.get_name()} to be part of a figure before rendering.")
    macros = self._template.module.__dict__
    for part in ("header", "html", "script"):
        if macros.get(part):
            text = macros[part](self, kwargs)
            getattr(figure, part).add_child(Literal(text), name=self.get_name())
    for child in _children(self):
        child.render(**kwargs)


def _popup_render(self: Any, **kwargs: object) -> None:  # noqa: ANN401  any folium popup
    for child in _children(self):
        child.render(**kwargs)
    text = self._template.render(this=self, kwargs=kwargs)
    self.get_root().script.add_child(Literal(text), name=self.get_name())
