"""What became of a Word file: sentences on what was kept, what was changed and what was not taken, each with its place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.characters import clean
from coalition.languages import Message
from coalition.word_files.reading_document import Table, What
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.word_files.reading_document import Remark, WordDocument

_MOST_PLACES = 5


class Outcome(Word):
    """What became of a part of the file."""

    KEPT = "kept", Message("kept")
    CHANGED = "changed", Message("changed")
    NOT_TAKEN = "not_taken", Message("not taken")


class ReportRow(Struct, frozen=True):
    """A sentence of the report; `places` are the numbers and first words of the first passages it is about, of `count` in all."""

    outcome: Outcome
    message: Message
    count: int = 1
    places: Sequence[str] = ()

    @property
    def counts(self) -> bool:
        """Whether the sentence leaves it open how often that is so."""
        return self.count > 1 and self.outcome is not Outcome.KEPT


_NOT_TAKEN = (
    *(What.SYMBOL, What.HIDDEN, What.PLACEHOLDER, What.CONTENTS, What.PICTURE, What.CHART, What.EQUATION, What.OBJECT),
    *(What.OTHER_FILE, What.NUMBER_FIELD, What.MARGIN),
)
OUTCOMES = for_each(What, dict.fromkeys(What, Outcome.CHANGED) | dict.fromkeys(_NOT_TAKEN, Outcome.NOT_TAKEN))


def report_of(document: WordDocument, remarks: Sequence[Remark]) -> list[ReportRow]:
    """Return the report: first what was kept, then what was changed, then what was not taken."""
    rows = [*_kept(document)]
    for what in What:
        about = [remark for remark in remarks if remark.what is what]
        if about:
            places = dict.fromkeys(_clean(remark.paragraph.beginning) for remark in about if remark.paragraph)
            rows.append(ReportRow(OUTCOMES[what], what.word, len(about), list(islice(filter(None, places), _MOST_PLACES))))
    order = list(Outcome)
    return sorted(rows, key=lambda row: order.index(row.outcome))


def _clean(text: str) -> str:
    return clean(text)[0]


def _kept(document: WordDocument) -> list[ReportRow]:
    """Return what came in as it is, with how many there are."""
    paragraphs = list(document.paragraphs)
    numbered = sum(bool(paragraph.number) for paragraph in paragraphs)
    headings, tables = sum(bool(paragraph.heading) for paragraph in paragraphs), sum(isinstance(item, Table) for item in document.items)
    notes = len(document.notes)
    counted = (
        (numbered, Message.plural("{n} number, as the word processor prints it.", "{n} numbers, as the word processor prints them.", numbered)),
        (headings, Message.plural("{n} heading.", "{n} headings.", headings)),
        (tables, Message.plural("{n} table.", "{n} tables.", tables)),
        (notes, Message.plural("{n} note.", "{n} notes.", notes)),
    )
    return [ReportRow(Outcome.KEPT, message, count) for count, message in counted if count]
