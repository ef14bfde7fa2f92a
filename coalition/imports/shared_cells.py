"""What the rows of every import have in common: hidden rows, cells with errors, cells too many, words that are not known, dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.characters import clean
from coalition.fields import InvalidForm
from coalition.imports.known_words import countries_like, country_of, key_of, language_of_word, says_nothing, words_of, yes_or_no
from coalition.imports.questions import LEAVE_CELL_EMPTY, LEAVE_EMPTY, LEAVE_OUT, LEAVE_ROWS_OUT, Question, Questions
from coalition.imports.reading_cells import date_of
from coalition.languages import DateInWords, Message, NameOfCountry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.imports.file_columns import FileTable
    from coalition.spreadsheets.sheets import Row
    from coalition.words import Word

ROW = "row"  # stands for the column of problems that concern the whole row
_TAKE, _JOIN = "take", "join"
_CALCULATED = ("=", "+", "-", "@")
_PRECISIONS = {4: Message("the year"), 7: Message("the month"), 10: Message("the day")}
_BETWEEN_WORDS = re.compile(r"[,;،؛/|\n]")
_ERROR = Message("The cell holds an error of the spreadsheet; correct the formula.")
_HIDDEN = Message("Rows are hidden in the file. Import them?")
_ALONE = Message("These rows fill one cell, as notes above and below a table do, for example “{text}”. What are they?")
_TOO_MANY = Message("This row has more cells than the header, as if a comma in a text began a new cell. What are the cells too many?")


def _cleaned(text: str) -> str:
    """Return a text without characters that nobody sees, and without the apostrophe that keeps spreadsheets from calculating."""
    text = clean(text)[0].strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _CALCULATED else text


class RowRead(Struct):
    """A row while it is read: its values by field, and its problems and remarks by column.

    `beside` are the values that are written to another record than the organisation. `confirmed_new` says that somebody saw which
    organisations it may mean, and called it a new one.
    """

    number: int
    values: dict[str, str]
    problems: dict[str, Message] = field(default_factory=dict)
    remarks: dict[str, Message] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    confirmed_new: bool = False

    def leave_out(self, question: Question, column: str = ROW) -> None:
        """Note that the answer to a question leaves the row out."""
        self.problems.setdefault(column, question.reason)

    def check(self) -> None:
        """Refuse a row that has problems.

        Raises:
            InvalidForm: it has.

        """
        if self.problems:
            raise InvalidForm(self.problems)


def _width(row: Row) -> int:
    return sum(map(bool, row.cells)) + len(row.errors)


def _usual_width(file: FileTable) -> int:
    """Return how many cells most rows of a table fill at least."""
    widths = sorted(map(_width, file.table.rows))
    return widths[len(widths) // 10]


class CellReader:
    """Reads cells whose meaning may need a question."""

    def __init__(self, file: FileTable, questions: Questions) -> None:
        """Hold the file and its questions."""
        self.file, self.questions = file, questions
        self.usual_width = _usual_width(file)

    def begin(self, row: Row) -> RowRead:
        """Return a row with its filled cells; a row that is hidden or damaged has a problem."""
        read = RowRead(row.number, {column: _cleaned(text) for column, text in self.file.values(row).items()})
        for at in row.errors:
            if at < len(self.file.columns) and self.file.columns[at]:
                read.problems[self.file.columns[at]] = _ERROR
        if row.hidden:
            choices = ((LEAVE_OUT, Message("leave them out")), (_TAKE, Message("import them")))
            question = self.questions.ask("hidden", row.number, _HIDDEN, choices, LEAVE_OUT)
            if question.answer == LEAVE_OUT:
                read.leave_out(question)
        if any(row.cells[len(self.file.columns) :]):
            self._too_many(row, read)
        if self.usual_width > 1 and _width(row) == 1:
            self._alone(row, read)
        return read

    def _alone(self, row: Row, read: RowRead) -> None:
        text = next(filter(None, row.cells))
        choices = ((LEAVE_OUT, Message("notes; leave them out")), (_TAKE, Message("rows of the table; import them")))
        question = self.questions.ask("alone", row.number, Message(_ALONE.msgid, text=text), choices, LEAVE_OUT)
        if question.answer == LEAVE_OUT:
            read.leave_out(question)

    def _too_many(self, row: Row, read: RowRead) -> None:
        choices = ((LEAVE_OUT, Message("leave this row out")), (_JOIN, Message("the rest of the last column")))
        question = self.questions.ask(f"cells:{row.number}", row.number, _TOO_MANY, choices, LEAVE_OUT)
        if question.answer == LEAVE_OUT:
            read.leave_out(question)
        elif last := self.file.columns[-1]:
            read.values[last] = ",".join(cell for cell in row.cells[len(self.file.columns) - 1 :] if cell)

    def drop_empty(self, read: RowRead, keep: frozenset[str]) -> None:
        """Take cells for empty that hold only a dash or a word for nothing; those of fields in `keep` may mean something."""
        for column in [column for column, text in read.values.items() if column not in keep and says_nothing(text)]:
            del read.values[column]

    def word(self, read: RowRead, column: str, known: Callable[[str], str | None], choices: Callable[[str], list[tuple[str, Message | str]]]) -> None:
        """Replace the word of a cell by the value that it means; a word that is not known becomes a question."""
        text = read.values.get(column, "")
        value = known(text) if text else ""
        read.values[column] = self._asked(read, column, text, [*choices(text), LEAVE_CELL_EMPTY]) if value is None else value

    def _asked(self, read: RowRead, column: str, word: str, choices: Sequence[tuple[str, Message | str]]) -> str:
        """Return what a word means that is not known: the answer to a question; empty if nobody answered it."""
        message = Message("What does “{word}” mean in the column {column}?", word=word, column=self.file.header_of(column))
        question = self.questions.ask(f"{column}:{key_of(word)}", read.number, message, [*choices, LEAVE_ROWS_OUT], LEAVE_EMPTY)
        return self._chosen(read, column, question, word)

    @staticmethod
    def _chosen(read: RowRead, column: str, question: Question, text: str) -> str:
        if question.answer == LEAVE_OUT:
            read.leave_out(question, column)
        elif question.answer == LEAVE_EMPTY:
            read.remarks[column] = Message("“{text}” is not known here; the cell is left empty.", text=text)
        else:
            return question.answer
        return ""

    def country(self, read: RowRead, column: str) -> None:
        """Read a country by its code or name; a word for all countries leaves the country empty and makes the scope international."""
        self.word(read, column, country_of, lambda text: [(code, NameOfCountry(code)) for code in countries_like(text)])

    def language(self, read: RowRead, column: str) -> None:
        """Read a language by its tag or name."""
        self.word(read, column, language_of_word, lambda _: [])

    def member(self, read: RowRead, column: str, kind: type[Word]) -> None:
        """Read a word for a member of an enum."""
        self.word(read, column, lambda text: words_of(kind).get(key_of(text)), lambda _: [(member.value, member.word) for member in kind])

    def members(self, read: RowRead, column: str, kind: type[Word]) -> None:
        """Read words for members of an enum, with commas, semicolons or line breaks between them, as the values with spaces between them."""
        words = words_of(kind)
        offered = [*((member.value, member.word) for member in kind), LEAVE_CELL_EMPTY]
        parts = [part for part in map(str.strip, _BETWEEN_WORDS.split(read.values.get(column, ""))) if part]
        values = [words.get(key_of(part)) or self._asked(read, column, part, offered) for part in parts]
        read.values[column] = " ".join(dict.fromkeys(filter(None, values)))

    def yes_or_no(self, read: RowRead, column: str) -> None:
        """Read yes or no; a row with another word is left out, because a guess could put somebody at risk."""
        text = read.values.get(column, "")
        if not text:
            return
        answer = yes_or_no(text)
        if answer is None:
            message = Message("What does “{word}” mean in the column {column}?", word=text, column=self.file.header_of(column))
            choices = (("yes", Message("yes")), ("no", Message("no")), LEAVE_ROWS_OUT)
            question = self.questions.ask(f"{column}:{key_of(text)}", read.number, message, choices, LEAVE_OUT)
            if question.answer == LEAVE_OUT:
                read.leave_out(question, column)
            answer = question.answer == "yes"
        read.values[column] = "yes" if answer else "no"

    def date(self, read: RowRead, column: str, row: Row) -> None:
        """Read a date with the precision that it has; what can be read in several ways is asked once for each way of writing."""
        text = read.values.get(column, "")
        if not text or says_nothing(text):
            read.values[column] = ""
            return
        if self.file.columns.index(column) in row.unclear:
            read.values[column] = self._precision(read, column, text)
            return
        dated = date_of(text)
        if not dated.pattern:
            read.values[column] = dated.readings[0] if dated.readings else text
            return
        read.values[column] = self._reading(read, column, text, dated.readings, dated.pattern)

    def _precision(self, read: RowRead, column: str, day: str) -> str:
        message = Message(
            "The file does not say how exactly the dates of the column {column} are known, for example {day}. What is known?",
            column=self.file.header_of(column),
            day=day,
        )
        choices = [(str(length), word) for length, word in _PRECISIONS.items()]
        return day[: int(self.questions.ask(f"precision:{column}", read.number, message, choices, "4").answer)]

    def _reading(self, read: RowRead, column: str, text: str, readings: tuple[str, ...], pattern: str) -> str:
        message = Message("How are dates such as “{text}” in the column {column} to be read?", text=text, column=self.file.header_of(column))
        choices = [(str(at), DateInWords(reading)) for at, reading in enumerate(readings)]
        safe = str(len(readings) - 1)
        question = self.questions.ask(f"dates:{column}:{pattern}", read.number, message, choices, safe)
        return readings[min(int(question.answer), len(readings) - 1)]
