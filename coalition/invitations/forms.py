"""What is asked of a coordinator who invites, and of a representative who hands an invitation over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from coalition.fields import EmailAddress, Form, Name, Paragraphs, Refused, Slug, Tick, one_of
from coalition.languages import Message
from coalition.notices.forms import LetterLanguage
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORDS = 1000


def words_by_language(words: Iterable[OwnWordsForm]) -> dict[str, str]:
    """Return own words by language; of two for one language the later one."""
    return {paragraph.language: paragraph.text for paragraph in words}


def _one_of_us(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(Message("Confirm that your colleague belongs to the organisation."))
    return value


class DelegationForm(Form):
    """The colleague to whom an invitation is handed over."""

    missing = {"name": Message("Write the name of your colleague."), "email": Message("Write the e-mail address of your colleague.")}

    name: Name
    email: EmailAddress
    language: LetterLanguage = "en"
    belongs: Annotated[Tick, Field(validate_default=True), AfterValidator(_one_of_us)] = False


class OwnWordsForm(Form):
    """A paragraph of the coordinator's own in letters of one language: plain text. Discreet letters leave it out, as it may name the text."""

    missing = {"language": Message("Choose a language by its tag, for example en, ru or ar."), "text": Message("This is needed.")}

    language: Annotated[str, one_of(SUPPORTED_LANGUAGES)]
    text: Annotated[Paragraphs, Field(min_length=1, max_length=LONGEST_WORDS)]


OwnWords = Annotated[list[OwnWordsForm], Field(max_length=len(SUPPORTED_LANGUAGES))]


def _somebody(value: list[str], info: ValidationInfo) -> list[str]:
    if not value and not info.data.get("networks"):
        raise Refused(Message("Choose at least one organisation."))
    return value


class InvitingForm(Form):
    """Which organisations are invited, and in which words besides those of the letter.

    Of `networks` all present members are invited that can be, as in a choice of many; each of `organisations` has to be one that can.
    """

    networks: Annotated[list[Slug], Field(max_length=50, description="Networks: all their present members are invited that have not answered.")] = []
    organisations: Annotated[list[Slug], Field(max_length=1000, validate_default=True), AfterValidator(_somebody)] = []
    send: bool = True
    words: OwnWords = []


class ChoiceForm(Form):
    """Whether the organisations of a choice are invited by letter, and in which words besides those of the letter."""

    send: bool = True
    words: OwnWords = []


class RemindingForm(Form):
    """Which organisations are reminded; none named means all that have not answered."""

    organisations: Annotated[list[Slug], Field(max_length=1000)] | None = None
    words: OwnWords = []
