"""Every form of every page and every write of the interface takes hostile texts: nothing breaks."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from service.web.api.document import document_of
from service.web.app import make_app
from tests.service.web.hostile.asking import STREAM, addresses, filled, reads, writes
from tests.service.web.hostile.reading import faults_of
from tests.service.web.hostile.texts import KEY, TYPED
from tests.service.web.hostile.typing import Form, body_of, forms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.web.hostile.house import HostileTown


@pytest.fixture(scope="module")
def forms(town: HostileTown) -> dict[str, Form]:
    """Collect every form that any page shows: its address to what stands in it."""
    client, found = town.client(), {}
    for route in reads(make_app(town.service.office)):
        if route.path == STREAM or route.path.startswith("/api"):
            continue
        answer = client.get(addresses(route, town)[0])
        if answer.headers.get("content-type", "").startswith("text/html"):
            found |= {one.action: one for one in forms_of(answer.content)}
    return found


def test_forms_take_any_text(forms: dict[str, Form], town: HostileTown) -> None:
    """In the fields where one types, and in those where one chooses."""
    assert len(forms) > 30
    for form, text in _turns(forms):
        for everywhere in (False, True):
            fields = form.filled(text, everywhere=everywhere)
            files = form.files(text) if form.is_upload else None
            answer = town.client().post(form.action, data=fields, files=files)
            assert faults_of(answer) == [], (form.action, text[:40])


def _turns(forms: dict[str, Form]) -> Iterator[tuple[Form, str]]:
    """Each form gets two of the texts, and each text comes in its turn."""
    texts = cycle(TYPED)
    for _, form in sorted(forms.items()):
        for _ in range(2):
            yield form, next(texts)


def test_every_address_that_writes_is_asked(forms: dict[str, Form], town: HostileTown) -> None:
    """An address whose form no page shows is sent a guess; a new one is no gap."""
    app, texts = make_app(town.service.office), cycle(TYPED)
    reached = [action.partition("?")[0] for action in forms]
    for route in writes(app):
        if route.path.startswith("/api") or any(route.path_regex.match(one) for one in reached):
            continue
        (address,) = filled(route, town)
        for fields in ({"none": next(texts)}, dict.fromkeys(_names(route), next(texts))):
            answer = town.client().post(address, data=fields)
            assert faults_of(answer) == [], address


def _names(route: Any) -> list[str]:  # noqa: ANN401 - FastAPI's own class
    return [one.alias for one in route.dependant.body_params] or ["what"]


def test_interface_takes_any_text(town: HostileTown) -> None:
    """As described but for the texts, with nothing as described, and in the address."""
    app = make_app(town.service.office)
    document = document_of(app, cookie="gridpatrol")
    parts, texts, asked = document["components"]["schemas"], cycle(TYPED), 0
    for route in writes(app):
        if not route.path.startswith("/api"):
            continue
        method = next(iter(route.methods)).lower()
        said = document["paths"][route.path][method].get("requestBody", {}).get("content", {})
        for everywhere in (False, True):
            for address in (*filled(route, town), *filled(route, None)):
                body = _body(said, parts, next(texts), everywhere=everywhere)
                headers = {"if-match": "*", "idempotency-key": f"k{asked}"}
                answer = town.client().request(method, address, headers=headers, **body)
                asked += 1
                assert faults_of(answer) == [], (method, address, body)
    assert asked > 100


def _body(
    said: dict[str, Any], parts: dict[str, Any], text: str, *, everywhere: bool
) -> dict[str, Any]:
    if "application/json" in said:
        schema = said["application/json"]["schema"]
        return {"json": body_of(schema, parts, text, everywhere=everywhere)}
    if "multipart/form-data" in said:
        return {"files": {"files": (f"{text[:100]}.csv", f"{KEY}\r\n{text}".encode())}}
    return {}
