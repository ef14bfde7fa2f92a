"""Adding, removing and moving provisions: in every language that has them, as one change, with the numbers that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting.errors import CannotMove, NumbersUncertain, ProvisionRemoved
from coalition.drafting.numbers_in_order import number_anew, numbers_of, write_numbers
from coalition.drafting.reading_alone import check_alone
from coalition.drafting.working_texts import working_on
from coalition.memoranda.edition_queries import retired_keys
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import RevisionKind
from coalition.text.blocks import BlockKind
from coalition.text.next_numbers import next_number
from coalition.text.pieces import Piece
from coalition.text.provision_keys import new_key
from coalition.text.provisions import normalised
from coalition.text.renumbering import Numbered, parents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting.forms import MoveForm, NewProvisionForm
    from coalition.drafting.working_texts import WorkingText, WorkingTexts
    from coalition.memoranda.tables import Memorandum
    from coalition.text.blocks import Block
    from coalition.text.sources import StoredBlock


class Arranged(Struct, frozen=True):
    """What was changed: the name of the change, the key it is about, and by language the numbers that are others now, as (before, after)."""

    change: str
    key: str
    numbers: Mapping[str, Mapping[str, str]]


async def add_provision(memorandum: Memorandum, form: NewProvisionForm) -> Arranged:
    """Add a provision in one language before or after another one, or at the end; its place stays free in the other languages.

    Raises:
        ProvisionRemoved: the provision beside which it was to stand is not there.
        SeveralProvisions, OthersChange, NumberTwice: the text is not one provision, or its number is used.
        InvalidForm, UncertainLines, TextFrozen, WasAbandoned: as `save_provision`.

    """
    source = normalised(form.text).strip("\n")
    block = check_alone(source)
    async with working_on(memorandum) as texts:
        text = texts.language(form.language)
        if form.beside and text.block(form.beside) is None:
            raise ProvisionRemoved
        sibling = text.block(form.beside)
        source, beside = _numbered_beside(source, block, sibling.block if sibling else None, form)
        key = await key_for_new(texts, sibling.block if beside and sibling else block)
        text.pieces.pieces.insert(_place(text, form), Piece(key, [*source.splitlines(), ""], number="" if beside else block.number))
        return await write_all(texts, RevisionKind.PROVISION_ADDED, key, {key: form.beside} if beside else {})


def _numbered_beside(source: str, block: Block, sibling: Block | None, form: NewProvisionForm) -> tuple[str, bool]:
    """Return a text without the number that it gets by its place, and whether it gets one: it has none, or has just that one."""
    if sibling is None or not sibling.number or block.kind is BlockKind.HEADING:
        return source, False
    number = sibling.number if form.place == "before" else next_number([sibling.number])
    if block.number and block.number != number:
        return source, False
    return (block.markdown if block.number else source), True


def _place(text: WorkingText, form: NewProvisionForm) -> int:
    keys = [piece.key for piece in text.pieces.pieces]
    if not form.beside:
        return len(keys)
    return keys.index(form.beside) if form.place == "before" else _end_of(text, form.beside)


async def remove_provision(memorandum: Memorandum, key: str) -> Arranged:
    """Remove a provision from every language that has it, with what stands below it.

    Raises:
        ProvisionRemoved: no language has it any more.
        OthersChange, NumberTwice, TextFrozen, WasAbandoned: as `add_provision`.

    """
    async with working_on(memorandum) as texts:
        for goes in with_below(texts.having(key)[0].blocks, key):
            for text in texts.languages.values():
                text.pieces.remove(goes)
        return await write_all(texts, RevisionKind.PROVISION_REMOVED, key, {})


async def move_provision(memorandum: Memorandum, key: str, form: MoveForm) -> Arranged:
    """Move a provision with everything below it, in every language that has it.

    Raises:
        CannotMove: there is no place to go to.
        NumbersUncertain: numbers cannot be written anew, and nobody said that they may stay.
        ProvisionRemoved, OthersChange, NumberTwice, TextFrozen, WasAbandoned: as `remove_provision`.

    """
    async with working_on(memorandum) as texts:
        having = texts.having(key)
        after, sibling = _goal(having[0], key, form)
        own, other = having[0].block(key), having[0].block(sibling)
        order = [piece.key for piece in having[0].pieces.pieces]
        goes = with_below(having[0].blocks, key)
        for text in texts.languages.values():
            _move(text, goes, order[: order.index(after) + 1] if after else [])
        beside = {key: sibling if _alike(own, other) else ""} if own and own.block.number else {}
        return await write_all(texts, RevisionKind.PROVISION_MOVED, key, beside, may_stay=form.as_they_are)


def _alike(own: StoredBlock | None, other: StoredBlock | None) -> bool:
    """Whether a provision can join the numbers of another one."""
    return own is not None and other is not None and bool(own.block.number and other.block.number) and own.block.level == other.block.level


def _goal(text: WorkingText, key: str, form: MoveForm) -> tuple[str, str]:
    """Return the key after which a provision goes, "" for the beginning, and that of the provision whose numbers it joins."""
    order = [piece.key for piece in text.pieces.pieces]
    if form.way == "after":
        if form.after not in order or form.after in with_below(text.blocks, key):
            raise CannotMove
        return _last_below(text, form.after), form.after
    beside = _siblings(text, key)
    at = beside.index(key) + (-1 if form.way == "up" else 1)
    if not 0 <= at < len(beside):
        raise CannotMove
    if form.way == "down":
        return _last_below(text, beside[at]), beside[at]
    place = order.index(beside[at])
    return order[place - 1] if place else "", beside[at]


def _siblings(text: WorkingText, key: str) -> list[str]:
    """Return the provisions that stand beside one, in order: of the same level, below the same; for what has no number, every block."""
    blocks = [_numbered(stored) for stored in text.blocks]
    above = dict(zip((block.key for block in blocks), parents(blocks), strict=True))
    own = next(block for block in blocks if block.key == key)
    if not own.number:
        return [block.key for block in blocks]
    return [block.key for block in blocks if block.number and (above[block.key], block.level) == (above[key], own.level)]


def _numbered(stored: StoredBlock) -> Numbered:
    return Numbered(stored.key, stored.block.number, stored.block.level)


def with_below(blocks: Sequence[StoredBlock], key: str) -> list[str]:
    """Return a provision and those below it, in order."""
    place = next(index for index, stored in enumerate(blocks) if stored.key == key)
    own, below = blocks[place].block, []
    for stored in blocks[place + 1 :]:
        if not own.number or not stored.block.number or stored.block.level <= own.level:
            break
        below.append(stored.key)
    return [key, *below]


def _last_below(text: WorkingText, key: str) -> str:
    return with_below(text.blocks, key)[-1]


def _end_of(text: WorkingText, key: str) -> int:
    """Return the place after a provision and those below it."""
    return (text.pieces.at(_last_below(text, key)) or 0) + 1


def _move(text: WorkingText, goes: Sequence[str], before: Sequence[str]) -> None:
    """Move provisions after the last of those `before` them that this language has; to the beginning if it has none."""
    pieces = text.pieces.pieces
    left = [piece for piece in pieces if piece.key not in goes]
    keys = [piece.key for piece in left]
    previous = next((each for each in reversed(before) if each in keys), "")
    place = keys.index(previous) + 1 if previous else 0
    text.pieces.pieces = [*left[:place], *(piece for piece in pieces if piece.key in goes), *left[place:]]


async def key_for_new(texts: WorkingTexts, block: Block) -> str:
    """Return a key that no provision of the memorandum has or ever had."""
    taken = {stored.key for text in texts.languages.values() for stored in text.blocks}
    return new_key(block, taken | await retired_keys(texts.memorandum.id) | {"title"})


async def write_all(texts: WorkingTexts, kind: RevisionKind, key: str, beside: Mapping[str, str], *, may_stay: bool = False) -> Arranged:
    """Write every language whose pieces or numbers are others now, as one change.

    Numbers that cannot be written anew with certainty `may_stay` as they are.

    Raises:
        NumbersUncertain: numbers cannot be written anew.

    """
    languages = [*texts.languages.values()]
    renumberings = number_anew(languages, beside)
    stay = any(renumbering.uncertain for renumbering in renumberings)
    if stay and not may_stay:
        raise NumbersUncertain
    changed: dict[str, dict[str, str]] = {}
    with changing(kind, key) as change:
        for text, renumbering in zip(languages, renumberings, strict=True):
            was = numbers_of(text)
            numbers = was if stay else renumbering.numbers
            changed[text.wording.language] = {was[each]: number for each, number in numbers.items() if was.get(each, number) != number}
            write_numbers(text, numbers)
            if text.is_changed:
                texts.check(text.wording.language)
                await texts.write(text, {each: number for each, number in numbers.items() if text.pieces.at(each) is not None})
    return Arranged(change.id, key, changed)
