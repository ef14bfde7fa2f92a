#!/usr/bin/env bash
# sqlite3 of Python 3.11 and aiosqlite 0.22.1: each statement gives up the interpreter, also one that an index answers in microseconds. Beside
# a thread that computes, the thread that asked gets it back only after `sys.getswitchinterval()`, 5 ms by default, so that a request of many
# small statements takes that long for each of them; a connection in a thread of its own, as aiosqlite has it, crosses even more often.
# Seen in November 2026 with two busy cores: 40 selects of one row take 131 ms beside a busy thread with turns of 5 ms, 25 ms with 0.1 ms.
# What follows here: `LONGEST_TURN` in coalition/app.py, for signers beside an import that is planned in a thread.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiosqlite==0.22.1 2>/dev/null
cat >measure.py <<'PYTHON'
import asyncio
import sys
import threading
import time

import aiosqlite

STATEMENTS = 40


def compute(stop):
    number = 0
    while not stop.is_set():
        for _ in range(1000):
            number += 1


async def seconds():
    async with aiosqlite.connect(":memory:") as connection:
        await connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
        await connection.execute("INSERT INTO item VALUES (1, 'one')")
        began = time.perf_counter()
        for _ in range(STATEMENTS):
            async with connection.execute("SELECT name FROM item WHERE id = 1") as cursor:
                await cursor.fetchone()
        return time.perf_counter() - began


stop = threading.Event()
threading.Thread(target=compute, args=(stop,), daemon=True).start()
times = {}
for interval in (0.005, 0.0001):
    sys.setswitchinterval(interval)
    times[interval] = asyncio.run(seconds())
stop.set()
print(f"{sys.version.split()[0]}: {STATEMENTS} statements beside a busy thread: {1000 * times[0.005]:.0f} ms with turns of 5 ms, "
      f"{1000 * times[0.0001]:.0f} ms with turns of 0.1 ms")
sys.exit(times[0.005] < 2 * times[0.0001])
PYTHON
venv/bin/python measure.py
