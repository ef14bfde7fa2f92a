"""What is asked of a coordinator who invites, and of a representative who hands an invitation over."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from coalition.fields import EmailAddress, Form, Name, Refused, Slug, Tick
from coalition.languages import Message
from coalition.notices.forms import LetterLanguage


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


class InvitingForm(Form):
    """Which organisations are invited."""

    missing = {"organisations": Message("Choose at least one organisation.")}

    organisations: Annotated[list[Slug], Field(min_length=1, max_length=1000)]
    send: bool = True


class RemindingForm(Form):
    """Which organisations are reminded; none named means all that have not answered."""

    organisations: Annotated[list[Slug], Field(max_length=1000)] | None = None
