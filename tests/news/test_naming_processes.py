"""A process that names people for languages also writes to them, whether it does queued work or not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.tree import ROOT


@pytest.mark.parametrize("module", ["coalition.desk.languages.languages", "coalition.api.languages.languages"])
def test_a_process_that_names_people_without_doing_queued_work_writes_too(module):
    code = f"import {module}; from coalition.drafting.language_people import _steps; assert _steps.steps"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
