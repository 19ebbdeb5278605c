"""When two requests are the same: what is asked, and with which rights."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson
from python_multipart.multipart import parse_options_header

if TYPE_CHECKING:
    from service.access.actors import Actor

_FORM = b"multipart/form-data"


def fingerprint_of(
    method: str, address: str, body: bytes, *, kind: str = "", rights: str = ""
) -> str:
    """
    Hash what a client asks for; the same hash is the same request.

    Parameters
    ----------
    address
        Path and query.
    kind
        The ``Content-Type``. Of a form with files the boundary is left out: every client draws a
        new one for each try.
    rights
        What the client may do and see (``rights_of``): an answer is no other's with fewer rights.
    """
    head = (method, address, rights)
    return hash_of(*map(str.encode, head), *_parts(body, kind))


def rights_of(actor: Actor) -> str:
    """Write what an actor may do and see; two tokens of one account may differ in it."""
    towns = None if actor.towns is None else sorted(actor.towns)
    return orjson.dumps([sorted(actor.permissions), towns, actor.team_id]).decode()


def hash_of(*parts: bytes) -> str:
    """Hash parts, of which none runs over into the next."""
    told = hashlib.sha256()
    for part in parts:
        told.update(b"%d:" % len(part))
        told.update(part)
    return told.hexdigest()


def _parts(body: bytes, kind: str) -> list[bytes]:
    """Cut a form at its boundary; any other body is one part."""
    name, options = parse_options_header(kind.encode("latin-1", "replace"))
    boundary = options.get(b"boundary")
    if name.lower() != _FORM or not boundary:
        return [body]
    return (b"\r\n" + body).split(b"\r\n--" + boundary)
