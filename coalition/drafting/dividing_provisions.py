"""Dividing a provision into two and joining two: one of them is the provision from now on, and keeps its id."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from coalition.drafting.arranging_provisions import Arranged, key_for_new, write_all
from coalition.drafting.errors import CannotJoin, OtherNumber, ProvisionChanged
from coalition.drafting.reading_alone import check_alone
from coalition.drafting.unsaved_texts import forget_divided, join_unsaved
from coalition.drafting.working_texts import working_on
from coalition.memoranda.tables import RevisionKind
from coalition.text.blocks import BlockKind
from coalition.text.next_numbers import next_number
from coalition.text.pieces import Piece, with_number
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.forms import DivisionForm, JoinForm
    from coalition.drafting.working_texts import WorkingText
    from coalition.memoranda.tables import Memorandum
    from coalition.text.blocks import Block
    from coalition.text.sources import StoredBlock


async def divide_provision(memorandum: Memorandum, key: str, form: DivisionForm, *, typed: str = "") -> Arranged:
    """Divide a provision of one language into two; what stands below it stands below the second, and the other languages lack the new one.

    `typed` is the digest of what the person had typed in it and not saved, if that is what they divide.

    Raises:
        ProvisionChanged: somebody saved the provision meanwhile.
        SeveralProvisions, OtherNumber, OthersChange, NumberTwice, NumbersUncertain: a part is no provision beside the other.
        ProvisionRemoved, InvalidForm, UncertainLines, TextFrozen, WasAbandoned: as `save_provision`.

    """
    async with working_on(memorandum) as texts:
        text = texts.language(form.language)
        saved = text.text(key)
        if form.base != saved.digest:
            raise ProvisionChanged(saved)
        stored = text.block(key)
        if stored is None:
            raise CannotJoin
        parts = [_part(form.first, stored.block, ""), _part(form.second, stored.block, next_number([stored.block.number]) or "")]
        new = await key_for_new(texts, stored.block)
        keys = (key, new) if form.keeps == "first" else (new, key)
        _divide(text, key, keys, [_numbered(part, stored.block, own=each == key) for part, each in zip(parts, keys, strict=True)])
        arranged = await write_all(texts, RevisionKind.PROVISION_SPLIT, key, {new: key} if stored.block.number else {})
        await forget_divided(texts.edition, form.language, saved, typed)
    return arranged


def _part(source: str, block: Block, other_number: str) -> str:
    """Return a part without its number, if it has that of the provision or the one that it will have.

    Raises:
        OtherNumber: it has another number, or is of another kind.

    """
    source = normalised(source).strip("\n")
    own = check_alone(source, block.number if source.lstrip().startswith(block.number or "\n") else "")
    if not block.number:
        if own.number or (own.kind is BlockKind.HEADING) != (block.kind is BlockKind.HEADING):
            raise OtherNumber
        return source
    if own.kind is BlockKind.HEADING or own.number not in {"", block.number, other_number}:
        raise OtherNumber
    return "\n".join(with_number(source.splitlines(), own.number, "") or ()).lstrip() if own.number else source


def _numbered(part: str, block: Block, *, own: bool) -> str:
    return f"{block.number} {part}" if own and block.number else part


def _divide(text: WorkingText, key: str, keys: Sequence[str], sources: Sequence[str]) -> None:
    """Put two pieces in the place of one; each note stays where it is written."""
    index = text.pieces.at(key) or 0
    piece = text.pieces.pieces[index]
    notes = [label for label in text.pieces.labels() if any(f"[^{label}]" in line for line in piece.lines)]
    halves = [Piece(each, [*source.splitlines(), ""], number=piece.number if each == key else "") for each, source in zip(keys, sources, strict=True)]
    halves[1].notes, halves[1].next = piece.notes, piece.next
    text.pieces.pieces[index : index + 1] = halves
    for each, source in zip(keys, sources, strict=True):
        text.pieces.write(each, source, notes)


async def join_provisions(memorandum: Memorandum, key: str, form: JoinForm) -> Arranged:
    """Join a provision with the next one in every language that has both; a language that has one of them has it under the id that stays.

    Raises:
        CannotJoin: the next one is of another kind or level, or something stands below the first.
        ProvisionRemoved, OthersChange, NumberTwice, NumbersUncertain, TextFrozen, WasAbandoned: as `remove_provision`.

    """
    async with working_on(memorandum) as texts:
        following = _following(texts.having(key)[0], key)
        stays, goes = (key, following) if form.keeps == "first" else (following, key)
        for text in texts.languages.values():
            if text.block(key) and text.block(following):
                _join(text, key, following, stays)
            elif text.block(goes):
                _rename(text, goes, stays)
        await join_unsaved(texts.edition, key, following, stays)
        return await write_all(texts, RevisionKind.PROVISIONS_JOINED, stays, {})


def following_of(blocks: Sequence[StoredBlock], key: str) -> str:
    """Return the provision with which one can be joined: the next block, if it is of the same kind and level; "" without one."""
    for stored, after in pairwise(blocks):
        if stored.key == key:
            return after.key if _kind(stored.block) == _kind(after.block) else ""
    return ""


def _kind(block: Block) -> tuple[bool, bool, int]:
    return block.kind is BlockKind.HEADING, bool(block.number), block.level


def _following(text: WorkingText, key: str) -> str:
    following = following_of(text.blocks, key)
    if not following:
        raise CannotJoin
    return following


def _join(text: WorkingText, key: str, following: str, stays: str) -> None:
    first, second = (text.pieces.pieces[text.pieces.at(each) or 0] for each in (key, following))
    lines = "\n".join(first.lines).strip("\n").split("\n")
    if lines[0].startswith("#"):
        lines[0] = f"{lines[0]} {second.lines[0].lstrip('# ')}"
    else:
        lines += [*([""] if first.number else []), *_bare(second)]
    joined = Piece(stays, [*lines, ""], [*first.notes, *second.notes], second.next, first.number)
    text.pieces.pieces = [joined if piece is first else piece for piece in text.pieces.pieces if piece is not second]
    _follow(text, key, stays)


def _bare(piece: Piece) -> list[str]:
    """Return the lines of a piece without its number."""
    lines = "\n".join(piece.lines).strip("\n").split("\n")
    bare = with_number(lines, piece.number, "") if piece.number else None
    return [bare[0].lstrip(), *bare[1:]] if bare else lines


def _rename(text: WorkingText, old: str, new: str) -> None:
    """Let a provision be another one, which this language lacks."""
    text.pieces.pieces[text.pieces.at(old) or 0].key = new
    _follow(text, old, new)


def _follow(text: WorkingText, old: str, new: str) -> None:
    for piece in text.pieces.pieces:
        piece.next = new if piece.next == old else piece.next
