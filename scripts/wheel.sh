#!/usr/bin/env bash
# Build the wheel, and use it in an empty environment away from the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
rm -rf dist
.venv/bin/uv build --quiet --wheel --out-dir dist .
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
.venv/bin/uv venv --quiet --python .venv/bin/python "$place/venv"
.venv/bin/uv pip install --quiet --python "$place/venv/bin/python" --require-hashes --requirement requirements.lock
.venv/bin/uv pip install --quiet --python "$place/venv/bin/python" --no-deps dist/*.whl
cd "$place"
export PYTHONPATH= COALITION_DATABASE_URL=sqlite:///$place/data/coalition.sqlite
venv/bin/coalition --help >/dev/null
venv/bin/coalition migrate
venv/bin/coalition migrate --check
venv/bin/coalition example load --json >/dev/null
venv/bin/coalition doctor
venv/bin/python -c 'from coalition.languages import translations; assert translations("ru").info(), "catalogs are missing"'
echo "$(basename "$root"/dist/*.whl) works in an empty environment."
