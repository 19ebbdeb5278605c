"""What is wrong with an argument is said in words of ours, whatever the library calls it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core.core_schema import ErrorType

from data.store import Store
from service.web.api.keys import Key, Text, Week  # noqa: TC001 - pydantic reads them
from service.web.app import make_app
from service.web.faults import FORMS, fault_told
from service.web.office import Office
from service.web.settings import WebSettings
from service.web.words import sentences


class Asked(BaseModel):
    """A member of every kind that the interface asks for."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    whole: int = Field(1, ge=1, le=9)
    share: float = Field(0.5, gt=0, lt=1)
    is_sure: bool = True
    day: date = date(2026, 11, 24)
    kind: Literal["day", "night"] = "day"
    days: list[Annotated[int, Field(ge=0)]] = Field([], max_length=2)
    cells: dict[str, str] = Field({"a": "b"}, min_length=1)
    key: Key = "k"
    text: Text = ""
    week: Week = "2026-W48"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"none": 1}, "没有这一项", "There is no such argument"),
    ({"whole": 0}, "不能小于 1", "Expected 1 or more."),
    ({"whole": 10}, "不能大于 9", "Expected 9 or less."),
    ({"whole": "x"}, "应为整数", "Expected a whole number."),
    ({"whole": 1.5}, "不能有小数", "with a fraction"),
    ({"whole": None}, "应为整数", "Expected a whole number."),
    ({"whole": "9" * 5000}, "整数太大", "smaller whole number"),
    ({"share": 0}, "应大于 0", "Expected more than 0."),
    ({"share": 1}, "应小于 1", "Expected less than 1."),
    ({"share": "x"}, "应为数", "Expected a number."),
    ({"share": []}, "应为数", "Expected a number."),
    ({"share": float("nan")}, "有限的数", "finite number"),
    ({"is_sure": "x"}, "true 或 false", "Expected true or false."),
    ({"is_sure": []}, "true 或 false", "Expected true or false."),
    ({"day": "soon"}, "应为日期", "Expected a day such as 2026-11-24."),
    ({"day": []}, "应为日期", "Expected a day such as 2026-11-24."),
    ({"day": "2026-11-24T09:00"}, "不带时刻", "without a time"),
    ({"kind": "x"}, "只能是 day 或 night", "Expected day or night."),
    ({"days": 1}, "应为一个列表", "Expected a list."),
    ({"days": [1, 2, 3]}, "最多 2 项", "at most 2 of them"),
    ({"cells": 1}, "应为一个对象", "Expected an object."),
    ({"cells": {}}, "至少要有 1 项", "Expected at least 1, got 0."),
    ({"key": ""}, "至少 1 个字", "at least 1 sign"),
    ({"key": "x" * 201}, "最多 200 个字", "at most 200 signs"),
    ({"key": "\n"}, "不能为空，也不能有控制符", "without control signs that is not empty"),
    ({"text": "\x00"}, "不能有控制符", "without control signs"),
    ({"text": 1}, "应为文字", "Expected a text."),
    ({"text": "\ud800"}, "UTF-8", "UTF-8"),
    ({"week": "x"}, "应为周次", "Expected a week such as 2026-W48."),
    ({"week": "2026-W60"}, "这一周", "Expected a week of"),
]


@pytest.mark.parametrize(("given", "zh", "en"), WRONG, ids=range(len(WRONG)))
def test_every_fault_is_said_in_both_languages(given: dict[str, Any], zh: str, en: str) -> None:
    """No word of the library in Chinese, and none of its code words in English."""
    with pytest.raises(ValidationError) as caught:
        Asked(**given)
    (fault,) = caught.value.errors()
    told = fault_told(fault, "zh"), fault_told(fault, "en")  # type: ignore[arg-type]  # a TypedDict
    assert (zh in told[0], en in told[1]) == (True, True), told
    assert str(fault["type"]) not in "".join(told)


def test_a_fault_nobody_thought_of_is_said_by_the_library() -> None:
    """In English; Chinese says that it is not as described, and where."""
    fault = {"type": "no_such_type", "msg": "Input is odd"}
    assert fault_told(fault, "zh") == "不符合要求"
    assert fault_told(fault, "en") == "It is not as described: Input is odd."


def test_no_word_is_of_a_type_that_there_is_not() -> None:
    """A type that the library renames would be told by the library alone, unseen."""
    told = {key.partition(".")[2] for key in sentences() if key.startswith("fault.")}
    assert told - {"other"} <= set(get_args(ErrorType))


def test_every_form_of_a_text_has_its_words() -> None:
    """A person who reads a regular expression knows less than before."""
    app = make_app(Office(store=Store.__new__(Store), settings=WebSettings(store="-")))
    named = set(FORMS)
    for context in iter_route_contexts(app.routes):
        dependant = getattr(context.original_route, "dependant", None)
        for one in [] if dependant is None else dependant.path_params + dependant.query_params:
            forms = [getattr(rule, "pattern", None) for rule in one.field_info.metadata]
            assert {form for form in forms if form} <= named
    assert {f"fault_form.{name}" for name in FORMS.values()} <= set(sentences())
