"""How much random work the tests do: a little in `make test`, more in `make fuzz`."""

from __future__ import annotations

import os

# Examples that are generated for each operation of the API.
EXAMPLES = int(os.environ.get("COALITION_TEST_EXAMPLES", "2"))
# Random sequences of contact changes, invitations, delegations and reminders.
SEQUENCES = int(os.environ.get("COALITION_TEST_SEQUENCES", "8"))
# Random answers to the question whether everybody may read a proposal.
RECORDS = int(os.environ.get("COALITION_TEST_RECORDS", "2"))
