"""The service's own: accounts, sign-ins, tokens, links, what was published, jobs, answers kept."""

from __future__ import annotations

from data import words
from data.schema.columns import Column, TableSchema, codes_of

_MOMENT = "UTC, such as 2026-11-21T08:15:30.250Z"

ACCOUNT = TableSchema(
    "account",
    "account_id",
    "one person who may sign in",
    (
        Column("name", "text", "sign-in name, lower case, unique", required=True),
        Column("full_name", "text", "the person's name, as pages show it"),
        Column("role", "text", "what one may do", required=True, codes=codes_of(words.ROLES)),
        Column("towns", "json", "list of towns the person may see; missing means every town"),
        Column("team_id", "text", "the team of an inspector"),
        Column("lang", "text", "zh or en", codes=frozenset({"zh", "en"})),
        Column("active", "flag", "whether the person may sign in", required=True),
        Column("must_change", "flag", "whether the password must be changed first", required=True),
        Column("outside_id", "text", "issuer and subject of an outside sign-in (OpenID Connect)"),
    ),
)

CREDENTIAL = TableSchema(
    "credential",
    "account_id",
    "the hash of an account's password, and how often a sign-in failed",
    (
        Column("hash", "text", "argon2id, with its parameters and salt", required=True),
        Column("changed", "text", f"when it was set, {_MOMENT}", required=True),
        Column("failures", "integer", "failed sign-ins since the last one", required=True, low=0),
        Column("locked_until", "text", f"no sign-in is tried before, {_MOMENT}"),
    ),
)

SESSION = TableSchema(
    "session",
    "session_id",
    "one sign-in of one browser; the key is the sha256 of its cookie",
    (
        Column("account_id", "text", "who signed in", required=True),
        Column("started", "text", f"when, {_MOMENT}", required=True),
        Column("seen", "text", f"last time it was used, to some minutes, {_MOMENT}", required=True),
        Column("expires", "text", f"ends at the latest, {_MOMENT}", required=True),
    ),
)

TOKEN = TableSchema(
    "token",
    "token_id",
    "one token by which a program acts for a person",
    (
        Column("account_id", "text", "whose rights it can have at most", required=True),
        Column("name", "text", "what it is for", required=True),
        Column("hash", "text", "sha256 of the token, which was shown once", required=True),
        Column("permissions", "json", "list of permissions; no more than the person has"),
        Column("towns", "json", "list of towns; no more than the person has; missing: as many"),
        Column("expires", "text", f"ends at the latest, {_MOMENT}", required=True),
        Column("revoked", "text", f"when it was taken back, {_MOMENT}"),
    ),
)

LINK = TableSchema(
    "link",
    "link_id",
    "one link by which a team opens its routes of one week without signing in",
    (
        Column("hash", "text", "sha256 of what stands in the link, shown once", required=True),
        Column("week", "text", "the week, such as 2026-W48", required=True),
        Column("team_id", "text", "whose routes it opens", required=True),
        Column("expires", "text", f"ends with the week, {_MOMENT}", required=True),
        Column("revoked", "text", f"when it was taken back, {_MOMENT}"),
        Column("who", "text", "sign-in name of who made it"),
    ),
)

PUBLICATION = TableSchema(
    "publication",
    "publication_id",
    "one version of a week's plan that was given to the teams",
    (
        Column("week", "text", "the week, such as 2026-W48", required=True),
        Column("plan_id", "text", "the version", required=True),
        Column("moment", "text", f"when, {_MOMENT}", required=True),
        Column("who", "text", "sign-in name of who published it", required=True),
        Column("withdrawn", "text", f"when it was taken back, {_MOMENT}"),
        Column("note", "text", "why, in the office's words"),
    ),
)

JOB = TableSchema(
    "job",
    "job_id",
    "one piece of long work: waiting, running, or how it ended",
    (
        Column("kind", "text", "what is to be done, such as plan", required=True),
        Column("argument", "json", "what it is asked for", required=True),
        Column("state", "text", "how far it is", required=True, codes=codes_of(words.JOB_STATES)),
        Column("attempts", "integer", "how often it was begun", required=True, low=0),
        Column("owner", "text", "the worker that runs it; a name no other start has"),
        Column("lease_ms", "integer", "owned until then: ms since 1970, the store's clock"),
        Column("progress", "number", "share done", low=0, high=1),
        Column("note", "text", "what it is at"),
        Column("written", "integer", "units of writing it has stored", required=True, low=0),
        Column("result", "json", "what the work answered"),
        Column("error", "json", "what went wrong: en, zh"),
        Column("creator", "text", "account that asked for it"),
        Column("towns", "json", "no longer written: who asks for work may see every town"),
        Column("input_hash", "text", "sha256 of what it reads; equal work is found by it"),
        Column("cancel", "flag", "whether somebody asked that it end", required=True),
        Column("queued", "text", f"when, {_MOMENT}", required=True),
        Column("started", "text", f"when it was last begun, {_MOMENT}"),
        Column("ended", "text", f"when, {_MOMENT}"),
    ),
)

ONCE = TableSchema(
    "once",
    "once_id",
    "the answer to a write that came with an Idempotency-Key, so that it is done once",
    (
        Column("request", "text", "sha256 of method, path, body and rights", required=True),
        Column(
            "status",
            "integer",
            "HTTP status of the answer; missing while it is under way, 0 once it is done and its "
            "answer not kept: it holds a secret, or an older program kept none",
        ),
        Column(
            "answer",
            "text",
            "the body of the answer; while under way, until when the key is held, ms since 1970",
        ),
        Column(
            "headers",
            "json",
            "header name to value; while under way, the name of the attempt that holds the key",
        ),
        Column("moment", "text", f"when, {_MOMENT}", required=True),
    ),
)
