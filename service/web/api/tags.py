"""Entity tags: by which a client says which state of a thing it has seen (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from service.web.problems import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

_LENGTH = 32


def tag_of_body(body: bytes) -> str:
    """
    Make the tag of an answer; equal answers have equal tags, whenever they were made.

    Examples
    --------
    >>> tag_of_body(b"{}")
    '"44136fa355b3678a1146ad16f7e8649e"'
    """
    return f'"{hashlib.sha256(body).hexdigest()[:_LENGTH]}"'


def tag_of(record: Mapping[str, Any]) -> str:
    """Make the tag of one row, by its values and not by a clock."""
    return tag_of_body(orjson.dumps(record, option=orjson.OPT_SORT_KEYS, default=str))


def check_seen(request: Request, tag: str) -> None:
    """
    Make sure that who edits a row has seen it as it is.

    Call it within the unit of writing that changes the row, with the tag of the row as read there:
    then nobody changes it in between.

    Raises
    ------
    RefusalError
        428 without ``If-Match``, 412 if it names another state.
    """
    said = request.headers.get("if-match")
    if said is None:
        raise RefusalError(
            428,
            "Send If-Match with the ETag of what you have read, so that no edit is overwritten.",
            zh="请带上 If-Match（读取时得到的 ETag），以免覆盖他人的修改。",
        )
    if not {"*", tag} & _named(said):
        raise RefusalError(
            412,
            "Somebody changed it since you read it; read it again and repeat the edit.",
            zh="您读取之后它已被修改，请重新读取后再改。",
            headers={"ETag": tag},
        )


def _named(header: str) -> set[str]:
    return {one.strip() for one in header.split(",") if one.strip()}
