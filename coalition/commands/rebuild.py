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
    click.echo(f"{run(_rebuild())} memoranda computed again.")


async def _rebuild() -> int:
    from coalition import database
    from coalition.acts import standing_rows
    from coalition.invitations import chase_rows

    number = await standing_rows.rebuild_all()
    await chase_rows.rebuild_all()
    await database.analyze()
    return number
