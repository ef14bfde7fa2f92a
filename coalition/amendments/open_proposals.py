"""The open amendments of some provisions with their texts, for pages that show a draft with all that is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.amendments import queries
from coalition.amendments.disclosed import named_author
from coalition.amendments.readers import reader_in
from coalition.amendments.shown_texts import ProposalSource, ShownTexts, is_moot, provision_now, shown_texts
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, Operation
from coalition.amendments.views import private_amendments, texts_read_by
from coalition.organisations import queries as organisations
from coalition.remembered import cached_by_value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.amendments.readers import Reader
    from coalition.amendments.tables import Amendment
    from coalition.amendments.views import PrivateAmendment
    from coalition.drafting.current_texts import EditionTexts
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.seat_links import OpenedSeat

PROPOSALS = 2048, 10_000  # entries and characters of what is remembered of each: three drafts with 300 of them, for the desk and for a seat


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
    reason: str
    key: str = ""

    def __hash__(self) -> int:
        """Return a number that equal proposals share: differences hold lists, which have none."""
        return hash((self.number, self.key, self.texts.proposed, self.texts.base, self.reason))

    @property
    def length(self) -> int:
        """The number of characters of its words."""
        return len(self.texts.proposed) + len(self.texts.base) + len(self.reason)


class ReadProposals(Struct, frozen=True):
    """Open amendments as they were read for somebody, not compared yet; `named` are the organisations that the reader may know.

    `own` are those of the seat of the reader that are not handed in.
    """

    reader: Reader
    rows: Sequence[Amendment]
    named: Mapping[int, OrganisationView]
    texts: EditionTexts
    own: Sequence[PrivateAmendment] = ()

    def shown(self) -> dict[str, list[OpenProposal]]:
        """Return them by provision with their differences, by number; those for the end of the text under "". What has no object is left out."""
        proposals: dict[str, list[OpenProposal]] = {}
        for row in self.rows:
            if not is_moot(row, self.texts):
                proposals.setdefault(row.provision, []).append(self._shown(row))
        for each in self.own:
            shown = OpenProposal(
                0, each.operation, each.provision, each.language, None, is_own=True, texts=each.texts, reason=each.reason, key=each.key
            )
            proposals.setdefault(each.provision, []).append(shown)
        return proposals

    def _shown(self, row: Amendment) -> OpenProposal:
        source = ProposalSource(
            number=row.number,
            operation=Operation(row.operation),
            provision=row.provision,
            language=row.language,
            organisation=self.named.get(named_author(self.reader, row) or 0),
            is_own=self.reader.owns(row.organisation),
            now=provision_now(row, self.texts),
            base=row.base,
            key=row.key,
            sealed_text=row.text,
            sealed_reason=row.reason,
        )
        return _proposal(source)


@cached_by_value(*PROPOSALS)
def _proposal(source: ProposalSource) -> OpenProposal:
    return OpenProposal(
        number=source.number,
        operation=source.operation,
        provision=source.provision,
        language=source.language,
        organisation=source.organisation,
        is_own=source.is_own,
        texts=shown_texts(source, AMENDMENT_TEXT.decrypt(source.sealed_text, source.key), source.now, None),
        reason=AMENDMENT_REASON.decrypt(source.sealed_reason, source.key),
    )


async def read_proposals(reader: Reader, provisions: Collection[str], language: str = "") -> ReadProposals:
    """Return the open amendments about some provisions that somebody may read, of one language or of all, in a fixed number of queries."""
    texts = await texts_read_by(reader)
    rows = await queries.open_in(reader, provisions, language)
    named = await organisations.views_by_id(author for row in rows if (author := named_author(reader, row)))
    return ReadProposals(reader, rows, named, texts)


async def read_in_seat(opened: OpenedSeat, provisions: Collection[str], language: str) -> ReadProposals:
    """Return what a seat may read of open amendments in a language, and its own that are not handed in."""
    read = await read_proposals(reader_in(opened), provisions, language)
    return replace(read, own=[own for own in await private_amendments(opened, provisions) if own.language == language])


async def open_proposals(reader: Reader, provisions: Collection[str], language: str = "") -> Mapping[str, list[OpenProposal]]:
    """Return by provision the open amendments that somebody may read, by number, of one language or of all, in a fixed number of queries.

    Those for the end of the text stand under "". What is without an object is left out.
    """
    return (await read_proposals(reader, provisions, language)).shown()


async def proposals_in_seat(opened: OpenedSeat, provisions: Collection[str], language: str) -> Mapping[str, list[OpenProposal]]:
    """Return by provision what a seat may read of open amendments in a language, and after those its own that are not handed in."""
    return (await read_in_seat(opened, provisions, language)).shown()
