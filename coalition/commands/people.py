"""`coalition coordinator …`: accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coalition import database, settings, trail
from coalition.commands.running import explained, run
from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.people.tables import Coordinator


def _new_account(function: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and the options that describe a new account."""
    roles, languages = click.Choice(["coordinator", "editor"]), click.Choice(settings.SUPPORTED_LANGUAGES)
    options = (
        click.argument("email"),
        click.option("--name", required=True, help="Name of the person, as others at the desk read it."),
        click.option("--role", default="coordinator", show_default=True, type=roles, help="An editor works on texts only."),
        click.option("--language", default="en", show_default=True, type=languages, help="Language of letters to this person."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.group()
def coordinator() -> None:
    """Those who sign in at the desk."""


@coordinator.command("add")
@_new_account
def add_account(email: str, name: str, role: str, language: str) -> None:
    """Add an account and print its one-time sign-in link, on the last line."""
    from coalition.people.accounts import EmailTaken, add_coordinator, tell_of_account
    from coalition.people.forms import CoordinatorForm

    async def add() -> str:
        form = CoordinatorForm.parse({"email": email, "name": name, "role": role, "language": language})
        person = await explained(add_coordinator(form), {EmailTaken: f"{email} has an account already."})
        await tell_of_account(person)
        return await sign_in_link(person)

    click.echo(run(add()))


@coordinator.command("link")
@click.argument("email")
def print_link(email: str) -> None:
    """Print a new one-time sign-in link for an account, on the last line."""
    from coalition.people.queries import active_by_email

    async def link() -> str:
        person = await active_by_email(email)
        if person is None:
            raise CoalitionError(unknown(email))
        return await sign_in_link(person)

    click.echo(run(link()))


async def sign_in_link(person: Coordinator) -> str:
    """Make a one-time sign-in link and return its address."""
    from coalition.addresses import url_for
    from coalition.people.signing_in import make_link

    async with database.transaction():
        link_token = await make_link(person)
        await trail.record(trail.TrailAct.LINK_MADE, f"coordinator:{person.id}")
    return settings.load().base_url + url_for("desk.sign_in_link.show", lang=person.language, token=link_token)


@coordinator.command("invite")
@_new_account
def invite(email: str, name: str, role: str, language: str) -> None:
    """Mail somebody a first sign-in link; if the address has an account already, it gets an ordinary sign-in link."""
    from coalition.people.accounts import invite_colleague
    from coalition.people.forms import CoordinatorForm

    async def send() -> None:
        await invite_colleague(CoordinatorForm.parse({"email": email, "name": name, "role": role, "language": language}))

    run(send())
    click.echo(f"A letter to {email} is on its way.")


@coordinator.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account, and end its sessions, sign-in links and API tokens at once."""
    from coalition.people import revoking

    sentences: dict[type[CoalitionError], str] = {revoking.LastCoordinator: "This is the last coordinator who can sign in; add another one first."}
    run(_on_account(email, lambda person: explained(revoking.disable(person), sentences)))
    click.echo(f"The account {email} is disabled.")


@coordinator.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Enable a disabled account; its sessions, links and tokens stay ended."""
    from coalition.people import revoking

    run(_on_account(email, revoking.enable))
    click.echo(f"The account {email} is enabled.")


@coordinator.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End all sessions of an account, and its sign-in links that were not used yet."""
    from coalition.people import revoking

    run(_on_account(email, revoking.sign_out_everywhere))
    click.echo(f"All sessions of {email} were ended.")


async def _on_account(email: str, work: Callable[[Coordinator], Awaitable[None]]) -> None:
    from coalition.people.queries import account_by_email

    person = await account_by_email(email)
    if person is None:
        raise CoalitionError(unknown(email))
    await work(person)


def unknown(email: str) -> str:
    """Return what the terminal shows for an address without an account."""
    return f"There is no coordinator with the address {email}."
