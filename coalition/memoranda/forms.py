"""The forms about a memorandum and its texts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from coalition.fields import Body, DateText, Day, Form, LanguageTag, Line, Name, OptionalDay, OptionalSlug, Paragraphs, Refused, Slug, one_of
from coalition.languages import Message
from coalition.memoranda.tables import AdoptionRule, MemorandumKind, Publicity, SignatureRule, WordingStatus

LONGEST_SUMMARY = 1000
# Who may read a memorandum after it was opened; an embargo and a withdrawal from the public have operations of their own.
READERS = (Publicity.COORDINATORS, Publicity.PARTICIPANTS, Publicity.PUBLIC)


class MemorandumForm(Form):
    """A new memorandum."""

    missing = {
        "slug": Message("Write a short address name, for example cooperation-2026."),
        "authentic_languages": Message("Choose at least one authentic language."),
    }

    slug: Slug
    forum: OptionalSlug = None
    kind: MemorandumKind = MemorandumKind.MEMORANDUM_OF_UNDERSTANDING
    symbol: Annotated[Line, Field(max_length=60)] = ""
    authentic_languages: Annotated[list[LanguageTag], Field(min_length=1, max_length=12)]
    signature_rule: SignatureRule = SignatureRule.INVITED
    reservations: bool = True

    @field_validator("authentic_languages")
    @classmethod
    def _once_each(cls, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))


class MemorandumChange(Form):
    """Some fields of a memorandum whose text is not yet fixed."""

    forum: OptionalSlug = None
    kind: MemorandumKind | None = None
    symbol: Annotated[Line, Field(max_length=60)] | None = None
    authentic_languages: Annotated[list[LanguageTag], Field(min_length=1, max_length=12)] | None = None
    reservations: bool | None = None


class WordingForm(Form):
    """One language of the text; `version` is the one the editor began from, so that nobody overwrites another's work."""

    missing = {"title": Message("Write the title."), "body": Message("Write the text.")}

    title: Name
    body: Body
    status: WordingStatus | None = None
    version: Annotated[int, Field(ge=0)] | None = None

    @field_validator("status")
    @classmethod
    def _not_by_hand(cls, value: WordingStatus | None) -> WordingStatus | None:
        """Whether a wording is authentic follows from the memorandum's authentic languages."""
        return None if value is WordingStatus.AUTHENTIC else value


class SummaryForm(Form):
    """The summary above the text in one language, as plain text; empty where there is to be none."""

    summary: Annotated[Paragraphs, Field(max_length=LONGEST_SUMMARY, description="Plain text; an empty line parts paragraphs. Empty: none.")]


class AdoptionForm(Form):
    """How and when the participants agreed on the text, and the digest of the text that was read, if it has to be that."""

    missing = {"on": Message("Write the day of adoption.")}

    rule: AdoptionRule = AdoptionRule.CONSENSUS
    on: DateText
    digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None


class OpeningForm(Form):
    """The window in which it can be signed; both days belong to it (UTC).

    Who may read it: everybody, or the invited where a rule says how many must have signed before, or where the risk of the forum is
    careful or high; unless another answer is given. `closing_letters`: those concerned get a letter when it closes after its last day.
    """

    missing = {"opens": Message("Choose the first day.")}

    opens: Day
    closes: OptionalDay = None
    publicity: Annotated[Publicity, one_of(READERS)] | None = None
    closing_letters: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> OpeningForm:
        if self.closes and self.closes < self.opens:
            raise Refused(Message("The last day must not lie before the first day."))
        return self


class SuccessorForm(Form):
    """The memorandum that replaces another one; nothing takes it back."""

    successor: OptionalSlug = None
