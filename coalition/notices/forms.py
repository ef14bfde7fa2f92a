"""The forms of a subscription to notifications by mail."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from coalition.fields import EmailAddress, Form, Line, Refused
from coalition.languages import Message
from coalition.notices.tables import Rhythm
from coalition.settings import SUPPORTED_LANGUAGES


def _written(language: str) -> str:
    if language not in SUPPORTED_LANGUAGES:
        raise Refused(Message("Choose one of the languages in which letters are written."))
    return language


LetterLanguage = Annotated[str, AfterValidator(_written)]


class RhythmForm(Form):
    """How often letters come, and in which language."""

    missing = {"rhythm": Message("Choose how often letters come."), "language": Message("Choose the language of the letters.")}

    rhythm: Rhythm
    language: LetterLanguage


class SubscriptionForm(RhythmForm):
    """Which notifications are mailed where; without a memorandum it is those of all."""

    missing = RhythmForm.missing | {"email": Message("Write the e-mail address to which letters go.")}

    email: EmailAddress
    memorandum: Annotated[Line, Field(max_length=80)] = ""
