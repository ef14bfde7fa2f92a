"""What is asked of a representative, and of a coordinator who invites."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition import clock
from coalition.fields import EmailAddress, Form, InvalidForm, Line, Name, OptionalCountry, OptionalDate, OptionalDay, Paragraphs, Refused, Slug, Tick
from coalition.languages import Message
from coalition.notices.forms import LetterLanguage
from coalition.partial_dates import PartialDate
from coalition.signatures.recording import Level
from coalition.signatures.tables import ActKind, AnnulmentGround, Channel, Disclosure


def _none_if_empty(value: object) -> object:
    return value or None


_LONGEST_SEAL = timedelta(days=3660)


class DisclosureForm(Form):
    """Who may know: with the description that stands in place of the name, or the day on which the name is shown."""

    missing = {"disclosure": Message("Choose who may know.")}

    disclosure: Disclosure
    description: Annotated[Line, Field(max_length=300)] = ""
    release_on: OptionalDay = None

    @model_validator(mode="after")
    def _complete(self) -> DisclosureForm:
        if self.disclosure is Disclosure.DESCRIBED and not self.description:
            raise InvalidForm({"description": Message("Write the description that the public reads in place of the name.")})
        if self.disclosure is Disclosure.SEALED_UNTIL:
            self._check_release()
        return self

    def _check_release(self) -> None:
        if self.release_on is None:
            raise InvalidForm({"release_on": Message("Choose the day on which the names may be shown.")})
        if not clock.today() < self.release_on <= clock.today() + _LONGEST_SEAL:
            raise InvalidForm({"release_on": Message("Choose a day after today, within ten years.")})

    @property
    def level(self) -> Level:
        """Who may know, without what another choice would have needed."""
        described, sealed = self.disclosure is Disclosure.DESCRIBED, self.disclosure is Disclosure.SEALED_UNTIL
        return Level(self.disclosure, self.description if described else "", self.release_on if sealed else None)


class AnswerForm(DisclosureForm):
    """Who signs, how, and who may know: the answers that are checked before the signature."""

    missing = DisclosureForm.missing | {
        "kind": Message("Choose whether you sign or support."),
        "representative_name": Message("Write the name of the person who signs."),
        "digest": Message("Read the text first; this page does not say which text you read."),
    }

    kind: Literal[ActKind.SIGNATURE, ActKind.AD_REFERENDUM, ActKind.ACCESSION, ActKind.SUPPORT]
    representative_name: Name
    representative_title: Line = ""
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
        return _same_names(self)


_Confirmed = TypeVar("_Confirmed", "SignatureForm", "ConfirmationForm")


def _same_names(form: _Confirmed) -> _Confirmed:
    if _folded(form.typed_name) != _folded(form.representative_name):
        raise InvalidForm({"typed_name": Message("This is not the name given above: {name}.", name=form.representative_name)})
    return form


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _spoken(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(Message("Confirm that you may speak for the organisation."))
    return value


class DeclineForm(Form):
    """A private answer; it is ticked so that nobody declines by accident, and a reason is welcome and never needed."""

    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_spoken)] = False
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


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


class WithdrawalForm(Form):
    """Taking a signature back; the name is typed so that nobody does it by accident."""

    missing = {"typed_name": Message("Type your name to confirm.")}

    typed_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
    quiet: Tick = False


class ConfirmationForm(Form):
    """Who confirms a signature ad referendum for the organisation."""

    missing = {
        "representative_name": Message("Write the name of the person who confirms."),
        "typed_name": SignatureForm.missing["typed_name"],
        "authority": SignatureForm.missing["authority"],
    }

    representative_name: Name
    representative_title: Line = ""
    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_given)] = False
    typed_name: Name

    @model_validator(mode="after")
    def _same_name(self) -> ConfirmationForm:
        return _same_names(self)


class VouchingForm(Form):
    """Who says that the act of a colleague is the organisation's."""

    missing = {"colleague_name": Message("Write your name.")}

    colleague_name: Name


class DoubtForm(Form):
    """Who says that it is not, and why; a reason is welcome and never needed."""

    missing = {"questioner_name": VouchingForm.missing["colleague_name"]}

    questioner_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


class EvidenceForm(Form):
    """What a coordinator has seen of a mandate; never public."""

    missing = {"note": Message("Write what you have seen.")}

    note: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class AssuranceForm(Form):
    """What was found out about a question; only the coordinators read it."""

    missing = {"reason": Message("Write how you know that the act is the organisation's.")}

    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class AnnulmentForm(Form):
    """Why an act is annulled: a ground from the public list, and a reason that only the coordinators read."""

    missing = {"ground": Message("Choose why it is annulled.")}

    ground: AnnulmentGround
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
    quiet: Tick = False


class BatchForm(Form):
    """Which standing acts are annulled together; a condition that is left out fits all, and at least one is needed."""

    missing = {"ground": AnnulmentForm.missing["ground"]}

    ground: AnnulmentGround
    quiet: Tick = False
    kind: Annotated[ActKind | None, BeforeValidator(_none_if_empty)] = None
    channel: Annotated[Channel | None, BeforeValidator(_none_if_empty)] = None
    country: OptionalCountry = None
    since: OptionalDay = None
    until: OptionalDay = None
    questioned: Tick = False

    @model_validator(mode="after")
    def _some_condition(self) -> BatchForm:
        if not (self.kind or self.channel or self.country or self.since or self.until or self.questioned):
            raise InvalidForm({"form": Message("Name at least one condition.")})
        return self


class EnteredActForm(DisclosureForm):
    """An act that came on paper, by letter, or from a source about the past; its date may be known in part or not at all."""

    missing = DisclosureForm.missing | {
        "organisation": Message("Choose the organisation."),
        "kind": Message("Choose what the organisation did."),
        "channel": Message("Choose how it reached you."),
    }

    organisation: Slug
    kind: Literal[ActKind.SIGNATURE, ActKind.AD_REFERENDUM, ActKind.ACCESSION, ActKind.SUPPORT, ActKind.CONFIRMATION, ActKind.WITHDRAWAL]
    channel: Literal[Channel.PAPER, Channel.CORRESPONDENCE, Channel.HISTORICAL]
    acted: OptionalDate = None
    representative_name: Line = ""
    representative_title: Line = ""
    evidence: Annotated[Paragraphs, Field(max_length=2000)] = ""
    source: Annotated[Line, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _shown_whence(self) -> EnteredActForm:
        if self.acted and PartialDate(self.acted).first > clock.today():
            raise InvalidForm({"acted": Message("This day has not come yet.")})
        if self.channel is Channel.HISTORICAL and not self.source:
            raise InvalidForm({"source": Message("Write where this is known from.")})
        if self.channel is not Channel.HISTORICAL and not self.evidence:
            raise InvalidForm({"evidence": Message("Write what you saw, for example a signed letter, and where it is kept.")})
        return self


class ObjectionForm(Form):
    """A party's objection to a correction, by its number; only the coordinators read the reason."""

    missing = {"correction": Message("Choose the correction.")}

    correction: Annotated[int, Field(ge=1, le=10_000)]
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


class InvitingForm(Form):
    """Which organisations are invited."""

    missing = {"organisations": Message("Choose at least one organisation.")}

    organisations: Annotated[list[Slug], Field(min_length=1, max_length=1000)]
    send: bool = True


class RemindingForm(Form):
    """Which organisations are reminded; none named means all that have not answered."""

    organisations: Annotated[list[Slug], Field(max_length=1000)] | None = None
