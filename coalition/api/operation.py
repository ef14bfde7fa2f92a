"""One operation of the API as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.api.articles.forms import PartOfArticles
from coalition.api.forms import Paging, PartOfAmendments, PartOfComments, PartOfForum, PartOfPartners, PartOfRevisions, PartOfStatus, Since
from coalition.api.languages import models as languages

if TYPE_CHECKING:
    from coalition.answers import Answer
    from coalition.errors import CoalitionError
    from coalition.fields import Form


class Operation(Struct, frozen=True):
    """One row: what people read of it, the shapes of body, query and answer, the rules it may break.

    `withdrawable`: it answers 410 for a memorandum that was withdrawn from the public; `moves`: it answers 308 for a merged entry.
    `sends_file`, `takes_file`: the media types of the answer, and of the body, where it is a file.
    `asked`: the shape of the answer 202, where another coordinator has to approve the change first.
    """

    tag: str
    summary: str
    answer: type[Answer] | None
    body: type[Form] | None = None
    body_optional: bool = False
    query: type[Form] | None = None
    rules: tuple[type[CoalitionError], ...] = ()
    description: str = ""
    withdrawable: bool = False
    asked: type[Answer] | None = None
    moves: bool = False
    sends_file: tuple[str, ...] = ()
    takes_file: tuple[str, ...] = ()

    @property
    def paged(self) -> bool:
        """Whether the response is one page of a list."""
        parts = {PartOfAmendments, PartOfArticles, PartOfComments, PartOfForum, PartOfPartners, PartOfRevisions, PartOfStatus}
        return self.query in {Paging, languages.PartOfGlossary, Since, *parts}
