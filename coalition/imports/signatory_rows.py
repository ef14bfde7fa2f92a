"""The columns of a table of signatories of the past, and how a row becomes acts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from pydantic import BeforeValidator, Field, model_validator

from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.tables import ActKind, Disclosure
from coalition.fields import Form, InvalidForm, Line, Name, OptionalDate, OptionalDay, Refused
from coalition.imports.file_columns import Fields
from coalition.imports.known_words import INTERNATIONAL, is_unknown, key_of, words_of
from coalition.imports.questions import LEAVE_OUT, LEAVE_ROWS_OUT
from coalition.languages import Message
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.acts.disclosure_levels import Level
    from coalition.imports.shared_cells import CellReader, RowRead
    from coalition.spreadsheets.sheets import Row


UNKNOWN = "unknown"
ALLOWED_LEVELS = tuple(level for level, rules in LEVELS.items() if rules.imports_accept)
_WHICH_KIND = Message("Write signature, ad_referendum, accession or support.")
_WHICH_LEVEL = Message("Write public, public_organisation, described or counted.")


def _folded(value: str) -> str:
    return "_".join(value.lower().split())


def _kind(value: str) -> ActKind:
    if _folded(value) not in STANDING_KINDS:
        raise Refused(_WHICH_KIND)
    return ActKind(_folded(value))


def _level(value: str) -> Disclosure:
    if _folded(value) not in ALLOWED_LEVELS:
        raise Refused(_WHICH_LEVEL)
    return Disclosure(_folded(value))


def _known(value: object) -> object:
    return None if isinstance(value, str) and value.strip().lower() in {"", UNKNOWN} else value


ReceiptDay = Annotated[OptionalDay, BeforeValidator(_known)]
DateOrUnknown = Annotated[OptionalDate, BeforeValidator(_known)]


class SignatoryRow(Form):
    """A signature or support of the past, with its confirmation and withdrawal.

    An empty date or the word `unknown` means that the date is not known. `received` is the day on which the signature or support reached
    the depositary.
    """

    missing = {
        "kind": _WHICH_KIND,
        "source": Message("Write where this is known from."),
    }

    kind: Annotated[ActKind, BeforeValidator(_kind)]
    date: DateOrUnknown = None
    received: ReceiptDay = None
    representative: Line = ""
    title: Line = ""
    disclosure: Annotated[Disclosure, BeforeValidator(_level)]
    description: Annotated[Line, Field(max_length=300)] = ""
    source: Annotated[Name, Field(max_length=500)]
    confirmed: str = ""
    withdrawn: str = ""

    @model_validator(mode="after")
    def _fits(self) -> SignatoryRow:
        if LEVELS[self.disclosure].shows_description and not self.description:
            raise InvalidForm({"description": Message("Write the description that the public reads in place of the name.")})
        if self.confirmed and self.kind is not ActKind.AD_REFERENDUM:
            raise InvalidForm({"confirmed": Message("Only a signature ad referendum is confirmed.")})
        self._in_order()
        return self

    def _in_order(self) -> None:
        before = self.date
        for column in ("confirmed", "withdrawn"):
            day = _later_date(column, getattr(self, column))
            if day and before and PartialDate(day).before(PartialDate(before)):
                raise InvalidForm({column: Message("This day is before the one on which it was made.")})
            before = day or before

    def acts(self) -> Sequence[PastAct]:
        """Return the acts of the row, in their order."""
        level = (self.disclosure, self.description if LEVELS[self.disclosure].shows_description else "")
        acts = [PastAct(self.kind, self.date, self.source, *level, received=self.received)]
        if self.confirmed:
            acts.append(PastAct(ActKind.CONFIRMATION, _later_date("confirmed", self.confirmed), self.source))
        if self.withdrawn:
            acts.append(PastAct(ActKind.WITHDRAWAL, _later_date("withdrawn", self.withdrawn), self.source))
        return acts


_WORDS = {
    "organisation": Message("organisation"),
    "country": Message("country, of an organisation that is not in the register"),
    "kind": Message("what it did (signature, support …)"),
    "date": Message("date of the signature"),
    "received": Message("day on which the depositary received it"),
    "representative": Message("representative"),
    "title": Message("title of the representative"),
    "disclosure": Message("disclosure"),
    "description": Message("description in place of the name"),
    "source": Message("source"),
    "confirmed": Message("date of the confirmation"),
    "withdrawn": Message("date of the withdrawal"),
}

# The columns that are read: the organisation, its country, and each field of the form.
COLUMNS = ("organisation", "country", *SignatoryRow.model_fields)

FIELDS = Fields(
    {column: _WORDS[column] for column in COLUMNS},
    "organisation",
    lambda columns: "organisation" in columns,
    Message("Choose the column that holds the name of the organisation."),
)
_LATER = frozenset({"confirmed", "withdrawn"})
_DID_WHAT = Message("The file does not say what these organisations did. What did they do?")


@cache
def _kinds() -> dict[str, str]:
    return {key: value for key, value in words_of(ActKind).items() if value in STANDING_KINDS}


@cache
def _levels() -> dict[str, str]:
    return {key: value for key, value in words_of(Disclosure).items() if value in ALLOWED_LEVELS}


def read_cells(reader: CellReader, row: Row) -> RowRead:
    """Return the values of a row as the register writes them; what is not clear is asked."""
    read = reader.begin(row)
    read.values.update({column: "unknown" for column in _LATER if is_unknown(read.values.get(column, ""))})
    reader.drop_empty(read, frozenset({"organisation", *_LATER}))
    if key_of(read.values.get("country", "")) in INTERNATIONAL:
        del read.values["country"]
    reader.country(read, "country")
    for column in ("date", "received", *sorted(_LATER)):
        if read.values.get(column) != UNKNOWN:
            reader.date(read, column, row)
    _choose(reader, read, "kind", _kinds(), tuple((kind.value, kind.word) for kind in STANDING_KINDS))
    if read.values.get("disclosure"):
        _choose(reader, read, "disclosure", _levels(), tuple((level.value, level.word) for level in ALLOWED_LEVELS))
    return read


def _choose(reader: CellReader, read: RowRead, column: str, known: Mapping[str, str], choices: Sequence[tuple[str, Message]]) -> None:
    """Read a word that decides what is recorded; without an answer about it the row is left out."""
    text = read.values.get(column, "")
    value = known.get(key_of(text)) if text else None
    if value is None:
        unknown = Message("What does “{word}” mean in the column {column}?", word=text, column=reader.file.header_of(column))
        key, message = (f"{column}:{key_of(text)}", unknown) if text else (column, _DID_WHAT)
        question = reader.questions.ask(key, read.number, message, [*choices, LEAVE_ROWS_OUT], LEAVE_OUT)
        if question.answer == LEAVE_OUT:
            read.leave_out(question, column)
        value = question.answer
    read.values[column] = value


class _LaterDate(Form):
    """The date of a confirmation or withdrawal: a date, or the word `unknown`."""

    day: DateOrUnknown = None


def _later_date(column: str, text: str) -> str | None:
    try:
        return _LaterDate.parse({"day": text}).day
    except InvalidForm as invalid:
        raise InvalidForm({column: invalid.problems["day"]}) from None


_COLUMN_OF = {ActKind.CONFIRMATION: "confirmed", ActKind.WITHDRAWAL: "withdrawn"}


class PastAct(Struct, frozen=True):
    """An act of the past; a confirmation or withdrawal has no disclosure of its own."""

    kind: ActKind
    acted: str | None
    source: str
    disclosure: Disclosure | None = None
    description: str = ""
    received: date | None = None

    @property
    def column(self) -> str:
        """The column of its day."""
        return _COLUMN_OF.get(self.kind, "date")


def read_row(values: Mapping[str, str], *, source: str, default: Level) -> SignatoryRow:
    """Check a row; a row that chooses no disclosure level has the default one.

    Raises:
        InvalidForm: with messages by column.

    """
    given = {column: text for column, text in values.items() if column in SignatoryRow.model_fields and text}
    return SignatoryRow.parse({"disclosure": default.disclosure.value, "source": source} | given)
