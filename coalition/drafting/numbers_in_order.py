"""The numbers of a language after its provisions were arranged anew: written into its pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coalition.text.blocks import BlockKind
from coalition.text.pieces import Piece, Pieces, with_number
from coalition.text.renumbering import Numbered, Renumbering, places_of, renumbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.text.sources import StoredBlock


class TextInPieces(Protocol):
    """A text with its blocks as they were, and with its pieces as they are arranged now."""

    @property
    def blocks(self) -> Sequence[StoredBlock]:
        """The blocks."""

    @property
    def pieces(self) -> Pieces:
        """The pieces."""


def number_anew(texts: Sequence[TextInPieces], beside: Mapping[str, str]) -> list[Renumbering]:
    """Return the numbers of the pieces of each language in their present order.

    The place of a provision that a language lacks stays free, where the other languages have it. `beside` is as `renumbered` has it.
    """
    olds = [[_numbered(stored) for stored in text.blocks] for text in texts]
    news = [_in_order(text, old, beside) for text, old in zip(texts, olds, strict=True)]
    return [_numbers(text, _complete(old, olds), _complete(new, news), beside) for text, old, new in zip(texts, olds, news, strict=True)]


def free_number(text: TextInPieces, others: Sequence[TextInPieces], key: str) -> str:
    """Return the number that is free in a language for a provision that only others have; "" where none is."""
    old = _complete([_numbered(stored) for stored in text.blocks], [[_numbered(stored) for stored in other.blocks] for other in others])
    return places_of(old).get(key, "")


def _numbers(text: TextInPieces, old: Sequence[Numbered], new: Sequence[Numbered], beside: Mapping[str, str]) -> Renumbering:
    own = {piece.key for piece in text.pieces.pieces}
    renumbering = renumbered(old, new, beside)
    return Renumbering({key: number for key, number in renumbering.numbers.items() if key in own and number}, renumbering.uncertain)


def numbers_of(text: TextInPieces) -> dict[str, str]:
    """Return the numbers that the provisions of a language have now."""
    return {stored.key: stored.block.number for stored in text.blocks if stored.block.kind is BlockKind.PROVISION}


def write_numbers(text: TextInPieces, numbers: Mapping[str, str]) -> None:
    """Write numbers into the pieces of a language."""
    for piece in text.pieces.pieces:
        number = numbers.get(piece.key, "")
        if number and number != piece.number:
            piece.lines, piece.number = _with(piece, number), number


def _with(piece: Piece, number: str) -> list[str]:
    anew = with_number(piece.lines, piece.number, number) if piece.number else None
    return anew or [f"{number} {piece.lines[0].lstrip().removeprefix(piece.number).lstrip()}", *piece.lines[1:]]


def _numbered(stored: StoredBlock) -> Numbered:
    number = stored.block.number if stored.block.kind is BlockKind.PROVISION else ""
    return Numbered(stored.key, number, stored.block.level)


def _in_order(text: TextInPieces, old: Sequence[Numbered], beside: Mapping[str, str]) -> list[Numbered]:
    known = {block.key: block for block in old}
    return [known.get(piece.key) or Numbered(piece.key, "", _level(piece, known, beside), absent=piece.key in beside) for piece in text.pieces.pieces]


def _level(piece: Piece, known: Mapping[str, Numbered], beside: Mapping[str, str]) -> int:
    sibling = known.get(beside.get(piece.key, ""))
    return sibling.level if sibling else 0


def _complete(own: Sequence[Numbered], all_languages: Sequence[Sequence[Numbered]]) -> list[Numbered]:
    """Add what a language lacks, after what it follows in the first language that has it."""
    complete, keys = [*own], {block.key for block in own}
    for other in all_languages:
        before = ""
        for block in other:
            if (block.number or block.absent) and block.key not in keys and (before in keys or not before):
                place = next((index for index, each in enumerate(complete, start=1) if each.key == before), 0)
                complete.insert(place, Numbered(block.key, "", block.level, absent=True))
                keys.add(block.key)
            before = block.key
    return complete
