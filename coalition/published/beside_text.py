"""What everybody reads beside a text: its summaries, which nobody signs, whom they can ask, to whom it is addressed, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.appeals.queries import public_appeals
from coalition.deliveries.timelines import addressee_views, public_timeline
from coalition.memoranda.answering_queries import public_contacts
from coalition.memoranda.summary_queries import summaries_of
from coalition.memoranda.tables import MemorandumKind
from coalition.organisations.visible_queries import Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.appeals.views import AppealView
    from coalition.deliveries.views import AddresseeView, TimelinePage
    from coalition.host.descriptions import Person


class BesideText(Struct, frozen=True):
    """The summaries of a text by language, the coordinators who let everybody read their name and address, and whom it is addressed to.

    `timeline` is the newest page of its timeline, `appeal` what an urgent appeal says beside its text.
    """

    summaries: Mapping[str, str]
    contacts: Sequence[Person]
    addressees: Sequence[AddresseeView]
    timeline: TimelinePage
    appeal: AppealView | None = None


async def beside_text(memorandum_id: int, kind: str) -> BesideText:
    """Read what stands beside a text of a kind; the caller checks whether the reader may see the memorandum."""
    summaries, contacts = await summaries_of(memorandum_id), await public_contacts(memorandum_id)
    addressees, timeline = await addressee_views(memorandum_id, Viewer.EVERYBODY), await public_timeline(memorandum_id)
    appeal = (await public_appeals([memorandum_id])).get(memorandum_id) if kind == MemorandumKind.URGENT_APPEAL else None
    return BesideText(summaries, contacts, addressees, timeline, appeal)
