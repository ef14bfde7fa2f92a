"""The lines of a public record of drafting as everybody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.public_queries import named_among
from coalition.amendments.shown_texts import difference_of
from coalition.amendments.tables import AmendmentState, Operation
from coalition.drafting.provision_texts import TITLE, digest_of
from coalition.drafting_record import queries
from coalition.languages import Message
from coalition.memoranda.edition_queries import fixed_editions
from coalition.memoranda.label_queries import Labels, labels_of
from coalition.notices import page_subjects
from coalition.notices.page_subjects import REGISTER, depends_on
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
    from coalition.organisations.views import OrganisationView
    from coalition.text.differences import DifferencePart

AT_ONCE = 25


class PublicProposal(Struct, frozen=True):
    """A proposal as everybody reads it; `author` is None, and `supporters` are empty, where not all of them let everybody read their names.

    `place` is that of the line in the record, `title` names the provision in the adopted text, or as the draft numbered it.
    """

    place: str
    edition: int
    provision: str
    title: Message
    operation: Operation
    language: str
    outcome: AmendmentState
    original: str
    text: str
    reason: str
    decision_reason: str
    difference: Sequence[DifferencePart]
    author: OrganisationView | None
    supporters: Sequence[OrganisationView]

    @property
    def part(self) -> tuple[str, str]:
        """What lines about one provision of an edition share."""
        return self.place.rpartition(".")[0], self.provision

    @property
    def author_slugs(self) -> list[str]:
        """The slugs of all that are named, who made it first."""
        return [view.slug for view in (self.author, *self.supporters) if view]


class Found(Struct, frozen=True):
    """The words that find lines, and the language of whoever looks for them, in which names are shown."""

    words: Words = Words()
    language: str = ""


EVERY_LINE = Found()


class RecordPage(Struct, frozen=True):
    """A page of a record; `after` is where the next page begins, "" on the last. `editions`: how many editions the text has."""

    lines: Sequence[PublicProposal]
    after: str
    editions: int


async def record_page(memorandum_id: int, found: Found = EVERY_LINE, *, after: str = "", limit: int = AT_ONCE) -> RecordPage:
    """Return a page of the record of a memorandum, or of the lines that words find; who may read the memorandum is asked before."""
    depends_on(page_subjects.memorandum(memorandum_id), *([REGISTER] if found.words else []))
    rows = await queries.public_lines(memorandum_id, found.words, after=after, limit=limit + 1)
    more = rows[limit - 1].place if len(rows) > limit else ""
    return RecordPage(await _shown(memorandum_id, rows[:limit], found), more, len(await fixed_editions(memorandum_id)))


async def public_lines_of(memorandum_id: int, amendment_ids: Collection[int]) -> list[PublicProposal]:
    """Return the lines of some amendments as everybody reads them, in the order of the record."""
    rows = await queries.public_lines(memorandum_id, Words(), limit=len(amendment_ids), amendments=amendment_ids) if amendment_ids else []
    return await _shown(memorandum_id, rows)


def digest_of_lines(lines: Sequence[PublicProposal]) -> str:
    """Return the digest of what everybody reads in some lines, by which a form says what its person read."""
    read = [
        (line.provision, line.operation, line.language, line.outcome, line.original, line.text, line.reason, line.decision_reason, line.author_slugs)
        for line in lines
    ]
    return digest_of(repr(read))


async def is_recorded(memorandum_id: int) -> bool:
    """Whether everybody reads anything in the record of a memorandum."""
    depends_on(page_subjects.memorandum(memorandum_id))
    return await queries.has_public_lines(memorandum_id)


async def _shown(memorandum_id: int, rows: Sequence[PublishedProposal], found: Found = EVERY_LINE) -> list[PublicProposal]:
    editions = {edition.number: edition.id for edition in await fixed_editions(memorandum_id)} if rows else {}
    labels = await labels_of([editions[number] for number in sorted({row.edition for row in rows} & editions.keys())]) if rows else Labels({}, {})
    by_name = await named_among(memorandum_id, [row.amendment for row in rows if row.named])
    authors = queries.by_proposal(await queries.authors_of(row.id for row in rows if row.amendment in by_name))
    organisations = await _organisations({author.organisation for some in authors.values() for author in some}, found)
    return [_line(row, labels, [(author, organisations[author.organisation]) for author in authors.get(row.id, ())]) for row in rows]


async def _organisations(ids: Collection[int], found: Found) -> dict[int, OrganisationView]:
    """Return organisations that everybody may know of, by the ids of their entries; with the other names that words may have found."""
    visible = visible_organisations(Viewer.EVERYBODY)
    views = await visible.entries_by_ids(ids) if ids else {}
    if not found.words:
        return views
    entries = {view.id: view for view in await visible.as_found([*views.values()], found.words, found.language)}
    return {number: entries[view.id] for number, view in views.items()}


def _line(row: PublishedProposal, labels: Labels, authors: Sequence[tuple[ProposalAuthor, OrganisationView]]) -> PublicProposal:
    operation = Operation(row.operation)
    author = next((view for each, view in authors if not each.supports), None)
    supporters = {view.slug: view for each, view in authors if each.supports and author and view.id != author.id}
    return PublicProposal(
        place=row.place,
        edition=row.edition,
        provision=row.provision,
        title=_title(row, labels),
        operation=operation,
        language=row.language,
        outcome=AmendmentState(row.outcome),
        original=row.base,
        text=row.text,
        reason=row.reason,
        decision_reason=row.decision_reason,
        difference=difference_of(row.provision, operation, row.base, row.text),
        author=author,
        supporters=[supporters[slug] for slug in sorted(supporters)],
    )


def _title(row: PublishedProposal, labels: Labels) -> Message:
    """Return the name of the provision; one that the adopted text does not have is named by its number in the draft."""
    if row.provision in labels.shared:
        return labels.name(row.provision)
    if row.provision == TITLE:
        return Message("Title")
    if not row.provision:
        return Message("At the end of the text")
    if row.provision_number:
        return Message("Provision {number} of the draft, which the adopted text does not have", number=row.provision_number.strip(". "))
    return Message("A provision that the adopted text does not have")
