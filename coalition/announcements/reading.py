"""Reading notifications with their sentences, built each time from the kind and from what is public now."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.queries import publicly_named
from coalition.announcements.notice_sentences import is_public, sentence
from coalition.memoranda import queries as memoranda
from coalition.notices.queries import days_of_change, latest
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.languages import Message
    from coalition.memoranda.queries import MemorandumView
    from coalition.notices.tables import Notification
    from coalition.organisations.views import OrganisationView


def number_of(notification: Notification) -> str:
    """Return the number under which a notification is cited: `N.3.2026`."""
    return f"N.{notification.number}.{notification.year}"


class Announcement(Struct, frozen=True):
    """A notification with the memorandum and the organisation, as far as they are public now.

    `changed` is the last day on which it changed, because its act was hidden or named again.
    """

    notification: Notification
    memorandum: MemorandumView | None
    organisation: OrganisationView | None
    changed: date | None = None

    @property
    def happened_on(self) -> date | None:
        """The day of the event; a tombstone gives none, because it could be that of a hidden act."""
        day: date | None = self.notification.happened_on if self.is_public else None
        return day

    @property
    def changed_on(self) -> date:
        """The day of the latest change of what everybody reads, or of issue."""
        issued: date = self.notification.issued_at.astimezone(UTC).date()
        return self.changed or issued

    @property
    def number(self) -> str:
        """The number under which it is cited."""
        return number_of(self.notification)

    @property
    def sentence(self) -> Message:
        """What happened."""
        return sentence(self.notification, self.memorandum, self.organisation)

    @property
    def is_public(self) -> bool:
        """Whether its subject is still public; otherwise only a tombstone is shown."""
        return is_public(self.notification, self.memorandum, self.organisation)

    @property
    def place(self) -> dict[str, int]:
        """The parameters of its address."""
        return {"year": self.notification.year, "number": self.notification.number}


async def announcements(notifications: Sequence[Notification], only: MemorandumView | None = None) -> list[Announcement]:
    """Return notifications with what may be known of them now, in the same order; `only` is the memorandum all of them are about.

    The number of queries is fixed.
    """
    views = {only.slug: only} if only else await memoranda.views_of(notification.memorandum for notification in notifications)
    slugs = [notification.organisation for notification in notifications if notification.organisation]
    parties = await visible_organisations(Viewer.EVERYBODY).by_slugs(slugs)
    named = await publicly_named(views, slugs)
    changed = await days_of_change(notification.id for notification in notifications)
    return [
        Announcement(notification, views.get(notification.memorandum), _named(notification, parties, named), changed.get(notification.id))
        for notification in notifications
    ]


async def last_public_before(day: date) -> tuple[int, int] | None:
    """Return the (year, number) of the last notification before a day that is public now; None if there is none.

    A list that begins after it gives no day of a tombstone: those between two public notifications are all listed, or none of them.
    """
    before: tuple[int, int] | None = None
    while rows := await latest(before=before, until=day):
        last = next((row.notification for row in await announcements(rows) if row.is_public), None)
        if last:
            return last.year, last.number
        before = rows[-1].year, rows[-1].number
    return None


def _named(notification: Notification, parties: Mapping[str, OrganisationView], named: set[tuple[str, str]]) -> OrganisationView | None:
    """Return the party, if everybody may know that it acted; `named` holds (memorandum, organisation) slugs."""
    slug = notification.organisation
    return parties.get(slug) if slug and (notification.memorandum, slug) in named else None
