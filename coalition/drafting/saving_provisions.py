"""Saving one provision in one language: what others changed in other provisions stays, without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.drafting.errors import OtherNumber, ProvisionChanged, ProvisionRemoved
from coalition.drafting.numbers_in_order import free_number
from coalition.drafting.provision_texts import TITLE
from coalition.drafting.reading_alone import check_alone
from coalition.drafting.unsaved_texts import forget_own
from coalition.drafting.working_texts import working_on
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import RevisionKind
from coalition.text.blocks import BlockKind
from coalition.text.pieces import Piece
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.drafting.forms import ProvisionForm
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.drafting.working_texts import WorkingText, WorkingTexts
    from coalition.memoranda.tables import Memorandum
    from coalition.text.blocks import Block

_LONGEST_TITLE = 300


async def save_provision(memorandum: Memorandum, language: str, key: str, form: ProvisionForm) -> None:
    """Replace the text of one provision in the text as it is now; `form.base` is the digest of the text that the person began from.

    A provision that this language lacks and another has is added at its place, if the person began from nothing.

    Raises:
        ProvisionChanged: somebody saved the provision meanwhile; nothing is saved.
        ProvisionRemoved: it was removed meanwhile.
        SeveralProvisions, OtherNumber, OthersChange: the text would be another provision, or several.
        InvalidForm, UncertainLines: the text contains what cannot be published, or what may be a number.
        TextFrozen, WasAbandoned: the text cannot be changed.

    """
    async with working_on(memorandum) as texts:
        text = texts.language(language)
        with changing(RevisionKind.PROVISION_SAVED, key):
            await _act(text, key)(texts, text, key, form)
        await forget_own(texts.edition, language, key)


def _act(text: WorkingText, key: str) -> Callable[[WorkingTexts, WorkingText, str, ProvisionForm], Awaitable[None]]:
    if key == TITLE:
        return _save_title
    return _save if text.block(key) else _add_translation


async def _save(texts: WorkingTexts, text: WorkingText, key: str, form: ProvisionForm) -> None:
    saved = text.text(key)
    if form.base != saved.digest:
        raise ProvisionChanged(saved)
    source = normalised(form.text).strip("\n")
    if source != saved.source:
        await write_source(texts, text, saved, source)


async def write_source(texts: WorkingTexts, text: WorkingText, saved: ProvisionText, source: str) -> None:
    """Write another Markdown, with its number, in the place of a provision as it is saved; its notes stay where they are written.

    Raises:
        SeveralProvisions, OtherNumber, OthersChange, InvalidForm, UncertainLines: as `save_provision`.

    """
    block = check_alone(source, saved.number)
    if saved.block and not _is_same_kind(block, saved.block):
        raise OtherNumber
    text.pieces.write(saved.key, source, text.pieces.notes_of(saved.key))
    await texts.write(text, {stored.key: stored.block.number for stored in text.blocks})


def _is_same_kind(block: Block, saved: Block) -> bool:
    unnumbered = {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}
    return block.number == saved.number and (block.kind is saved.kind or {block.kind, saved.kind} <= unnumbered)


def _is_like(block: Block, other: Block) -> bool:
    """Whether a block can be the text of a provision that has another number in another language."""
    return bool(block.number) == bool(other.number) and (block.kind is BlockKind.HEADING) == (other.kind is BlockKind.HEADING)


async def _save_title(texts: WorkingTexts, text: WorkingText, key: str, form: ProvisionForm) -> None:
    saved = text.text(key)
    if form.base != saved.digest:
        raise ProvisionChanged(saved)
    title = " ".join(form.text.split())
    check_title(title)
    if title != saved.source:
        await texts.store(text.wording, title, text.wording.body, text.blocks)


def check_title(title: str) -> None:
    """Refuse a title that is too long.

    Raises:
        InvalidForm: it is.

    """
    if len(title) > _LONGEST_TITLE:
        raise InvalidForm({"text": Message("Use at most {limit} characters.", limit=_LONGEST_TITLE)})


async def _add_translation(texts: WorkingTexts, text: WorkingText, key: str, form: ProvisionForm) -> None:
    """Add a provision that only other languages have, where they have it."""
    other = next((each for each in texts.languages.values() if each.block(key)), None)
    if other is None or form.base:
        raise ProvisionRemoved
    stored, source = other.block(key), normalised(form.text).strip("\n")
    block = check_alone(source)
    if stored and stored.block.number and not block.number:
        number = free_number(text, [*texts.languages.values()], key)
        block = check_alone(source := f"{number} {source}".lstrip(), number)
    if stored and (not _is_like(block, stored.block)):
        raise OtherNumber
    order, own = [stored.key for stored in other.blocks], {piece.key for piece in text.pieces.pieces}
    before = next((each for each in reversed(order[: order.index(key)]) if each in own), "")
    text.pieces.pieces.insert((text.pieces.at(before) or 0) + 1 if before else 0, Piece(key, [*source.splitlines(), ""], number=block.number))
    await texts.write(text, {stored.key: stored.block.number for stored in text.blocks})
