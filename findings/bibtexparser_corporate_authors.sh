#!/usr/bin/env bash
# bibtexparser 1.4.3: its customization `author` splits a corporate author at " and ", also inside the braces that keep a name whole, and
# turns the pieces into personal names. pybtex 0.24.0 reads the same entry as two organisations, as BibTeX does.
# Seen in November 2026: 3 authors instead of 2; the first reads "Rights, {Kazakhstan International Bureau for Human".
# What follows here: citations in BibTeX have organisations in braces, which is right; who reads them with this package takes the CSL-JSON
# file, in which each organisation is a `literal` (docs/decisions/0029-final-notifications.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bibtexparser==1.4.3 pybtex==0.24.0 setuptools==75.8.0 2>/dev/null
cat >read.py <<'PYTHON'
import bibtexparser
from bibtexparser import customization
from bibtexparser.bparser import BibTexParser
from pybtex.database import parse_string

ENTRY = """@misc{memorandum,
 author = {{Kazakhstan International Bureau for Human Rights and Rule of Law} and {Turkmen Initiative for Human Rights}},
 title = {Memorandum of Understanding},
 year = {2013},
}"""
split = bibtexparser.loads(ENTRY, parser=BibTexParser(customization=customization.author)).entries[0]["author"]
whole = [str(person) for person in parse_string(ENTRY, "bibtex").entries["memorandum"].persons["author"]]
print("bibtexparser:", split)
print("pybtex:", whole)
assert len(split) == 3
assert split[0] == "Rights, {Kazakhstan International Bureau for Human"
assert len(whole) == 2
PYTHON
venv/bin/python read.py
