"""Days on which an expert or a laboratory can come along, and what waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import ConfigError, InputError
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.cases.experts import add_expert, cancel_expert, list_experts
from service.web.forms import day_said, number_said, said, today
from service.web.gate import Seen, needs
from service.web.labels import choices, labels
from service.web.problems import lang_of, told
from service.web.templating import page

if TYPE_CHECKING:
    from data.store import Store

router = APIRouter(include_in_schema=False)
Enters = Annotated[Actor, needs(Permission.MEASURES, office_wide=True)]


@router.get("/experts", dependencies=[needs(Permission.SEE)])
def experts_page(request: Request, town: Seen) -> Response:
    """List expert days, and the findings that wait for one."""
    return _page(request, town)


@router.post("/experts")
async def add(request: Request, _actor: Enters, town: Seen) -> Response:
    """Keep a day on which an expert can come along."""
    form = await request.form()
    skills = [str(one) for one in form.getlist("skills")]

    def added() -> Response:
        try:
            add_expert(
                town,
                said(form, "expert"),
                skills=skills,
                day=day_said(form, "day") or today(request),
                minutes=int(number_said(form, "minutes") or 0),
                team=said(form, "team") or None,
                note=said(form, "note"),
            )
        except (InputError, ConfigError) as error:
            wrong = told(error, lang_of(request))
            return _page(request, town, status=422, wrong=wrong, given={**form, "skills": skills})
        return RedirectResponse("/experts", 303)

    return await run_in_threadpool(added)


@router.post("/experts/{key}/cancel")
def cancel(request: Request, _actor: Enters, town: Seen, key: str) -> Response:
    """Call an expert day off; its row stays."""
    cancel_expert(town, key, day=today(request))
    return RedirectResponse("/experts", 303)


def _page(
    request: Request,
    town: Store,
    *,
    status: int = 200,
    **shown: Any,  # noqa: ANN401 - what was said, and what came of it
) -> Response:
    listed = list_experts(town)
    lang = lang_of(request)
    names = dict(town.read("team")["name"])
    return page(
        request,
        "experts.html",
        status=status,
        listed=listed,
        skills=choices("expertise", lang),
        teams=sorted(names.values()),
        team_names=names,
        today=today(request).isoformat(),
        word=labels(lang),
        **({"wrong": "", "given": {}} | shown),
    )
