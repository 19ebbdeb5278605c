"""GDAL reads every collection over real HTTP, by token and by name."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
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


READ = """
import json, sys, pyogrio
pyogrio.set_gdal_config_options({"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": sys.argv[2]})
read = {}
for name, _ in pyogrio.list_layers("OAPIF:" + sys.argv[1]):
    read[name] = len(pyogrio.read_dataframe("OAPIF:" + sys.argv[1], layer=name))
box = (115.001, 35.5, 115.002, 35.5)
boxed = pyogrio.read_dataframe("OAPIF:" + sys.argv[1], layer="sites", bbox=box)
print(json.dumps([read, sorted(boxed["id"])]))
"""
"""As docs/connect-gis.md has it; in a process of its own, since pyogrio waits with the lock held
that the server needs to answer."""


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


def test_pyogrio_reads_every_collection_by_name(served: Served) -> None:
    """It is what an analyst's notebook does."""
    fill_map(served.service.office.store)
    name, secret = served.token("analyst")
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", READ, f"{served.url}/ogc", f"{name}:{secret}"],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "NO_PROXY": "*"},
    )  # fmt: skip
    assert json.loads(told.stdout) == [COUNTS, ["S00001", "S00002"]]


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
