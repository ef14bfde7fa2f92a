"""How long the letters of an appeal take to leave, against as many invitations of an earlier build through the same mail server.

`python -m benchmarks.appeals --before FOLDER [--letters 500] [--rounds 2] [--engines sqlite,postgres] [--folder FOLDER]` lets both builds
write to members of two networks in four languages, in turns, each in a process of its own with an empty database. FOLDER is a worktree of
the earlier build (`git worktree add --detach FOLDER COMMIT`). It prints the least seconds of all rounds as Markdown, and the share that an
appeal takes of the invitations of the build before; a share that misses the goal is set in bold.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scale.engines import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.scale.engines import Store

MOST = 0.5
_HERE = Path(__file__).resolve().parents[1]
_SERVER = """
import sys, time
from aiosmtpd.controller import Controller
class Accepting:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Accepting(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print("ready", flush=True)
time.sleep(86400)
"""


@contextmanager
def mail_server() -> Iterator[int]:
    """Run a mail server that takes every letter, in a process of its own; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", _SERVER, str(port)], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        process.stdout.readline()
        yield port
    finally:
        process.kill()
        process.wait()


def seconds_of(build: Path, store: Store, letters: int, port: int, *kind: str) -> dict[str, float]:
    """Let a build write and send letters; return the seconds of the clock and of its processor."""
    shutil.rmtree(store.folder / "letters", ignore_errors=True)
    (store.folder / "letters").mkdir(parents=True)
    secret = {"COALITION_SECRET_KEY": "a secret that is good for a benchmark only", "COALITION_BASE_URL": "http://127.0.0.1:8000"}
    environment = os.environ | secret | {"COALITION_DATABASE_URL": store.empty("letters"), "COALITION_DATA_DIR": str(store.folder / "letters")}
    command = [sys.executable, str(_HERE / "benchmarks" / "letters_leaving.py"), str(letters), str(port), *kind]
    done = subprocess.run(command, cwd=build, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def compared(store: Store, before: Path, letters: int, rounds: int) -> str:
    """Return the line of an engine."""
    least: dict[str, dict[str, float]] = {}
    with mail_server() as port:
        ways: dict[str, tuple[Any, ...]] = {"before": (before,), "invitations": (_HERE,), "appeal": (_HERE, "appeal")}
        for turn in range(rounds):
            for way, (build, *kind) in [*ways.items()][:: -1 if turn % 2 else 1]:
                measured = seconds_of(build, store, letters, port, *kind)
                least[way] = {name: min(value, least.get(way, measured)[name]) for name, value in measured.items()}
    share = least["appeal"]["seconds"] / least["before"]["seconds"]
    figures = [f"{least[way]['seconds']:.1f} ({least[way]['processor']:.1f})" for way in ways]
    return f"| {store.name} | {' | '.join(figures)} | {f'**{share:.2f}**' if share > MOST else f'{share:.2f}'} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    print(f"Seconds until {asked.letters} letters left, and of the processor:\n")
    print("| engine | invitations before | invitations | appeal | appeal / before |\n|---|---:|---:|---:|---:|", flush=True)
    for engine in asked.engines.split(","):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder, ENGINES[engine](Path(folder)) as store:
            print(compared(store, asked.before.resolve(), asked.letters, asked.rounds), flush=True)


if __name__ == "__main__":
    sys.exit(main())
