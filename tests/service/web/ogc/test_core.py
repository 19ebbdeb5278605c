"""The tests of Annex A of OGC 17-069r4, one by one; docs/ogc.md lists them by their ids."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import shapely
import shapely.geometry
from fastapi.testclient import TestClient

from data.store import open_store
from service.access.roles import Permission
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.conftest import BOTH_STORES, Service, SetClock
from tests.service.web.ogc.maptown import TOWNS, fill_map

if TYPE_CHECKING:
    from collections.abc import Iterator

CONF = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
NAMES = ["sites", "cells", "hotspots", "routes", "findings"]


ANNEX_A = {
    "core": "http root-op root-success api-definition-op api-definition-success conformance-op "
    "conformance-success fc-md-op fc-md-success fc-md-links fc-md-items fc-md-items-links "
    "fc-md-extent fc-md-extent-multi crs84 sfc-md-op sfc-md-success fc-op fc-response fc-links "
    "fc-timeStamp fc-numberMatched fc-numberReturned fc-limit-definition fc-limit-response "
    "fc-bbox-definition fc-bbox-response fc-time-definition fc-time-response query-param-unknown "
    "query-param-invalid f-op f-success f-links",
    "geojson": "definition content",
    "html": "definition content",
    "oas30": "oas-definition-1 oas-definition-2 oas-impl completeness exceptions-codes security",
}


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """Make a store with a map once: these tests only read."""
    file = tmp_path_factory.mktemp("maps") / "town.gpkg"
    shutil.copy(empty_file, file)
    with open_store(str(file)) as store:
        fill_map(store)
    return file


@pytest.fixture(scope="module")
def running(office_file: Path) -> Iterator[Service]:
    """Give a service on it."""
    clock = SetClock()
    with open_store(str(office_file)) as store:
        settings = WebSettings(store=store.place)
        yield Service(Office(store=store, settings=settings, clock=clock), clock)


@pytest.fixture(scope="module")
def client(running: Service) -> TestClient:
    """Give a planner of every town."""
    return running.client("planner")


def body(client: TestClient, path: str, **query: object) -> Any:  # noqa: ANN401
    """Read an answer that must be there."""
    answer = client.get(f"/ogc{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(client: TestClient, name: str, **query: object) -> list[str]:
    """Read the ids of features."""
    found = body(client, f"/collections/{name}/items", **query)
    return [one["id"] for one in found["features"]]


def rels(found: Any) -> set[str]:  # noqa: ANN401
    """List the relations of links."""
    return {one["rel"] for one in found["links"]}


def test_every_test_of_annex_a_is_listed_with_tests_that_exist() -> None:
    """Issue 10 asks for the list; one that forgets or invents a test is worse than none."""
    text = Path("docs/ogc.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ((?:core|geojson|html|oas30)/[\w-]+) \|", text, re.MULTILINE)
    assert listed == [f"{kind}/{name}" for kind, names in ANNEX_A.items() for name in names.split()]
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named <= set(globals()), named - set(globals())


def test_landing_page_leads_to_everything(client: TestClient) -> None:
    """/conf/core/root-op and root-success: self, service-desc, conformance and data."""
    for path in ("", "/"):
        assert rels(body(client, path)) >= {"self", "service-desc", "conformance", "data"}


def test_links_lead_back_through_a_proxy(running: Service) -> None:
    """A proxy ends https and hands the name on; a map program follows links, and nothing else."""
    behind = replace(running.office.settings, proxy=("127.0.0.1",))
    office = Office(store=running.office.store, settings=behind, clock=running.clock)
    there = TestClient(make_app(office), base_url="http://map.example.cn")
    running.person("viewer", name="map-program")
    token = running.bearer("t-proxy", frozenset({Permission.SEE}), who="map-program")
    answer = there.get("/ogc/collections", headers=token.headers)
    found = answer.json()
    named = [*found["links"], *(one for each in found["collections"] for one in each["links"])]
    assert {one["href"].split("/ogc")[0] for one in named} == {"https://map.example.cn"}


def test_api_is_described_in_openapi(client: TestClient) -> None:
    """/conf/core/api-definition-op and -success: OpenAPI 3.0 with its own media type."""
    answer = client.get("/ogc/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    described = answer.json()
    assert described["openapi"].startswith("3.0.")
    assert {f"/collections/{name}/items" for name in NAMES} <= set(described["paths"])
    asked = described["paths"]["/collections/sites/items"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/limit"} in asked
    limit = described["components"]["parameters"]["limit"]
    assert (limit["name"], limit["in"]) == ("limit", "query")
    assert (limit["schema"]["minimum"], limit["schema"]["default"]) == (1, 100)


def test_conformance_names_its_classes(client: TestClient) -> None:
    """/conf/core/conformance-op and -success."""
    assert set(body(client, "/conformance")["conformsTo"]) == {
        f"{CONF}{name}" for name in ("core", "oas30", "html", "geojson")
    }


def test_collections_are_listed_with_extent_and_items(client: TestClient) -> None:
    """/conf/core/fc-md-op, fc-md-success, fc-md-links, fc-md-items, fc-md-extent."""
    listed = body(client, "/collections")
    assert rels(listed) >= {"self", "alternate"}
    assert [one["id"] for one in listed["collections"]] == NAMES
    assert all("items" in rels(one) for one in listed["collections"])
    assert listed["collections"][0]["extent"]["spatial"]["bbox"] == [[115.001, 35.5, 115.004, 35.5]]


def test_one_collection_is_as_it_is_listed(client: TestClient) -> None:
    """/conf/core/sfc-md-op and sfc-md-success."""
    for listed in body(client, "/collections")["collections"]:
        alone = body(client, f"/collections/{listed['id']}")
        assert {**alone, "links": 0} == {**listed, "links": 0}
        assert rels(alone) >= {"self", "items"}


def test_features_come_as_geojson(client: TestClient) -> None:
    """/conf/core/fc-op, fc-response and /conf/geojson/content: media type, links, count."""
    for name in NAMES:
        answer = client.get(f"/ogc/collections/{name}/items")
        assert answer.headers["content-type"] == "application/geo+json"
        found = answer.json()
        assert found["type"] == "FeatureCollection"
        assert found["numberReturned"] == len(found["features"]) > 0
        assert rels(found) >= {"self", "alternate"}
        assert "crs" not in found


def test_limit_pages_by_key_to_the_end(client: TestClient) -> None:
    """/conf/core/fc-limit-definition and -response, fc-rel-next: every feature once."""
    seen: list[str] = []
    path: str | None = "/ogc/collections/sites/items?limit=3"
    while path:
        found = client.get(path).json()
        assert len(found["features"]) <= 3
        assert found["numberMatched"] == 4
        seen += [one["id"] for one in found["features"]]
        path = next((one["href"] for one in found["links"] if one["rel"] == "next"), None)
    assert seen == ["S00001", "S00002", "S00003", "S00004"]


def test_limit_beyond_the_most_is_the_most(client: TestClient) -> None:
    """/conf/core/fc-limit-response-1: it is no error to ask for too many."""
    assert len(ids(client, "sites", limit=10**9)) == 4


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": "x"}, {"limit": -1}, {"limit": "²"}, {"bbox": "1,2,3"},
        {"bbox": "a,b,c,d"}, {"bbox": "1,2,3,nan"}, {"bbox": "0,2,1,1"}, {"datetime": "yesterday"},
        {"datetime": "../.."}, {"datetime": "2026-02-01/2026-01-01"}, {"unknown": "1"},
        {"f": "gml"}, {"grade": "red\x00"}, {"bbox-crs": "EPSG:3857"}, {"limit": ["1", "2"]},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/4490"},
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_refused(client: TestClient, query: dict[str, Any]) -> None:
    """/conf/core/query-param-unknown and -invalid: 400, as a problem, in words."""
    answer = client.get("/ogc/collections/sites/items", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_box_chooses_what_touches_it(client: TestClient) -> None:
    """/conf/core/fc-bbox-definition and -response: edges in, one metre beyond out; 3D too."""
    assert ids(client, "sites", bbox="115.001,35.5,115.002,35.5") == ["S00001", "S00002"]
    assert ids(client, "sites", bbox="115.0010001,35.4,115.002,35.6") == ["S00002"]
    assert ids(client, "sites", bbox="115.001,35.4,0,115.002,35.6,9") == ["S00001", "S00002"]
    assert ids(client, "cells", bbox="115.0029,35.5,115.0031,35.6") == ["C3"]
    assert ids(client, "findings", bbox="115.0035,35,116,36") == ["F4"]
    assert ids(client, "routes", bbox="10,10,11,11") == []


def test_the_system_that_is_served_may_be_named(client: TestClient) -> None:
    """GDAL 3.12 names it in every request, since collections tell it."""
    named = body(client, "/collections/sites")["storageCrs"]
    assert len(ids(client, "sites", crs=named)) == 4
    assert body(client, "/collections/sites/items/S00001", crs=named)["id"] == "S00001"


def test_fifty_boxes_hold_what_shapely_says(client: TestClient) -> None:
    """/conf/core/fc-numberMatched: the same ids and count, on one page or cut off after one."""
    dice = Random(7)  # noqa: S311 - boxes
    found = {name: body(client, f"/collections/{name}/items")["features"] for name in NAMES}
    for number in range(50):
        name = NAMES[number % len(NAMES)]
        west, south = dice.uniform(114.998, 115.006), dice.uniform(35.498, 35.501)
        sides = (west, south, west + dice.uniform(0, 0.005), south + dice.uniform(0, 0.002))
        told = ",".join(map(repr, sides))
        fits = [
            one["id"]
            for one in found[name]
            if shapely.intersects(shapely.geometry.shape(one["geometry"]), shapely.box(*sides))
        ]
        assert ids(client, name, bbox=told) == fits, (name, told)
        cut = body(client, f"/collections/{name}/items", bbox=told, limit=1)
        assert cut["numberMatched"] == len(fits), (name, told)


def test_box_across_the_date_line_is_two(client: TestClient) -> None:
    """7.15.3: west greater than east goes around the other side of the earth."""
    assert ids(client, "sites", bbox="115.003,35,-170,36") == ["S00003", "S00004"]


def test_datetime_chooses_days(client: TestClient) -> None:
    """/conf/core/fc-time-definition and -response: a day, a span, an open span."""
    assert ids(client, "findings", datetime="2026-12-02") == ["F2"]
    assert ids(client, "findings", datetime="2026-12-03T10:00:00Z/..") == ["F3", "F4"]
    assert ids(client, "findings", datetime="/2026-12-01") == ["F1"]
    assert len(ids(client, "routes", datetime="2026-11-24")) == 1
    assert len(ids(client, "sites", datetime="1999-01-01")) == 4


def test_properties_choose(client: TestClient) -> None:
    """/req/core/fc-filters: equality, several values with commas between."""
    assert ids(client, "sites", grade="red,blue") == ["S00001", "S00004"]
    assert ids(client, "sites", town=TOWNS[1]) == ["S00002", "S00004"]
    assert ids(client, "cells", **{"class": "plain"}) == ["C2", "C4"]
    assert ids(client, "hotspots") == ["C1", "C3"]
    assert ids(client, "findings", town=TOWNS[0], level="ordinary") == ["F1", "F3"]


def test_one_feature_is_as_in_its_page(client: TestClient) -> None:
    """/conf/core/f-op, f-success, f-links; 404 where there is none."""
    for name in NAMES:
        listed = body(client, f"/collections/{name}/items")["features"][0]
        alone = body(client, f"/collections/{name}/items/{listed['id']}")
        assert rels(alone) >= {"self", "alternate", "collection"}
        assert {key: alone[key] for key in listed} == listed
    assert client.get("/ogc/collections/sites/items/none").status_code == 404
    assert client.get("/ogc/collections/none/items").status_code == 404


def test_rings_turn_to_the_left(client: TestClient) -> None:
    """RFC 7946 3.1.6: the outlines were stored clockwise."""
    drawn = body(client, "/collections/cells/items")["features"][0]["geometry"]
    assert shapely.Polygon(drawn["coordinates"][0]).exterior.is_ccw


def test_routes_are_those_published(client: TestClient) -> None:
    """A draft is nobody's route yet; base, three sites, two sweeps, base make seven points."""
    found = body(client, "/collections/routes/items")["features"]
    assert [one["id"] for one in found] == ["2026-W48-v1-abc123:1", "2026-W48-v1-abc123:2"]
    assert found[0]["geometry"]["coordinates"][:2] == [[115.0, 35.5], [115.001, 35.5]]
    assert found[0]["properties"]["points"] == 7
    assert found[1]["properties"]["points"] == 2


def test_html_is_offered_to_people(client: TestClient) -> None:
    """/conf/html/content: the same as pages."""
    for path in ("", "/conformance", "/api", "/collections", "/collections/sites",
                 "/collections/sites/items", "/collections/sites/items/S00001"):  # fmt: skip
        answer = client.get(f"/ogc{path}", params={"f": "html"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")


def test_the_same_bytes_are_not_sent_twice(client: TestClient) -> None:
    """A strong ETag; it changes with what is stored."""
    first = client.get("/ogc/collections/sites/items")
    assert first.headers["etag"].startswith('"')
    held = {"If-None-Match": first.headers["etag"]}
    assert client.get("/ogc/collections/sites/items", headers=held).status_code == 304
    assert client.get("/ogc/collections/cells/items", headers=held).status_code == 200


def test_head_has_the_headers_alone(client: TestClient) -> None:
    """/conf/core/http: HEAD wherever there is GET."""
    for path in ("/ogc", "/ogc/collections/sites/items", "/ogc/collections/sites?f=html"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")


def test_nobody_reads_without_signing_in(running: Service) -> None:
    """QGIS asks its user for a name and a token only when it is told that Basic is known."""
    answer = running.nobody().get("/ogc/collections")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert answer.headers["content-type"] == "application/problem+json"


def test_one_town_reads_its_own(running: Service) -> None:
    """Every collection, its extent and its single features are cut to the towns of the asker."""
    client = running.client("viewer", towns=frozenset({TOWNS[0]}))
    assert ids(client, "sites") == ["S00001", "S00003"]
    assert ids(client, "cells") == ids(client, "hotspots") == ["C1", "C3"]
    assert ids(client, "findings") == ["F1", "F3"]
    route = body(client, "/collections/routes/items")["features"]
    assert [one["properties"]["points"] for one in route] == [4]
    assert ids(client, "sites", town=TOWNS[1]) == []
    box = body(client, "/collections/sites")["extent"]["spatial"]["bbox"][0]
    assert box == [115.001, 35.5, 115.003, 35.5]
    for name, key in (("sites", "S00002"), ("cells", "C2"), ("findings", "F2")):
        assert client.get(f"/ogc/collections/{name}/items/{key}").status_code == 404


def test_a_keeper_is_for_those_who_need_one(running: Service) -> None:
    """An analyst's map has no names of people; an inspector's has."""
    keepers = {
        role: body(running.client(role), "/collections/sites/items/S00001")["properties"]["keeper"]
        for role in ("analyst", "inspector")
    }
    assert keepers == {"analyst": None, "inspector": "张三"}


@BOTH_STORES
def test_a_server_answers_as_a_file_does(client: TestClient, service: Service) -> None:
    """Both stores: the same features, boxes, days and pages."""
    fill_map(service.office.store)
    other = service.client("planner")
    for path in (
        *(f"collections/{name}/items" for name in NAMES),
        *(f"collections/{name}" for name in NAMES),
        "collections/sites/items?bbox=115.001,35.5,115.002,35.5&limit=1",
        "collections/cells/items?limit=1&after=C2",
        "collections/cells/items?bbox=115.0029,35.5,115.0031,35.6",
        "collections/findings/items?datetime=2026-12-03/..&town=甲镇",
        "collections/sites/items?bbox=115.003,35,-170,36&grade=yellow,blue",
        "collections/routes/items/2026-W48-v1-abc123:1",
    ):
        assert other.get(f"/ogc/{path}").json() == client.get(f"/ogc/{path}").json(), path
