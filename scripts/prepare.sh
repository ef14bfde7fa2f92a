#!/usr/bin/env bash
# Make .venv and install what a lock file pins by hash: scripts/prepare.sh requirements.lock
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/system.sh
lock=$1

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed and was not found." >&2
    return 1
}

make_venv() {
    local python
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages "$(basename "$python")-venv"
    "$python" -m venv .venv
}

install_pinned() {
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-uv.lock
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes --requirement "$lock" ||
        .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
}

# The checkout itself is not built: its folder goes on the path, and `coalition` is a script of two lines.
link_checkout() {
    pwd >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/coalition.pth"
    printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m coalition "$@"\n' "$PWD" >.venv/bin/coalition
    chmod +x .venv/bin/coalition
}

.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
install_pinned
link_checkout
