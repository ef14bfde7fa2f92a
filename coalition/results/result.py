"""A result of the search for everybody, as the page and the API show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from coalition.languages import Message
from coalition.search.everywhere import Match
from coalition.search.marked_words import Piece, marked, missing_from, passage
from coalition.search.query_terms import Term
from coalition.text.provisions import name_of
from coalition.words import Word


class ResultKind(Word):
    """What can be found."""

    MEMORANDUM = "memorandum", Message("Memoranda")
    ORGANISATION = "organisation", Message("Organisations")
    NETWORK = "network", Message("Networks")
    FORUM = "forum", Message("Forums")
    ARTICLE = "article", Message("Articles")
    NOTIFICATION = "notification", Message("Notifications")


class Address(NamedTuple):
    """The route of a page with its parameters, and a place on it, "" for its beginning."""

    route: str
    params: Mapping[str, object]
    place: str = ""


class Passage(Struct, frozen=True):
    """A part of a text with what was looked for in it; `provision` is "" and `name` None where the text has no provisions."""

    provision: str
    name: Message | None
    language: str
    pieces: Sequence[Piece]
    address: Address


class Result(Struct, frozen=True):
    """Something that was found: its title in a language, another name that says why it was found, and passages of its text."""

    kind: ResultKind
    slug: str
    title: str
    language: str
    address: Address
    terms: Sequence[Term]
    other: tuple[str, str] | None = None
    passages: Sequence[Passage] = ()
    number: tuple[int, int] | None = None  # of a notification: the year, then its number

    @property
    def pieces(self) -> list[Piece]:
        """The title, with what was looked for."""
        return marked(self.title, self.terms)

    @property
    def other_pieces(self) -> list[Piece]:
        """The other name, with what was looked for."""
        return marked(self.other[1], self.terms) if self.other else []


class Thing(NamedTuple):
    """What is found of a row (an id): its entries, the best first, the passages of them that are shown, and the words of the query."""

    kind: ResultKind
    subject: int
    matches: Sequence[Match]
    texts: Mapping[int, str]
    terms: Sequence[Term]

    def passages(self, address: Address) -> list[Passage]:
        """Return the passages; each leads to its place on a page."""
        shown = [(match, self.texts[match.id]) for match in self.matches if match.id in self.texts]
        return [
            Passage(
                match.place,
                name_of(match.label) if match.label else None,
                match.language,
                passage(text, self.terms),
                Address(address.route, {**address.params, "text": match.language}, match.place) if match.place else address,
            )
            for match, text in shown
        ]

    def other(self, shown: Sequence[str], others: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
        """Return the first of some other names, each with its language, that has a word of the query which nothing shown has."""
        missing = missing_from([*shown, *self.texts.values()], self.terms)
        return next(((code, name) for code, name in others if len(missing_from([name], missing)) < len(missing)), None)
