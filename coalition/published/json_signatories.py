"""The signatories of a memorandum as JSON: each field of the files and of the API stands here, with its value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.acts.tables import ActKind, AnnulmentGround, Channel, MandateBasis
from coalition.answers import Answer

if TYPE_CHECKING:
    from coalition.acts import status, status_lines
    from coalition.acts.histories import Corrected
    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine
    from coalition.organisations.views import OrganisationView
    from coalition.partial_dates import PartialDate


class Counts(Answer):
    """Numbers with their rule: all stand today; they include withheld names where the number of those is given."""

    parties: int = Field(description="The organisations that are bound: those that signed, and those that acceded.")
    signed: int = Field(description="The signatories.")
    acceded: int = Field(description="The organisations that joined by accession; they did not sign.")
    supported: int
    withdrawn: int = Field(description="Withdrawn acts whose names are shown.")
    names_withheld: int | None = Field(description="How many of the parties are not named; null while that is not published.")
    supporters_withheld: int | None = Field(description="How many of those who support are not named; null while that is not published.")
    ad_referendum: int = Field(description="Named signatures ad referendum that wait for confirmation; they are not among those who signed.")


class Ending(Answer):
    """Why a line does not stand any more."""

    by: ActKind
    on: str | None
    received: str | None = Field(description="When it reached the depositary; null where it is not known.")
    ground: AnnulmentGround | None
    successor: str | None = Field(description="The organisation that withdrew it as the successor of the one that signed.")


class CorrectedDay(Answer):
    """A correction of the record: what it changed about an act, and the dates before."""

    act: ActKind
    on: str | None
    date: bool
    date_before: str | None
    received: bool
    received_before: str | None
    representative: bool


class Predecessor(Answer):
    """An organisation with a line of its own that merged into this one or was succeeded by it."""

    organisation: str
    name: str = Field(description="The name it had when it acted.")
    act: ActKind
    date: str | None


class Signatory(Answer):
    """A line of the status table; a withdrawn signature stays, with the date of its withdrawal."""

    organisation: str
    name: str = Field(description="The name it had when it acted.")
    present_name: str
    country: str | None
    act: ActKind
    date: str | None = Field(description="The day on which it was done: a partial date; null where it is not known.")
    received: str | None = Field(description="The day on which it reached the depositary; null where it is not known.")
    representative: str | None
    withdrawn: str | None
    ended: Ending | None = Field(description="What ended it: a withdrawal, an annulment with its ground, or the lapse of a signature ad referendum.")
    confirmed: str | None = Field(description="When a signature ad referendum was confirmed.")
    confirmation_received: str | None = Field(description="When the confirmation reached the depositary; null where it is not known.")
    confirmed_by: str | None = Field(description="The organisation that confirmed it as the successor of the one that signed.")
    awaits_confirmation: bool = Field(description="Whether it is a signature ad referendum that does not bind yet.")
    confirm_by: str | None = Field(description="The last day for the confirmation that is awaited; null if there is no deadline.")
    corrections: list[CorrectedDay] = Field(description="The corrections of the record, oldest first; the dates above are the corrected ones.")
    dates_remarked: bool = Field(description="Whether the depositary accepted the dates with a remark, although their order is impossible.")
    questioned: bool = Field(description="Whether somebody of the organisation says that it was not theirs.")
    channel: Channel
    source: str | None = Field(description="Where an act of the past is known from.")
    entered: str | None = Field(description="The day on which an act of the past was entered; null for all other acts.")
    mandate: MandateBasis | None = Field(description="The best that shows the representative's mandate; null for acts entered from a source.")
    domain_proved: bool = Field(description="Whether the organisation proved the domain of its website.")

    successor_of: list[Predecessor] = Field(description="Signatories and supporters of this memorandum that it had succeeded by then.")


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


class SignatoryPage(Signatories):
    """The same, or one page of it: first signatories, then those who support, then parties to earlier editions; counts are of the whole list."""

    next: str | None = Field(default=None, description="The cursor to give as `after` for the following page; null on the last one.")


def signatories_json(whole: Status) -> Signatories:
    """Return the status table as at its day."""
    return Signatories(
        as_at=whole.as_at,
        counts=counts_json(whole),
        signatories=[signatory_json(line) for line in whole.lines],
        described=[described_json(act) for act in whole.described],
        earlier=[signatory_json(line) for line in whole.earlier],
    )


def described_json(act: status.Described) -> Described:
    """Return an act that is shown by a description."""
    return Described(description=act.description, act=ActKind.SUPPORT if act.supports else ActKind.SIGNATURE)


def counts_json(whole: Status) -> Counts:
    """Return the numbers of a status."""
    return Counts.model_validate(whole.counts)


def signatory_json(line: StatusLine) -> Signatory:
    """Return a line of the status table."""
    return Signatory(
        organisation=line.organisation.slug,
        name=line.then.primary.name,
        present_name=line.organisation.primary.name,
        country=line.organisation.country,
        act=line.act,
        date=iso(line.acted),
        received=_day(line.received),
        representative=line.representative or None,
        withdrawn=iso(line.withdrawn),
        ended=ending_json(line.ended, line.organisation.successor(line.ended.successor) if line.ended else None),
        confirmed=iso(line.confirmed_on),
        confirmation_received=_day(line.confirmation_received),
        confirmed_by=_slug(line.organisation.successor(line.confirmed_by)),
        awaits_confirmation=line.waits,
        confirm_by=_day(line.confirm_by),
        corrections=[_corrected(change) for change in line.corrections],
        dates_remarked=line.remarked,
        questioned=line.questioned,
        channel=line.channel,
        source=line.source or None,
        entered=str(line.entered_on) if line.entered_on else None,
        mandate=line.mandate,
        domain_proved=line.domain_proved,
        successor_of=[
            Predecessor(organisation=past.organisation.slug, name=past.organisation.primary.name, act=past.act, date=iso(past.acted))
            for past in line.predecessors
        ],
    )


def ending_json(ending: status_lines.Ending | None, successor: OrganisationView | None) -> Ending | None:
    """Return how an act ended, if it did, and which successor withdrew it, if everybody may know of that one."""
    if ending is None:
        return None
    return Ending(by=ending.kind, on=iso(ending.day), received=_day(ending.received), ground=ending.ground, successor=_slug(successor))


def _slug(organisation: OrganisationView | None) -> str | None:
    return organisation.slug if organisation else None


def _corrected(change: Corrected) -> CorrectedDay:
    act = change.act
    values = {"date_before": iso(act.acted) if change.done else None, "received_before": _day(act.received) if change.received else None}
    return CorrectedDay(act=act.kind, on=_day(change.on), date=change.done, received=change.received, representative=change.representative, **values)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def iso(day: PartialDate | None) -> str | None:
    """Return a partial date as text; None if it is unknown."""
    return str(day) if day else None
