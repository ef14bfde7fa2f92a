"""The statements of parties as JSON: the fields of the files and of the API, with their values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.answers import Answer
from coalition.published.json_signatories import Ending, ending_json, iso
from coalition.statements.queries import with_objections
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.statements.queries import Stated


class StatedProvision(Answer):
    """The passage of the text that a statement is about."""

    key: str
    label: str = Field(description="Empty where no fixed text has it.")


class Statement(Answer):
    """A declaration, reservation or objection of a party, in its own words; what was withdrawn stays, with the date."""

    id: str
    organisation: str
    kind: StatementKind
    provision: StatedProvision | None = Field(description="Null where it is about the whole text.")
    objects_to: str | None = Field(description="The id of the reservation that an objection is to.")
    language: str
    text: str = Field(description="Plain text; an empty line parts two paragraphs.")
    translations: dict[str, str] = Field(description="By language, for readers; only `text` counts.")
    date: str | None = Field(description="When it was made, as a partial date; null where it is not known.")
    withdrawn: str | None = Field(description="When it was withdrawn, as a partial date.")
    ended: Ending | None = Field(description="What ended the act of its party, and the statement with it.")


class Statements(Answer):
    """What parties stated by a day, in the order made, each objection after its reservation."""

    as_at: date
    statements: list[Statement]


def statements_json(statements: Sequence[Stated]) -> list[Statement]:
    """Return the statements of parties, each objection after its reservation."""
    return [_statement(stated) for stated in with_objections(statements)]


def _statement(stated: Stated) -> Statement:
    return Statement(
        id=str(stated.id),
        organisation=stated.organisation.slug,
        kind=stated.kind,
        provision=StatedProvision(key=stated.provision, label=stated.label) if stated.provision else None,
        objects_to=str(stated.objects_to) if stated.objects_to else None,
        language=stated.language,
        text=stated.text,
        translations=dict(stated.translations),
        date=iso(stated.made),
        withdrawn=iso(stated.withdrawn),
        ended=ending_json(stated.ended),
    )
