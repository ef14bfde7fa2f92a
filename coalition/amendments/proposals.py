"""A proposal against the text that its author read: what the provision said there, and whether the proposed text is one provision."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.tables import Operation
from coalition.drafting.current_texts import TextInLanguage
from coalition.drafting.errors import OtherNumber, SeveralProvisions
from coalition.drafting.provision_texts import TITLE
from coalition.drafting.reading_alone import check_alone
from coalition.drafting.saving_provisions import check_title
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.recording_revisions import Content
from coalition.text.blocks import BlockKind
from coalition.text.next_numbers import next_number
from coalition.text.pieces import number_apart
from coalition.text.provisions import normalised
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.forms import AmendmentForm
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.rounds.tables import RoundText
    from coalition.text.blocks import Block

_MOST_TEXTS = 8  # whose provisions stay in memory
NOT_IN_LANGUAGE = Message("The text in this language does not have this provision.")
_SEVERAL = Message("Write one provision: this text would become several, or none.")
_OTHER_NUMBER = Message("Write the text without another number: the provision keeps its own.")


class Proposal(Struct, frozen=True):
    """A checked proposal: the number that its provision has, what that said without it, and what is proposed without it."""

    number: str
    base: str
    text: str


def frozen_text(row: RoundText) -> TextInLanguage:
    """Return one language of the frozen texts of a round; it never changes, so that its provisions are read once."""
    return _frozen(row.language, row.version, bytes(row.content))


@lru_cache(maxsize=_MOST_TEXTS)
def _frozen(language: str, version: int, packed: bytes) -> TextInLanguage:
    content = Content.unpacked(packed)
    return TextInLanguage(language, version, content.title, content.body, content.keys)


def words_of(text: ProvisionText) -> str:
    """Return the Markdown of a provision without its number."""
    return number_apart(text.source, text.number)[1]


def check_proposal(source: TextInLanguage, form: AmendmentForm) -> Proposal:
    """Return a proposal against the text that its author read.

    Raises:
        InvalidForm, UncertainLines: the text does not have the provision, or what is proposed is no provision, or nothing new.

    """
    operation = form.operation
    typed = normalised(form.text).strip("\n")
    if operation is Operation.NEW:
        return Proposal("", "", _inserted(typed, last_numbered([stored.block for stored in source.blocks]), operation))
    text = source.provisions.get(form.provision)
    if text is None or (form.provision == TITLE and operation is not Operation.REPLACE):
        raise InvalidForm({"provision": NOT_IN_LANGUAGE})
    if operation is Operation.REPLACE:
        return Proposal(text.number, words_of(text), _replaced(typed, text))
    return Proposal(text.number, words_of(text), _inserted(typed, text.block, operation) if typed else "")


def _replaced(typed: str, text: ProvisionText) -> str:
    """Return a text that stands in the place of another, without its number."""
    if text.block is None:
        check_title(typed := " ".join(typed.split()))
        proposed = typed
    else:
        head, _ = number_apart(text.source, text.number)
        proposed = _unnumbered(typed, text)
        if not proposed.strip():
            raise InvalidForm({"text": Message("Write the text.")})
        _check_kind(_alone(head + proposed, text.number), text.block)
    if proposed == words_of(text):
        raise InvalidForm({"text": Message("This is what the provision says already.")})
    return proposed


def _unnumbered(typed: str, text: ProvisionText) -> str:
    try:
        return without_number(typed, text)
    except OtherNumber:
        raise InvalidForm({"text": _OTHER_NUMBER}) from None


def without_number(typed: str, text: ProvisionText) -> str:
    """Return a text that stands in the place of a provision without the number of that, with which it may begin.

    Raises:
        OtherNumber: it begins with another number.

    """
    head, words = number_apart(typed, text.number)
    if not head and text.number and has_own_number(typed) and not has_own_number(words_of(text)):
        raise OtherNumber
    return words


def has_own_number(source: str) -> bool:
    """Whether a text is a heading, or begins with a number."""
    first = next((block for block, _ in read(source)), None)
    return first is not None and bool(first.number or first.kind is BlockKind.HEADING)


def _check_kind(block: Block, before: Block) -> None:
    """Refuse a text that begins with another number, or is a heading in the place of another provision."""
    if block.number != before.number or (block.kind is BlockKind.HEADING) != (before.kind is BlockKind.HEADING):
        raise InvalidForm({"text": _OTHER_NUMBER})


def _inserted(typed: str, beside: Block | None, operation: Operation) -> str:
    """Return the text of a new provision, without the number that it gets by its place."""
    number = (beside.number if beside else "") or ""
    if not number:
        _alone(typed)
        return typed
    expected = number if operation is Operation.INSERT_BEFORE else next_number([number]) or ""
    words = next((words for each in (expected, number) if each for head, words in [number_apart(typed, each)] if head), typed)
    if words == typed and (typed.startswith("#") or _alone(typed).number):
        return typed
    _alone(f"{number} {words}", number)
    return words


def _alone(source: str, number: str = "") -> Block:
    try:
        return check_alone(source, number)
    except SeveralProvisions:
        raise InvalidForm({"text": _SEVERAL}) from None


def last_numbered(blocks: Sequence[Block]) -> Block | None:
    """Return the provision whose numbers a new one at the end goes on with: the last of the highest level after the last heading."""
    headings = [at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    parts = [blocks[headings[-1] :] if headings else blocks, blocks]
    numbered = next((these for part in parts if (these := [block for block in part if block.number])), [])
    highest = min((block.level for block in numbered), default=0)
    return next((block for block in reversed(numbered) if block.level == highest), None)
