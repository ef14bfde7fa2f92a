#!/usr/bin/env bash
# pip 23.0.1 (Debian 12) and 23.1.2 refuse a complete list of hashes: `Hashes are required in --require-hashes mode`, if an installed
# package asks for another one with an extra and a wildcard (piccolo 1.38.0: pydantic[email]==2.*), although the list pins that
# package by version and hash. It happens with an index, not with a folder of wheels. pip 24.0 installs the same list, and so does
# 23.0.1 with `--no-deps`.
# Seen in November 2026: 23.0.1 -> refused, 23.1.2 -> refused, 24.0 -> taken, 23.0.1 --no-deps -> taken.
# What follows here: scripts/prepare.sh, which tries pip where uv fails, passes `--no-deps`; a test compares the lock files with what
# their packages need.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
pip() { venv/bin/pip --disable-pip-version-check "$@"; }

pip install --quiet pip==24.0 2>/dev/null
pip download --quiet --dest wheels piccolo==1.38.0 pydantic==2.14.3 2>/dev/null
for wheel in wheels/*; do
    name=$(basename "$wheel" | cut -d- -f1)
    version=$(basename "$wheel" | cut -d- -f2)
    printf '%s==%s --hash=sha256:%s\n' "${name//_/-}" "${version%.tar.gz}" "$(sha256sum "$wheel" | cut -d' ' -f1)"
done >pinned.txt

verdict() {
    pip install --quiet "pip==$1" 2>/dev/null
    if pip install --dry-run --require-hashes --requirement pinned.txt "${@:2}" >log 2>&1; then
        echo taken
    else
        grep -q "Hashes are required in --require-hashes mode" log && echo refused
    fi
}

old=$(verdict 23.0.1)
later=$(verdict 23.1.2)
new=$(verdict 24.0)
alone=$(verdict 23.0.1 --no-deps)
echo "pip 23.0.1: $old, 23.1.2: $later, 24.0: $new, 23.0.1 --no-deps: $alone"
[ "$old $later $new $alone" = "refused refused taken taken" ]
