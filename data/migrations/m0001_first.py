"""The tables of the first version, and the road graph.

Frozen: a later change of ``data.schema`` is a new migration, never an edit of this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, create_core, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TABLES = (
    FrozenTable(
        "site",
        "one place that can be visited",
        """
        site_id text !
        kind text !
        name text !
        code text
        address text
        village text
        town text
        industry text
        industry_code text
        workers number
        area_m2 number
        licences text
        chemicals flag
        shared_walls text
        status text !
        ledger_grade text
        keeper text
        hours text
        stated_visit date
        remark text
        extra json
        datum text
        datum_stated flag
        geom point !
        source text
        """,
        ('UNIQUE ("site_id")',),
    ),
    FrozenTable(
        "inspection",
        "one visit that happened",
        """
        inspection_id text !
        site_id text !
        day date !
        team text
        mode text
        mode_stated text
        result text !
        source text
        """,
        ('UNIQUE ("inspection_id")',),
    ),
    FrozenTable(
        "finding",
        "one hazard an inspection found",
        """
        finding_id text !
        site_id text !
        inspection_id text
        what text
        level text !
        found date !
        due date
        state text !
        closed date
        source text
        """,
        ('UNIQUE ("finding_id")',),
    ),
    FrozenTable(
        "tip",
        "one report from outside",
        """
        tip_id text !
        day date !
        channel text
        what text
        place text
        verified text !
        geom point
        source text
        """,
        ('UNIQUE ("tip_id")',),
    ),
    FrozenTable(
        "team",
        "people who go out together",
        """
        team_id text !
        name text !
        card_holders integer !
        home_village text
        skills json
        has_car flag
        has_drone flag
        absent_days json
        geom point !
        source text
        """,
        ('UNIQUE ("team_id")',),
    ),
    FrozenTable(
        "shift",
        "hours a team works, on one weekday or on every workday",
        """
        shift_id text !
        team_id text !
        weekday integer
        kind text !
        start_s integer !
        end_s integer !
        break_start_s integer
        break_end_s integer
        source text
        """,
        ('UNIQUE ("shift_id")',),
    ),
    FrozenTable(
        "area",
        "a named place or polygon: village, water, school, industrial land",
        """
        area_id text !
        kind text !
        name text
        keeper text
        geom shape !
        source text
        """,
        ('UNIQUE ("area_id")',),
    ),
    FrozenTable(
        "score",
        "risk of a site, as of one day",
        """
        site_id text !
        as_of date !
        model text !
        risk number !
        grade text !
        uncertainty number !
        reasons json !
        """,
        ('UNIQUE ("site_id")',),
    ),
    FrozenTable(
        "cell",
        "one square of the grid with sites in it or near it",
        """
        cell_id text !
        sites integer !
        mean_risk number
        max_risk number
        worst_grade text
        visits integer !
        finds integer !
        rate number
        near_visits integer !
        z number
        q number
        class text !
        days_since integer
        geom shape !
        """,
        ('UNIQUE ("cell_id")',),
    ),
    FrozenTable(
        "import_row",
        "what became of one row of one imported file",
        """
        import_row_id text !
        file text !
        file_hash text !
        sheet text
        row integer !
        kind text !
        fate text !
        target text
        note text
        note_en text
        cells json
        """,
        ('UNIQUE ("import_row_id")',),
    ),
    FrozenTable(
        "plan",
        "one plan of one week; a replan is a new row with the next version",
        """
        plan_id text !
        week text !
        version integer !
        as_of date !
        seed integer !
        iterations integer !
        prize number !
        bound number !
        input_hash text !
        params json !
        problem json !
        wants json !
        draw json !
        """,
        ('UNIQUE ("plan_id")',),
    ),
    FrozenTable(
        "route",
        "what one shift does in one plan",
        """
        route_id text !
        plan_id text !
        shift text !
        team_id text !
        day date !
        start_s integer !
        end_s integer !
        break_start_s integer
        break_s integer !
        drive_s integer !
        work_s integer !
        back_s integer !
        back_m number !
        """,
        ('UNIQUE ("route_id")',),
    ),
    FrozenTable(
        "stop",
        "one planned visit",
        """
        stop_id text !
        plan_id text !
        route_id text !
        position integer !
        site_id text !
        visit_type text !
        card_holders integer !
        leg_s integer !
        leg_m number !
        arrive_s integer !
        start_s integer !
        end_s integer !
        why json !
        """,
        ('UNIQUE ("stop_id")',),
    ),
    FrozenTable(
        "unplanned",
        "one wanted site that a plan leaves out",
        """
        unplanned_id text !
        plan_id text !
        site_id text !
        must flag !
        reason text !
        detail json !
        zh text !
        en text !
        why json !
        """,
        ('UNIQUE ("unplanned_id")',),
    ),
    FrozenTable(
        "promise",
        "one promise of a plan, kept or broken",
        """
        promise_id text !
        plan_id text !
        promise text !
        kept flag !
        detail json !
        zh text !
        en text !
        """,
        ('UNIQUE ("promise_id")',),
    ),
    FrozenTable(
        "setting",
        "what the store knows of itself: town, whether it is invented, grid size",
        """
        name text !
        value text !
        """,
        ('UNIQUE ("name")',),
    ),
    FrozenTable(
        "road_node",
        "one junction of the road graph, as OSMnx has it",
        """
        osmid integer !
        geom point !
        """,
        ("UNIQUE (osmid)",),
    ),
    FrozenTable(
        "road_edge",
        "one directed stretch of road between two junctions, as OSMnx has it",
        """
        u integer !
        v integer !
        key integer !
        osmid text
        highway text !
        name text
        ref text
        maxspeed text
        oneway flag !
        length_m number !
        geom line !
        """,
        (
            "UNIQUE (u, v, key)",
            "FOREIGN KEY (u) REFERENCES road_node (osmid)",
            "FOREIGN KEY (v) REFERENCES road_node (osmid)",
        ),
    ),
)


def upgrade(connection: Connection) -> None:
    """Give an empty database every table of the first version."""
    create_core(connection)
    for table in _TABLES:
        create_table(connection, table)
