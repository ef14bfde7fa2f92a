"""Proposals that everybody may read. They are copies: the words of rounds are erased with their time, and these can be erased alone."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.amendments.tables import Amendment
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation


class PublishedProposal(Table):
    """A proposal in the public record of drafting; one that was taken back has no words any more, and is not `shown`.

    `place` orders the lines of a memorandum: by edition and provision, then by a key that says nothing about the order of handing in.
    `provision`, `provision_number`, `operation`, `language`, `base`, `text` and `reason` are those of the amendment, `outcome` is its state.
    `decision_reason` is the reason of the editors, if the desk chose to show it. `named`: it was published with the names of its authors.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, unique=True)
    edition = Integer(null=False)
    place = Varchar(60, null=False)
    provision = Varchar(80, null=False, default="")
    provision_number = Text(null=False, default="")
    operation = Varchar(20, null=False)
    language = Varchar(35, null=False)
    outcome = Varchar(20, null=False)
    base = Text(null=False, default="")
    text = Text(null=False, default="")
    reason = Text(null=False, default="")
    decision_reason = Text(null=False, default="")
    named = Boolean(null=False, default=False)
    shown = Boolean(null=False, default=True)


class ProposalAuthor(Table):
    """An organisation that made a published proposal, or supported it; also of proposals that are shown without names.

    `informed`: a letter said that it is public, or there was nobody to write to.
    """

    id: Serial
    proposal = ForeignKey(PublishedProposal, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    supports = Boolean(null=False, default=False)
    informed = Boolean(null=False, default=False)
