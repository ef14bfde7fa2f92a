"""`coalition doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coalition import database
from coalition.clock_marks.marking import heed_mark
from coalition.commands.clock import CLOCK_BEHIND, WORTH_SAYING
from coalition.commands.running import load_settings, refuse, run

if TYPE_CHECKING:
    from coalition.settings import Settings


@click.command()
def doctor() -> None:
    """Check settings, database and schema, and say what is wrong."""
    from coalition import migrating
    from coalition.keys.checking import missing_keys

    chosen = load_settings()
    click.echo(f"Settings: in order ({chosen.environment.value}).")
    if not run(database.ping(), on_any_schema=True):
        refuse("Database: no answer.")
    if not run(migrating.is_migrated(), on_any_schema=True):
        refuse("Database: answers, but the schema is not up to date; run coalition migrate.")
    click.echo("Database: answers, schema up to date.")
    for setting in run(database.talkative_settings()):
        click.echo(f"Database log: may hold names and addresses; set {setting} on the server.")
    if not run(database.indexes_every_script()):
        click.echo("Search: slow for names that are not in Latin letters; create the database with LC_CTYPE C.UTF-8, not C.")
    if missing := run(missing_keys()):
        refuse(f"Keyring: lacks the keys {', '.join(sorted(missing))}, under which values of the database are encrypted; restore it from its backup.")
    click.echo("Keyring: in order.")
    _check_mailbox(chosen)
    if run(heed_mark()) > WORTH_SAYING:
        refuse(CLOCK_BEHIND)
    click.echo("Clock: in order.")


def _check_mailbox(chosen: Settings) -> None:
    """Open the mailbox for reports of letters that came back, if there is one; the answer of the server may hold addresses."""
    from coalition.mail.mailbox import Failed, open_mailbox

    if not chosen.bounce_url:
        return
    try:
        open_mailbox(chosen.bounce_url).close()
    except Failed as error:
        refuse(f"Mailbox for reports: cannot be opened ({type(error).__name__}).")
    click.echo("Mailbox for reports: in order.")
