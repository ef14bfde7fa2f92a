#!/usr/bin/env bash
# litestar 2.25.0: a request for an ASGI application that is mounted changes the path in the scope that the application around Litestar
# holds, not only in what the mounted one gets: to the rest of the path, with a slash at its end; under a mount at "/" without the one at
# its beginning. `copy_scope=True` copies the scope after that. A middleware around Litestar that looks at the path when the response
# starts, for a header that depends on it, sees another path than the client asked for.
# Seen in December 2026: "/files/a/b" becomes "/a/b/", and "/en/desk" under a mount at "/" becomes "en/desk/".
# What follows here: requests for another process do not go through a mount (coalition/app.py: explained), and a test compares the headers
# of both ways (tests/web/test_forwarding.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "litestar==2.25.0" 2>/dev/null
cat >mounted.py <<'PYTHON'
import asyncio

from litestar import Litestar, asgi
from litestar.types import Receive, Scope, Send


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def ask(mount, path):
    app = Litestar([asgi(mount, is_mount=True, copy_scope=True)(answer)], openapi_config=None)
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": ""}
    scope |= {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": [], "client": None, "server": ("127.0.0.1", 80)}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            print(f"mount at {mount}: asked for {path}, path around Litestar {scope['path']}")

    await app(scope, receive, send)


asyncio.run(ask("/files", "/files/a/b"))
asyncio.run(ask("/", "/en/desk"))
PYTHON
output=$(venv/bin/python mounted.py)
echo "$output"
grep -q "^mount at /files: asked for /files/a/b, path around Litestar /a/b/$" <<<"$output" && grep -q "^mount at /: asked for /en/desk, path around Litestar en/desk/$" <<<"$output"
