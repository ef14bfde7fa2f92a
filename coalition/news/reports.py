"""What a letter to a person says: of public acts their notifications, of all others their number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.announcements.reading import Announcement, announcements
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.queries import MemorandumView
from coalition.memoranda.tables import Publicity
from coalition.news import queries
from coalition.news.event_kinds import SENTENCES
from coalition.news.private_events import Happened, happened_in
from coalition.news.queries import Span
from coalition.people.tables import Role

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from coalition.news.event_kinds import EventKind
    from coalition.news.tables import NewsChoice
    from coalition.people.tables import Coordinator

# How many notifications one letter reads; the next letter goes on from there.
MOST_NOTICES = 500
# How many notifications a letter lists about one memorandum; it gives only the number of the others.
MOST_LISTED = 20


class Part(Struct, frozen=True):
    """The part of a letter about one memorandum. A `discreet` part gives only `count`, the number of everything that happened.

    `announcements` are public and listed, `more` is how many others are public, `unquoted` how many are public and name an organisation
    at risk. `events` are sentences about everything else, with numbers and no names.
    """

    memorandum: MemorandumView
    discreet: bool
    count: int
    announcements: Sequence[Announcement] = ()
    more: int = 0
    unquoted: int = 0
    events: Sequence[Message] = ()


class Report(Struct, frozen=True):
    """The parts of a letter, and where the next letter begins; `more` says that there is something for the next one now.

    `register` is how many mistakes were reported about entries of the register.

    `is_public` says that everybody could know everything that it tells, so that the time of the letter tells nothing either.
    """

    parts: Sequence[Part]
    events_until: datetime
    last_notice: int
    more: bool
    register: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.parts or self.register)

    @property
    def is_public(self) -> bool:
        """Whether nothing that it tells is private."""
        return not self.register and not any(part.discreet or part.unquoted or part.events for part in self.parts)


async def report_for(person: Coordinator, choice: NewsChoice, until: datetime) -> Report:
    """Return what happened since the last letter to a person, as far as their role sees it: an editor is told only what is public."""
    notices = await queries.new_notices(person.id, after=choice.last_notice, limit=MOST_NOTICES)
    happened = Happened(until, more=False, private={})
    if person.role == Role.COORDINATOR:
        happened = await happened_in(Span(person.id, choice.events_until, until))
    public: dict[str, list[Announcement]] = defaultdict(list)
    for announcement in await announcements(notices):
        if announcement.is_public:
            public[announcement.notification.memorandum].append(announcement)
    views = await memoranda.views_by_id({*happened.private, *(read.memorandum.id for reads in public.values() for read in reads if read.memorandum)})
    careful = await careful_forums(views)
    parts = [_part(view, public.get(view.slug, []), happened.private.get(view.id, {}), discreet=is_discreet(view, careful)) for view in views]
    last_notice = notices[-1].id if notices else choice.last_notice
    return Report(parts, happened.until, last_notice, more=happened.more or len(notices) == MOST_NOTICES, register=happened.register)


async def careful_forums(views: Iterable[MemorandumView]) -> set[int]:
    """Return the ids of the forums of some memoranda that ask for care."""
    profiles = await forums.views_of(view.forum for view in views if view.forum)
    return {number for number, forum in profiles.items() if forum.needs_care}


def is_discreet(view: MemorandumView, careful: Collection[int]) -> bool:
    """Whether letters to those who work on a memorandum do not name it: its forum asks for care, or it was withdrawn from the public."""
    return view.forum in careful or view.publicity == Publicity.WITHDRAWN_FROM_PUBLIC


def _part(view: MemorandumView, public: Sequence[Announcement], private: Mapping[EventKind, int] | Counter[EventKind], *, discreet: bool) -> Part:
    count = len(public) + sum(private.values())
    if discreet:
        return Part(view, discreet=True, count=count)
    quoted = [announcement for announcement in public if not _is_at_risk(announcement)]
    return Part(
        view,
        discreet=False,
        count=count,
        announcements=quoted[:MOST_LISTED],
        more=len(quoted[MOST_LISTED:]),
        unquoted=len(public) - len(quoted),
        events=[SENTENCES[kind](private[kind]) for kind in SENTENCES if private.get(kind)],
    )


def _is_at_risk(announcement: Announcement) -> bool:
    parties = [*announcement.others.values(), *([announcement.organisation] if announcement.organisation else [])]
    return any(party.at_risk for party in parties)
