"""The rules of the office: in force, changed on trial, kept, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import ConfigError
from planning.clauses.commentary import comment_in
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.rules.editing import (
    put_back,
    with_campaign,
    with_value,
    without_campaign,
    written_value,
)
from service.pipeline.rules.listing import list_rules
from service.pipeline.rules.ruling import (
    SETTING,
    forget_rules,
    keep_rules,
    known_ruling,
    rules_in_force,
)
from service.web.forms import day_said, number_said, said
from service.web.gate import Seen, needs
from service.web.jobdesk import seen_job_of
from service.web.labels import choices
from service.web.problems import RefusalError, lang_of, told
from service.web.rulenames import place_name, rule_name, section_name
from service.web.templating import page
from service.web.trying import TRIAL, ask_trial, trial_week

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

router = APIRouter(include_in_schema=False)
CHANGES_SHOWN = 20
Rules = Annotated[Actor, needs(Permission.RULES, office_wide=True)]
"""Who may see and change the rules: they hold for every town."""


@router.get("/admin/rules")
def rules_page(request: Request, _actor: Rules, town: Seen, done: str = "") -> Response:
    """Show the rules in force with their sources, and a form for each."""
    return _page(request, town, done=done if done in {"kept", "forgotten", "back"} else "")


@router.post("/admin/rules/change")
async def change(request: Request, _actor: Rules, town: Seen) -> Response:
    """Try another value on a week; nothing is kept before somebody has seen what it does."""
    form = dict(await request.form())

    def asked() -> Response:
        rule = _rule(town, said(form, "section"), said(form, "key"))
        text = str(form.get("value") or "")
        return _try(request, town, form, lambda own: with_value(own, rule, text))

    return await run_in_threadpool(asked)


@router.post("/admin/rules/campaigns")
async def campaign(request: Request, _actor: Rules, town: Seen) -> Response:
    """Try a campaign, or the week without one of those that are kept."""
    form = dict(await request.form())

    def asked() -> Response:
        if number := said(form, "remove"):
            place = int(number) if number.isdecimal() else -1
            return _try(request, town, form, lambda own: without_campaign(own, place))
        return _try(request, town, form, lambda own: with_campaign(own, _campaign(form)))

    return await run_in_threadpool(asked)


@router.get("/admin/rules/trials/{job_id}")
def trial(request: Request, _actor: Rules, town: Seen, job_id: str) -> Response:
    """Say what the change would do to the week."""
    job = seen_job_of(request, job_id, TRIAL)
    names = dict(town.read("site")["name"])
    return page(
        request,
        "rules_trial.html",
        job=job,
        result=job.result or {},
        changes=_changes(job.argument["former"], job.argument["own"]),
        names=names,
        placed=lambda path: place_name(path, lang_of(request)),
    )


@router.post("/admin/rules/trials/{job_id}/keep")
def keep(request: Request, _actor: Rules, town: Seen, job_id: str) -> Response:
    """Keep the rules of a trial: everything is planned by them from now on."""
    job = seen_job_of(request, job_id, TRIAL)
    ruling = known_ruling(job.argument["own"], "store")
    if not keep_rules(town, ruling, former=job.argument["former"]):
        raise RefusalError(
            409,
            "The rules were changed since this trial; try the change again.",
            zh="试算之后规则又有改动，请重新试算。",
        )
    return RedirectResponse("/admin/rules?done=kept", 303)


@router.post("/admin/rules/forget")
def forget(_actor: Rules, town: Seen) -> Response:
    """Go back to the defaults; what was kept stays in the history."""
    forget_rules(town)
    return RedirectResponse("/admin/rules?done=forgotten", 303)


@router.post("/admin/rules/back/{audit_id}")
def back(_actor: Rules, town: Seen, audit_id: str) -> Response:
    """Put the rules back to what they were before a change."""
    put_back(town, audit_id)
    return RedirectResponse("/admin/rules?done=back", 303)


def _try(
    request: Request,
    town: Store,
    form: Mapping[str, object],
    edited: Any,  # noqa: ANN401 - what changes the table
) -> Response:
    """Check the change, and let a job say what it would do; or say what is wrong with it."""
    own = dict(rules_in_force(town).own)
    try:
        job_id = ask_trial(request, town, edited(own), former=own, week=said(form, "week"))
    except ConfigError as error:
        wrong, lang = told(error, lang_of(request)), lang_of(request)
        path = f"{said(form, 'section')}.{said(form, 'key')}"
        wrong = wrong.replace(path, f"“{place_name(path, lang)}”")
        return _page(request, town, status=422, wrong=wrong, given=form)
    return RedirectResponse(f"/jobs/{job_id}?to=/admin/rules/trials/{job_id}", 303)


def _rule(town: Store, section: str, key: str) -> Any:  # noqa: ANN401 - RuleResult
    listed = list_rules(town, None, keep=False, forget=False, only_own=False).rules
    for one in listed:
        if (one.section, one.key) == (section, key):
            return one
    raise RefusalError(404, f"There is no rule {section}.{key}.", zh=f"没有规则 {section}.{key}。")


def _campaign(form: Mapping[str, object]) -> dict[str, Any]:
    """Read a campaign from its form; what was left empty is not stated."""
    name = said(form, "zh")
    found: dict[str, Any] = {"zh": name, "en": said(form, "en") or name}
    for field in ("from", "to"):
        if (day := day_said(form, field)) is not None:
            found[field] = day.isoformat()
    for field in ("points", "every_days"):
        if (number := number_said(form, field)) is not None:
            found[field] = int(number) if number == int(number) else number
    for field in ("industries", "villages"):
        parts = said(form, field).replace("，", ",").replace("、", ",").split(",")
        if listed := [part.strip() for part in parts if part.strip()]:
            found[field] = listed
    if visit_type := said(form, "visit_type"):
        found["visit_type"] = visit_type
    return found | {field: True for field in ("promise", "at_night") if form.get(field)}


def _changes(former: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """List what differs between two tables: where, before, after; empty where not stated."""
    before, after = _flat(former), _flat(fresh)
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = orjson.dumps(value).decode()
    return found


def _past(town: Store) -> list[dict[str, Any]]:
    """List the changes of the rules, newest first, and what they were before."""
    rows = town.rows("history", where={"table_name": ["setting"], "row_id": [SETTING]})
    newest = sorted(rows, key=lambda row: str(row["audit_id"]), reverse=True)[:CHANGES_SHOWN]
    ids = [str(row["audit_id"]) for row in newest]
    audited = {row["audit_id"]: row for row in town.rows("audit", where={"audit_id": ids})}
    return [_told_change(row, audited[row["audit_id"]]) for row in newest]


def _told_change(row: Mapping[str, Any], audited: Mapping[str, Any]) -> dict[str, Any]:
    before = orjson.loads(orjson.loads(row["before"])["value"])
    stated = None if row["after"] is None else orjson.loads(row["after"]).get("value")
    after = orjson.loads(stated) if stated else {}
    facts = {name: audited[name] for name in ("audit_id", "moment", "who")}
    return {**facts, "changes": _changes(before, after)}


def _page(
    request: Request,
    town: Store,
    *,
    status: int = 200,
    **shown: Any,  # noqa: ANN401 - what was said, and what came of it
) -> Response:
    listed = list_rules(town, None, keep=False, forget=False, only_own=False)
    lang = lang_of(request)
    sections: dict[str, list[Any]] = {}
    for one in listed.rules:
        sections.setdefault(one.section, []).append((one, comment_in(one.said, lang)))
    facts = {"done": "", "wrong": "", "given": {}} | shown
    return page(
        request,
        "rules.html",
        status=status,
        listed=listed,
        sections=sections,
        title=lambda section: section_name(section, lang),
        named=lambda section, key: rule_name(section, key, lang),
        placed=lambda path: place_name(path, lang),
        campaigns=[one for one in listed.tables if one.kind == "campaign"],
        tables=[one for one in listed.tables if one.kind != "campaign"],
        past=_past(town),
        week=trial_week(request, town),
        written=written_value,
        visit_types=choices("visit_type", lang),
        **facts,
    )
