"""Forms as the pages show them and bodies as the document describes them, filled with any text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREE = frozenset({"text", "search", "textarea", "password"})
_FIXED = {
    "date": "2026-11-24",
    "datetime-local": "2026-11-24T08:00",
    "number": "1",
    "time": "08:00",
}


@dataclass(frozen=True)
class Form:
    """One form of a page."""

    action: str
    fields: tuple[tuple[str, str, str], ...] = field(default=())
    """Name, kind and value of each field."""

    @property
    def is_upload(self) -> bool:
        """Tell whether it takes files."""
        return any(kind == "file" for _, kind, _ in self.fields)

    def filled(self, text: str, *, everywhere: bool) -> dict[str, str]:
        """Type a text where anything may be typed, or in the place of what is chosen, too."""
        return {
            name: text if everywhere or kind in _FREE else value or _FIXED.get(kind, "")
            for name, kind, value in self.fields
            if kind != "file"
        }

    def files(self, text: str) -> dict[str, tuple[str, bytes]]:
        """Send a file of that name and content."""
        said = text[:200].encode("utf-8", "replace")
        names = [name for name, kind, _ in self.fields if kind == "file"]
        return dict.fromkeys(names, (f"{text[:150]}.csv", b"a,b\r\n" + said))


def forms_of(page: bytes) -> Iterator[Form]:
    """Find the forms of a page that write."""
    for one in html.fromstring(page).iter("form"):
        if one.get("method", "").lower() == "post" and one.get("action"):
            yield Form(one.get("action", ""), tuple(_fields(one)))


def _fields(form: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    for one in form.iter("input", "select", "textarea", "button"):
        name, kind = one.get("name"), str(one.get("type") or one.tag)
        if not name or name == "csrf":
            continue
        if one.tag == "select":
            chosen = [option.get("value", "") for option in one.iter("option")]
            yield name, "select", next((value for value in chosen if value), "")
        else:
            yield name, "textarea" if one.tag == "textarea" else kind, one.get("value", "")


def body_of(schema: dict[str, Any], parts: dict[str, Any], text: str, *, everywhere: bool) -> Any:  # noqa: ANN401
    """Make a body that is as described, but for its texts."""
    while "$ref" in schema:
        schema = parts[schema["$ref"].rpartition("/")[2]]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return body_of(schema[word][0], parts, text, everywhere=everywhere)
    if schema.get("type") == "object":
        members = schema.get("properties", {"any": {"type": "string"}})
        return {
            name: body_of(one, parts, text, everywhere=everywhere) for name, one in members.items()
        }
    if schema.get("type") == "array":
        return [body_of(schema.get("items", {}), parts, text, everywhere=everywhere)]
    return _value(schema, text, everywhere=everywhere)


def _value(schema: dict[str, Any], text: str, *, everywhere: bool) -> object:
    kind = schema.get("type", "string")
    if kind != "string":
        low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        return {"boolean": True, "null": None}.get(kind, low)
    if everywhere:
        return text
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    if schema.get("format") == "date":
        return "2026-11-24"
    return schema["examples"][0] if schema.get("pattern", "").startswith("^[0-9]") else text
