"""Coalition: forums, memoranda, and the organisations that sign them.

- people: those who sign in · organisations: those who sign · forums: where they meet
- memoranda: what they agree on, its editions, wordings and provisions
- signatures: invitations, acts, and the status computed from them
- notices: numbered notifications of public acts · mail, jobs: letters and work to do later
- exchange: imports, exports, the example
- public, signing, desk, api: the four audiences, handlers only · web: what they share
"""

import gc
import sys

# What is loaded at the start stays, and is 130,000 objects; looking through them for garbage at every 700th took a fifth of the time to start.
gc.set_threshold(200_000, 20, 50)

# To print a query Piccolo asks asyncpg for one class, and so loads all of it: on SQLite nobody needs that, and it waits for PostgreSQL.
if "asyncpg" not in sys.modules:
    sys.modules["asyncpg"] = None  # type: ignore[assignment]  # what stands for a package that is not there
    import piccolo.querystring  # noqa: F401 -- for its one look at asyncpg

    del sys.modules["asyncpg"]
