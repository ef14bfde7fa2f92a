"""Sentences about what changed between two days, and the sums that explain the numbers of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.status_changes import Change
from coalition.acts.status_lines import place_in
from coalition.languages import Message, number_text
from coalition.public.memoranda.phone_pages import CAPTION, height_of_name
from coalition.published.list_heights import fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.status_changes import Comparison, Sum
    from coalition.acts.status_lines import StatusLine
    from coalition.acts.status_pages import Asked


FIRST, A_PART = 10, 1000  # lines of each change, and the room that they have on a phone
AT_ONCE, A_PAGE = 30, 3600  # lines of the change whose lines go on from an organisation


class ChangedLines(Struct, frozen=True):
    """The lines of a change on a page, with a sentence about all of them, whose number is `among`; `matches` of them are asked for.

    `left` follow, of which `following` is the address name of the first.
    """

    change: Change
    sentence: Message
    lines: Sequence[StatusLine]
    begins: bool
    left: int
    following: str
    among: int
    matches: int

    @property
    def height(self) -> int:
        """The height on a phone."""
        return CAPTION + sum(map(height_of_name, self.lines))


def compared(difference: Comparison, asked: Asked, begin: str = "") -> list[ChangedLines]:
    """Return the changes between two days, with the lines that are asked for in the order of their language; changes without lines are omitted.

    Of each change there are the first lines that fit on a phone; where those of one go on from the line of the organisation `begin` (its
    address name), only that change.
    """
    lines = {change: sorted(difference.lines[change], key=lambda line: place_in(line, asked.language)) for change in Change}
    chosen = {change: [line for line in lines[change] if asked.chooses(line)] for change in Change}
    pages = [_page(change, chosen[change], begin, len(lines[change])) for change in Change if chosen[change]]
    return [page for page in pages if not page.begins] or pages


def _page(change: Change, lines: Sequence[StatusLine], begin: str, among: int) -> ChangedLines:
    start = next((at for at, line in enumerate(lines) if line.organisation.slug == begin), 0)
    following, room = (lines[start : start + AT_ONCE], A_PAGE) if start else (lines[:FIRST], A_PART)
    until = start + fitting([height_of_name(line) for line in following], room)
    rest = lines[until:]
    following_slug = rest[0].organisation.slug if rest else ""
    return ChangedLines(change, _change(change, among), lines[start:until], start == 0, len(rest), following_slug, among, len(lines))


def _change(change: Change, number: int) -> Message:
    match change:
        case Change.ADDED:
            return Message.plural("{n} organisation was added.", "{n} organisations were added.", number)
        case Change.ENDED:
            return Message.plural("The act of {n} organisation ended.", "The acts of {n} organisations ended.", number)
        case Change.CAME_AND_WENT:
            return Message.plural("{n} organisation joined and left.", "{n} organisations joined and left.", number)
        case Change.CHANGED:
            return Message.plural("The line of {n} organisation changed.", "The lines of {n} organisations changed.", number)


def sums(difference: Comparison) -> list[tuple[Message, Sequence[tuple[Message, str]]]]:
    """Return a caption with rows of words and signed numbers, for the parties and, if they changed, for the supporters."""
    supporters = [(Message("Supporters"), _rows(difference.supporters, difference))]
    return [(Message("Parties"), _rows(difference.parties, difference)), *([] if difference.supporters.is_same else supporters)]


def _rows(total: Sum, difference: Comparison) -> list[tuple[Message, str]]:
    rows = [
        (Message("Joined since"), _signed(total.joined)),
        (Message("Left since"), _signed(-total.left)),
        (Message("Signed and left between the two days, in neither number"), number_text(total.came_and_went)),
    ]
    if total.superseded:
        rows.append((Message("Parties to a superseded edition only"), _signed(-total.superseded)))
    if total.unnamed:
        rows.append((Message("Names withheld, as their number was given"), _signed(total.unnamed)))
    first = (Message("As at {date}", date=difference.before.as_at), number_text(total.before))
    return [first, *rows, (Message("As at {date}", date=difference.after.as_at), number_text(total.after))]


def _signed(number: int) -> str:
    sign = "\N{MINUS SIGN}" if number < 0 else "+"
    return f"{sign}{number_text(abs(number))}" if number else "0"
