"""`coalition coordinator …` and `coalition token …`: accounts and API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coalition import database, settings
from coalition.commands.running import explained, run
from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator


@click.group()
def coordinator() -> None:
    """Those who sign in at the desk."""


@coordinator.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", default="coordinator", show_default=True, type=click.Choice(["coordinator", "editor"]))
@click.option("--language", default="en", show_default=True, type=click.Choice(settings.SUPPORTED_LANGUAGES))
def add_account(email: str, name: str, role: str, language: str) -> None:
    """Add an account and print its one-time sign-in link, on the last line."""
    from coalition.people.accounts import EmailTaken, add_coordinator
    from coalition.people.forms import CoordinatorForm

    async def add() -> str:
        form = CoordinatorForm.parse({"email": email, "name": name, "role": role, "language": language})
        return await sign_in_link(await explained(add_coordinator(form), {EmailTaken: f"{email} has an account already."}))

    click.echo(run(add()))


@coordinator.command("link")
@click.argument("email")
def print_link(email: str) -> None:
    """Print a new one-time sign-in link for an account, on the last line."""
    from coalition.people.queries import active_by_email

    async def link() -> str:
        person = await active_by_email(email)
        if person is None:
            msg = f"There is no coordinator with the address {email}."
            raise CoalitionError(msg)
        return await sign_in_link(person)

    click.echo(run(link()))


async def sign_in_link(person: Coordinator) -> str:
    """Make a one-time sign-in link and return its address."""
    from coalition.addresses import url_for
    from coalition.people.signing_in import make_link

    async with database.transaction():
        link_token = await make_link(person)
    return settings.load().base_url + url_for("desk.sign_in_link.show", lang=person.language, token=link_token)


@click.group()
def token() -> None:
    """Tokens by which programs act for a coordinator."""


@token.command("add")
@click.argument("email")
@click.option("--scope", required=True, type=click.Choice(["read", "write"]))
def add_token(email: str, scope: str) -> None:
    """Make a token for a coordinator that exists; it stands alone on the last line and is shown this once."""
    from coalition.people import accounts
    from coalition.people.tables import Scope

    async def add() -> str:
        sentences: dict[type[CoalitionError], str] = {accounts.NoSuchCoordinator: f"There is no coordinator with the address {email}."}
        return str(await explained(accounts.add_token(email, Scope(scope)), sentences))

    api_token = run(add())
    click.echo("Keep this token safe; it is not shown again.", err=True)
    click.echo(api_token)
