"""Answers to questions of the import, as pages and programs give them."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

from data.errors import PatrolError
from service.access.clock import local, written
from service.pipeline.ledgers.answering import answer_question
from service.web.folders import new_folder

if TYPE_CHECKING:
    from data.store import Store
    from service.pipeline.ledgers.answering import Reply
    from service.pipeline.ledgers.questions import Question
    from service.results.ledgers import ImportResult
    from service.web.office import Office


def store_reply(office: Office, town: Store, question: Question, reply: Reply) -> ImportResult:
    """
    Store what somebody said to a question; the workbook it makes lies with the uploads.

    Raises
    ------
    InputError
        As ``answer_question`` says; nothing is stored then.
    """
    moment = local(written(office.clock())).replace(":", "").replace(" ", "-")
    folder = new_folder(office, name=f"answer-{moment}-{secrets.token_hex(8)}")
    try:
        return answer_question(town, question, reply, file=folder / f"答复-{moment}.xlsx")
    except PatrolError:
        shutil.rmtree(folder, ignore_errors=True)  # what is refused leaves nothing behind
        raise
