"""Questions of the import: what rows of ledgers ask, and what somebody answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from data.words import ANSWERS, LEDGER_KINDS
from service.access.roles import Permission
from service.web.api.answers import answer
from service.web.api.keys import Ask, Key, Text, key_path
from service.web.api.paging import PageAsk, PageModel, answer_page
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pipeline.ledgers.answering import Reply
    from service.pipeline.ledgers.questions import Question
    from service.results.ledgers import ImportResult

router = api_router("questions")
_IMPORT = [needs(Permission.IMPORT, office_wide=True)]
QuestionKey = Annotated[str, key_path("Key of the question.", example="8d969eef6ecad3c29a3a6292")]
Kind = Literal[tuple(LEDGER_KINDS)]  # type: ignore[valid-type]  # the codes are a table
_MOST_CELLS = 200


class QuestionsAsk(PageAsk):
    """Which questions; an argument that is not described is refused."""

    answered: bool = Field(default=False, description="Those that were answered.")
    kind: Kind | None = Field(None, description="Of this kind of ledger.")  # type: ignore[valid-type]
    fate: Literal["question", "rejected"] | None = Field(
        None, description="Rows that are asked about, or those that were turned away."
    )


class SaidRow(BaseModel):
    """What somebody answered before."""

    model_config = ConfigDict(extra="forbid")

    meaning: str = Field(description=" | ".join(ANSWERS))
    said: str | None
    site_id: str | None


class QuestionRow(BaseModel):
    """One thing that a person should say, or a row to mend."""

    model_config = ConfigDict(extra="forbid")

    question_id: str
    file: str
    sheet: str
    row: int = Field(description="Row of the sheet, from 1.")
    kind: str = Field(description=" | ".join(LEDGER_KINDS))
    fate: Literal["question", "rejected"]
    code: str = Field(description="Why, the same for the same reason.")
    zh: str = Field(description="Why, in a sentence.")
    en: str
    cells: dict[str, str] = Field(description="The row as it was read, header to text.")
    target: str | None = Field(description="The site it is kept as for now.")
    meanings: list[str] = Field(description="What an answer may mean; cells may always be mended.")
    same: list[str] = Field(description="Rows (import-rows) that the same answer settles.")
    waiting: list[str] = Field(description="Rows that come in with this one.")
    answer: SaidRow | None


class ChoiceRow(BaseModel):
    """One answer that may be given, in words, and what it would do."""

    model_config = ConfigDict(extra="forbid")

    said: str
    label: str
    effect: str


class QuestionDetail(QuestionRow):
    """A question with what one needs to answer it."""

    headers: list[str] = Field(description="Columns of its sheet; cells may name any of them.")
    choices: list[ChoiceRow] = Field(description="Answers that are offered.")


class QuestionList(PageModel):
    """Some questions, ordered by key."""

    items: list[QuestionRow]
    open: int = Field(ge=0, description="Questions of every kind and fate that wait.")
    answered: int = Field(ge=0, description="Those that were answered.")


class AnswerAsk(Ask):
    """What somebody says: an answer in a word, or the mended cells; one of the two."""

    said: Text | None = Field(
        None, description="Such as a site id, 新点位 (new), 不要 (drop) or a datum (高德)."
    )
    cells: dict[Key, Text] | None = Field(
        None,
        min_length=1,
        max_length=_MOST_CELLS,
        description="Header to text of what is mended; other cells stay, an empty text clears one.",
    )


class StillRow(BaseModel):
    """A row that the answer did not settle, and why."""

    model_config = ConfigDict(extra="forbid")

    import_row_id: str
    zh: str
    en: str


class AnsweredRow(BaseModel):
    """What came of an answer."""

    model_config = ConfigDict(extra="forbid")

    stored: int = Field(ge=0, description="Rows that are in the store now.")
    still: list[StillRow] = Field(description="Rows that are still open.")


@router.get("/questions", dependencies=_IMPORT, response_model=QuestionList)
def list_questions(
    request: Request, town: Town, asked: Annotated[QuestionsAsk, Query()]
) -> Response:
    """List the questions of the import; those that are answered in between hide no others."""
    from service.pipeline.ledgers.questions import answered_questions, open_questions

    waiting, settled = open_questions(town), answered_questions(town)
    listed: list[tuple[Question, Mapping[str, Any] | None]] = list(settled)
    if not asked.answered:
        listed = [(one, None) for one in waiting]
    left = sorted((one for one in listed if _is_wanted(one[0], asked)), key=lambda one: one[0].key)
    shown = left[: asked.limit]
    return answer_page(
        request,
        [_row(*one) for one in shown],
        last=shown[-1][0].key if len(left) > asked.limit else None,
        open=len(waiting),
        answered=len(settled),
    )


def _is_wanted(question: Question, asked: QuestionsAsk) -> bool:
    """Tell whether a question comes after the page before, and is of what was asked for."""
    is_next = asked.after is None or question.key > asked.after
    return is_next and asked.kind in {None, question.kind} and asked.fate in {None, question.fate}


@router.get("/questions/{question_id}", dependencies=_IMPORT, response_model=QuestionDetail)
def read_question(request: Request, town: Town, question_id: QuestionKey) -> Response:
    """Show one question, with the answers that are offered in your language."""
    from service.pipeline.ledgers.answering import sheet_headers
    from service.pipeline.ledgers.questions import asked_question
    from service.web.asking import asked as shown

    question = asked_question(town, question_id)
    headers = sheet_headers(town, question)
    offered = shown(town, question, headers=headers, lang=lang_of(request)).choices
    former = town.rows("answer", where={"answer_id": [question_id]})
    more = {"headers": list(headers), "choices": [asdict(one) for one in offered]}
    return answer(_row(question, former[0] if former else None) | more)


@router.post("/questions/{question_id}/answer", dependencies=_IMPORT, response_model=AnsweredRow)
def answer_one(
    request: Request, town: Town, question_id: QuestionKey, asked: AnswerAsk
) -> Response:
    """Answer a question; all rows that it settles are stored at once. A later answer counts."""
    from service.pipeline.ledgers.questions import asked_question
    from service.web.replying import store_reply

    question = asked_question(town, question_id)
    result = store_reply(office_of(request), town, question, _reply(question, asked))
    return answer(_outcome(result))


def _reply(question: Question, asked: AnswerAsk) -> Reply:
    from service.pipeline.ledgers.answering import Reply

    if (asked.said is None) == (asked.cells is None):
        raise RefusalError(
            422,
            "Expected said or cells, and only one of them.",
            zh="said 和 cells 须给出其一，且只能一个。",
            kind="wrong-argument",
        )
    if asked.cells is None:
        return Reply(said=(asked.said or "").strip())
    mended = {**question.cells, **{name: text.strip() for name, text in asked.cells.items()}}
    return Reply(cells={name: text for name, text in mended.items() if text})


def _outcome(result: ImportResult) -> dict[str, object]:
    still = [
        {"import_row_id": one.import_row_id, "zh": one.zh, "en": one.en} for one in result.to_see
    ]
    return {"stored": result.new + result.updated + result.unchanged, "still": still}


def _row(question: Question, former: Mapping[str, Any] | None) -> dict[str, Any]:
    said = None
    if former is not None:
        said = {name: former[name] for name in ("meaning", "said", "site_id")}
    told = asdict(question)
    told["question_id"] = told.pop("key")
    del told["row_id"]
    return told | {"answer": said}
