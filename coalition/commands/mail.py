"""`coalition mail send`."""

from __future__ import annotations

import click

from coalition.commands.running import run


@click.group()
def mail() -> None:
    """The outgoing tray."""


@mail.command("send")
def send() -> None:
    """Do the work that is due now, letters among it, and stop."""
    from coalition.serving import work_once

    click.echo(f"{run(work_once())} pieces of work done.")
