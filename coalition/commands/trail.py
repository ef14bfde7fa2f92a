"""`coalition trail …`: what was done and read at the desk."""

from __future__ import annotations

import click

from coalition.commands.running import refuse, run


@click.group()
def trail() -> None:
    """The trail of what was done and read at the desk."""


@trail.command("verify")
@click.option("--head", default="", metavar="HASH", help="A hash that an earlier check printed: it must still be in the chain.")
def verify(head: str) -> None:
    """Check that no entry was changed, taken out or put in; print their number and the hash of the last one, on the last line."""
    from coalition.trail import chain

    verdict = run(chain.verify(head.strip().lower()))
    if verdict.broken is not None:
        refuse(
            f"Entry {verdict.broken} is broken: it, or an entry before it, was changed, taken out or put in. {verdict.intact} before it are intact."
        )
    if not verdict.met:
        refuse(f"The chain is intact, but no entry has the hash {head}: entries after an earlier check were taken out, or it was another database.")
    click.echo(f"{verdict.intact} entries, all intact. Keep the hash of the last one outside this server:", err=True)
    click.echo(verdict.head)
