"""A memorandum with forty parties over several years, driven through HTTP while the clock of the server moves, beside a model of its own.

It takes many minutes, so `make endurance` runs it, on both engines.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.case.comparing import compare
from tests.case.driving import Case
from tests.case.server import Server, faketime_library
from tests.case.story import BEGINS, PHASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHOLE = os.environ.get("COALITION_TEST_CASE") == "whole"


@pytest.fixture
def case(database_url: str, tmp_path: Path) -> Iterator[Case]:
    """Prepare the server of the case at its first day; stop it in the end."""
    if not WHOLE:
        pytest.skip("make endurance runs it (COALITION_TEST_CASE=whole).")
    library = faketime_library()
    if library is None:
        pytest.skip("libfaketime is not installed (Debian and Ubuntu: apt-get install faketime).")
    server = Server(library, database_url, tmp_path, date.fromisoformat(BEGINS))
    try:
        yield Case(server)
    finally:
        server.stop()


def test_a_treaty_of_forty_parties_is_kept_as_the_model_expects(case):
    for name, phase in PHASES:
        try:
            phase(case)
            compare(case)
        except BaseException as error:
            error.add_note(f"in the phase: {name}, {case.today}")
            raise
