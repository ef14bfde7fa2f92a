"""The urgent appeal of the example: written, sent to the members of two networks, delivered; somebody saw the person since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.appeals.queries import appeal_of
from coalition.appeals.sending_appeals import appeal_to_send, send_appeal
from coalition.appeals.writing_appeals import choose_networks, write_appeal
from coalition.example.example_files import toml
from coalition.example.timeline_story import tell
from coalition.invitations import inviting
from coalition.invitations.forms import InvitingForm
from coalition.jobs.long_work import go_on
from coalition.jobs.tables import Job
from coalition.jobs.work_queries import work_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from coalition.memoranda.tables import Memorandum


async def appeal_for_somebody(coordinator_id: int) -> str:
    """Send the appeal some days ago, and tell what happened since; return the link of a member that a visitor can use."""
    data = toml("detained-2026/appeal.toml")
    facts = data["appeal"]
    closes = (clock.today() + timedelta(days=facts["closes_in_days"])).isoformat()
    given = {name: facts[name] for name in ("slug", "zone", "closes_at", "texts")} | {"closes_on": closes}
    with clock.shifted(-timedelta(days=facts["sent_days_ago"])):
        memorandum = await write_appeal(AppealForm.parse(given), coordinator_id)
        await choose_networks(memorandum, NetworksForm(networks=facts["networks"]))
        await _send(memorandum)
    for happened in data["entries"]:
        with clock.shifted(-timedelta(days=happened["days_ago"])):
            await tell(memorandum, happened)
    return await _link(memorandum, facts)


async def _send(memorandum: Memorandum) -> None:
    """Send it, and do at once what jobs would do."""
    appeal = await appeal_of(memorandum.id)
    if appeal:
        await send_appeal(memorandum, (await appeal_to_send(memorandum, appeal)).seen)
    while work := await work_on(memorandum.id):
        await go_on({"work": work[0].id})
        await Job.delete().where(Job.dedupe_key.like(f"long_work:{work[0].id}:%"))


async def _link(memorandum: Memorandum, facts: Mapping[str, Any]) -> str:
    return (await inviting.invite(memorandum, InvitingForm(organisations=[facts["demonstration"]], send=False)))[0].link
