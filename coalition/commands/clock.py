"""`coalition clock`."""

from __future__ import annotations

from datetime import timedelta

import click

from coalition.clock_marks.marking import heed_mark, set_mark
from coalition.commands.running import refuse, run

WORTH_SAYING = timedelta(minutes=1)
CLOCK_BEHIND = (
    "Clock: this machine runs behind the latest time that the database has seen. The service goes on from that later time, "
    "so that nothing that has expired works again. Correct the clock; if it ran ahead before, see coalition clock --help."
)


@click.command()
@click.option("--accept", is_flag=True, help="Accept the time of this machine; what expired only by the later time works again.")
def clock(*, accept: bool) -> None:
    """Say whether the clock of this machine runs behind the time of the database; stop the service before you accept it."""
    from coalition.clock import of_the_machine

    if accept:
        run(set_mark(of_the_machine()))
    elif run(heed_mark()) > WORTH_SAYING:
        refuse(CLOCK_BEHIND)
    click.echo("Clock: in order.")
