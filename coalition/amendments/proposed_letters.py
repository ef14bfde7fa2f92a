"""What was proposed so far, in letters to all seats of a round: what every one of them may read when the letter is written.

Names of organisations at risk stand in no letter, whatever they disclosed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.disclosed import named_author
from coalition.amendments.proposals import frozen_text
from coalition.amendments.readers import every_seat_of
from coalition.amendments.seat_texts import SeatText, read_apart
from coalition.amendments.tables import AMENDMENT_TEXT, Operation
from coalition.invitations.letters import is_discreet, subject_of
from coalition.memoranda import queries as memoranda
from coalition.organisations import queries as organisations
from coalition.rounds.queries import texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.amendments.readers import Reader
    from coalition.amendments.tables import Amendment
    from coalition.languages import Message
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.tables import ConsultationRound

_MOST, _LONGEST = 30, 500  # amendments of a letter, and characters of a text in it


class ProposedLine(Struct, frozen=True):
    """An open amendment in a letter: `before` is what it changes or deletes, and `text` what it proposes, both without a long end."""

    number: int
    place: Message
    operation: Operation
    language: str
    organisation: OrganisationView | None
    before: str
    text: str


class ProposedLines(Struct, frozen=True):
    """The first open amendments in the order of the text, and how many more there are."""

    lines: Sequence[ProposedLine]
    more: int


async def proposed_lines(row: ConsultationRound) -> ProposedLines:
    """Return the open amendments that every seat of a round may read, in the order of the text that was sent, in a fixed number of queries."""
    reader = every_seat_of(row)
    texts = {text.language: SeatText(frozen_text(text), 0, None) for text in await texts_of(row.id)}
    for text in texts.values():
        await read_apart(text)
    order = [*dict.fromkeys(key for text in texts.values() for key in text.keys), ""]
    places = sorted(await queries.open_by_provision(reader, order), key=lambda place: (order.index(place[1]), place[0]))
    numbers = [number for number, _ in places[:_MOST]]
    rows = await queries.amendments_numbered(reader, numbers)
    named = await _named(reader, rows.values())
    lines = [_line(rows[number], texts[rows[number].language], named.get(rows[number].id)) for number in numbers if rows[number].language in texts]
    return ProposedLines(lines, max(0, len(places) - _MOST))


async def _named(reader: Reader, rows: Collection[Amendment]) -> Mapping[int, OrganisationView]:
    """Return by amendment the authors that a letter may name."""
    memorandum = await memoranda.by_id(reader.memorandum)
    authors = {row.id: author for row in rows if (author := named_author(reader, row))}
    views = await organisations.views_by_id(authors.values())
    if memorandum is None:  # pragma: no cover -- the foreign key forbids it
        return {}
    forum = (await subject_of(memorandum)).forum
    return {row: views[author] for row, author in authors.items() if not is_discreet(views[author], forum, memorandum)}


def _line(row: Amendment, text: SeatText, organisation: OrganisationView | None) -> ProposedLine:
    return ProposedLine(
        number=row.number,
        place=text.name(row.provision),
        operation=Operation(row.operation),
        language=row.language,
        organisation=organisation,
        before=_begin(row.base) if row.operation in {Operation.REPLACE, Operation.DELETE} else "",
        text=_begin(AMENDMENT_TEXT.decrypt(row.text, row.key)),
    )


def _begin(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
