"""Models of lists of memoranda, and of a text, in responses."""

from __future__ import annotations

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.memoranda.tables import WordingStatus
from coalition.published.json_memorandum import MemorandumInList
from coalition.text.blocks import BlockKind


class MemorandumPage(Listed[MemorandumInList]):
    """A page of memoranda."""


class WordingProvision(Answer):
    """A passage of the text; `key` is the same in every language and kept across editions."""

    key: str
    label: str
    kind: BlockKind
    number: str = Field(description="The number exactly as it is written in this language.")
    text: str = Field(description="The words, without markup.")


class Wording(Answer):
    """The text in one language, as Markdown and passage by passage."""

    memorandum: str
    edition: int
    language: str
    status: WordingStatus
    title: str
    body: str
    version: int
    provisions: list[WordingProvision]
