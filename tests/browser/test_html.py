"""Every page is valid HTML, as the validator of the W3C reads it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from tests.browser.languages import LOOKED_AT
from tests.browser.serving import ROOT

pytestmark = pytest.mark.xdist_group("browser")

VALIDATOR = ROOT / "var" / "tools" / "vnu.jar"


@pytest.fixture
def validator():
    """Return the command that validates a folder; where there is none, a run for everybody fails and one at home skips."""
    java = shutil.which("java")
    if java and VALIDATOR.exists():
        return [java, "-Xss1m", "-jar", VALIDATOR, "--format", "json", "--exit-zero-always", "--stdout", "--skip-non-html"]
    missing = "The HTML validator needs Java and var/tools/vnu.jar; make browsers fetches both."
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def complaints(validator, folder):
    done = subprocess.run([*validator, folder], capture_output=True, text=True, timeout=300, check=True)
    messages = json.loads(done.stdout)["messages"]
    wrong = [message for message in messages if message["type"] != "info" or message.get("subType") == "warning"]
    return [f"{message['url'].rpartition('/')[2]}:{message.get('lastLine')}: {message['message']} {message.get('extract', '')}" for message in wrong]


def test_every_page_is_valid(seen, validator, tmp_path):
    for shown, language in LOOKED_AT:
        (tmp_path / f"{shown.name}-{language}.html").write_text(seen(shown, language).source)

    assert complaints(validator, tmp_path) == []


def test_a_fault_is_found(validator, tmp_path):
    (tmp_path / "wrong.html").write_text('<!doctype html><html lang="en"><head><title>Wrong</title></head><body><p><div>x</div></p></body></html>')

    assert any("wrong.html" in complaint for complaint in complaints(validator, tmp_path))
