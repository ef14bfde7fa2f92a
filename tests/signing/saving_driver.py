"""A site in a process of its own, to be killed: answers are saved with a private link; prints the link, then waits."""

from __future__ import annotations

import os

from coalition import database, job_kinds, tables
from coalition.invitations.link_sessions import begin_session
from coalition.signatures.saving_answers import SavingForm, save_answers
from tests import factories
from tests.keys.driver import say

assert job_kinds.HANDLERS
assert tables.TABLES


async def main(typed: dict[str, str]) -> None:
    """Save what was typed twice, in two sessions of one link."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    ada = await factories.coordinator("ada@example.org", "Ada")
    link = await factories.invitation_link(await factories.opened(ada), await factories.organisation("bir-duino"))
    token = link.rpartition("/")[2]
    waiting = await begin_session(token)
    await save_answers(await begin_session(token), SavingForm(), typed)
    say({"link": link, "waiting": waiting})
