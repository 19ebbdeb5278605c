"""Anybody's table of visits, scored by a model that is learned from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from data.config import read_toml
from data.crs import metric_crs, to_metres
from data.errors import InputError
from data.files import check_folder, check_free, new_file
from data.ranking import read_rank_config, read_rank_table, write_scores
from geo.card.reasons import read_reasons
from geo.evaluate.leaks import telling_columns
from geo.learned import Visits, explain_learned, score_visits
from service.results.rank import RankResult, RemarkResult
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy import float64
    from numpy.typing import NDArray

    from data.ports import Progress
    from data.ranking import RankConfig, RankTable
    from data.words import Lang
    from geo.learned import Choice, Scored

STEPS = 3
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class RankWish:
    """
    How a table is to be ranked.

    Attributes
    ----------
    config
        TOML file that says which column is what.
    out
        Where the scores go.
    lang
        Language of the reasons; ``None`` writes them as JSON, in both.
    force
        Whether ``out`` may take the place of another file.
    """

    config: Path
    out: Path
    lang: Lang | None
    force: bool = False


def rank_table(table: Path, wish: RankWish, *, progress: Progress) -> RankResult:
    """
    Score the rows of a table on or after its ``train_until``, from the outcomes before it.

    Parameters
    ----------
    table
        The visits; see ``data.ranking``.
    wish
        Which column is what, and where the scores go.
    progress
        Told how far it has come.

    Raises
    ------
    ConfigError
        If the config makes no sense.
    InputError
        If the table cannot be read, has no row to score, or a feature tells the outcome of its own
        visit; or if something is in the way of ``out``. Nothing was written then.
    """
    _check_out(table, wish)
    config = read_rank_config(read_toml(wish.config), file=wish.config.name)
    progress(0, STEPS)
    read = read_rank_table(table, config)
    _refuse_leaks(read, file=wish.config.name)
    progress(1, STEPS)
    past, ahead = _visits(read)
    mode = config.team_mode
    choice, scored = score_visits(past, ahead, origin=config.train_until, team_mode=mode)
    progress(2, STEPS)
    scores = pd.DataFrame({"score": scored.risk, "uncertainty": uncertainty(scored)})
    reasons = explain_learned(scored, past)
    with new_file(wish.out, force=wish.force) as part:
        write_scores(part, scores, _worded(reasons, wish.lang))
    progress(STEPS, STEPS)
    return _result(table, wish, config, read, choice)


def uncertainty(scored: Scored) -> pd.Series[float]:
    """
    Say how far each score may be off: half of what one standard deviation of the logit moves it.

    Returns
    -------
    uncertainty
        0-0.5, in units of the score: two thirds of such scores are off by less.
    """
    middle, spread = logit(scored.risk.clip(_LEAST, 1 - _LEAST)), scored.spread.to_numpy()
    half = (expit(middle + spread) - expit(middle - spread)) / 2
    return pd.Series(half, index=scored.risk.index)


def _check_out(table: Path, wish: RankWish) -> None:
    """Refuse before the work what would be refused after it."""
    if wish.out.exists() and any(
        source.exists() and source.samefile(wish.out) for source in (table, wish.config)
    ):
        raise InputError(
            f"{wish.out} is what was to be read; name another file as --out.",
            zh=f"{wish.out} 是要读的文件，请给 --out 换个文件名。",
        )
    check_folder(wish.out)
    check_free(wish.out, force=wish.force)


def _refuse_leaks(read: RankTable, *, file: str) -> None:
    telling = telling_columns(read.features[~read.ahead], read.rows["found"][~read.ahead])
    if telling:
        figures = ", ".join(f"{figure:.3f}" for figure in telling.values())
        en = say("rank.leaks", "en", columns=", ".join(telling), figures=figures)
        zh = say("rank.leaks", "zh", columns="、".join(telling), figures=figures)
        raise InputError(f"{file}: {en}", zh=f"{file}：{zh}")


def _visits(read: RankTable) -> tuple[Visits, Visits]:
    """Part what is known from what is to be scored, places in metres."""
    rows = read.rows.drop(columns=["lon_deg", "lat_deg"])
    rows["x_m"], rows["y_m"] = _metres(read)
    every = Visits(
        rows=rows,
        features=read.features,
        history=read.history if len(read.history.columns) else None,
    )
    return every.take(rows.index[~read.ahead]), every.take(rows.index[read.ahead])


def _metres(read: RankTable) -> tuple[NDArray[float64], NDArray[float64]]:
    """Project degrees in the zone of past visits; those to be scored have no say in it."""
    lon, lat = read.rows["lon_deg"], read.rows["lat_deg"]
    known = lon.notna() & lat.notna()
    if not known.any():  # half a position is none
        lon, lat = lon.where(known), lat.where(known)
        return lon.to_numpy(dtype=float), lat.to_numpy(dtype=float)
    past = known & ~read.ahead
    x_m, y_m = to_metres(lon, lat, metric_crs(lon[past if past.any() else known]))
    return np.where(known, x_m, np.nan), np.where(known, y_m, np.nan)


def _worded(reasons: Iterable[str], lang: Lang | None) -> list[str]:
    if lang is None:
        return list(reasons)
    return [_one_text(text, lang) for text in reasons]


def _one_text(text: str, lang: Lang) -> str:
    sentences = [
        say(
            "rank.text",
            lang,
            sentence=reason.zh if lang == "zh" else reason.en,
            points=reason.points,
        )
        for reason in read_reasons(text)
    ]
    return ("；" if lang == "zh" else "; ").join(sentences)


def _result(
    table: Path, wish: RankWish, config: RankConfig, read: RankTable, choice: Choice
) -> RankResult:
    known = read.rows["found"].dropna()
    gain = choice.gain
    return RankResult(
        table=str(table),
        out=str(wish.out),
        rows=len(read.rows),
        past=len(known),
        found=int(known.sum()),
        scored=int(read.ahead.sum()),
        train_until=config.train_until.isoformat(),
        team_mode=config.team_mode if config.team is not None else "ignore",
        model=choice.kind,
        why_zh=(choice.zh,),
        why_en=(choice.en,),
        gain=None if gain is None else {"low": gain.low, "high": gain.high, "mean": gain.seen},
        windows=tuple(_records(choice.windows)),
        remarks=_remarks(read, choice),
    )


def _remarks(read: RankTable, choice: Choice) -> tuple[RemarkResult, ...]:
    """Say what the table was read as, then what the model did about it, each column once."""
    said = {remark.column for remark in read.remarks if remark.code == "empty"}
    noticed = [
        RemarkResult(code=one.code, column=one.column, rows=one.rows, example="")
        for one in choice.noticed
        if one.column not in said
    ]
    return (*(RemarkResult(**asdict(remark)) for remark in read.remarks), *noticed)


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Give the rows with what JSON knows: numbers, and all else as text."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)
