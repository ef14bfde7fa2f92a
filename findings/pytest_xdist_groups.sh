#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0: `--dist loadgroup` spreads the tests of one `xdist_group` over all
# workers, without a warning; with pytest 9.1.1 the same tests run on one worker.
# Seen in November 2026: workers of one group of 12 tests: 9.1.1 -> 1, 9.2.0 -> 2.
# What follows here: pytest is held below 9.2 (pyproject.toml), since the browser tests share one Chromium per group.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
cat >test_group.py <<'PYTHON'
import pytest


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("number", range(12))
def test_of_one_group(number):
    assert number >= 0
PYTHON

workers_with() {
    venv/bin/pip install --quiet --disable-pip-version-check "pytest==$1" pytest-xdist==3.8.0 execnet==2.1.2 2>/dev/null
    venv/bin/python -m pytest -p no:cacheprovider -n 2 --dist loadgroup -v test_group.py |
        grep -oE '^\[gw[0-9]+\]' | sort -u | wc -l
}

before=$(workers_with 9.1.1)
after=$(workers_with 9.2.0)
echo "workers that ran one group: pytest 9.1.1: $before, pytest 9.2.0: $after"
[ "$before" -eq 1 ] && [ "$after" -eq 2 ]
