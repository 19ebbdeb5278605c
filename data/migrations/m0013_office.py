"""The office: accounts, sign-ins, tokens, links, publications, jobs; the town of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_index, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TABLES = (
    FrozenTable(
        "account",
        "one person who may sign in",
        """
        account_id text !
        name text !
        full_name text
        role text !
        towns json
        team_id text
        lang text
        active flag !
        must_change flag !
        outside_id text
        """,
        ('UNIQUE ("account_id")', 'UNIQUE ("name")'),
    ),
    FrozenTable(
        "credential",
        "the hash of an account's password, and how often a sign-in failed",
        """
        account_id text !
        hash text !
        changed text !
        failures integer !
        locked_until text
        """,
        ('UNIQUE ("account_id")',),
    ),
    FrozenTable(
        "session",
        "one sign-in of one browser; the key is the sha256 of its cookie",
        """
        session_id text !
        account_id text !
        started text !
        seen text !
        expires text !
        """,
        ('UNIQUE ("session_id")',),
    ),
    FrozenTable(
        "token",
        "one token by which a program acts for a person",
        """
        token_id text !
        account_id text !
        name text !
        hash text !
        permissions json
        towns json
        expires text !
        revoked text
        """,
        ('UNIQUE ("token_id")', 'UNIQUE ("hash")'),
    ),
    FrozenTable(
        "link",
        "one link by which a team opens its routes of one week without signing in",
        """
        link_id text !
        hash text !
        week text !
        team_id text !
        expires text !
        revoked text
        who text
        """,
        ('UNIQUE ("link_id")', 'UNIQUE ("hash")'),
    ),
    FrozenTable(
        "publication",
        "one version of a week's plan that was given to the teams",
        """
        publication_id text !
        week text !
        plan_id text !
        moment text !
        who text !
        withdrawn text
        note text
        """,
        ('UNIQUE ("publication_id")',),
    ),
    FrozenTable(
        "job",
        "one piece of long work: waiting, running, or how it ended",
        """
        job_id text !
        kind text !
        argument json !
        state text !
        attempts integer !
        owner text
        lease_ms integer
        progress number
        note text
        written integer !
        result json
        error json
        creator text
        towns json
        input_hash text
        cancel flag !
        queued text !
        started text
        ended text
        """,
        ('UNIQUE ("job_id")',),
    ),
    FrozenTable(
        "once",
        "the answer to a write that came with an Idempotency-Key, so that it is done once",
        """
        once_id text !
        request text !
        status integer
        answer text
        headers json
        moment text !
        """,
        ('UNIQUE ("once_id")',),
    ),
)


def upgrade(connection: Connection) -> None:
    """Add the tables, empty, and the column, which the next hotspots fill."""
    for table in _TABLES:
        create_table(connection, table)
    add_column(connection, "cell", "town text")
    create_index(connection, "job", ("state", "job_id"))
    create_index(connection, "session", ("account_id",))
    create_index(connection, "publication", ("week",))
