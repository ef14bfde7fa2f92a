"""Acts to be recorded, with the persons, the evidence and the letters that belong to them."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct, field

from coalition import clock
from coalition.acts.histories import level_of
from coalition.acts.tables import ActKind, Channel, MandateBasis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from coalition.acts.disclosure_levels import Level
    from coalition.acts.queries import Standing
    from coalition.memoranda.tables import Memorandum
    from coalition.partial_dates import PartialDate

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = secrets.SystemRandom()


def new_reference() -> str:
    """Return a reference people can read out over the telephone: ten characters without look-alikes."""
    drawn = "".join(_RANDOM.choices(_ALPHABET, k=10))
    return f"{drawn[:5]}-{drawn[5:]}"


def _today() -> str:
    return clock.today().isoformat()


class Person(Struct, frozen=True):
    """The person behind an act, and their reason if they gave one."""

    name: str
    title: str = ""
    reason: str = ""


class Evidence(Struct, frozen=True):
    """Evidence of a mandate; `seen_by` is the id of a coordinator."""

    basis: MandateBasis
    note: str = ""
    seen_by: int | None = None


class LetterToWrite(Struct, frozen=True):
    """A letter that is written together with an act: its template, its recipient, and the context of the template (see `mail.content.facts_of`).

    It leaves when `letter_times.leaves_at` says: about a hidden act at a random moment of the next half hour.
    """

    template: str
    address: str
    language: str
    context: Mapping[str, Any]


class Correction(Struct, frozen=True):
    """What a correction of the record puts right: the act, and both of its days as they should be (None if one is not known)."""

    act: UUID
    acted: PartialDate | None
    received: date | None


class NewAct(Struct, frozen=True, kw_only=True):
    """An act to be recorded. Its reference and id are drawn before, so that letters can name them.

    `memorandum` is the current row, locked or shared by the caller. `about` is the id of the signature or support that a later act is about.
    `acted` and `received` are the days on which it was done and received, today by default; None if a source does not name them.
    `organisation_slug`, and `is_active` for an organisation that did not end, each save a query if the caller knows them.
    `was_named` says that the name of the organisation was public before. `detail` is the detail of the notification, which is issued
    unless `announced` is false. `successor` is the id of the organisation that acts as its successor. `remarked` says that its days were
    accepted in an impossible order.
    """

    memorandum: Memorandum
    organisation: int
    organisation_slug: str = ""
    is_active: bool = False
    kind: ActKind
    level: Level
    signer: Person | None = None
    evidence: Evidence | None = None
    channel: Channel = Channel.ONLINE
    acted: str | None = field(default_factory=_today)
    received: date | None = field(default_factory=clock.today)
    source: str = ""
    about: UUID | None = None
    successor: int | None = None
    ground: str = ""
    digest: str | None = None
    was_named: bool = False
    detail: str = ""
    announced: bool = True
    remarked: bool = False
    correction: Correction | None = None
    letters: Sequence[LetterToWrite] = ()
    reference: str = field(default_factory=new_reference)
    id: UUID = field(default_factory=uuid4)


def follow_up(memorandum: Memorandum, standing: Standing, kind: ActKind, **columns: Any) -> NewAct:
    """Return a new act about a signature or support that stands, with the same disclosure level unless `level` is given."""
    known: dict[str, Any] = {"level": level_of(standing.history), "was_named": standing.named}
    return NewAct(memorandum=memorandum, organisation=standing.root.organisation, kind=kind, about=standing.root.id, **known | columns)
