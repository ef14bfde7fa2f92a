#!/usr/bin/env bash
# aiosmtpd 1.4.6: at each connection `SMTP.__init__` reads every attribute of its handler with `inspect.getmembers`, in search of hooks:
# a property that computes something is computed for each client, although nobody asked for it.
# Seen in November 2026: a property of the handler is read 3 times for 3 clients that only say QUIT.
# What follows here: the mail server of the tests gives its handler no properties (tests/mail/sink.py); one of them parsed all letters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiosmtpd==1.4.6 atpublic==7.0.0 attrs==25.4.0 2>/dev/null
cat >count.py <<'PYTHON'
import smtplib
import socket

from aiosmtpd.controller import Controller


class Handler:
    reads = 0

    @property
    def summary(self):
        Handler.reads += 1
        return "computed"

    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(Handler(), hostname="127.0.0.1", port=port)
controller.start()
Handler.reads = 0
for _ in range(3):
    smtplib.SMTP("127.0.0.1", port).quit()
controller.stop()
print(Handler.reads)
PYTHON
reads=$(venv/bin/python count.py)
echo "a property of the handler was read $reads times for 3 clients"
[ "$reads" -eq 3 ]
