"""The style sheet: written in parts, served as one file that browsers keep."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from service.web.statics import PARTS

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

FOLDER = files("service.web").joinpath("styles")


def test_every_part_is_served() -> None:
    """A style sheet that nobody lists would be written in vain."""
    written = {one.name for one in FOLDER.iterdir() if one.name.endswith(".css")}
    assert written == {f"{part}.css" for part in PARTS}


def test_parts_begin_with_a_word_of_what_they_are_for() -> None:
    """A newcomer finds a rule by its file, and the file by its first line."""
    for part in PARTS:
        assert FOLDER.joinpath(f"{part}.css").read_text(encoding="utf-8").startswith("/* ")


def test_one_file_is_sent_once(service: Service) -> None:
    """In the order that decides which rule wins; not sent again while it is the same."""
    client = service.client("viewer")
    answer = client.get("/static/office.css")
    assert answer.headers["content-type"].startswith("text/css")
    places = [answer.content.index(FOLDER.joinpath(f"{part}.css").read_bytes()) for part in PARTS]
    assert places == sorted(places)
    again = client.get("/static/office.css", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
