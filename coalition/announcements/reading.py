"""Reading notifications: the record of their day, without what nobody may know now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.queries import named_in
from coalition.announcements.contents import EMPTY, Content, decoded
from coalition.announcements.notice_details import completion_of, days_of, details_of
from coalition.announcements.notice_sentences import NOBODY, is_public, sentence
from coalition.memoranda import queries as memoranda
from coalition.notices import page_subjects
from coalition.notices.page_subjects import collecting_nothing, depends_on
from coalition.notices.queries import Moment, contents_of, last_changes, latest
from coalition.notices.tables import Notification
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.announcements.notice_details import Detail
    from coalition.languages import Message
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView


def number_of(notification: Notification) -> str:
    """Return the number under which a notification is cited: `N.3.2026`."""
    return f"N.{notification.number}.{notification.year}"


class Announcement(Struct, frozen=True):
    """A notification with the memorandum and the organisation under the names of its day, as far as they are public now.

    `others` are the other organisations that it speaks of and that everybody may know now, by slug. `changed` is its last change,
    because something was hidden, or named again, or because it was completed later.
    """

    notification: Notification
    memorandum: MemorandumView | None
    organisation: OrganisationView | None
    content: Content = EMPTY
    others: Mapping[str, OrganisationView] = NOBODY
    changed: Moment | None = None
    completed: date | None = None

    @property
    def done(self) -> PartialDate | None:
        """The day of the event: the recorded one, else that of issue; a tombstone gives none, because it could be that of a hidden act."""
        if not self.is_public:
            return None
        return PartialDate(self.content.done or self.notification.issued_on.isoformat())

    @property
    def received(self) -> PartialDate | None:
        """The day on which the depositary received what was done, if it is recorded and public."""
        return PartialDate(self.content.received) if self.is_public and self.content.received else None

    @property
    def issued_on(self) -> date | None:
        """The day of issue; a tombstone gives none."""
        day: date | None = self.notification.issued_on if self.is_public else None
        return day

    @property
    def completed_on(self) -> date | None:
        """The day on which it was completed from the record, because it was issued before notifications were final."""
        return self.completed if self.is_public else None

    @property
    def updated(self) -> Moment:
        """The latest change of what everybody reads, or the issue."""
        issued = Moment(self.notification.issued_on, self.notification.step)
        return max(issued, self.changed) if self.changed else issued

    @property
    def number(self) -> str:
        """The number under which it is cited."""
        return number_of(self.notification)

    @property
    def sentence(self) -> Message:
        """What happened."""
        return sentence(self.notification, self.memorandum, self.organisation, self.content, self.others)

    @property
    def is_public(self) -> bool:
        """Whether its subject is still public; otherwise only a tombstone is shown."""
        return is_public(self.notification, self.memorandum, self.organisation, self.content, self.others)

    @property
    def days(self) -> Message | None:
        """The days of the event, of receipt and of issue as a sentence, if they differ."""
        return days_of(self.done, self.received, self.issued_on)

    @property
    def completion(self) -> Message | None:
        """Since when its content is complete, if it was completed later."""
        return completion_of(self.completed_on)

    @property
    def details(self) -> Sequence[Detail]:
        """Its content beside the sentence; a tombstone has none."""
        return details_of(self.content, self.others) if self.is_public else ()

    @property
    def party_names(self) -> list[str]:
        """The names by which its sentence may call its party."""
        return [name.name for name in self.organisation.names] if self.organisation else []

    @property
    def place(self) -> dict[str, int]:
        """The parameters of its address."""
        return {"year": self.notification.year, "number": self.notification.number}


async def announcements(notifications: Sequence[Notification], only: MemorandumView | None = None) -> list[Announcement]:
    """Return notifications with what may be known of them now, in the same order; `only` is the memorandum all of them are about.

    The number of queries is fixed.
    """
    views = {only.slug: only} if only else await memoranda.views_of(notification.memorandum for notification in notifications)
    depends_on(*map(page_subjects.notifications_about, views))
    stored = await contents_of(notification.id for notification in notifications)
    contents = {notification.id: decoded(stored[notification.id].content) if notification.id in stored else EMPTY for notification in notifications}
    slugs = {notification.organisation for notification in notifications if notification.organisation}
    slugs |= {party.slug for content in contents.values() for party in content.parties}
    with collecting_nothing():  # of these, those that were hidden later are not shown
        organisations = await visible_organisations(Viewer.EVERYBODY).by_slugs(slugs)
        known = Known(views, organisations, await _named(views.values(), organisations.values()))
    changes = await last_changes(notification.id for notification in notifications)
    announced = [known.announcement(notification, contents[notification.id]) for notification in notifications]
    depends_on(*(page_subjects.organisation(party.id) for read in announced for party in (read.organisation, *read.others.values()) if party))
    completed = {number: row.completed_on for number, row in stored.items()}
    return [replace(read, changed=changes.get(read.notification.id), completed=completed.get(read.notification.id)) for read in announced]


async def _named(memoranda: Iterable[MemorandumView], organisations: Iterable[OrganisationView]) -> set[tuple[str, str]]:
    """Return those (memorandum, organisation) slugs for which everybody may know that the organisation acted."""
    texts = {view.id: view.slug for view in memoranda if view.is_public}
    parties = {view.id: view.slug for view in organisations if view.listed}
    return {(texts[text], parties[party]) for text, party in await named_in(texts, parties)}


class Known(Struct, frozen=True):
    """What everybody may know now: public memoranda, listed organisations, and the (memorandum, organisation) slugs of named acts."""

    memoranda: Mapping[str, MemorandumView]
    organisations: Mapping[str, OrganisationView]
    named: set[tuple[str, str]]

    def announcement(self, notification: Notification, content: Content) -> Announcement:
        """Return a notification without what nobody may know now."""
        memorandum = self.memoranda.get(notification.memorandum)
        return Announcement(
            notification,
            _then(memorandum, content) if memorandum else None,
            self._acting(notification, notification.organisation, content),
            content,
            {party.slug: other for party in content.parties if (other := self._other(notification, party.slug, content))},
        )

    def _acting(self, notification: Notification, slug: str | None, content: Content) -> OrganisationView | None:
        """Return an organisation under the names of the day, if everybody may know that it acted."""
        return self._under_its_names(slug, content) if slug and (notification.memorandum, slug) in self.named else None

    def _other(self, notification: Notification, slug: str, content: Content) -> OrganisationView | None:
        if slug == content.successor:
            return self._under_its_names(slug, content)
        return None if slug == notification.organisation else self._acting(notification, slug, content)

    def _under_its_names(self, slug: str, content: Content) -> OrganisationView | None:
        view, names = self.organisations.get(slug), content.names_of(slug)
        return replace(view, names=names) if view and names else view


def _then(view: MemorandumView, content: Content) -> MemorandumView:
    """Return a memorandum under the titles of the day, and with its adoption as it was known then."""
    if not content.titles:
        return view
    return replace(view, titles=content.titles, authentic_languages=content.languages, adoption_rule=content.adoption_rule)


async def last_public_before(day: date, only: MemorandumView | None = None) -> Announcement | None:
    """Return the last notification before a day that is public now, of all or of one memorandum; None if there is none.

    So an answer that depends on a day gives no day of a tombstone: a list that begins after this notification has all tombstones between
    two public notifications, or none of them.
    """
    before: tuple[int, int] | None = None
    while rows := await latest(memorandum=only.slug if only else None, before=before, these=Notification.issued_on < day):
        last = next((row for row in await announcements(rows, only) if row.is_public), None)
        if last:
            return last
        before = rows[-1].year, rows[-1].number
    return None
