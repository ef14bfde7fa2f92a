"""`coalition keys …`: the keyring, whose keys encrypt waiting letters, consents, notes and other private words."""

from __future__ import annotations

import click

from coalition.commands.running import load_settings, refuse, run
from coalition.errors import CoalitionError


@click.group()
def keys() -> None:
    """The keys that encrypt waiting letters, consents, notes and other private words; the file stands outside the database."""


@keys.command("create")
def create() -> None:
    """Make the keyring of a new installation."""
    from coalition.keys.keyring import make_keyring, path

    load_settings()
    try:
        make_keyring()
    except CoalitionError as error:
        refuse(error)
    click.echo(f"The keyring was made: {path()}. Back it up apart from the database; without it nobody can read what is encrypted in the database.")


@keys.command("rotate")
def rotate() -> None:
    """Make a new key, encrypt every value again under it, and delete the old keys; takes some seconds, servers may run meanwhile."""
    from coalition.keys.rotating import rotate as rotate_keys

    click.echo(f"{run(rotate_keys())} values were encrypted again under a new key; the old keys are deleted.")
