"""Sentences about the numbers of those who signed, acceded and support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.act_kinds import BINDING
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.status import Counts
    from coalition.published.memorandum import PublicMemorandum, ReportedCount


# Shown for every memorandum whose number of withheld names is not given, also if no name is withheld.
_NOT_GIVEN = Message("Some organisations may have signed without being named: they are in no number here.")


def signed(counts: Counts, *, awaited: bool) -> Sequence[Message]:
    """Return the number of signatories or, if any acceded, of parties, and of withheld names if that is given; `awaited`: more may sign."""
    return _parties(counts) if counts.acceded else (_signatories(counts, awaited=awaited),)


def _parties(counts: Counts) -> Sequence[Message]:
    withheld = counts.names_withheld
    parts = {
        "parties": Message.plural("{n} party", "{n} parties", counts.parties),
        "signatories": Message.plural("{n} signatory", "{n} signatories", counts.signed),
        "acceded": Message.plural("{n} by accession", "{n} by accession", counts.acceded),
    }
    if withheld is None:
        return (Message("Named: {parties} ({signatories}, {acceded}).", **parts),)
    names = Message.plural("The name of {n} of them is withheld.", "The names of {n} of them are withheld.", withheld)
    return (Message("{parties}: {signatories}, {acceded}.", **parts), *([names] if withheld else []))


def _signatories(counts: Counts, *, awaited: bool) -> Message:
    number, withheld = counts.signed, counts.names_withheld
    if withheld is None:
        return _named(number, awaited=awaited)
    if not number:
        return Message("No organisation has signed yet.") if awaited else Message("No organisation has signed.")
    if not withheld:
        return Message.plural("{n} organisation has signed.", "{n} organisations have signed.", number)
    if number == 1:
        return Message("One organisation has signed, with its name withheld.")
    if withheld == 1:
        return Message.plural(
            "{n} organisation has signed, one of them with its name withheld.",
            "{n} organisations have signed, one of them with its name withheld.",
            number,
        )
    return Message.plural(
        "{n} organisation has signed, {withheld} of them with their names withheld.",
        "{n} organisations have signed, {withheld} of them with their names withheld.",
        number,
        withheld=withheld,
    )


def _named(number: int, *, awaited: bool) -> Message:
    """Return how many are named, where nothing is said of those who are not."""
    if not number:
        return Message("No organisation is named as a signatory yet.") if awaited else Message("No organisation is named as a signatory.")
    return Message.plural("{n} organisation is named as a signatory.", "{n} organisations are named as signatories.", number)


def supported(counts: Counts) -> Message | None:
    """Return the number of supporters, None if there are none."""
    number, withheld = counts.supported, counts.supporters_withheld
    if not number:
        return None
    if withheld is None:
        return Message.plural("{n} organisation is named as a supporter.", "{n} organisations are named as supporters.", number)
    if not withheld:
        return Message.plural("{n} organisation supports it without signing.", "{n} organisations support it without signing.", number)
    return Message.plural(
        "{n} organisation supports it without signing; names withheld: {withheld}.",
        "{n} organisations support it without signing; names withheld: {withheld}.",
        number,
        withheld=withheld,
    )


def reported(count: ReportedCount) -> Message:
    """Return a number of signatories that a source reports without names."""
    if count.act not in BINDING:
        return Message.plural(
            "At least {n} organisation supported it; its name is not recorded here.",
            "At least {n} organisations supported it; their names are not recorded here.",
            count.at_least,
        )
    return Message.plural(
        "At least {n} organisation signed; its name is not recorded here.",
        "At least {n} organisations signed; their names are not recorded here.",
        count.at_least,
    )


def waiting(counts: Counts) -> Message | None:
    """Return the number of named signatures that wait for confirmation, None if there are none."""
    if not counts.ad_referendum:
        return None
    return Message.plural(
        "{n} signature ad referendum waits for confirmation.",
        "{n} signatures ad referendum wait for confirmation.",
        counts.ad_referendum,
    )


def numbers(public: PublicMemorandum, *, awaited: bool) -> Sequence[Message]:
    """Return the numbers of signatories and the rule for counting them; a record of the past has the numbers of its source."""
    counts = public.status.counts
    sentences = [reported(count) for count in public.reported]
    if counts.parties or not sentences:
        sentences = [*signed(counts, awaited=awaited), *sentences]
    others = [sentence for sentence in (waiting(counts), supported(counts)) if sentence]
    rule = [_NOT_GIVEN] if counts.names_withheld is None and not public.reported else []
    return [*sentences, *others, *rule]
