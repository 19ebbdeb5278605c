"""JSON that is sent to the service, read strictly; what is wrong with it is a wrong argument."""

from __future__ import annotations

from typing import Any

from fastapi.concurrency import run_in_threadpool

from data.errors import InputError
from data.strictjson import read_json
from service.web.problems import RefusalError

_QUICK_BYTES = 20_000
"""A body up to this is read at once; a megabyte made to be slow takes most of a second."""


async def sent_json(body: bytes) -> Any:  # noqa: ANN401 - what JSON knows
    """Read a document as ``strict_json`` does, and let nobody else wait for a large one."""
    if len(body) <= _QUICK_BYTES:
        return strict_json(body)
    return await run_in_threadpool(strict_json, body)


def strict_json(body: bytes) -> Any:  # noqa: ANN401 - what JSON knows
    """
    Read a document, whose length is bounded already (``service.web.limits``).

    Raises
    ------
    RefusalError
        422 as ``data.strictjson.read_json`` refuses it.
    """
    try:
        return read_json(body)
    except InputError as error:
        en, zh = f"The body cannot be read. {error}", f"请求体无法读取：{error.zh}"
        raise RefusalError(422, en, zh=zh, kind="wrong-argument") from error
