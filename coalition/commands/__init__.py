"""The command line `coalition …`: exit status 0 means done, 1 refused or not true, 2 wrong usage."""

from __future__ import annotations

import click

from coalition.commands.clock import clock
from coalition.commands.database import migrate
from coalition.commands.doctor import doctor
from coalition.commands.example import example
from coalition.commands.imports import import_
from coalition.commands.keys import keys
from coalition.commands.mail import mail
from coalition.commands.people import coordinator
from coalition.commands.rebuild import rebuild
from coalition.commands.serve import serve, worker
from coalition.commands.tokens import token
from coalition.commands.trail import trail


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Keep the register of forums, memoranda and the organisations that sign them."""


for command in (serve, worker, migrate, rebuild, coordinator, token, keys, import_, example, mail, trail, clock, doctor):
    main.add_command(command)
