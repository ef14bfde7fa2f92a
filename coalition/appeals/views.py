"""Appeals as pages, letters and programs show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from coalition.deliveries.views import AddresseeView
from coalition.directions import Ordered
from coalition.languages import Message
from coalition.memoranda.queries import MemorandumView
from coalition.partial_dates import PartialDate


class AppealWords(Struct, frozen=True):
    """What an appeal says beside its text in one language."""

    language: str
    about: str
    asked: str


class AppealView(Struct, frozen=True):
    """An appeal; `people` are the names of the people whom it names, each by language, as far as the reader may read them now.

    `closes_at` is its last moment; None if the memorandum has only a last day, because the time was extended.
    """

    id: int
    memorandum: int
    zone: str
    closes_at: datetime | None
    sent_at: datetime | None
    words: Mapping[str, AppealWords]
    people: Sequence[Mapping[str, str]]

    def said(self, language: str) -> AppealWords:
        """Return what it says in a language, else in English, else in the first."""
        return self.words[_code(self.words, language)]

    def named(self, language: str) -> list[tuple[str, str]]:
        """Return (language, name) of each person, as `said`."""
        return [(code := _code(names, language), names[code]) for names in self.people]

    @property
    def closes_locally(self) -> datetime | None:
        """Its last moment in its own time zone."""
        return self.closes_at.astimezone(ZoneInfo(self.zone)) if self.closes_at else None

    @property
    def closing(self) -> Message | None:
        """Its last moment in words; None if it has only a last day."""
        return moment_in(self.zone, self.closes_at) if self.closes_at else None

    @property
    def closing_utc(self) -> Message | None:
        """The same moment in UTC, for readers who do not know the zone; None if it is the same there."""
        local = self.closes_locally
        if local is None or not local.utcoffset():
            return None
        moment = local.astimezone(UTC)
        hour = Ordered(f"{moment:%H:%M}")
        same_day = moment.date() == local.date()
        return Message("{hour} UTC", hour=hour) if same_day else Message("{date}, {hour} UTC", date=moment.date(), hour=hour)


def moment_in(zone: str, moment: datetime) -> Message:
    """Return a moment in words, in a time zone that is named."""
    local = moment.astimezone(ZoneInfo(zone))
    return Message("{date}, {hour} ({zone})", date=local.date(), hour=Ordered(f"{local:%H:%M}"), zone=Ordered(zone))


class PublicAppeal(Struct, frozen=True):
    """An appeal as everybody reads it, with the memorandum and those of whom something is asked."""

    memorandum: MemorandumView
    appeal: AppealView
    addressees: Sequence[AddresseeView]


class NamedPersonView(Struct, frozen=True):
    """A person whom an appeal names, and their consent (for coordinators)."""

    number: int
    names: Mapping[str, str]
    means: str
    purpose: str
    agreed: PartialDate
    until: date | None


def _code(languages: Mapping[str, object], language: str) -> str:
    return next(code for code in (language, "en", *languages) if code in languages)
