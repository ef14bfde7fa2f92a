"""Collecting deadlines: the one function that knows all of them."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.appeals.views import moment_in
from coalition.deadlines import queries
from coalition.deadlines.deadline_kinds import RULES
from coalition.deadlines.queries import Asked
from coalition.forums import queries as forums
from coalition.memoranda import queries as memoranda
from coalition.memoranda.queries import MemorandumView
from coalition.people.tables import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from coalition.deadlines.deadline_kinds import DeadlineKind
    from coalition.languages import Message
    from coalition.people.tables import Coordinator

# How many deadlines of a kind are read, and how many are returned: the nearest ones.
MOST = 200
SOON = timedelta(days=30)
_ALL = timedelta(days=3 * 366)


class Deadline(Struct, frozen=True):
    """Something that ends or is due on a day; `count` is how many things of the kind are, `subject` tells those of one kind apart.

    `discreet` says that what leaves the desk must not name the memorandum: it is not public, its forum asks for care, or the day is that of
    an act that may be hidden.
    """

    day: date
    kind: DeadlineKind
    memorandum: MemorandumView
    count: int
    subject: str
    discreet: bool
    moment: datetime | None = None
    zone: str = ""

    @property
    def hour(self) -> Message | None:
        """The moment in words, in its time zone; None if it is due on a day."""
        return moment_in(self.zone, self.moment) if self.moment else None

    @property
    def sentence(self) -> Message:
        """What it is; it names neither the memorandum nor an organisation."""
        return RULES[self.kind].sentence(self.count)

    @property
    def outside(self) -> Message:
        """The same for what leaves the desk: without the number of acts that may be hidden."""
        return RULES[self.kind].outside or self.sentence

    @property
    def page(self) -> str:
        """The name of the page about it."""
        return RULES[self.kind].page

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters of that page."""
        state = {"state": "ad_referendum"} if self.page == "desk.signatories.list" else {}
        return {"memorandum": self.memorandum.slug} | state


class Deadlines(Struct, frozen=True):
    """The nearest deadlines, and whether there are more."""

    nearest: Sequence[Deadline]
    more: bool


async def deadlines_for(person: Coordinator, *, memorandum: int | None = None, within: timedelta = _ALL, most: int = MOST) -> Deadlines:
    """Return the nearest deadlines that a person may know of, of all their memoranda or of one, from today on; the number of queries is fixed.

    Whoever asks for one memorandum has checked that the person works on it. An editor sees the days of the texts only.
    """
    today = clock.today()
    asked = Asked(person.id, memorandum, today, today + within, most + 1)
    due = [*await queries.due_of_memoranda(asked), *await queries.due_hours(asked)]
    if person.role == Role.COORDINATOR:
        due += [*await queries.due_confirmations(asked), *await queries.due_objections(asked)]
        due += [*await queries.due_requests(asked), *await queries.due_rounds(asked)]
        due += await queries.due_answers(asked)
    due = sorted((row for row in due if person.role == Role.COORDINATOR or RULES[row.kind].for_editors), key=attrgetter("day", "memorandum", "kind"))
    views = {view.id: view for view in await memoranda.views_by_id({row.memorandum for row in due[:most]})}
    profiles = await forums.views_of(view.forum for view in views.values() if view.forum)
    careful = {number for number, forum in profiles.items() if forum.needs_care}
    nearest = [
        Deadline(
            row.day,
            row.kind,
            view,
            row.number,
            row.subject,
            discreet=not view.is_public or view.forum in careful or bool(RULES[row.kind].outside),
            moment=row.moment,
            zone=row.zone,
        )
        for row in due[:most]
        for view in [views[row.memorandum]]
    ]
    return Deadlines(nearest, len(due) > most)
