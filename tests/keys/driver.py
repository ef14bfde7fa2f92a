"""A site in a process of its own, to be killed: invites, signs without a name, sends the letters, prints every secret, then waits."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from secrets import token_hex

from coalition import clock, database, job_kinds, tables
from coalition.acts.letter_times import LONGEST_DELAY
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.mail.writing import rendered
from tests import factories

assert job_kinds.HANDLERS
assert tables.TABLES

LONG = 40  # characters of a line of a letter that is searched for
MARK = token_hex(6)  # in the names of this run: another run on the same server writes the same letters about others


async def main(invitations: int, signatures: int) -> None:
    """Play the story; the letters that wait are read before they leave."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    ada = await factories.coordinator("ada@example.org", "Ada")
    memorandum = await factories.opened(ada)
    secrets = []
    for at in range(invitations):
        organisation = await factories.organisation(f"invited-{at}", f"{MARK} {at}")
        path = await factories.invitation_link(memorandum, organisation, send=True)
        secrets.append(path.rpartition("/")[2])
    for at in range(signatures):
        organisation = await factories.organisation(f"hidden-{at}", f"{MARK} hidden {at}")
        signed = await factories.signed(memorandum, organisation, disclosure="counted")
        secrets.append(signed.manage_token)
    texts = [(await rendered(letter)).text for letter in await Letter.objects()]
    openings = {line for text in texts for line in text.splitlines() if MARK in line and len(line) > LONG}
    say({"secrets": [*secrets, *openings], "letters": len(texts)})
    with clock.shifted(LONGEST_DELAY):
        await run_due()
    say({"waiting": await Letter.count().where(Letter.content != "")})
    await database.close_engine()
    say({"stopped": True})


def say(what: object) -> None:
    """Print a line of JSON, and wait until the test answers."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
