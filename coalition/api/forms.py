"""Forms of the API that the domain does not have: pages of lists, days, and bodies without fields."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from coalition.amendments.accepting_several import MOST_AT_ONCE
from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.forms import WordAmendmentsForm
from coalition.amendments.tables import AmendmentState
from coalition.fields import LONGEST_NAME, CountryCode, EmailAddress, Form, LanguageTag, Refused, Slug
from coalition.languages import Message
from coalition.memoranda.forms import MemorandumChange, MemorandumForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import RevisionKind
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.themes import Theme
from coalition.partners.tables import PartnerState
from coalition.results.result import ResultKind
from coalition.results.results import place_in
from coalition.word_files.reading_document import Tracked

_NUMBER = re.compile(r"N\.([1-9]\d{0,8})\.(\d{4})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise Refused(Message("Write a day as 2026-11-22."))
    return value


def _since(value: str) -> str:
    number_of(value)
    if not _NUMBER.fullmatch(value):
        _as_day(value)
    return value


def _as_day(value: str) -> date:
    try:
        return date.fromisoformat(_day(value))
    except ValueError:
        raise Refused(Message("Write a notification's number such as N.3.2026, or a day as 2026-11-22.")) from None


def _cursor(value: str) -> str:
    if number_of(value) is None:
        raise Refused(Message("Write a notification's number such as N.3.2026."))
    return value


def _place(value: str) -> str:
    if place_in(value) is None:
        raise Refused(Message("Give the cursor from the page before."))
    return value


def number_of(text: str) -> tuple[int, int] | None:
    """Return (year, number) of `N.3.2026`, or None for other text."""
    match = _NUMBER.fullmatch(text)
    return (int(match[2]), int(match[1])) if match else None


Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]


class Archiving(Form):
    """Whether a record is in the archive."""

    archived: bool


class Paging(Form):
    """Which page of a list, in the order of slugs."""

    after: Annotated[Slug, Field(description="The cursor from `next` of the page before.")] | None = None
    limit: Limit = 50


class AsAt(Form):
    """The day whose state is asked for."""

    at: Annotated[date, BeforeValidator(_day), Field(description="The day, today when left out.")] | None = None


class PartOfStatus(AsAt):
    """Which lines of the list of signatories, as at a day: all of them, unless `after` or `limit` is given."""

    after: Annotated[str, Field(max_length=600, description="The cursor from `next` of the page before.")] | None = None
    limit: Annotated[int, Field(ge=1, le=500, description="How many lines at most; 100 where only `after` is given.")] | None = None

    @property
    def is_page(self) -> bool:
        """Whether a part of the list is asked for."""
        return self.after is not None or self.limit is not None


class PartOfForum(Form):
    """Which organisations of a forum, in the order of files; each stands with all its roles."""

    after: Annotated[str, Field(max_length=600, pattern=r"^[^\x00-\x1f]*$", description="The cursor from `next` of the page before.")] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="How many organisations at most.")] = 200


class PartOfPartners(PartOfForum):
    """Which partners, in the order of files; each organisation stands with all its work together that is asked for."""

    state: Annotated[PartnerState | None, Field(description="Present or former partners.")] = None
    country: Annotated[CountryCode | None, Field(description="A country in which they work together.")] = None
    theme: Annotated[Theme | None, Field(description="A theme on which they work together.")] = None
    kind: Annotated[OrganisationKind | None, Field(description="What sort of body the organisation is.")] = None
    programme: Annotated[Slug | None, Field(description="The programme whose partners they are.")] = None


class PartOfRevisions(Form):
    """Which revisions, newest first."""

    after: Annotated[int, Field(ge=0, lt=10**9, description="The cursor from `next` of the page before.")] = 0
    limit: Limit = 50
    by: Annotated[EmailAddress, Field(description="The address of the account that saved them.")] | None = None
    kind: Annotated[RevisionKind, Field(description="How they came into being.")] | None = None
    provision: Annotated[str, Field(max_length=80, description="The id of the provision that was changed.")] = ""


class PartOfAmendments(Form):
    """Which amendments, by number."""

    after: Annotated[int, Field(ge=0, lt=10**9, description="The cursor from `next` of the page before.")] = 0
    limit: Limit = 50
    state: Annotated[AmendmentState, Field(description="How far they are; `submitted` finds those too that are `moot`.")] | None = None
    provision: Annotated[str, Field(max_length=80, description="The id of the provision; empty for those at the end.")] | None = None
    language: LanguageTag | None = None
    organisation: Annotated[Slug, Field(description="The organisation that proposes them.")] | None = None
    round: Annotated[int, Field(ge=1, lt=10**9, description="The number of the round to which they belong.")] | None = None


class PartOfComments(Form):
    """Which comments, by id."""

    after: Annotated[int, Field(ge=0, lt=10**9, description="The cursor from `next` of the page before.")] = 0
    limit: Limit = 50
    provision: Annotated[str, Field(max_length=80, description="The id of the provision; empty for those on the whole text.")] | None = None


class PageByNumber(Form):
    """Which page of a list, by number."""

    after: Annotated[int, Field(ge=0, lt=10**9, description="The cursor from `next` of the page before.")] = 0
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most.")] = 50


class PartOfRecord(Form):
    """Which lines of a record of drafting, in the order of the text."""

    after: Annotated[str, Field(max_length=60, pattern=r"^[0-9a-f.]*$", description="The cursor from `next` of the page before.")] = ""
    limit: Limit = 50
    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="Words of a proposal, or the name of an organisation.")] = ""


class OfRound(Form):
    """Which round of a draft."""

    round: Annotated[int, Field(ge=1, lt=10**9, description="Its number; all rounds when left out.")] | None = None


class Against(Form):
    """The revision with which one is compared."""

    against: Annotated[int, Field(ge=1, lt=10**9, description="Its number; the one before when left out.")] | None = None


class WordFileOptions(Form):
    """How a Word file of a draft is written."""

    against: Annotated[int, Field(ge=1, lt=10**9, description="The revision whose difference is shown as tracked changes.")] | None = None
    lines: Annotated[bool, Field(description="Whether lines are numbered.")] = False


class ReadInOneWay(Form):
    """In which way a draft is read."""

    view: Annotated[WayToRead, Field(description="With all proposals, as it was sent last, what changed since, as it is now, or both texts.")] = (
        WayToRead.PROPOSALS
    )


class AmendmentFileOptions(WordAmendmentsForm):
    """How the tracked changes of a Word file become amendments."""

    save: Annotated[bool, Field(description="With `false` nothing is entered, and the answer only reports.")] = True

    @property
    def form(self) -> WordAmendmentsForm:
        """Whose amendments they are, and who may read them."""
        return WordAmendmentsForm(organisation=self.organisation, language=self.language, disclosure=self.disclosure)


class AcceptancesForm(Form):
    """Which amendments are accepted at once."""

    numbers: Annotated[
        list[Annotated[int, Field(ge=1, lt=10**9)]],
        Field(min_length=1, max_length=MOST_AT_ONCE, description="The numbers of amendments that are open and do not collide with each other."),
    ]


class BringingIn(Form):
    """How a Word file is brought in."""

    version: (
        Annotated[int, Field(ge=0, lt=10**9, description="The version of the text that was read, so that nobody's work is overwritten.")] | None
    ) = None
    tracked: Annotated[Tracked, Field(description="What becomes of tracked changes.")] = Tracked.ACCEPT
    save: Annotated[bool, Field(description="With `false` nothing is saved, and the answer only reports.")] = True


class NewMemorandum(MemorandumForm, RulesChange):
    """A new memorandum with its rules."""


class AmendedMemorandum(MemorandumChange, RulesChange):
    """Some fields and rules of a memorandum whose text is not yet fixed."""


class Searching(Form):
    """What is looked for, and which page of the results."""

    q: Annotated[str, Field(max_length=LONGEST_NAME, description="Words, in any script; without any, nothing is found.")] = ""
    kind: Annotated[ResultKind, Field(description="One kind of results; all when left out.")] | None = None
    language: (
        Annotated[LanguageTag, Field(description="Only texts and names in this language; titles and addresses are in it too, else in English.")]
        | None
    ) = None
    after: Annotated[str, AfterValidator(_place), Field(description="The cursor from `next` of the page before.")] = ""
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most.")] = 20


class Since(Form):
    """Which notifications, oldest first."""

    since: Annotated[str, AfterValidator(_since), Field(description="Only those after the number `N.3.2026`, or from a day on.")] | None = None
    after: Annotated[str, AfterValidator(_cursor), Field(description="The cursor from `next` of the page before.")] | None = None
    limit: Limit = 50

    @property
    def last_seen(self) -> tuple[int, int] | None:
        """The (year, number) after which the list continues."""
        seen = [number for number in map(number_of, filter(None, (self.since, self.after))) if number]
        return max(seen, default=None)

    @property
    def first_day(self) -> date | None:
        """The first day whose notifications are listed."""
        return None if self.since is None or number_of(self.since) else date.fromisoformat(self.since)
