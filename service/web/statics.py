"""Files that are the same for everybody: scripts, pictures, the one style sheet of all parts."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

from service.web.revalidating import names

if TYPE_CHECKING:
    from starlette.types import Scope

STYLES = "office.css"
PARTS = (
    *("frame", "page", "forms", "tables", "small"),
    *("home", "ledgers", "questions", "pager", "links", "desk", "people", "week", "jobs", "ogc"),
)
"""Parts of the style sheet, ``service/web/styles/NAME.css``; a later one wins over an earlier."""


@cache
def joined_styles() -> bytes:
    """Join the parts, so that a page asks for one file."""
    folder = files("service.web").joinpath("styles")
    return b"".join(folder.joinpath(f"{part}.css").read_bytes() for part in PARTS)


class Statics(StaticFiles):
    """Serves the folder ``static``, and the joined style sheet beside its files."""

    def __init__(self) -> None:
        super().__init__(directory=str(files("service.web").joinpath("static")))

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer for one file; one that the browser has already is not sent again."""
        if path != STYLES or scope["method"] != "GET":
            return await super().get_response(path, scope)
        mark = f'"{hashlib.sha256(joined_styles()).hexdigest()[:32]}"'
        known = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
        if names(known, mark):
            return Response(status_code=304, headers={"etag": mark})
        return Response(joined_styles(), media_type="text/css", headers={"etag": mark})
