"""What is asked of a representative, and of a coordinator who invites."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition.fields import Form, InvalidForm, Line, Name, Paragraphs, Refused, Slug
from coalition.languages import Message
from coalition.signatures.tables import ActKind, Disclosure

_TICKED = {"1", "on", "true", "yes"}


def _ticked(value: object) -> object:
    return value.lower() in _TICKED if isinstance(value, str) else value


Tick = Annotated[bool, BeforeValidator(_ticked)]


class AnswerForm(Form):
    """Who signs, how, and who may know: the answers that are checked before the signature."""

    missing = {
        "kind": Message("Choose whether you sign or support."),
        "representative_name": Message("Write the name of the person who signs."),
        "disclosure": Message("Choose who may know."),
        "digest": Message("Read the text first; this page does not say which text you read."),
    }

    kind: Literal[ActKind.SIGNATURE, ActKind.SUPPORT]
    representative_name: Name
    representative_title: Line = ""
    disclosure: Disclosure
    digest: Annotated[str, Field(min_length=1, max_length=80)]


def _given(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(SignatureForm.missing["authority"])
    return value


class SignatureForm(AnswerForm):
    """The answers with the two confirmations."""

    missing = AnswerForm.missing | {
        "typed_name": Message("Type your name to confirm."),
        "authority": Message("Confirm that you may bind the organisation."),
    }

    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_given)] = False
    typed_name: Name

    @model_validator(mode="after")
    def _same_name(self) -> SignatureForm:
        if _folded(self.typed_name) != _folded(self.representative_name):
            raise InvalidForm({"typed_name": Message("This is not the name given above: {name}.", name=self.representative_name)})
        return self


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


class DeclineForm(Form):
    """A private answer; a reason is welcome and never needed."""

    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


class WithdrawalForm(Form):
    """Taking a signature back; the name is typed so that nobody does it by accident."""

    missing = {"typed_name": Message("Type your name to confirm.")}

    typed_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


class InvitingForm(Form):
    """Which organisations are invited."""

    missing = {"organisations": Message("Choose at least one organisation.")}

    organisations: Annotated[list[Slug], Field(min_length=1, max_length=1000)]
    send: bool = True


class RemindingForm(Form):
    """Which organisations are reminded; none named means all that have not answered."""

    organisations: Annotated[list[Slug], Field(max_length=1000)] | None = None
