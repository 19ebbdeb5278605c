"""Results handed over as a scanned text: base45 (RFC 9285) of gzip, behind a mark."""

from __future__ import annotations

import zlib

from data.errors import InputError

MARK = b"PR1:"
_SIGNS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_MOST_BYTES = 1_000_000
"""No picture holds so much; what unpacks to more was not made by a page."""


def unpacked(content: bytes) -> bytes:
    """
    Give the JSON behind a text that a route page shows as a picture to scan.

    Parameters
    ----------
    content
        What a file holds.

    Returns
    -------
    json
        What was packed; any other content as it is.

    Raises
    ------
    InputError
        If the text bears the mark and is damaged.

    Examples
    --------
    >>> unpacked(b"{}")
    b'{}'
    """
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    if not text.startswith(MARK):
        return content
    try:
        unpacker = zlib.decompressobj(wbits=31)
        told = unpacker.decompress(from_base45(text[len(MARK) :]), _MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise _damaged() from error
    if not unpacker.eof:
        raise _damaged()
    return told


def from_base45(text: bytes) -> bytes:
    """
    Decode base45: three signs are two bytes, two signs at the end are one.

    Raises
    ------
    ValueError
        If a sign is none of the forty-five, or a group stands for no bytes.

    References
    ----------
    RFC 9285, section 4.3: the text ``BB8`` is ``AB``, ``UJCLQE7W581`` is ``base-45``.

    Examples
    --------
    >>> from_base45(b"BB8"), from_base45(b"UJCLQE7W581")
    (b'AB', b'base-45')
    """
    if unknown := set(text) - set(_SIGNS):
        raise ValueError(f"Expected signs of base45, got {bytes(sorted(unknown))!r}.")
    return b"".join(_group(text[at : at + 3]) for at in range(0, len(text), 3))


def _group(signs: bytes) -> bytes:
    """Decode one group; one sign alone stands for nothing, and a value too great overflows."""
    value: int = sum(_VALUES[sign] * 45**place for place, sign in enumerate(signs))
    size = len(signs) - 1
    if size == 0 or value >= 256**size:
        raise ValueError(f"Expected a group of base45, got {signs!r}.")
    return value.to_bytes(size, "big")


def _damaged() -> InputError:
    return InputError(
        "The scanned text is damaged or incomplete; scan the picture again, or export a file.",
        zh="扫到的文字不完整或已损坏，请重新扫描，或改用导出的文件。",
    )
