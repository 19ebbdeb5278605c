"""Two requests are the same if they ask the same, however their forms were cut."""

from __future__ import annotations

from service.web.fingerprints import fingerprint_of


def form(boundary: str, *texts: str, name: str = "a.csv") -> str:
    """Write a form with a file for each text; give its fingerprint."""
    head = f'Content-Disposition: form-data; name="files"; filename="{name}"'
    parts = [f"--{boundary}\r\n{head}\r\n\r\n{text}\r\n" for text in texts]
    body = "".join(parts) + f"--{boundary}--\r\n"
    kind = f"Multipart/form-data; boundary={boundary}"
    return fingerprint_of("POST", "/x?", body.encode(), kind=kind)


def test_a_form_is_the_same_with_another_boundary() -> None:
    """A client that sends its files again draws a new one."""
    assert form("B1", "1", "2") == form("another", "1", "2")


def test_another_file_is_another_form() -> None:
    """Its content, its name and how many there are count."""
    others = [form("B", "1"), form("B", "2"), form("B", "1", "2"), form("B", "1", name="b.csv")]
    assert len(set(others)) == len(others)


def test_a_file_that_looks_like_two_is_one() -> None:
    """The text between two files stands inside one: without its boundary that is no border."""
    head = 'Content-Disposition: form-data; name="files"; filename="a.csv"'
    assert form("B", "1", "2") != form("B", f"1\r\n--\r\n{head}\r\n\r\n2")


def test_a_boundary_counts_in_what_is_no_form() -> None:
    """JSON is compared as it is."""
    one, two = (fingerprint_of("POST", "/x?", b"\r\n--%s" % end, kind="a") for end in (b"B", b"C"))
    assert one != two


def test_parts_do_not_run_over() -> None:
    """An address that ends as a body begins is another request."""
    assert fingerprint_of("POST", "/x?a", b"b") != fingerprint_of("POST", "/x?", b"ab")
