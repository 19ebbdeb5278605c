"""GDAL reads every collection over real HTTP, by token and by name."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import lacking
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.ogc.maptown import TOWNS, fill_map

if TYPE_CHECKING:
    from tests.service.web.conftest import Served

COUNTS = {"sites": 4, "cells": 4, "hotspots": 2, "routes": 2, "findings": 4}


def ogrinfo(served: Served, *settings: str) -> str:
    """Let GDAL list the collections, and count their features."""
    program = shutil.which("ogrinfo")
    if program is None:
        lacking("ogrinfo", "apt install gdal-bin")
    configs = [word for setting in settings for word in ("--config", *setting.split("=", 1))]
    told = subprocess.run(  # noqa: S603 - our own arguments
        [str(program), f"OAPIF:{served.url}/ogc", "-so", "-al", *configs],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "NO_PROXY": "*"},
    )  # fmt: skip
    return told.stdout + told.stderr


def counts(told: str) -> dict[str, int]:
    """Read layer names and feature counts."""
    names = [line.split(": ")[1] for line in told.splitlines() if line.startswith("Layer name")]
    numbers = [
        int(line.split(": ")[1]) for line in told.splitlines() if line.startswith("Feature Count")
    ]
    return dict(zip(names, numbers, strict=True))


@BOTH_STORES
def test_gdal_reads_every_collection_by_token(served: Served) -> None:
    """It is what an analyst's script sends."""
    fill_map(served.service.office.store)
    _, secret = served.token("analyst")
    assert counts(ogrinfo(served, f"GDAL_HTTP_HEADERS=Authorization: Bearer {secret}")) == COUNTS


@BOTH_STORES
def test_gdal_reads_one_town_by_name(served: Served) -> None:
    """QGIS sends a name and a password; the password is a token."""
    fill_map(served.service.office.store)
    name, secret = served.token("viewer", towns=frozenset({TOWNS[0]}))
    told = ogrinfo(served, f"GDAL_HTTP_USERPWD={name}:{secret}", "GDAL_HTTP_AUTH=BASIC")
    assert counts(told)["sites"] == 2


@pytest.mark.parametrize("who", ["wrong:{secret}", "{name}:wrong", "{name}", ""])
def test_a_wrong_name_or_token_reads_nothing(served: Served, who: str) -> None:
    """The token alone is not enough where a name is sent, and a password is none."""
    name, secret = served.token("viewer")
    told = base64.b64encode(who.format(name=name, secret=secret).encode()).decode()
    answer = served.service.nobody().get("/ogc", headers={"Authorization": f"Basic {told}"})
    assert answer.status_code == 401


def test_basic_opens_maps_alone(served: Served) -> None:
    """A browser keeps Basic sign-ins and sends them unasked: no page may listen to them."""
    name, secret = served.token("planner")
    told = base64.b64encode(f"{name}:{secret}".encode()).decode()
    answer = served.service.nobody().get("/", headers={"Authorization": f"Basic {told}"})
    assert answer.status_code == 401
