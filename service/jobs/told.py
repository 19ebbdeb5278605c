"""A job as it is told outside: to programs, to pages, in a stream."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.access.actors import Actor
    from service.jobs.job import Job

_KEPT_BACK = frozenset({"argument", "creator", "cancel"})
"""Paths of the server, and who asked; the rest is for everybody who may see the job."""


def told(job: Job, actor: Actor) -> dict[str, Any]:
    """Write a job as an object of JSON; ``mine`` tells whether the actor asked for it."""
    shown = {name: value for name, value in asdict(job).items() if name not in _KEPT_BACK}
    return {
        **shown,
        "progress": round(job.progress, 4),
        "mine": job.creator is not None and job.creator == actor.account_id,
        "ending": job.cancel and not job.is_over,
        "over": job.is_over,
    }


def etag_of(facts: dict[str, Any]) -> str:
    """Give the ETag of what is told: it is the same exactly while nothing of it changed."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
