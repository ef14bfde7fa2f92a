"""What the API tells of signatories: the lines of the status table, what ended them, and what parties stated."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.api.models import Answer, Counts
from coalition.signatures.tables import ActKind, AnnulmentGround, Channel, MandateBasis, StatementKind


class Ending(Answer):
    """Why a line does not stand any more."""

    by: ActKind
    on: str | None
    ground: AnnulmentGround | None


class Signatory(Answer):
    """A line of the status table; a withdrawn signature stays, with the date of its withdrawal."""

    organisation: str
    name: str = Field(description="The name it had when it acted.")
    present_name: str
    country: str | None
    act: ActKind
    date: str | None = Field(description="A partial date; null where it is not known.")
    representative: str | None
    withdrawn: str | None
    ended: Ending | None = Field(description="What ended it: a withdrawal, an annulment with its ground, or the lapse of a signature ad referendum.")
    confirmed: str | None = Field(description="When a signature ad referendum was confirmed.")
    questioned: bool = Field(description="Whether somebody of the organisation says that it was not theirs.")
    channel: Channel
    source: str | None = Field(description="Where an act of the past is known from.")
    mandate: MandateBasis | None = Field(description="The best that shows the representative's mandate; null for acts entered from a source.")
    domain_proved: bool = Field(description="Whether the organisation proved the domain of its website.")


class Described(Answer):
    """A standing act of which the public reads a description in place of the name."""

    description: str
    act: ActKind


class Signatories(Answer):
    """Who has signed as at a day, as far as the public may know."""

    as_at: date
    counts: Counts
    signatories: list[Signatory]
    described: list[Described]
    earlier: list[Signatory] = Field(description="Named parties to an edition that was superseded; they are in no count.")


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
