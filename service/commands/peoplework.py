"""The commands that look after accounts from the machine itself: ``gridpatrol people``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from data.words import ROLES, code_of
from service.commands.options import JsonOption, LangOption, StoreOption
from service.commands.run import open_run

if TYPE_CHECKING:
    from typer import Typer

people_app = typer.Typer(help="账号 Accounts of the service, from this machine.")
Name = Annotated[str, typer.Argument(help="账号 Sign-in name.")]


@people_app.command("list")
def list_command(
    *, store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> None:
    """列出账号 List the accounts."""
    from service.pipeline.upkeep.people import list_people

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = list_people(town)
    run.show(result)


@people_app.command("add")
def add_command(
    name: Name,
    *,
    role: Annotated[str, typer.Option(help=" | ".join(ROLES))] = "viewer",
    full_name: Annotated[str, typer.Option("--full-name", help="姓名 The person's name.")] = "",
    town: Annotated[
        list[str] | None,
        typer.Option(
            "--town", help="可见乡镇，可多次 Sees this town only; give several if need be."
        ),
    ] = None,
    team: Annotated[
        str | None,
        typer.Option(help="所属队伍，检查员用它看自己的路线 Team whose routes an inspector opens."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """新增账号，打印一次性密码 Make an account and print its one-time password."""
    from service.access.clock import now
    from service.pipeline.upkeep.people import Newcomer, add_person

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="people add") as office:
        newcomer = Newcomer(
            name=name,
            role=code_of(ROLES, role),
            full_name=full_name,
            towns=frozenset(town or ()) or None,
            team=team,
        )
        result = add_person(office, newcomer, clock=now)
    run.show(result)


@people_app.command("reset")
def reset_command(
    name: Name,
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """重置密码并解锁 Print a new one-time password; the account is open and unlocked again."""
    from service.access.clock import now
    from service.pipeline.upkeep.people import reset_person

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="people reset") as office:
        result = reset_person(office, name, clock=now)
    run.show(result)


@people_app.command("close")
def close_command(
    name: Name,
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """停用账号 Close an account; its sessions and tokens end, what it did stays."""
    from service.access.clock import now
    from service.pipeline.upkeep.people import close_person

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="people close") as office:
        result = close_person(office, name, clock=now)
    run.show(result)


@people_app.command("link")
def link_command(
    name: Name,
    subject: Annotated[
        str, typer.Argument(help="身份认证里的编号 The person's key at the provider.")
    ],
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """关联统一身份认证 Let an account sign in at the provider of GRIDPATROL_OIDC_ISSUER."""
    from service.access.outside import ISSUER
    from service.pipeline.upkeep.people import link_person

    issuer = os.environ.get(ISSUER, "").strip()
    if not issuer:
        raise ConfigError(f"{ISSUER} is not set.", zh=f"未设置 {ISSUER}。")
    run = open_run(store, lang, as_json=as_json)
    with run.store(what="people link") as office:
        result = link_person(office, name, issuer=issuer, subject=subject)
    run.show(result)


def add_people(app: Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(people_app, name="people")
