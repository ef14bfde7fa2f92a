"""Models of provisions in all languages, of languages and of glossaries, in requests and responses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coalition.answers import Answer
from coalition.api.forms import Limit
from coalition.api.models import Listed
from coalition.fields import Form, LanguageTag
from coalition.text.blocks import BlockKind

Digest = Annotated[str, Field(max_length=64)]


class ProvisionConfirmation(Form):
    """A language in which a provision says the same as in the authentic others; `digests` are those that were read, by language.

    Without digests it is the word of somebody who has read the texts of this moment.
    """

    language: LanguageTag
    digests: Annotated[dict[LanguageTag, Digest], Field(max_length=20)] | None = None


class ProvisionInLanguages(Answer):
    """A provision in every language that has it; `title` is the id of the title."""

    id: str
    number: str = Field(description="As the first authentic text writes it.")
    label: str
    kind: BlockKind | Literal["title"]
    texts: dict[str, str] = Field(description="The Markdown with its number, by language.")
    stale: list[str] = Field(description="Languages in which it has to be compared again; empty for whoever does not work on the text.")
    digests: dict[str, str] = Field(description="SHA-256 of each text, to say which was read.")


class Provisions(Answer):
    """The provisions of a text in order: of the draft for those who work on it, else of the edition in force."""

    memorandum: str
    edition: int
    provisions: list[ProvisionInLanguages]


class PersonOfLanguage(Answer):
    """Who translates or revises."""

    name: str
    email: str


class LanguageOfDraft(Answer):
    """How a language stands: numbers of provisions, and who works on it."""

    language: str
    stale: int
    missing: int
    extra: int = Field(description="Provisions that no authentic text has.")
    unrevised: int
    translator: PersonOfLanguage | None
    reviser: PersonOfLanguage | None


class LanguagesOfDraft(Answer):
    """The languages of a text that is worked on."""

    memorandum: str
    languages: list[LanguageOfDraft]


class PartOfGlossary(Form):
    """Which page of a glossary."""

    after: Annotated[int, Field(ge=1, le=2**31 - 1, description="The cursor from `next` of the page before.")] | None = None
    limit: Limit = 50
    q: Annotated[str, Field(max_length=200, description="Words of a rendering or a note, in any script.")] = ""


class RenderingOfTerm(Answer):
    """A term in one language."""

    language: str
    text: str


class GlossaryTerm(Answer):
    """A term of a glossary."""

    number: int
    renderings: list[RenderingOfTerm]
    note: str


class GlossaryPage(Listed[GlossaryTerm]):
    """A page of a glossary."""
