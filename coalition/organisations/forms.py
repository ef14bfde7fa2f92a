"""The forms for organisations, shared by pages, API and import."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from coalition.fields import EmailAddress, Form, LanguageTag, Line, Name, OptionalCountry, Refused, Slug, Tick, Website
from coalition.languages import Message
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, ProofMethod, Reach
from coalition.organisations.themes import Themes, joined


def _or_empty(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    return "" if isinstance(value, str) and not value.strip() else check(value)


OptionalWebsite = Annotated[Website, WrapValidator(_or_empty)]


class NameForm(Form):
    """A name in one language."""

    language: LanguageTag
    name: Name
    short_name: Annotated[Line, Field(max_length=60)] = ""
    primary: bool = False


class ContactForm(Form):
    """A person to write to."""

    missing = {"email": Message("Write the e-mail address of the contact.")}

    name: Line = ""
    email: Annotated[EmailAddress, AfterValidator(str.lower)]  # one mailbox is one contact, however it is written
    language: LanguageTag = "en"


def with_one_primary(names: list[NameForm]) -> list[NameForm]:
    """Return the names with exactly one primary name (the first if none is marked); refuse two names in one language."""
    languages = [name.language for name in names]
    if len(set(languages)) != len(languages):
        raise Refused(Message("Give one name for each language."))
    marked = sum(name.primary for name in names)
    if marked > 1:
        raise Refused(Message("Mark one name as the primary one."))
    if not marked and names:
        names[0] = names[0].model_copy(update={"primary": True})
    return names


# Confirms names that imitate others or look like others: the value stands in the refusal of names that nobody looked at.
LookedAt = Annotated[Line, Field(max_length=64)]
# Says that a new organisation is none of those of the register that it may be.
ConfirmedNew = Annotated[Tick, Field(description="It is none of the `candidates` of an answer 409.")]
Names = Annotated[list[NameForm], Field(min_length=1, max_length=30), AfterValidator(with_one_primary)]


LONGEST_REASON = 500
_NO_REASON = Message("Write the reason why it is in the public register or not.")


def _with_reason(reason: str, info: ValidationInfo) -> str:
    if info.data.get("listed") and not reason:
        raise Refused(_NO_REASON)
    return reason


def _with_reason_either_way(reason: str, info: ValidationInfo) -> str:
    if info.data.get("listed") is not None and not reason:
        raise Refused(_NO_REASON)
    return reason


Reason = Annotated[Line, Field(max_length=LONGEST_REASON)]


def _not_at_risk(listed: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 -- the value of the field
    if listed and info.data.get("at_risk"):
        raise Refused(Message("An organisation at risk starts outside the public register. List it later on its page if it wishes so."))
    return listed


class OrganisationForm(Form):
    """A new organisation; nothing here asks for a registration, none is ever required.

    `listed` puts it into the public register, with the reason; otherwise its first public act does.
    """

    missing = {"slug": Message("Write a short address name, for example bir-duino."), "names": Message("Write at least one name.")}

    slug: Slug
    kind: OrganisationKind = OrganisationKind.NGO
    scope: Reach = Reach.NATIONAL
    status: OrganisationStatus = OrganisationStatus.ACTIVE
    country: OptionalCountry = None
    seat_country: OptionalCountry = None
    website: OptionalWebsite = ""
    themes: Themes = []
    at_risk: bool = False
    listed: Annotated[bool, AfterValidator(_not_at_risk)] = False
    listing_reason: Annotated[Reason, AfterValidator(_with_reason), Field(validate_default=True)] = ""
    names: Names
    contacts: Annotated[list[ContactForm], Field(max_length=20)] = []
    looked_at: LookedAt = ""
    confirmed_new: ConfirmedNew = False


class ListingForm(Form):
    """The reason why an organisation is listed in the public register, or taken out of it."""

    missing = {"listing_reason": _NO_REASON}

    listing_reason: Annotated[Reason, Field(min_length=1)]


class ProofForm(Form):
    """The method to prove a domain; only the mail method needs an address."""

    missing = {"method": Message("Choose how the domain is to be proved.")}

    method: ProofMethod
    email: Annotated[EmailAddress | None, BeforeValidator(lambda value: value or None)] = None


class OrganisationChange(Form):
    """Some fields of an organisation, as a PATCH gives them; what is left out stays.

    `correction` is the reason of another spelling of a name under which the organisation is publicly named.
    """

    kind: OrganisationKind | None = None
    scope: Reach | None = None
    status: OrganisationStatus | None = None
    country: OptionalCountry = None
    seat_country: OptionalCountry = None
    website: OptionalWebsite | None = None
    themes: Themes | None = None
    at_risk: bool | None = None
    listed: bool | None = None
    listing_reason: Annotated[Reason, AfterValidator(_with_reason_either_way), Field(validate_default=True)] = ""
    names: Names | None = None
    correction: Annotated[Line, Field(max_length=LONGEST_REASON)] = ""
    looked_at: LookedAt = ""

    def changes(self) -> dict[str, Any]:
        """Return the given columns without names and listing; null clears a country and is ignored for other columns."""
        given = self.model_dump(exclude_unset=True, exclude={"names", "correction", "looked_at", "listed", "listing_reason"}, mode="json")
        given |= {} if self.themes is None else {"themes": joined(self.themes)}
        return {name: value for name, value in given.items() if value is not None or name in {"country", "seat_country"}}
