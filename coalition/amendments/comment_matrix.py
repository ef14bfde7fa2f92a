"""The comment matrix: every comment and amendment that somebody may read, by provision, with what became of it and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.comment_queries import CommentRow, comments_by_id, comments_in_order, last_dispositions, places_of_comments
from coalition.amendments.disclosed import named_author
from coalition.amendments.queries import AmendmentRow
from coalition.amendments.shown_texts import is_moot
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, AmendmentState, Disposition, Operation
from coalition.amendments.text_order import TextOrder
from coalition.amendments.views import texts_read_by
from coalition.drafting.current_texts import EditionTexts
from coalition.languages import Message
from coalition.organisations import queries as organisations
from coalition.rounds.tables import COMMENT_TEXT
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView


_OPERATIONS: Mapping[str, Operation] = {each: each for each in Operation}  # looking a member up takes a third of making it from its value
_STATES: Mapping[str, AmendmentState] = {each: each for each in AmendmentState}


class MatrixKind(Word):
    """What a row of the matrix is."""

    COMMENT = "comment", Message("comment")
    AMENDMENT = "amendment", Message("amendment")


class MatrixRow(Struct, frozen=True):
    """A row of the comment matrix.

    `number` is that of an amendment, or the id of a comment, by which replies and dispositions name it. `provision` is its key ("" for the
    whole text or the end), `provision_number` its number as it is written. `organisation` is None where the reader may not know it.
    `operation` is None for a comment. `disposition` is the state of an amendment, or what became of a comment, None so far.
    `sealed_proposal` and `sealed_reason` are encrypted, under the `key` of the row.
    """

    kind: MatrixKind
    number: int
    provision: str
    provision_number: str
    organisation: OrganisationView | None
    operation: Operation | None
    language: str
    key: str
    sealed_proposal: str
    sealed_reason: str
    disposition: AmendmentState | Disposition | None
    disposition_reason: str
    is_late: bool
    round: int | None

    @property
    def proposal(self) -> str:
        """The comment or the proposed text, decrypted."""
        column = COMMENT_TEXT if self.kind is MatrixKind.COMMENT else AMENDMENT_TEXT
        return column.decrypt(self.sealed_proposal, self.key)

    @property
    def reason(self) -> str:
        """The reason of an amendment, decrypted."""
        return AMENDMENT_REASON.decrypt(self.sealed_reason, self.key)

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


NO_PLACES = MatrixPlaces(EditionTexts(0), ())


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


async def whole_matrix(reader: Reader, most: int, round_number: int = 0) -> Sequence[MatrixRow] | None:
    """Return all rows of a matrix, of one round or of all; None if it has more than so many comments or amendments: it is read in parts then."""
    comments = await comments_in_order(reader, most + 1, round_number)
    amendments = await queries.amendment_rows(reader, limit=most + 1, round_number=round_number)
    if max(len(comments), len(amendments)) > most:
        return None
    texts = await texts_read_by(reader)
    orders = _orders(texts)
    return sorted(await _made(reader, texts, comments, amendments), key=lambda row: orders[row.kind].place(row.provision))


def _orders(texts: EditionTexts) -> Mapping[MatrixKind, TextOrder]:
    return {kind: TextOrder.of(texts, whole_text_first=kind is MatrixKind.COMMENT) for kind in MatrixKind}


async def _entries(reader: Reader, texts: EditionTexts, round_number: int) -> list[_Entry]:
    """Return what the matrix has, in order; new provisions stand at the end, and what is about a provision that is gone after them."""
    orders = _orders(texts)
    entries = [_Entry(MatrixKind.COMMENT, number, provision) for number, provision in await places_of_comments(reader, round_number)]
    amendments = [_Entry(MatrixKind.AMENDMENT, number, provision) for number, provision in await queries.places_of_amendments(reader, round_number)]
    return sorted([*entries, *amendments], key=lambda entry: orders[entry.kind].place(entry.provision))


async def _rows(reader: Reader, texts: EditionTexts, entries: Sequence[_Entry]) -> list[MatrixRow]:
    numbers = {kind: [entry.number for entry in entries if entry.kind is kind] for kind in MatrixKind}
    comments = await comments_by_id(reader, numbers[MatrixKind.COMMENT])
    amendments = await queries.amendment_rows(reader, numbers[MatrixKind.AMENDMENT])
    rows = {(row.kind, row.number): row for row in await _made(reader, texts, [*comments.values()], amendments)}
    return [row for entry in entries if (row := rows.get((entry.kind, entry.number)))]


async def _made(reader: Reader, texts: EditionTexts, comments: Sequence[CommentRow], amendments: Sequence[AmendmentRow]) -> list[MatrixRow]:
    """Return the rows of some comments, then those of some amendments, with all that is said of them."""
    authors = [[named_author(reader, row) or 0 for row in rows] for rows in (comments, amendments)]
    named = await organisations.views_by_id({*authors[0], *authors[1]} - {0})
    dispositions = await last_dispositions(row.id for row in comments)
    rounds = await queries.round_numbers({row.round for row in amendments if row.round})
    numbers = _numbers(texts)
    return [
        *(_of_comment(row, numbers, named.get(author), dispositions.get(row.id, {})) for row, author in zip(comments, authors[0], strict=True)),
        *(
            _of_amendment(row, numbers, named.get(author), rounds, is_over=row.state == AmendmentState.SUBMITTED and is_moot(row, texts))
            for row, author in zip(amendments, authors[1], strict=True)
        ),
    ]


def _numbers(texts: EditionTexts) -> Mapping[str, str]:
    """Return the number of each provision in the first language that has it."""
    return {key: text.number for each in reversed([*texts.languages.values()]) for key, text in each.provisions.items()}


def _of_comment(row: CommentRow, numbers: Mapping[str, str], organisation: OrganisationView | None, disposition: Mapping[str, str]) -> MatrixRow:
    return MatrixRow(
        kind=MatrixKind.COMMENT,
        number=row.id,
        provision=row.provision,
        provision_number=numbers.get(row.provision, ""),
        organisation=organisation,
        operation=None,
        language=row.language,
        key=row.key,
        sealed_proposal=row.text,
        sealed_reason="",
        disposition=Disposition(disposition["outcome"]) if disposition else None,
        disposition_reason=disposition.get("reason", ""),
        is_late=row.late,
        round=row.round,
    )


def _of_amendment(
    row: AmendmentRow, numbers: Mapping[str, str], organisation: OrganisationView | None, rounds: Mapping[int, int], *, is_over: bool
) -> MatrixRow:
    return MatrixRow(
        kind=MatrixKind.AMENDMENT,
        number=row.number,
        provision=row.provision,
        provision_number=numbers.get(row.provision) or row.provision_number,
        organisation=organisation,
        operation=_OPERATIONS[row.operation],
        language=row.language,
        key=row.key,
        sealed_proposal=row.text,
        sealed_reason=row.reason,
        disposition=AmendmentState.MOOT if is_over else _STATES[row.state],
        disposition_reason=row.decision_reason,
        is_late=row.late,
        round=rounds.get(row.round or 0),
    )
