"""What is asked about an appeal; pages and programs ask the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition import clock
from coalition.appeals.standing_names import fields_with_name
from coalition.consent_terms import LastDay
from coalition.fields import Body, Day, Form, InvalidForm, LanguageTag, Line, Name, OptionalSlug, Paragraphs, PastDateText, Refused
from coalition.languages import Message

LONGEST_DESCRIPTION, LONGEST_REQUEST = 600, 2000
MOST_ADDRESSEES = MOST_PEOPLE = 20
MOST_LANGUAGES = 12
LONGEST_NAME_OF_PERSON = 300
LONGEST_TIME = timedelta(days=90)
_HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_GAP = re.compile(r"\[[^\]()]{2,}\](?![(\[:])")  # not a link, not a note such as [1]
_NO_PLACES = ("Etc/", "posix/", "right/")
_NO_TIME_LEFT = Message("This moment is over. Choose a later one.")
_TOO_LONG = Message("An appeal is open for hours or days: choose a moment within the next {days} days.", days=LONGEST_TIME.days)
_ONLY_WITH_CONSENT = Message("Write this: a person is named only with their consent on record.")
_NO_NAME = Message("Write the name in the languages in which it is to be read, or leave the consent out.")
_TWICE = Message("This language stands here twice.")
_NAME_IN_TEXT = Message("The name of a person stands here. It could not be taken away if they take their consent back: write a description instead.")


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Return the names of time zones that can be chosen."""
    return (*sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES)), "UTC")


def _zone(value: str) -> str:
    if value not in zones():
        raise Refused(Message("Choose a time zone from the list, for example Asia/Almaty."))
    return value


def _hour(value: str) -> str:
    if not _HOUR.fullmatch(value):
        raise Refused(Message("Write the hour as 18:00."))
    return value


def _without_gaps(value: str) -> str:
    if gap := _GAP.search(value):
        raise Refused(Message("Replace {words}: it is a gap of the template.", words=gap[0]))
    return value


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


class AppealTextForm(Form):
    """An appeal in one language; `about` describes people without a name, `to` has one addressee in each line."""

    language: LanguageTag
    title: Annotated[Name, AfterValidator(_without_gaps)]
    body: Annotated[Body, AfterValidator(_without_gaps)]
    about: Annotated[Paragraphs, Field(min_length=1, max_length=LONGEST_DESCRIPTION), AfterValidator(_without_gaps)]
    asked: Annotated[Paragraphs, Field(min_length=1, max_length=LONGEST_REQUEST), AfterValidator(_without_gaps)]
    to: Annotated[Paragraphs, Field(max_length=LONGEST_REQUEST)] = ""

    @property
    def addressees(self) -> list[str]:
        """The names of the addressees."""
        return [line.strip() for line in self.to.splitlines() if line.strip()]


class PersonNameForm(Form):
    """The name of a person in one language."""

    language: LanguageTag
    name: Annotated[Name, Field(max_length=LONGEST_NAME_OF_PERSON)]


class PersonForm(Form):
    """A person who agreed to be named: their name in each language, and when, how and to what they agreed, and until when."""

    missing = {"names": _NO_NAME}

    names: Annotated[list[PersonNameForm], Field(min_length=1, max_length=MOST_LANGUAGES)]
    agreed: Annotated[PastDateText | None, BeforeValidator(_empty_is_none)] = None
    means: Line = ""
    purpose: Line = ""
    until: LastDay = None

    @property
    def needed(self) -> dict[str, str | None]:
        """What is needed of everybody who is named, by field."""
        return {"agreed": self.agreed, "means": self.means, "purpose": self.purpose}

    @property
    def by_language(self) -> dict[str, str]:
        """The name by language."""
        return {row.language: row.name for row in self.names}


class AppealForm(Form):
    """An appeal: its texts, until when it is open, and the people whom it names."""

    missing = {
        "closes_on": Message("Choose the last day."),
        "closes_at": Message("Write the hour."),
        "zone": Message("Choose a time zone from the list, for example Asia/Almaty."),
        "texts": Message("Write the appeal in at least one language."),
    }

    slug: OptionalSlug = None
    forum: OptionalSlug = None
    closes_on: Day
    closes_at: Annotated[str, AfterValidator(_hour)]
    zone: Annotated[str, AfterValidator(_zone)]
    texts: Annotated[list[AppealTextForm], Field(min_length=1, max_length=MOST_LANGUAGES)]
    people: Annotated[list[PersonForm], Field(max_length=MOST_PEOPLE)] = []

    @property
    def moment(self) -> datetime:
        """The last moment in which it can be signed."""
        hour, minute = map(int, self.closes_at.split(":"))
        local = datetime(self.closes_on.year, self.closes_on.month, self.closes_on.day, hour, minute, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC)

    @property
    def languages(self) -> list[str]:
        """The languages of the texts."""
        return [text.language for text in self.texts]

    @property
    def names(self) -> list[dict[str, str]]:
        """The names of the people, each by language."""
        return [person.by_language for person in self.people]

    @model_validator(mode="after")
    def _fits(self) -> AppealForm:
        problems = {**dict(self._about_time()), **dict(self._about_texts()), **dict(self._about_people()), **dict(self._about_names())}
        if problems:
            raise InvalidForm(problems)
        return self

    def _about_time(self) -> Iterator[tuple[str, Message]]:
        if self.moment <= clock.now():
            yield "closes_at", _NO_TIME_LEFT
        if self.moment > clock.now() + LONGEST_TIME:
            yield "closes_on", _TOO_LONG

    def _about_texts(self) -> Iterator[tuple[str, Message]]:
        expected = len(self.texts[0].addressees)
        for at, text in enumerate(self.texts):
            number = len(text.addressees)
            if text.language in self.languages[:at]:
                yield f"texts/{at}/language", _TWICE
            if number > MOST_ADDRESSEES:
                yield f"texts/{at}/to", Message("At most {limit} fit here.", limit=MOST_ADDRESSEES)
            if number != expected:
                yield f"texts/{at}/to", _as_many(number, expected)

    def _about_people(self) -> Iterator[tuple[str, Message]]:
        for at, person in enumerate(self.people):
            yield from ((f"people/{at}/{field}", _ONLY_WITH_CONSENT) for field, value in person.needed.items() if not value)
            languages = [row.language for row in person.names]
            again = [place for place, language in enumerate(languages) if language in languages[:place]]
            yield from ((f"people/{at}/names/{place}/language", _TWICE) for place in again)

    def _about_names(self) -> Iterator[tuple[str, Message]]:
        names = [name for each in self.names for name in each.values()]
        for at, text in enumerate(self.texts):
            fields = {field: getattr(text, field) for field in ("title", "body", "about", "asked", "to")}
            yield from ((f"texts/{at}/{field}", _NAME_IN_TEXT) for field in fields_with_name(fields, names))


def _as_many(number: int, expected: int) -> Message:
    return Message(
        "Each language names the same addressees, one in a line: {number} here, {expected} in the first language.", number=number, expected=expected
    )


class NetworksForm(Form):
    """The networks whose members get a letter, by their slugs."""

    missing = {"networks": Message("Choose at least one network.")}

    networks: Annotated[list[Annotated[str, Field(max_length=80)]], Field(min_length=1, max_length=200)]
