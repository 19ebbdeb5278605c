"""How a town is cut into cells: what the user asks for, and the division of the stored sites."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, project
from data.errors import ConfigError, NotFoundError
from data.ledger import read_ledgers
from data.schema import TABLES, as_table
from geo.cells.division import area_division, h3_division, square_division, village_division
from geo.cells.grid import DEFAULT_SIZE_M
from geo.cells.hexagons import hexagon_weights
from geo.cells.weights import square_weights, touching_weights
from service.pipeline.roads.access import roads_if_any
from service.pipeline.roads.travel import town_network, town_speeds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from data.store import Store
    from geo.cells.division import Division

CELL_KIND, CELL_M = "cell_kind", "cell_m"
"""Settings of the store: how its cells were cut."""
_HEXAGONS = "h3:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """
    What the cells are to be.

    Attributes
    ----------
    kind
        A code of ``data.words.CELL_KINDS``.
    size_m
        Side of a square, metres.
    resolution
        Of hexagons.
    file
        Outlines to cut along; ``None`` takes the responsibility grids of the store.
    """

    kind: str = "square"
    size_m: int = DEFAULT_SIZE_M
    resolution: int = 8
    file: Path | None = None


SQUARES = Cut()


def read_cut(*, size_m: int | None = None, cells: str | None = None) -> Cut:
    """
    Read how the town is to be cut.

    Parameters
    ----------
    size_m
        Side of a square, metres; ``None`` where the user did not say.
    cells
        ``villages``, ``areas``, ``h3:`` and a resolution, or the name of a file of outlines.

    Raises
    ------
    ConfigError
        If both are given, the resolution is no whole number, or there is no such file.

    Examples
    --------
    >>> read_cut(cells="h3:9").resolution
    9
    """
    if cells is None:
        return Cut(size_m=DEFAULT_SIZE_M if size_m is None else size_m)
    if size_m is not None:
        raise ConfigError(
            "Expected one of --cell METRES and --cells, got both.",
            zh="--cell 与 --cells 只能给一个。",
        )
    if cells in {"villages", "areas"}:
        return Cut(kind=cells)
    if cells.startswith(_HEXAGONS):
        return Cut(kind="h3", resolution=_resolution(cells))
    if not Path(cells).is_file():
        raise ConfigError(
            f"Expected --cells villages, areas, h3:RESOLUTION or a file of areas, got {cells!r}.",
            zh=f"--cells 应为 villages、areas、h3:分辨率 或一个边界文件，现为“{cells}”。",
        )
    return Cut(kind="areas", file=Path(cells))


def _resolution(cells: str) -> int:
    text = cells.removeprefix(_HEXAGONS)
    if not text.isdecimal():
        raise ConfigError(
            f"Expected --cells h3:RESOLUTION such as h3:8, got {cells!r}.",
            zh=f"六边形应写成 --cells h3:分辨率，如 h3:8，现为“{cells}”。",
        )
    return int(text)


def town_division(store: Store, sites: pd.DataFrame, cut: Cut) -> Division:
    """
    Cut a town into cells.

    Parameters
    ----------
    store
        Holds the villages, the responsibility grids, and the roads to the villages.
    sites
        Table by schema ``SITE``.

    Raises
    ------
    ConfigError
        If a size or resolution is outside its range.
    NotFoundError
        If the store or the file holds no outline or village of the kind.
    LedgerError
        If the file cannot be read.
    """
    villages = store.read("area", where={"kind": ["village"]})
    if cut.kind == "h3":
        return h3_division(sites, resolution=cut.resolution, places=villages)
    if cut.kind == "villages":
        _check_any(villages, cut)
        return village_division(sites, villages, travel_s=_ways(store, sites, villages))
    if cut.kind == "areas":
        areas, told = _outlines(store, cut)
        _check_any(areas, cut)
        division = area_division(sites, areas)
        return replace(division, counted=dict(Counter(division.counted) + told))
    return square_division(sites, size_m=cut.size_m, places=villages)


def _outlines(store: Store, cut: Cut) -> tuple[pd.DataFrame, Counter[str]]:
    """Give the outlines to cut along, and count what the reader of a file mended or left out."""
    if cut.file is None:
        return store.read("area", where={"kind": ["grid"]}), Counter()
    read = read_ledgers([cut.file], known=_NothingKnown(), kind="areas")
    mended = read.repairs.get("outline_mended", 0)
    return read.tables["area"], Counter(mended=mended, unread=len(read.doubts))


class _NothingKnown:
    """A store without rows: a file to cut along is read for itself and stored nowhere."""

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
        """Give an empty table, of whichever rows."""
        del where
        return as_table([], TABLES[table])

    def count(self, table: str) -> int:
        """Count nothing."""
        del table
        return 0


def _check_any(areas: pd.DataFrame, cut: Cut) -> None:
    """Refuse to cut a town along nothing."""
    if len(areas):
        return
    if cut.file is not None:
        raise NotFoundError(
            f"{cut.file.name} holds no outline of an area.",
            zh=f"{cut.file.name} 里没有区域边界。",
        )
    lacks = ("responsibility grid", "责任网格") if cut.kind == "areas" else ("village", "村")
    raise NotFoundError(
        f"The store holds no {lacks[0]}; import a file of areas first "
        "(gridpatrol import FILE --kind areas).",
        zh=f"库中没有{lacks[1]}，请先导入区域文件（gridpatrol import 文件 --kind areas）。",
    )


def _ways(store: Store, sites: pd.DataFrame, villages: pd.DataFrame) -> NDArray[float64] | None:
    """Measure the seconds from every site to every village; nothing where there are no roads."""
    roads = roads_if_any(store)
    if roads is None:
        return None
    speeds, _ = town_speeds(store.settings())
    network = town_network(roads, speeds=speeds, teams=store.read("team"))
    spots = villages["geometry"].apply(lambda shape: shape.representative_point())
    times = network.matrix_between(
        sites["lon_deg"].to_numpy(),
        sites["lat_deg"].to_numpy(),
        spots.apply(lambda spot: spot.x).to_numpy(float),
        spots.apply(lambda spot: spot.y).to_numpy(float),
    )
    return times.duration_s.astype(float)


def stored_with_neighbours(cells: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """
    Add ``near_finds`` to the cells of a store.

    Parameters
    ----------
    cells
        Table by schema ``CELL``.
    kind
        How they were cut: a code of ``data.words.CELL_KINDS``.
    """
    ids = list(map(str, cells.index))
    if kind == "square":
        return with_near_finds(cells, square_weights(ids))
    if kind == "h3":
        return with_near_finds(cells, hexagon_weights(ids))
    if cells.empty:
        return cells.assign(near_finds=cells["finds"])
    shapes = cells["geometry"].to_numpy()
    shapes_m = shapely.make_valid(project(shapes, metric_crs(shapely.bounds(shapes)[:, 0])))
    return with_near_finds(cells, touching_weights(shapes_m))


def with_near_finds(cells: pd.DataFrame, weights: csr_array) -> pd.DataFrame:
    """Add ``near_finds``: how many visits found something in each cell and its neighbours."""
    near = weights @ cells["finds"].to_numpy(float)
    return cells.assign(near_finds=np.rint(near).astype("int64"))
