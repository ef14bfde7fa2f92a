"""Coalition: forums, memoranda, and the organisations that sign them.

- people: those who sign in · organisations: those who sign · forums: where they meet
- memoranda: what they agree on, its editions, wordings and provisions
- signatures: invitations, acts, and the status computed from them
- notices: numbered notifications of public acts · mail, jobs: letters and work to do later
- exchange: imports, exports, the example
- public, signing, desk, api: the four audiences, handlers only · web: what they share
"""

import gc

# What is loaded at the start stays; looking through it for garbage at every 700th object took a fifth of the time to start.
gc.set_threshold(50_000, 20, 50)
