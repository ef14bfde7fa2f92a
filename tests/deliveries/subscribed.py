"""Parties that want letters about a timeline, for stories."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.deliveries.timeline_letters import write_timeline_letters
from coalition.deliveries.timeline_subscribing import subscribe
from coalition.invitations import links
from coalition.mail.tables import Letter
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum

KIND = Letter.kind == "timeline"
LATER = timedelta(minutes=31)


async def party(memorandum: Memorandum, slug: str, *, disclosure: str = "public", **more: Any) -> Opened:
    """Let an organisation sign and ask for letters; return what its private link opens."""
    row = await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org", **more)
    recorded = await factories.signed(memorandum, row, disclosure=disclosure)
    opened = await links.follow(recorded.manage_token)
    await subscribe(opened)
    return opened


async def written(memorandum: Memorandum, after: timedelta = LATER) -> dict[str, str]:
    """Run the job some time later, and return the letters written since the last time, by the beginning of their address."""
    with clock.shifted(after):
        await write_timeline_letters({"memorandum": memorandum.id})
    letters = await letters_in_tray(KIND)
    await Letter.delete().where(KIND)
    assert len({letter.address for letter in letters}) == len(letters)
    return {letter.address.partition("@")[0]: " ".join(f"{letter.subject} {letter.text}".split()) for letter in letters}
