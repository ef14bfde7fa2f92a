"""A memorandum with forty parties over several years, driven through HTTP while the clock of the server moves, beside a model of its own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.case.comparing import compare
from tests.case.driving import Case
from tests.case.server import Server, faketime_library
from tests.case.story import BEGINS, PHASES


@pytest.fixture
def case(database_url, tmp_path):
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
        except Exception as error:
            error.add_note(f"in the phase: {name}, {case.today}")
            raise
