"""The kinds of events that no notification announces, each with the sentence that gives their number and no name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coalition.acts.tables import ActKind
from coalition.languages import Message
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class EventKind(StrEnum):
    """What happened: an act of a kind, or something else that organisations, mail servers and coordinators of the register do."""

    SIGNATURE = ActKind.SIGNATURE.value
    AD_REFERENDUM = ActKind.AD_REFERENDUM.value
    ACCESSION = ActKind.ACCESSION.value
    SUPPORT = ActKind.SUPPORT.value
    DECLINE = ActKind.DECLINE.value
    CONFIRMATION = ActKind.CONFIRMATION.value
    LAPSE = ActKind.LAPSE.value
    WITHDRAWAL = ActKind.WITHDRAWAL.value
    QUESTION = ActKind.QUESTION.value
    ASSURANCE = ActKind.ASSURANCE.value
    ANNULMENT = ActKind.ANNULMENT.value
    DISCLOSURE = ActKind.DISCLOSURE.value
    CORRECTION = ActKind.CORRECTION.value
    STATEMENT = "statement"
    STATEMENT_WITHDRAWN = "statement_withdrawn"
    REQUEST = "request"
    MISTAKE = "mistake"
    DELEGATION = "delegation"
    DECLINE_TAKEN_BACK = "decline_taken_back"
    BOUNCE = "bounce"
    DOUBLE_ENTRY = "double_entry"


SENTENCES: Mapping[EventKind, Callable[[int], Message]] = for_each(
    EventKind,
    {
        EventKind.SIGNATURE: lambda n: Message.plural("{n} organisation signed.", "{n} organisations signed.", n),
        EventKind.AD_REFERENDUM: lambda n: Message.plural("{n} organisation signed ad referendum.", "{n} organisations signed ad referendum.", n),
        EventKind.ACCESSION: lambda n: Message.plural("{n} organisation acceded.", "{n} organisations acceded.", n),
        EventKind.SUPPORT: lambda n: Message.plural("{n} organisation declared its support.", "{n} organisations declared their support.", n),
        EventKind.DECLINE: lambda n: Message.plural("{n} organisation declined.", "{n} organisations declined.", n),
        EventKind.CONFIRMATION: lambda n: Message.plural("{n} signature was confirmed.", "{n} signatures were confirmed.", n),
        EventKind.LAPSE: lambda n: Message.plural("{n} signature lapsed.", "{n} signatures lapsed.", n),
        EventKind.WITHDRAWAL: lambda n: Message.plural("{n} organisation withdrew.", "{n} organisations withdrew.", n),
        EventKind.QUESTION: lambda n: Message.plural("{n} act was questioned.", "{n} acts were questioned.", n),
        EventKind.ASSURANCE: lambda n: Message.plural("{n} question about an act was answered.", "{n} questions about acts were answered.", n),
        EventKind.ANNULMENT: lambda n: Message.plural("{n} act was annulled.", "{n} acts were annulled.", n),
        EventKind.DISCLOSURE: lambda n: Message.plural(
            "{n} change of who may know of an act was recorded.", "{n} changes of who may know of acts were recorded.", n
        ),
        EventKind.CORRECTION: lambda n: Message.plural("The record of {n} act was corrected.", "The records of {n} acts were corrected.", n),
        EventKind.STATEMENT: lambda n: Message.plural("{n} statement was made.", "{n} statements were made.", n),
        EventKind.STATEMENT_WITHDRAWN: lambda n: Message.plural(
            "{n} statement was withdrawn, or a part of it.", "{n} statements were withdrawn, or parts of them.", n
        ),
        EventKind.REQUEST: lambda n: Message.plural("{n} organisation asks to sign.", "{n} organisations ask to sign.", n),
        EventKind.MISTAKE: lambda n: Message.plural("{n} mistake was reported.", "{n} mistakes were reported.", n),
        EventKind.DELEGATION: lambda n: Message.plural(
            "{n} invitation was handed over to a colleague.", "{n} invitations were handed over to colleagues.", n
        ),
        EventKind.DECLINE_TAKEN_BACK: lambda n: Message.plural(
            "{n} organisation took its decline back and may answer again.", "{n} organisations took their declines back and may answer again.", n
        ),
        EventKind.BOUNCE: lambda n: Message.plural("{n} letter came back.", "{n} letters came back.", n),
        EventKind.DOUBLE_ENTRY: lambda n: Message.plural(
            "{n} organisation takes part under two entries of the register that were merged.",
            "{n} organisations take part under two entries of the register each, which were merged.",
            n,
        ),
    },
)
