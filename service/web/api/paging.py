"""Pages of a list by key: stable however many rows are added or removed in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, create_model

from service.web.api.answers import answer
from service.web.api.keys import LONGEST_KEY, Key, QueryAsk
from service.web.api.rows import row_model, rows_of
from service.web.faults import KEY_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import Response

    from data.store import Store

MOST = 1000
USUAL = 100


class Page:
    """
    Which part of a list is asked for.

    Attributes
    ----------
    after
        Key of the last row of the page before; ``None`` begins.
    limit
        Rows at most.
    """

    def __init__(
        self,
        after: Annotated[
            str | None,
            Query(
                max_length=LONGEST_KEY,
                pattern=KEY_PATTERN,
                description="Key of the last row of the page before; rows after it come.",
            ),
        ] = None,
        limit: Annotated[int, Query(ge=1, le=MOST, description="Rows of a page at most.")] = USUAL,
    ) -> None:
        self.after = after
        self.limit = limit


Paged = Annotated[Page, Depends(Page)]


class PageAsk(QueryAsk):
    """The same for a list with further arguments: one that is not described is refused."""

    after: Key | None = Field(
        None, description="Key of the last row of the page before; rows after it come."
    )
    limit: int = Field(USUAL, ge=1, le=MOST, description="Rows of a page at most.")


class PageModel(BaseModel):
    """One page of a list, ordered by key."""

    model_config = ConfigDict(extra="forbid")

    next: str | None = Field(
        description="Address of the next page, also in the header Link; null on the last one.",
        examples=["/api/v1/sites?limit=100&after=S00100"],
    )


def page_model(table: str, *, without: tuple[str, ...] = ()) -> type[BaseModel]:
    """Describe a page of rows of a table."""
    row = row_model(table, without=without)
    rows = (list[row], Field(description="The rows of this page."))  # type: ignore[valid-type] # made from the schema
    return create_model(f"{row.__name__}Page", __base__=PageModel, items=rows)


def page_of(
    request: Request,
    town: Store,
    table: str,
    page: Page,
    *,
    where: Mapping[str, Sequence[str] | str | None] | None = None,
    without: tuple[str, ...] = (),
) -> Response:
    """
    Answer with a page of a table.

    Parameters
    ----------
    request
        Its address, with another ``after``, is that of the next page.
    town
        The store as the actor sees it.
    table
        Name of a table of ``data.schema.TABLES``.
    page
        Which part.
    where
        Column to the value, or values, it must have; ``None`` asks for nothing.
    without
        Columns that are not shown.
    """
    chosen = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in (where or {}).items()
        if value is not None
    }
    frame = town.read(table, where=chosen, after=page.after, limit=page.limit + 1)
    rows = rows_of(frame.head(page.limit), table, without=without)
    more = len(frame) > page.limit
    return answer_page(request, rows, last=str(frame.index[page.limit - 1]) if more else None)


def answer_page(
    request: Request, rows: Sequence[Any], *, last: str | None, **more: object
) -> Response:
    """Answer with rows, the address of the next page where there is one, and further members."""
    address = None
    headers = {}
    if last is not None:
        kept = [(name, one) for name, one in request.query_params.multi_items() if name != "after"]
        address = f"{request.url.path}?{urlencode([*kept, ('after', last)])}"
        headers["Link"] = f'<{address}>; rel="next"'
    return answer({"items": rows, "next": address, **more}, headers=headers)
