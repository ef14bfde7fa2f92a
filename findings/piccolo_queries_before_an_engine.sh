#!/usr/bin/env bash
# piccolo 1.38.0: a query in the condition of another is written out as soon as the condition is made, not when it is sent. If that happens
# while a module is imported, before an engine is bound, Piccolo looks for its configuration: it imports `piccolo.conf.apps`, and with it the
# formatter black, and then the module `piccolo_conf`. Where there is none, the import of the module fails; where there is one, a server
# carries a formatter that it never uses. A condition without a query in it does neither, nor does a table with an engine.
# Seen in December 2026: black is loaded and ModuleNotFoundError raised by the last of three conditions only.
# What follows here: no condition with a query stands outside a function (coalition/invitations/choice_queries.py); a test compares which
# modules the entry points load (tests/house/test_side_effects.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "piccolo[sqlite]==1.38.0" 2>/dev/null
cat >conditions.py <<'PYTHON'
import sys

from piccolo.columns import Varchar
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table


class Person(Table):
    name = Varchar()


class Bound(Table, db=SQLiteEngine(path="data.sqlite")):
    name = Varchar()


def loaded():
    return "black" in sys.modules


Person.name == "Ada"
print("a value:", loaded())
Bound.name.not_in(Bound.select(Bound.name))
print("a query, with an engine:", loaded())
try:
    Person.name.not_in(Person.select(Person.name))
except ModuleNotFoundError as error:
    print("a query, without an engine:", loaded(), error)
PYTHON
output=$(venv/bin/python conditions.py)
echo "$output"
grep -q "^a value: False$" <<<"$output" && grep -q "^a query, with an engine: False$" <<<"$output" && grep -q "^a query, without an engine: True No module named 'piccolo_conf'$" <<<"$output"
