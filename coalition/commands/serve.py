"""`coalition serve` and `coalition worker`."""

from __future__ import annotations

import click

from coalition import database
from coalition.commands.running import load_settings, run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that serve; on SQLite one of them writes.")
@click.option("--no-worker", is_flag=True, help="Leave queued work to `coalition worker`.")
def serve(host: str, port: int, workers: int, *, no_worker: bool) -> None:
    """Serve the site, the signing pages, the desk and the API."""
    from coalition.serving import serve as start

    load_settings()
    run(database.ping())
    start(host, port, workers, with_worker=not no_worker)


@click.command()
def worker() -> None:
    """Do queued work: send letters, close memoranda, read imports."""
    from coalition.serving import work_until_stopped

    run(work_until_stopped())
