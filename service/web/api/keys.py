"""What may stand in an address or a text of a request: no control signs, and not too much of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from data.errors import ConfigError
from data.units import FIRST_YEAR, LAST_YEAR, named_week
from service.web.faults import KEY_PATTERN, TEXT_PATTERN, WEEK_PATTERN

LONGEST_KEY = 200
LONGEST_TEXT = 2_000


def key_path(what: str, *, example: str) -> Any:  # noqa: ANN401 - the annotation of an argument
    """Ask for a key in the path."""
    return Path(
        min_length=1,
        max_length=LONGEST_KEY,
        pattern=KEY_PATTERN,
        description=what,
        examples=[example],
    )


def _known_week(text: str) -> str:
    try:
        return named_week(text)
    except ConfigError as error:
        raise _wrong(str(error), error.zh or str(error)) from error


def _known_day(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong(
            f"Expected a day from {FIRST_YEAR} to {LAST_YEAR}, got {day}.",
            f"日期应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，现为“{day}”。",
        )
    return day


def _wrong(en: str, zh: str) -> PydanticCustomError:
    """Refuse an argument in both languages; the problem is told in the asker's."""
    return PydanticCustomError("value_error", "{en}", {"en": en, "zh": zh})


Key = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_KEY, pattern=KEY_PATTERN)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=TEXT_PATTERN)]
Week = Annotated[
    str,
    StringConstraints(pattern=WEEK_PATTERN),
    AfterValidator(_known_week),
    Field(description="ISO week.", examples=["2026-W48"]),
]
Day = Annotated[date, AfterValidator(_known_day), Field(examples=["2026-11-24"])]
SiteKey = Annotated[str, key_path("Id of the site.", example="S00012")]
WeekPath = Annotated[
    str,
    Path(pattern=WEEK_PATTERN, description="ISO week.", examples=["2026-W48"]),
    AfterValidator(_known_week),
]


class Ask(BaseModel):
    """A body of a request: a member that is not described is refused, and so is NaN."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class QueryAsk(BaseModel):
    """Arguments of an address: one that is not described is refused."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    lang: Literal["zh", "en"] | None = Field(
        None, exclude=True, description="Language of sentences; missing: as you set it."
    )
