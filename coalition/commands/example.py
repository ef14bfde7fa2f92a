"""`coalition example load`."""

from __future__ import annotations

import json

import click

from coalition.commands.people import sign_in_link
from coalition.commands.running import run


@click.group()
def example() -> None:
    """The example: Kyiv 2013, a memorandum that can be signed now, and one that is being written."""


@example.command("load")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def load(*, as_json: bool) -> None:
    """Load the example once, and print a coordinator's sign-in link and links of two organisations."""
    links = run(_load())
    if links is None:
        click.echo("{}" if as_json else "The example is loaded already.")
    elif as_json:
        click.echo(json.dumps(links))
    else:
        click.echo(f"Sign in as a coordinator:  {links['sign_in']}\nSign for an organisation:  {links['invitation']}")
        click.echo(f"Comment on a draft:        {links['seat']}\nSign an urgent appeal:     {links['appeal']}")


async def _load() -> dict[str, str] | None:
    """Load the example and return its links; None if it is loaded already."""
    from coalition.example.story import example_is_loaded, load_example
    from coalition.people.accounts import add_coordinator
    from coalition.people.forms import CoordinatorForm
    from coalition.people.queries import active_by_email

    if await example_is_loaded():
        return None
    form = CoordinatorForm(email="ada@example.org", name="Ada Example")
    coordinator = await active_by_email(form.email) or await add_coordinator(form)
    links = await load_example(coordinator.id)
    return {"invitation": links.invitation, "seat": links.seat, "appeal": links.appeal, "sign_in": await sign_in_link(coordinator)}
