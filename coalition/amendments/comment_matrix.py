"""The comment matrix: every comment and amendment that somebody may read, by provision, with what became of it and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.comment_queries import comments_by_id, last_dispositions, places_of_comments
from coalition.amendments.disclosed import named_author
from coalition.amendments.shown_texts import is_moot
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, Amendment, AmendmentState, Disposition, Operation
from coalition.amendments.text_order import TextOrder
from coalition.amendments.views import texts_read_by
from coalition.languages import Message
from coalition.organisations import queries as organisations
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.amendments.comment_queries import CommentRow
    from coalition.amendments.readers import Reader
    from coalition.drafting.current_texts import EditionTexts
    from coalition.organisations.views import OrganisationView


class MatrixKind(Word):
    """What a row of the matrix is."""

    COMMENT = "comment", Message("comment")
    AMENDMENT = "amendment", Message("amendment")


class MatrixRow(Struct, frozen=True):
    """A row of the comment matrix.

    `number` is that of an amendment, or the id of a comment, by which replies and dispositions name it. `provision` is its key ("" for the
    whole text or the end), `provision_number` its number as it is written. `organisation` is None where the reader may not know it.
    `operation` is None for a comment. `disposition` is the state of an amendment, or what became of a comment, None so far.
    """

    kind: MatrixKind
    number: int
    provision: str
    provision_number: str
    organisation: OrganisationView | None
    operation: Operation | None
    language: str
    proposal: str
    reason: str
    disposition: AmendmentState | Disposition | None
    disposition_reason: str
    is_late: bool
    round: int | None

    @property
    def place(self) -> str:
        """The row as the name of a place in the matrix, where the next page begins."""
        return f"{self.kind}-{self.number}"


class MatrixPage(Struct, frozen=True):
    """A page of the matrix; `after` is where the next one begins, "" on the last."""

    rows: Sequence[MatrixRow]
    after: str


class _Entry(Struct, frozen=True):
    kind: MatrixKind
    number: int
    provision: str

    @property
    def place(self) -> str:
        return f"{self.kind}-{self.number}"


class MatrixPlaces(Struct, frozen=True):
    """What a matrix has when it is begun, in the order of the text, comments before amendments, with the texts that it is about."""

    texts: EditionTexts
    entries: Sequence[_Entry]


async def matrix_places(reader: Reader, *, round_number: int = 0, kind: MatrixKind | None = None) -> MatrixPlaces:
    """Return what the comment matrix of a reader has: of one round, or of one kind, or all of it."""
    texts = await texts_read_by(reader)
    return MatrixPlaces(texts, [entry for entry in await _entries(reader, texts, round_number) if kind in {None, entry.kind}])


async def matrix_page(reader: Reader, *, after: str = "", limit: int, round_number: int = 0, kind: MatrixKind | None = None) -> MatrixPage:
    """Return a page of the comment matrix in the order of the text, comments before amendments; it begins after a place of it.

    It can be of one round, or of one kind. A place that is not there any more begins with the first page.
    """
    matrix = await matrix_places(reader, round_number=round_number, kind=kind)
    places = [entry.place for entry in matrix.entries]
    begin = places.index(after) + 1 if after in places else 0
    shown = matrix.entries[begin : begin + limit]
    return MatrixPage(await _rows(reader, matrix.texts, shown), shown[-1].place if begin + limit < len(places) else "")


async def matrix_rows(reader: Reader, matrix: MatrixPlaces, first: int, limit: int) -> Sequence[MatrixRow]:
    """Return some rows of a matrix, counted from 0, as they are now: without those that the reader may not read any more."""
    return await _rows(reader, matrix.texts, matrix.entries[first : first + limit])


async def _entries(reader: Reader, texts: EditionTexts, round_number: int) -> list[_Entry]:
    """Return what the matrix has, in order; new provisions stand at the end, and what is about a provision that is gone after them."""
    orders = {kind: TextOrder.of(texts, whole_text_first=kind is MatrixKind.COMMENT) for kind in MatrixKind}
    entries = [_Entry(MatrixKind.COMMENT, number, provision) for number, provision in await places_of_comments(reader, round_number)]
    amendments = [_Entry(MatrixKind.AMENDMENT, number, provision) for number, provision in await queries.places_of_amendments(reader, round_number)]
    return sorted([*entries, *amendments], key=lambda entry: orders[entry.kind].place(entry.provision))


async def _rows(reader: Reader, texts: EditionTexts, entries: Sequence[_Entry]) -> list[MatrixRow]:
    comments = await comments_by_id(reader, [entry.number for entry in entries if entry.kind is MatrixKind.COMMENT])
    amendments = await queries.amendments_numbered(reader, [entry.number for entry in entries if entry.kind is MatrixKind.AMENDMENT])
    authors = [*(named_author(reader, row) for row in comments.values()), *(named_author(reader, row) for row in amendments.values())]
    named = await organisations.views_by_id(author for author in authors if author)
    dispositions = await last_dispositions(comments)
    rounds = await queries.round_numbers({row.round for row in amendments.values() if row.round})
    rows: list[MatrixRow] = []
    for entry in entries:
        if entry.kind is MatrixKind.COMMENT and (comment := comments.get(entry.number)):
            disposition = dispositions.get(comment.id, {})
            rows.append(_of_comment(comment, texts, named.get(named_author(reader, comment) or 0), disposition))
        elif entry.kind is MatrixKind.AMENDMENT and (amendment := amendments.get(entry.number)):
            rows.append(_of_amendment(amendment, texts, named.get(named_author(reader, amendment) or 0), rounds))
    return rows


def _of_comment(row: CommentRow, texts: EditionTexts, organisation: OrganisationView | None, disposition: Mapping[str, str]) -> MatrixRow:
    return MatrixRow(
        kind=MatrixKind.COMMENT,
        number=row.id,
        provision=row.provision,
        provision_number=_number(texts, row.provision),
        organisation=organisation,
        operation=None,
        language=row.language,
        proposal=row.words,
        reason="",
        disposition=Disposition(disposition["outcome"]) if disposition else None,
        disposition_reason=disposition.get("reason", ""),
        is_late=row.late,
        round=row.round,
    )


def _of_amendment(row: Amendment, texts: EditionTexts, organisation: OrganisationView | None, rounds: Mapping[int, int]) -> MatrixRow:
    is_over = row.state == AmendmentState.SUBMITTED and is_moot(row, texts)
    return MatrixRow(
        kind=MatrixKind.AMENDMENT,
        number=row.number,
        provision=row.provision,
        provision_number=_number(texts, row.provision) or row.provision_number,
        organisation=organisation,
        operation=Operation(row.operation),
        language=row.language,
        proposal=AMENDMENT_TEXT.decrypt(row.text, row.key),
        reason=AMENDMENT_REASON.decrypt(row.reason, row.key),
        disposition=AmendmentState.MOOT if is_over else AmendmentState(row.state),
        disposition_reason=row.decision_reason,
        is_late=row.late,
        round=rounds.get(row.round or 0),
    )


def _number(texts: EditionTexts, key: str) -> str:
    """Return the number of a provision in the first language that has it."""
    provisions = (text.provisions.get(key) for text in texts.languages.values())
    return next((provision.number for provision in provisions if provision), "")
