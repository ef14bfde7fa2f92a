"""How much random work the tests do: a little in `make test`, more in `make fuzz` and `make endurance`."""

from __future__ import annotations

import os

# Examples that are generated for each operation of the API.
EXAMPLES = int(os.environ.get("COALITION_TEST_EXAMPLES", "2"))
# Stories of random acts: how many, and how many acts in each.
SEEDS = int(os.environ.get("COALITION_TEST_SEEDS", "1"))
STEPS = int(os.environ.get("COALITION_TEST_STEPS", "250"))
