"""`coalition migrate` and `coalition rebuild …`."""

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


@click.group()
def rebuild() -> None:
    """Compute stored values anew, in transactions of 200 rows; servers may run meanwhile, and an interrupted run is continued by the next."""


@rebuild.command("sort-keys")
def sort_keys() -> None:
    """The keys by which names are sorted, when another version of ICU is installed; `coalition migrate` does it too."""
    click.echo(f"Sort keys of {run(_rebuilt_sort_keys(), on_any_schema=True)} organisations were written anew.")


async def _rebuilt_sort_keys() -> int:
    from coalition import migrating
    from coalition.organisations.rebuilding import rebuild_sort_keys

    if not await migrating.has_schema():
        refuse(OUTDATED)
    return await rebuild_sort_keys()


@rebuild.command("search")
def search() -> None:
    """What organisations and accounts are found by, when another version folds names otherwise."""
    click.echo(f"{run(_rebuilt_search(), on_any_schema=True)} organisations and accounts were indexed anew.")


async def _rebuilt_search() -> int:
    from coalition import migrating
    from coalition.organisations.rebuilding import rebuild_search
    from coalition.people.searched_accounts import rebuild_account_search

    if not await migrating.has_schema():
        refuse(OUTDATED)
    return int(await rebuild_account_search() + await rebuild_search())
