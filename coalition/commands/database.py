"""`coalition migrate`."""

from __future__ import annotations

import click

from coalition.commands.running import OUTDATED, refuse, run


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the database is up to date.")
def migrate(*, check: bool) -> None:
    """Bring the database to the schema of this version."""
    from coalition import migrating

    if not check:
        run(migrating.migrate(), on_any_schema=True)
    elif not run(migrating.is_migrated(), on_any_schema=True):
        refuse(OUTDATED)
    click.echo("The database is up to date.")
