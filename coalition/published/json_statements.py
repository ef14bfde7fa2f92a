"""The statements of parties as JSON: the fields of the files and of the API, with their values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.answers import Answer
from coalition.published.json_signatories import Ending, ending_json, iso
from coalition.statements.tables import StatementKind
from coalition.statements.views import with_objections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.views import OrganisationView
    from coalition.statements.views import Stated


class StatedProvision(Answer):
    """The passage of the text that a statement is about."""

    key: str
    label: str = Field(description="Empty where no fixed text has it.")


class EarlierText(Answer):
    """The text before a part of the statement was withdrawn."""

    text: str
    until: str = Field(description="When that part was withdrawn, as a partial date.")


class Statement(Answer):
    """A declaration, reservation or objection of a party, in its own words; what was withdrawn stays, with the date."""

    id: str
    number: int | None = Field(description="Its permanent number among the statements on the memorandum; null for a moment after it became public.")
    organisation: str
    name: str = Field(description="The name of the organisation on the day of the statement.")
    successor: str | None = Field(description="The organisation that made it as the successor of the party.")
    kind: StatementKind
    provision: StatedProvision | None = Field(description="Null where it is about the whole text.")
    objects_to: str | None = Field(description="The id of the reservation that an objection is to.")
    objects_to_number: int | None = Field(description="The number of that reservation.")
    precludes: bool | None = Field(description="Whether an objection precludes the relation between the two organisations; null if not said.")
    language: str
    text: str = Field(description="Plain text; an empty line parts two paragraphs. After a partial withdrawal it is what remains.")
    earlier_texts: list[EarlierText] = Field(description="The texts before parts were withdrawn, oldest first.")
    translations: dict[str, str] = Field(description="By language, for readers; only `text` counts.")
    date: str | None = Field(description="When it was made, as a partial date; null where it is not known.")
    received: str | None = Field(description="The day on which the depositary received it; null where it is not known.")
    late: bool = Field(description="Whether it was received after the day on which the organisation became a party.")
    withdrawn: str | None = Field(description="When it was withdrawn, as a partial date.")
    ended: Ending | None = Field(description="What ended the act of its party, and the statement with it.")


class Statements(Answer):
    """What parties stated by a day, in the order of numbers, each objection after its reservation."""

    as_at: date
    statements: list[Statement]


def statements_json(statements: Sequence[Stated]) -> list[Statement]:
    """Return the statements of parties, each objection after its reservation."""
    return [_statement(stated) for stated in with_objections(statements)]


def _statement(stated: Stated) -> Statement:
    return Statement(
        id=str(stated.id),
        number=stated.number,
        organisation=stated.organisation.slug,
        name=stated.then.primary.name,
        successor=stated.successor.slug if stated.successor else None,
        kind=stated.kind,
        provision=StatedProvision(key=stated.provision, label=stated.label) if stated.provision else None,
        objects_to=str(stated.objects_to) if stated.objects_to else None,
        objects_to_number=stated.against.number if stated.against else None,
        precludes=stated.precludes,
        language=stated.language,
        text=stated.text,
        earlier_texts=[EarlierText(text=earlier.text, until=earlier.until.iso) for earlier in stated.earlier],
        translations=dict(stated.translations),
        date=iso(stated.made),
        received=stated.received.isoformat() if stated.received else None,
        late=stated.late is not None,
        withdrawn=iso(stated.withdrawn),
        ended=ending_json(stated.ended, _successor_that_ended(stated)),
    )


def _successor_that_ended(stated: Stated) -> OrganisationView | None:
    successor = stated.organisation.successor(stated.ended.successor) if stated.ended else None
    return successor if successor and successor.listed else None
