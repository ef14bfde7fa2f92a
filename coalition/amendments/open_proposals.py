"""The open amendments of some provisions with their texts, for pages that show a draft with all that is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.disclosed import named_author
from coalition.amendments.readers import reader_in
from coalition.amendments.shown_texts import ShownTexts, is_moot, shown_texts
from coalition.amendments.tables import AMENDMENT_TEXT, Operation
from coalition.amendments.views import private_amendments, texts_read_by
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.seat_links import OpenedSeat


class OpenProposal(Struct, frozen=True):
    """An open amendment with its texts; `organisation` is None where its author asked for no name.

    One that its own seat did not hand in has no number, and a `key`.
    """

    number: int
    operation: Operation
    provision: str
    language: str
    organisation: OrganisationView | None
    is_own: bool
    texts: ShownTexts
    key: str = ""


async def open_proposals(reader: Reader, provisions: Collection[str], language: str = "") -> Mapping[str, list[OpenProposal]]:
    """Return by provision the open amendments that somebody may read, by number, of one language or of all, in a fixed number of queries.

    Those for the end of the text stand under "". What is without an object is left out.
    """
    texts = await texts_read_by(reader)
    rows = [row for row in await queries.open_in(reader, provisions, language) if not is_moot(row, texts)]
    named = await organisations.views_by_id(author for row in rows if (author := named_author(reader, row)))
    proposals: dict[str, list[OpenProposal]] = {}
    for row in rows:
        shown = OpenProposal(
            number=row.number,
            operation=Operation(row.operation),
            provision=row.provision,
            language=row.language,
            organisation=named.get(named_author(reader, row) or 0),
            is_own=row.organisation in reader.entries,
            texts=shown_texts(row, AMENDMENT_TEXT.decrypt(row.text, row.key), texts, None),
        )
        proposals.setdefault(row.provision, []).append(shown)
    return proposals


async def proposals_in_seat(opened: OpenedSeat, provisions: Collection[str], language: str) -> Mapping[str, list[OpenProposal]]:
    """Return by provision what a seat may read of open amendments in a language, and after those its own that are not handed in."""
    proposals = {**await open_proposals(await reader_in(opened), provisions, language)}
    for own in await private_amendments(opened, provisions):
        if own.language == language:
            shown = OpenProposal(0, own.operation, own.provision, own.language, None, is_own=True, texts=own.texts, key=own.key)
            proposals.setdefault(own.provision, []).append(shown)
    return proposals
