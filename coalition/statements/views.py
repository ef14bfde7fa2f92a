"""A statement as pages, files and the API show it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.acts.tables import ActKind
from coalition.languages import Message
from coalition.organisations.names import NameMessage
from coalition.statements.tables import StatementKind
from coalition.text.provisions import name_of
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from coalition.acts.status_lines import Ending
    from coalition.organisations.views import OrganisationView
    from coalition.partial_dates import PartialDate


_NUMBERED: Mapping[StatementKind, Message] = for_each(
    StatementKind,
    {
        StatementKind.DECLARATION: Message("Declaration {number}"),
        StatementKind.RESERVATION: Message("Reservation {number}"),
        StatementKind.OBJECTION: Message("Objection {number}"),
    },
)
_LATE: Mapping[ActKind, Message] = {
    ActKind.SIGNATURE: Message("Received on {date}, after the signature."),
    ActKind.AD_REFERENDUM: Message("Received on {date}, after the confirmation of the signature."),
    ActKind.ACCESSION: Message("Received on {date}, after the accession."),
    ActKind.SUPPORT: Message("Received on {date}, after the declaration of support."),
}


class EarlierText(Struct, frozen=True):
    """The text of a statement before a part of it was withdrawn, with the day of that."""

    text: str
    until: PartialDate

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text."""
        return paragraphs_of(self.text)


class Objected(Struct, frozen=True):
    """The reservation that an objection is to: its number (None if it has none) and its party."""

    number: int | None
    organisation: OrganisationView


class Stated(Struct, frozen=True):
    """A statement of a party.

    `number` is its permanent number, None before everybody could read it. `organisation` is the party, `successor` the organisation that
    made the statement as its successor. `public_receipt` is the day of receipt for readers. `provision` is a key ("" for the whole text)
    and `label` its label, `written_labels` those that texts write otherwise, by language. `late` is the kind of the act that made the
    organisation a party, if the statement was received after the day of that act. `earlier` are the texts before parts were withdrawn.
    `ended` says how the party's act ended, if it did; `named` says whether everybody may know the party.
    """

    id: UUID
    organisation: OrganisationView
    kind: StatementKind
    provision: str
    label: str
    language: str
    text: str
    made: PartialDate | None
    received: date | None
    withdrawn: PartialDate | None
    ended: Ending | None
    named: bool
    objects_to: UUID | None
    precludes: bool | None = None
    number: int | None = None
    reference: str = ""
    public_receipt: date | None = None
    late: ActKind | None = None
    successor: OrganisationView | None = None
    against: Objected | None = None
    earlier: tuple[EarlierText, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    written_labels: Mapping[str, str] = field(default_factory=dict)
    objections: tuple[Stated, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is in force: it was not withdrawn, and the act of its party has not ended."""
        return self.withdrawn is None and self.ended is None

    @property
    def then(self) -> OrganisationView:
        """The organisation under the names it had on the day of the statement."""
        return self.organisation.at(self.made)

    @property
    def anchor(self) -> str:
        """The fragment of its permanent address; empty without a number."""
        return f"statement-{self.number}" if self.number else ""

    @property
    def title(self) -> Message:
        """Its kind, with its number if it has one."""
        return title_of(self.kind, self.number)

    @property
    def about(self) -> Message:
        """The name of the provision that it is about."""
        return subject_of(self.provision, self.label, self.written_labels)

    @property
    def remarks(self) -> list[Message]:
        """What is said below it: a successor, a new name, that it was late, and what an objection does."""
        made_by = [Message("Made by {organisation} as its successor.", organisation=NameMessage(self.successor))] if self.successor else []
        renamed = self.then.primary.name != self.organisation.primary.name
        present = [Message("Present name: {organisation}.", organisation=NameMessage(self.organisation))] if renamed else []
        late = [Message(_LATE[self.late].msgid, date=self.received)] if self.late and self.received else []
        return [*made_by, *present, *late, *self._objection()]

    @property
    def ending(self) -> list[Message]:
        """When and why it ended, if it did."""
        if self.withdrawn:
            return [Message("The statement was withdrawn: {date}.", date=self.withdrawn)]
        if self.ended is None:
            return []
        if self.ended.day is None:
            return [Message("It ended with the act of the organisation.")]
        return [Message("It ended with the act of the organisation: {date}.", date=self.ended.day)]

    def _objection(self) -> list[Message]:
        if self.against is None:
            return []
        other = NameMessage(self.against.organisation)
        target = [Message("It is to reservation {number} of {organisation}.", number=self.against.number, organisation=other)]
        return [*(target if self.against.number else []), *self._effect_on(other)]

    def _effect_on(self, other: Message) -> list[Message]:
        parties = {"organisation": NameMessage(self.then), "other": other}
        match self.precludes:
            case True:
                return [Message("The objection precludes the relation between {organisation} and {other} under this text.", **parties)]
            case False:
                return [Message("The objection does not preclude the relation between {organisation} and {other} under this text.", **parties)]
            case None:
                return []

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of its text."""
        return paragraphs_of(self.text)

    def translated(self, language: str) -> tuple[str, list[str]] | None:
        """Return (language, paragraphs) of the translation into the reader's language, or else into English."""
        if self.language == language:
            return None
        code = next((code for code in (language, "en") if code in self.translations), None)
        return (code, paragraphs_of(self.translations[code])) if code else None


def title_of(kind: StatementKind, number: int | None) -> Message:
    """Return the kind of a statement, with its number if it has one."""
    return Message(_NUMBERED[kind].msgid, number=number) if number else kind.word


def subject_of(provision: str, label: str, written: Mapping[str, str]) -> Message:
    """Return the name of the provision that a statement is about; `provision` is a key, "" for the whole text."""
    if not provision:
        return Message("The whole text")
    return name_of(label, written) if label else Message("A provision of another edition")


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a plain text; an empty line parts two."""
    return re.split(r"\n\s*\n", text)


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of statements in the order of their numbers, then of their days, each objection after its reservation."""
    ordered = sorted(rows, key=lambda row: (row["number"] is None, row["number"] or 0, row["made"] or ""))
    given, objections = {row["id"] for row in ordered}, defaultdict(list)
    for row in ordered:
        objections[row["objects_to"]].append(row)
    return [listed for row in ordered if row["objects_to"] not in given for listed in (row, *objections[row["id"]])]


def threaded(statements: Sequence[Stated]) -> list[Stated]:
    """Put objections under their reservation; an objection to a reservation that is not among them stays at its place."""
    given, objections = {stated.id for stated in statements}, defaultdict(list)
    for stated in statements:
        objections[stated.objects_to].append(stated)
    return [replace(stated, objections=tuple(objections[stated.id])) for stated in statements if stated.objects_to not in given]


def with_objections(statements: Iterable[Stated]) -> list[Stated]:
    """Return statements, each followed by its objections, in one list."""
    return [listed for statement in statements for listed in (statement, *statement.objections)]


def standing_reservations(statements: Iterable[Stated], organisation_id: int) -> list[Stated]:
    """Return the reservations to which an organisation may object: the standing reservations of other parties."""
    return [
        statement
        for statement in statements
        if statement.kind is StatementKind.RESERVATION and statement.stands and statement.organisation.id != organisation_id
    ]
