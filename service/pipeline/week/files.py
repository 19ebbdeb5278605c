"""Problems and plans as files that anyone can write: ``gridpatrol solve`` and ``check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import orjson

from data.errors import ProblemError
from planning.check import check_plan
from planning.fields import shown
from planning.plan_json import read_plan, write_plan
from planning.problem_json import read_problem
from service.pipeline.week.posing import refuse_faults
from service.pipeline.week.searching import run_search
from service.results.week import CheckResult, SolveResult

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from data.ports import Progress
    from planning.problem import Problem
    from service.pipeline.week.search import Search


def open_problem(path: Path) -> Problem:
    """
    Read a problem and, where it names one, the matrix that lies beside it.

    Raises
    ------
    ProblemError
        If a file is missing, is no JSON or no matrix, or the problem contradicts itself.
    """
    listed = _open_json(path)
    matrix_file = listed.get("duration_file")
    if matrix_file is None:
        return read_problem(listed)
    if listed.get("duration_s") is not None:
        raise ProblemError(
            f"{path}: expected duration_s or duration_file, got both.",
            zh=f"{path}：duration_s 和 duration_file 只能写一个。",
        )
    return read_problem(listed, duration_s=_open_matrix(path.parent / str(matrix_file)))


def _open_json(path: Path) -> dict[str, Any]:
    try:
        listed = json.loads(path.read_bytes(), object_pairs_hook=_once, parse_constant=_no_constant)
    except OSError as error:
        raise ProblemError(
            f"{path}: cannot be read: {error.strerror}.",
            zh=f"{path} 无法读取：{error.strerror}。",
        ) from error
    except ProblemError as error:
        raise ProblemError(f"{path}: {error}", zh=f"{path}：{error.zh}") from error
    except RecursionError as error:
        raise ProblemError(
            f"{path}: expected JSON of a few levels, but it is nested too deep.",
            zh=f"{path} 嵌套太深，不是问题或计划文件。",
        ) from error
    except ValueError as error:
        raise ProblemError(
            f"{path}: expected JSON, but {error}.",
            zh=f"{path} 不是 JSON:{error}。",
        ) from error
    if not isinstance(listed, dict):
        raise ProblemError(
            f"{path}: expected one JSON object, got a {type(listed).__name__}.",
            zh=f"{path} 应是一个 JSON 对象，现为 {type(listed).__name__}。",
        )
    return listed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; of a key that stands twice nobody knows which value is meant."""
    built = dict(pairs)
    if len(built) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in built if keys.count(key) > 1)
        raise ProblemError(
            f"The key {shown(twice)} stands twice in one object.",
            zh=f"同一个对象里 {shown(twice)} 写了两次。",
        )
    return built


def _no_constant(name: str) -> float:
    """Refuse what Python writes and JSON does not know."""
    raise ProblemError(
        f"Expected a number or null, got {name}, which is not JSON.",
        zh=f"应是数或 null，现为 {name}，不是 JSON。",
    )


def _open_matrix(path: Path) -> NDArray[Any]:
    """Open ``.npy``, or ``.npz`` with ``duration_s``; nothing in the file is ever executed."""
    try:
        with path.open("rb") as file:
            loaded = np.load(file, allow_pickle=False)
            return np.asarray(loaded["duration_s"] if path.suffix == ".npz" else loaded)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ProblemError(
            f"{path}: expected a travel-time matrix, but {error}.",
            zh=f"{path} 不是行车时间矩阵：{error}。",
        ) from error


def solve_file(
    path: Path, *, search: Search, out: Path | None = None, progress: Progress | None = None
) -> SolveResult:
    """
    Solve a problem file.

    Parameters
    ----------
    path
        The problem, JSON as in DESIGN section 6.
    search
        Seed and limits.
    out
        Where the plan is written; ``None`` writes none.
    progress
        Told how far the search has come.

    Raises
    ------
    ProblemError
        If the problem cannot be read or contradicts itself.
    PlanError
        If the independent check finds a fault; nothing is written then.
    """
    problem = open_problem(path)
    plan = run_search(problem, search, progress=progress)
    refuse_faults(problem, plan)
    listed = write_plan(plan)
    if out is not None:
        out.write_bytes(orjson.dumps(listed, option=orjson.OPT_INDENT_2) + b"\n")
    return SolveResult(plan=listed)


def check_file(problem: Path, plan: Path) -> CheckResult:
    """
    Check a plan file against its problem file.

    Raises
    ------
    ProblemError
        If one of them cannot be read.
    """
    faults = check_plan(open_problem(problem), read_plan(_open_json(plan)))
    return CheckResult(faults=tuple(str(fault) for fault in faults))
