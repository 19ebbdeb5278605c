"""Alive, ready, counted, and logged without what people typed."""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, OutsideError, StoreError
from service.web.logs import JsonLines
from service.web.serving import address_of, check_certificate, listening
from service.web.settings import WebSettings
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from tests.service.web.conftest import Service


def test_alive_and_ready_need_no_sign_in(service: Service) -> None:
    """A balancer has no account."""
    nobody = service.nobody()
    assert nobody.get("/healthz").text == "ok\n"
    assert nobody.get("/readyz").text == "ready\n"


@BOTH_STORES
def test_not_ready_while_the_store_does_not_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alive all the same: a restart would not help."""

    def fail(_: object) -> dict[str, str]:
        raise StoreError("gone")

    monkeypatch.setattr(type(service.office.store), "settings", fail)
    nobody = service.nobody()
    answer = nobody.get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert nobody.get("/healthz").status_code == 200


@BOTH_STORES
def test_metrics_count_requests_by_route_and_jobs_by_state(service: Service) -> None:
    """Only who keeps the service may read them."""
    admin = service.client("administrator")
    for _ in range(3):
        admin.get("/")
    text = admin.get("/metrics").text
    assert 'gridpatrol_requests_total{method="GET",route="/",status="200"} 3.0' in text
    assert 'gridpatrol_jobs{state="queued"} 0.0' in text
    assert service.client("planner").get("/metrics").status_code == 403
    assert service.nobody().get("/metrics").status_code == 401


def test_log_names_routes_and_never_what_was_asked(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """A path may hold a secret or a name; a line holds the address of the route as we wrote it."""
    logger = logging.getLogger("gridpatrol")
    logger.propagate = True
    client = service.client("viewer")
    with caplog.at_level(logging.INFO, logger="gridpatrol"):
        client.get("/?who=张三")
        client.get("/nowhere/李四")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    asked = [line for line in lines if line["what"] == "request"]
    assert [(line["route"], line["status"]) for line in asked] == [("/", 200), ("none", 404)]
    assert all(line["request"] and line["ms"] >= 0 for line in asked)
    assert not any(name in json.dumps(lines, ensure_ascii=False) for name in ("张三", "李四"))


def test_error_in_the_log_has_its_place_and_not_its_message() -> None:
    """A message may say what a ledger says."""
    try:
        raise ValueError("张三 13800000000")  # noqa: TRY301 - to be logged
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("gridpatrol", logging.ERROR, "", 0, "failed", (), info)
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "张三" not in line


def test_every_answer_names_its_request(service: Service) -> None:
    """Who reports a fault can say which line of the log it is."""
    answers = [service.nobody().get("/healthz") for _ in range(2)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 2


def test_address_that_is_taken_is_told_in_one_line() -> None:
    """Before a store is opened or a password is shown."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = WebSettings(store="town.gpkg", port=other.getsockname()[1])
        with pytest.raises(OutsideError, match="Cannot listen on"):
            listening(taken)


def test_port_0_takes_a_free_one() -> None:
    """The address that is printed has the port that was taken."""
    settings = WebSettings(store="town.gpkg", port=0)
    with listening(settings) as door:
        assert address_of(settings, door) == f"http://127.0.0.1:{door.getsockname()[1]}"


def test_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    """Before the service begins."""
    file = tmp_path / "a.pem"
    file.write_text("no certificate")
    with pytest.raises(ConfigError, match="are of no use"):
        check_certificate(WebSettings(store="town.gpkg", tls_cert=file, tls_key=Path("b.pem")))
