"""`coalition rebuild …`: what is stored beside the acts and names, computed from them again."""

from __future__ import annotations

import click

from coalition.commands.running import run


@click.group()
def rebuild() -> None:
    """Compute again what is stored for lists and numbers."""


@rebuild.command("status")
def status() -> None:
    """Compute the rows and counters of signatories again from the acts of every memorandum; people can go on signing meanwhile."""
    from coalition.acts.standing_rows import rebuild_all

    click.echo(f"{run(rebuild_all())} memoranda computed again.")
