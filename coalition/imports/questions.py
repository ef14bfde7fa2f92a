"""What a file does not say clearly: questions with a choice for each, and the answers. A question that nobody answered has a safe answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from coalition.languages import Message

LEAVE_OUT, LEAVE_EMPTY, NEW = "out", "empty", "new"
LEAVE_ROWS_OUT = (LEAVE_OUT, Message("leave these rows out"))
LEAVE_CELL_EMPTY = (LEAVE_EMPTY, Message("leave the cell empty"))
_LEFT_OUT = Message("It is left out, as you chose.")
_WAITS = Message("It is left out until you answer the question about it.")


class Choices(Struct):
    """What a person chose for a file: its sheet, the field of each column by its position, and the answers by the id of the question."""

    sheet: int | None = None
    columns: dict[int, str] | None = None
    answers: dict[str, str] = field(default_factory=dict)


class Choice(NamedTuple):
    """A possible answer, and the words for it."""

    value: str
    label: Message | str


class Question(Struct):
    """A question about some rows of a file. `key` says what it is about; `answer` is the given answer, or the safe answer.

    `tells_of_contacts` are the organisations at risk of which the choices say where a contact has a mailbox.
    """

    key: str
    text: Message
    choices: Sequence[Choice]
    answer: str
    answered: bool
    rows: list[int] = field(default_factory=list)
    tells_of_contacts: Sequence[int] = ()

    @property
    def id(self) -> str:
        """The short name of the question in forms and in stored answers."""
        return id_of(self.key)

    @property
    def reason(self) -> Message:
        """Why a row is left out that the answer leaves out."""
        return _LEFT_OUT if self.answered else _WAITS


def id_of(key: str) -> str:
    """Return the short name of a question."""
    return "q" + hashlib.sha256(key.encode()).hexdigest()[:16]


class Questions:
    """The questions about a file, asked while its rows are read; a question about several rows is asked once."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """Hold the answers that were given."""
        self.answers, self.asked = answers, dict[str, Question]()

    def ask(self, key: str, row: int, text: Message, choices: Sequence[tuple[str, Message | str]], safe: str) -> Question:
        """Return the question with its answer; `safe` is the answer if nobody chose one that is offered."""
        if key not in self.asked:
            given = self.answers.get(id_of(key), "")
            answered = given in {value for value, _ in choices}
            self.asked[key] = Question(key, text, [Choice(*choice) for choice in choices], given if answered else safe, answered)
        question = self.asked[key]
        if not question.rows or question.rows[-1] != row:
            question.rows.append(row)
        return question

    @property
    def open_first(self) -> list[Question]:
        """The questions, those without an answer first."""
        return sorted(self.asked.values(), key=lambda question: question.answered)
