#!/usr/bin/env bash
# The site with the example, for trying it out: scripts/run.sh HOST PORT
set -euo pipefail
cd "$(dirname "$0")/.."
host=$1 port=$2
export COALITION_BASE_URL=${COALITION_BASE_URL:-http://127.0.0.1:$port}

.venv/bin/coalition migrate >/dev/null
made=$(.venv/bin/coalition example load)
echo
echo "Coalition:                 $COALITION_BASE_URL"
if [ "$made" = "The example is loaded already." ]; then
    echo "Sign in as a coordinator:  $(.venv/bin/coalition coordinator link ada@example.org)"
    echo "Sign for an organisation:  invite one at the desk; its letter is shown here"
    echo "Sign an urgent appeal:     write one at the desk; its letters are shown here"
    echo "Comment on a draft:        remind a seat of its round at the desk; the letter is shown here"
else
    echo "$made"
fi
echo "Letters are not sent: they are shown here and kept in var/mail. Stop with Ctrl-C."
echo
exec .venv/bin/coalition serve --host "$host" --port "$port"
