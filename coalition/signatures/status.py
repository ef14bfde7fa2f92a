"""The status table: who has signed as at a date, computed from acts and from what may be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import bidirectional

from coalition.languages import Message, country_name, date_text, direction
from coalition.partial_dates import PartialDate
from coalition.signatures.tables import ActKind, Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from coalition.organisations.queries import Named

_WITHDRAWN = Message("Withdrawn")
STANDING_KINDS = (ActKind.SIGNATURE, ActKind.SUPPORT)


@dataclass(frozen=True)
class ActRow:
    """An act as the projection needs it, with its organisation and, where it may be shown, its signer."""

    id: UUID
    kind: ActKind
    disclosure: Disclosure
    acted: PartialDate | None
    organisation: Named
    representative: str = ""


class Cells(NamedTuple):
    """A line as plain text in a reader's language; what is not known is empty."""

    name: str
    language: str
    direction: str
    second: str
    second_language: str
    second_direction: str
    short_name: str
    representative: str
    country: str
    act: str
    day: str
    date: str


@dataclass(frozen=True)
class StatusLine:
    """A line everybody may read."""

    organisation: Named
    act: ActKind
    acted: PartialDate | None
    representative: str
    withdrawn: PartialDate | None

    def cells(self, language: str) -> Cells:
        """Return what a reader of `language` sees."""
        organisation, own = self.organisation, self.organisation.primary
        second = organisation.in_language(language)
        day = self.withdrawn or self.acted
        return Cells(
            name=own.name,
            language=own.language,
            direction=direction(own.language),
            second=second.name if second else "",
            second_language=second.language if second else "",
            second_direction=direction(second.language) if second else "",
            short_name=own.short_name,
            representative=self.representative,
            country=country_name(organisation.country, language) if organisation.country else "",
            act=(_WITHDRAWN if self.withdrawn else self.act.word).text(language),
            day=str(day) if day else "",
            date=date_text(day, language) if day else "",
        )


@dataclass(frozen=True)
class Counts:
    """Numbers with their rule: `signed` and `supported` are standing acts, withheld names among them; `withdrawn` is what the list shows."""

    signed: int = 0
    supported: int = 0
    withdrawn: int = 0
    names_withheld: int = 0
    supporters_withheld: int = 0


@dataclass(frozen=True)
class Status:
    """The status of a memorandum as at a day."""

    as_at: date
    lines: Sequence[StatusLine]
    counts: Counts


def status_as_at(acts: Iterable[ActRow], as_at: date, *, today: date) -> Status:
    """Project acts, in the order they were recorded, on a day.

    An act of unknown date counts on every day; one known to the month or year counts from its last day.
    A withheld act counts in the past only from the end of its month, so that a day cannot single it out.
    """
    latest: dict[int, tuple[ActRow, PartialDate | None]] = {}
    for act in acts:
        if not _reached(act, as_at, today):
            continue
        if act.kind in STANDING_KINDS:
            latest[act.organisation.id] = (act, None)
        elif act.kind is ActKind.WITHDRAWAL and act.organisation.id in latest:
            latest[act.organisation.id] = (latest[act.organisation.id][0], act.acted)
    shown = [_line(act, withdrawn) for act, withdrawn in latest.values() if act.disclosure is Disclosure.PUBLIC]
    return Status(as_at, sorted(shown, key=_place), _counted(latest.values()))


def signer_text(name: str, title: str) -> str:
    """Return the name and position of a signer, with the comma of the script the position is written in."""
    comma = "، " if bidirectional(title[:1] or " ") == "AL" else ", "
    return f"{name}{comma}{title}" if title else name


def _reached(act: ActRow, as_at: date, today: date) -> bool:
    if act.acted is None:
        return True
    day = act.acted.last
    if act.disclosure is not Disclosure.PUBLIC and as_at < today:
        day = PartialDate(act.acted.iso[:7]).last
    return day <= as_at or (as_at == today and act.acted.first <= today)


def _line(act: ActRow, withdrawn: PartialDate | None) -> StatusLine:
    return StatusLine(act.organisation, act.kind, act.acted, act.representative, withdrawn)


def _place(line: StatusLine) -> tuple[int, str, str]:
    return STANDING_KINDS.index(line.act), line.organisation.name_key, line.organisation.slug


def _counted(latest: Iterable[tuple[ActRow, PartialDate | None]]) -> Counts:
    signed = supported = withdrawn = names_withheld = supporters_withheld = 0
    for act, withdrawal in latest:
        withheld = act.disclosure is not Disclosure.PUBLIC
        if withdrawal:
            withdrawn += not withheld
        elif act.kind is ActKind.SIGNATURE:
            signed += 1
            names_withheld += withheld
        else:
            supported += 1
            supporters_withheld += withheld
    return Counts(signed, supported, withdrawn, names_withheld, supporters_withheld)
