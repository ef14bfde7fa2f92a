"""Our site under measurement, on SQLite or PostgreSQL; under load it leaves queued work alone, as the peer does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.loading import post
from benchmarks.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.servers import Server
    from benchmarks.sizes import Size

PAGE = "/en/memoranda/many"
SHORT_PAGE = "/en/memoranda/few"
SIGNED_PAGE, CROWDED_PAGE = "/en/memoranda/waiting", "/en/memoranda/crowd"
FRONT_PAGE = "/en/"
PAST_STATUS = "/en/memoranda/few/signatories?at={}-01-01"  # each year is a page of its own
OTHER_AUDIENCES = ("/en/sign-in", "/api/openapi.json")
# Starts the site without its page cache, so that every request is rendered.
_UNCACHED = (
    "from coalition.web import page_addresses; from coalition.addresses import ROUTES; from coalition.commands import main; "
    "page_addresses._UNCACHED.update(ROUTES); main()"
)
SIGNED = 303


@dataclass(frozen=True)
class Site:
    """A folder and a filled database, and by memorandum the forms that are ready to be posted."""

    folder: Path
    url: str
    signings: dict[str, list[dict[str, Any]]]

    @contextmanager
    def serving(self, *, with_worker: bool = False, cached: bool = True, processes: int = 1) -> Iterator[Server]:
        """Run the server until the block ends; `with_worker` as `coalition serve` runs by itself, or with no page `cached`."""
        port = free_port()
        program = ["-m", "coalition"] if cached else ["-c", _UNCACHED]
        command = [sys.executable, *program, "serve", "--port", str(port), "--workers", str(processes), *([] if with_worker else ["--no-worker"])]
        with running(command, port, FRONT_PAGE, environment(self.folder, self.url), self.folder / "output.log") as server:
            yield server

    def requests(self, port: int, count: int, memorandum: str = "waiting") -> list[str]:
        """Take the next forms of a memorandum, as requests."""
        forms = self.signings[memorandum]
        taken, forms[:count] = forms[:count], []
        return [post(port, "/en/signing/signature", {"signing": one["session"]}, one["fields"]) for one in taken]


def environment(folder: Path, url: str = "") -> Mapping[str, str]:
    """Return the settings; without a `url`, of the file of SQLite in the folder."""
    return {
        "COALITION_DATABASE_URL": url or f"sqlite:///{folder / 'site.sqlite'}",
        "COALITION_DATA_DIR": str(folder),
        "COALITION_SMTP_URL": f"file:{folder / 'mail'}",
        "COALITION_SECRET_KEY": "a secret that is good for a benchmark only",
    }


def filled(folder: Path, size: Size, url: str = "") -> Site:
    """Make the database and fill it: SQLite as everything is measured, another as only signing is."""
    folder.mkdir()
    crowd, forms = (0, size.on_postgres) if url else (size.crowd, size.forms)
    command = [sys.executable, "-m", "benchmarks.filling", str(folder), str(size.signatories), str(crowd), json.dumps(forms)]
    settings = environment(folder, url)
    done = subprocess.run(command, env=os.environ | dict(settings), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Site(folder, settings["COALITION_DATABASE_URL"], json.loads((folder / "signings.json").read_text()))
