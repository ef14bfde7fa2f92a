#!/usr/bin/env bash
# Build the wheel, and use it in an empty environment away from the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
port=${PORT:-8765}
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
venv/bin/coalition serve --port "$port" >server.log &
server=$!
trap 'kill $server; rm -rf "$place"' EXIT
for path in /en/memoranda /ar/ /en/sign-in /api/openapi.json; do
    curl --silent --fail --retry 30 --retry-connrefused --retry-delay 1 --output /dev/null "http://127.0.0.1:$port$path" || { cat server.log; exit 1; }
done
echo "$(basename "$root"/dist/*.whl) works in an empty environment."
