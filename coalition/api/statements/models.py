"""Statements as the API gives them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.api.models import Answer
from coalition.api.signatories.models import Ending
from coalition.statements.tables import StatementKind


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
