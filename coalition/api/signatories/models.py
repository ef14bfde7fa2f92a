"""The lines of the status table as the API gives them, and what ended them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.acts.tables import ActKind, AnnulmentGround, Channel, MandateBasis
from coalition.api.memoranda.models import Counts
from coalition.api.models import Answer


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
