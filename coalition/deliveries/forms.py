"""What is asked about addressees and about entries of a timeline; pages and API ask the same."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from coalition.deliveries.tables import DeliveryWay, EntryKind
from coalition.fields import Form, InvalidForm, LanguageTag, Line, Name, OptionalSlug, Paragraphs, PastDateText, Tick, Website
from coalition.languages import Message

MOST_ADDRESSEES = 100
MOST_LANGUAGES = 30
LONGEST_TEXT, LONGEST_NOTE = 4000, 2000
TO_SOMEBODY = frozenset({EntryKind.DELIVERY, EntryKind.ANSWER})
_TWICE = Message("This language stands here twice.")
_SCAN_WITHOUT_TEXT = Message("Say in each language of the entry what its scan shows, for people who do not see it.")
_NO_SCAN = Message("There is no scan of which this could be said.")
_ONLY_DELIVERIES = Message("Only a delivery has this.")


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


OptionalLink = Annotated[Website | None, BeforeValidator(_empty_is_none)]
Way = Annotated[DeliveryWay | None, BeforeValidator(_empty_is_none)]
NumberOfAddressee = Annotated[Annotated[int, Field(ge=1, lt=10**6)] | None, BeforeValidator(_empty_is_none)]
ScanDigest = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$", description="The digest of a scan that was stored for this entry; empty: no scan.")]
Words = Annotated[Paragraphs, Field(max_length=LONGEST_TEXT)]


class AddresseeNameForm(Form):
    """The name of an addressee in one language, and the office that it holds."""

    language: LanguageTag
    name: Name
    office: Line = ""


class AddresseeForm(Form):
    """A body or an office; `place` says where it stands among the others, last if it is left out."""

    missing = {"names": Message("Write the name in at least one language.")}

    names: Annotated[list[AddresseeNameForm], Field(min_length=1, max_length=MOST_LANGUAGES)]
    link: OptionalLink = None
    organisation: Annotated[OptionalSlug, Field(description="If it is an organisation of the register.")] = None
    place: Annotated[Annotated[int, Field(ge=1, le=999)] | None, BeforeValidator(_empty_is_none)] = None

    @field_validator("names")
    @classmethod
    def _once(cls, value: list[AddresseeNameForm]) -> list[AddresseeNameForm]:
        _check_languages("names", [row.language for row in value])
        return value


class EntryTextForm(Form):
    """What an entry says in one language."""

    language: LanguageTag
    title: Line = ""
    text: Words = ""
    scan_text: Annotated[Line, Field(max_length=500, description="What its scan shows, for whoever does not see it.")] = ""


class EntryForm(Form):
    """An entry of a timeline. A delivery has its way, an answer its words or `silent`, updates and the outcome have words in a language."""

    missing = {"kind": Message("Choose what it is."), "on": Message("Write the day, at least the year.")}

    kind: EntryKind
    addressee: Annotated[NumberOfAddressee, Field(description="The number of the addressee, for a delivery and an answer.")] = None
    on: Annotated[PastDateText, Field(description="A partial date.")]
    way: Way = None
    by: Annotated[Line, Field(description="Who delivered it, in words.")] = ""
    organisation: Annotated[OptionalSlug, Field(description="The organisation of the register that delivered it.")] = None
    silent: Annotated[Tick, Field(description="Whether no answer was received by that day.")] = False
    remark: Annotated[Line, Field(description="Why it was delivered before the text was adopted.")] = ""
    link: OptionalLink = None
    document: Annotated[Line, Field(description="The reference of a document.")] = ""
    evidence: Annotated[Annotated[Paragraphs, Field(max_length=LONGEST_NOTE)], Field(description="For coordinators only; stored encrypted.")] = ""
    scan: ScanDigest = ""
    texts: Annotated[list[EntryTextForm], Field(max_length=MOST_LANGUAGES, validate_default=True)] = []

    @field_validator("texts")
    @classmethod
    def _once(cls, value: list[EntryTextForm]) -> list[EntryTextForm]:
        _check_languages("texts", [row.language for row in value])
        return value

    @model_validator(mode="after")
    def _fits(self) -> EntryForm:
        problems = {**self._about_delivery(), **self._about_words(), **self._about_scan()}
        if problems:
            raise InvalidForm(problems)
        return self

    def _about_delivery(self) -> dict[str, Message]:
        problems = {}
        if self.kind in TO_SOMEBODY and self.addressee is None:
            problems["addressee"] = Message("Choose the addressee.")
        if self.kind not in TO_SOMEBODY and self.addressee is not None:
            problems["addressee"] = Message("An update or an outcome is about the text as a whole.")
        if self.kind is EntryKind.DELIVERY and self.way is None:
            problems["way"] = Message("Choose how it was delivered.")
        if self.kind is not EntryKind.DELIVERY:
            problems |= {name: _ONLY_DELIVERIES for name in ("way", "by", "organisation", "remark") if getattr(self, name)}
        return problems

    def _about_words(self) -> dict[str, Message]:
        if self.silent and (self.kind is not EntryKind.ANSWER or self.texts):
            return {"silent": Message("That nothing was answered stands alone: without words, and for an answer only.")}
        if self.kind is EntryKind.ANSWER and not (self.silent or self.texts):
            return {"texts": Message("Write what was answered, or tick that no answer was received.")}
        if self.kind in TO_SOMEBODY:
            return {}
        if not self.texts:
            return {"texts": Message("Write what happened in at least one language.")}
        return {f"texts/{at}/title": Message("Write a title.") for at, row in enumerate(self.texts) if not row.title}

    def _about_scan(self) -> dict[str, Message]:
        if not self.scan:
            return {f"texts/{at}/scan_text": _NO_SCAN for at, row in enumerate(self.texts) if row.scan_text}
        if not self.texts:
            return {"texts": _SCAN_WITHOUT_TEXT}
        return {f"texts/{at}/scan_text": _SCAN_WITHOUT_TEXT for at, row in enumerate(self.texts) if not row.scan_text}


def _check_languages(field: str, codes: list[str]) -> None:
    twice = [at for at, code in enumerate(codes) if code in codes[:at]]
    if twice:
        raise InvalidForm({f"{field}/{at}/language": _TWICE for at in twice})
