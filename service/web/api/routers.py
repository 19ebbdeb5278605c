"""Every router of the interface; what has a name of its own comes before the rows by key."""

from __future__ import annotations

from service.web.api import (
    absences,
    calendars,
    collections,
    crews,
    document,
    files,
    findings,
    ground,
    incoming,
    me,
    measures,
    past,
    people,
    questions,
    rules,
    teamlinks,
    tokens,
    weeks,
    work,
)

API_ROUTERS = (
    document.router,
    findings.router,
    calendars.router,
    calendars.feed_router,
    measures.router,
    crews.router,
    absences.router,
    teamlinks.router,
    people.router,
    tokens.router,
    me.router,
    weeks.router,
    work.router,
    ground.router,
    rules.router,
    files.router,
    incoming.router,
    questions.router,
    past.router,
    collections.router,
)
