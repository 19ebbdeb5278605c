"""Questions of the import, one by one: what is asked, what each answer would do, and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import InputError
from service.access.roles import Permission
from service.pipeline.ledgers.alike import alike_questions, with_alike
from service.pipeline.ledgers.answering import Reply, sheet_headers
from service.pipeline.ledgers.questions import answered_questions, asked_question, open_questions
from service.web.asking import asked, is_datum
from service.web.flash import flash
from service.web.gate import Seen, needs
from service.web.office import office_of
from service.web.problems import lang_of, told
from service.web.replying import store_reply
from service.web.templating import page

if TYPE_CHECKING:
    from data.store import Store
    from service.pipeline.ledgers.questions import Question
    from service.results.ledgers import ImportResult

router = APIRouter(include_in_schema=False)
IMPORTER = needs(Permission.IMPORT, office_wide=True)
_MOST_TEXT = 2_000


@router.get("/questions", dependencies=[IMPORTER])
def first_question(request: Request, town: Seen) -> Response:
    """Show the first question, or that there is none."""
    listed = open_questions(town)
    if listed:
        return RedirectResponse(f"/questions/{listed[0].key}", 303)
    return page(request, "questions_none.html", answered=len(answered_questions(town)))


@router.get("/questions/answered", dependencies=[IMPORTER])
def answered_page(request: Request, town: Seen) -> Response:
    """List what was answered, each with a way to answer otherwise."""
    answered, left = answered_questions(town), len(open_questions(town))
    return page(request, "questions_answered.html", answered=answered, left=left)


@router.get("/questions/{key}", dependencies=[IMPORTER])
def question_page(request: Request, town: Seen, key: str) -> Response:
    """Show one question."""
    return _page(request, town, asked_question(town, key))


@router.post("/questions/{key}", dependencies=[IMPORTER])
def answer(
    request: Request,
    town: Seen,
    key: str,
    said: Annotated[str, Form()],
    alike: Annotated[str, Form()] = "",
) -> Response:
    """
    Answer one question; all rows that the answer settles are stored at once.

    With ``alike`` a datum holds for all rows of the sheet that are asked for theirs.
    """
    reply = Reply(said=said.strip()[:_MOST_TEXT])
    return _answered(request, town, key, reply, alike=bool(alike) and is_datum(reply.said))


@router.post("/questions/{key}/mend", dependencies=[IMPORTER])
async def mend(request: Request, town: Seen, key: str) -> Response:
    """Mend the cells of the row that asks."""
    from fastapi.concurrency import run_in_threadpool

    form = await request.form()
    texts = {name: str(text)[:_MOST_TEXT] for name, text in form.items()}
    return await run_in_threadpool(_mended, request, town, key, texts)


def _mended(request: Request, town: Store, key: str, texts: dict[str, str]) -> Response:
    question = asked_question(town, key)
    fields = asked(
        town, question, headers=sheet_headers(town, question), lang=lang_of(request)
    ).fields
    cells = {
        header: text.strip()
        for number, (header, _) in enumerate(fields)
        if (text := texts.get(f"cell{number}", "")).strip()
    }
    return _answered(request, town, key, Reply(cells=cells))


def _answered(
    request: Request, town: Store, key: str, reply: Reply, *, alike: bool = False
) -> Response:
    """Store the answer, and go on to the question that comes next."""
    question = asked_question(town, key)
    question = with_alike(town, question) if alike else question
    place = next((at for at, one in enumerate(open_questions(town)) if one.key == key), 0)
    try:
        result = store_reply(office_of(request), town, question, reply)
    except InputError as error:
        return _page(request, town, question, wrong=told(error, lang_of(request)), status=422)
    left = open_questions(town)
    to = f"/questions/{left[min(place, len(left) - 1)].key}" if left else "/questions"
    return _said(request, result, to, back=f"/questions/{key}")


def _said(request: Request, result: ImportResult, to: str, *, back: str) -> Response:
    """Say what the answer did; where it did not settle the row, stay with it."""
    stored = result.new + result.updated + result.unchanged
    if not result.to_see:
        moved = RedirectResponse(to, 303)
        flash(request, moved, "questions.stored" if stored else "questions.heard", count=stored)
        return moved
    stay = RedirectResponse(back, 303)
    row = result.to_see[0]
    why = row.zh if lang_of(request) == "zh" else row.en
    flash(request, stay, "questions.bad_still", count=len(result.to_see), why=why)
    return stay


def _page(
    request: Request, town: Store, question: Question, *, wrong: str = "", status: int = 200
) -> Response:
    listed, answers = open_questions(town), answered_questions(town)
    keys = [one.key for one in listed]
    at = keys.index(question.key) if question.key in keys else -1
    former = next((row for one, row in answers if one.key == question.key), None)
    lang = lang_of(request)
    return page(
        request,
        "question.html",
        status=status,
        question=question,
        why=question.zh if lang == "zh" else question.en,
        shown=asked(town, question, headers=sheet_headers(town, question), lang=lang),
        alike=len(alike_questions(town, question)),
        wrong=wrong,
        former=former,
        at=at + 1,
        left=len(listed),
        answered=len(answers),
        before=keys[at - 1] if at > 0 else "",
        after=keys[at + 1] if 0 <= at < len(keys) - 1 else "",
    )
