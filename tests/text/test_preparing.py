"""A process loads what texts need once it serves, so that the first text that somebody asks for is no slower than others."""

from __future__ import annotations

import subprocess
import sys

from tests.house.tree import ROOT

PROGRAM = """
import asyncio, sys
from coalition.app import build_the_rest
from coalition.text.html import render
from coalition.text.markup import Notes, html_of
from coalition.text.numbers import compiled
from coalition.text.sources import read
from coalition.text.word_differences import pieces_of
from coalition.web.audiences import Audiences

async def build():
    stop = asyncio.Event()
    stop.set()
    await build_the_rest(Audiences(None, {}), stop, with_worker=False)

asyncio.run(build())
before, patterns = set(sys.modules), compiled.cache_info().currsize
read("# Article 1. Aims\\n\\n1. The parties\\n\\n(a) meet;\\n\\n1999 was a year.\\n\\nAnnex 2\\n")
html_of("They *meet*:\\n\\n- once\\n\\n| a | b |\\n|---|---|\\n", Notes(language="ar"), tables=True)
pieces_of("They meet.", "They part.")
print(sorted(set(sys.modules) - before), compiled.cache_info().currsize - patterns)
"""


def test_the_first_text_loads_nothing_more():
    assert subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[] 0\n"
