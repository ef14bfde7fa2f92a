#!/usr/bin/env bash
# import-linter 2.16: `importlinter.cli.lint_imports`, called from Python, disables every logger that the process has by then: it
# configures logging with the default of `dictConfig`. A test that runs later in the same process sees no log of the program.
# Seen in November 2026: before: enabled, warning heard; after: disabled, warning not heard.
# What follows here: the test that runs it leaves every logger as it was (tests/house/test_imports.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check import-linter==2.16 2>/dev/null
mkdir package
touch package/__init__.py package/high.py package/low.py
cat >settings.ini <<'INI'
[importlinter]
root_package = package

[importlinter:contract:order]
name = order
type = layers
layers =
    package.high
    package.low
INI
cat >seen.py <<'PYTHON'
import logging
import sys

from importlinter.cli import lint_imports

sys.path.insert(0, ".")
heard = []
handler = logging.Handler()
handler.emit = lambda record: heard.append(record.getMessage())
logger = logging.getLogger("program")
logger.addHandler(handler)
logger.warning("first")
before = (logger.disabled, len(heard))
outcome = lint_imports(config_filename="settings.ini", no_cache=True)
logger.warning("second")
print("outcome", outcome, "before", *before, "after", logger.disabled, len(heard))
PYTHON
seen=$(venv/bin/python seen.py | tail -n 1)
echo "$seen"
[ "$seen" = "outcome 0 before False 1 after True 1" ]
