"""The forms for programmes and forums."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from coalition.fields import CountryCode, Form, LanguageTag, Line, Name, OptionalCountry, OptionalDate, OptionalSlug, Paragraphs, Refused, Slug
from coalition.forums.tables import ForumRole, ProgrammeRole, RiskProfile
from coalition.languages import Message


class Place(Form):
    """Where a forum meets; `public` false shows only that the place is withheld."""

    city: Annotated[Line, Field(max_length=120)] = ""
    country: OptionalCountry = None
    public: bool = True


class ForumTextForm(Form):
    """Title, summary and city in one language."""

    language: LanguageTag
    title: Name
    summary: Paragraphs = ""
    city: Annotated[Line, Field(max_length=120)] = ""


def _or_none(value: Any) -> Any:
    return None if value == "" else value


class ForumOrganisationForm(Form):
    """An organisation's role; `public` says whether everybody may know of it, None leaves that to the caution of the forum."""

    organisation: Slug
    role: ForumRole = ForumRole.PARTICIPANT
    public: Annotated[bool | None, BeforeValidator(_or_none)] = None


class PartOnRecord(Form):
    """A part that a change replaces: an organisation and the role that it has now."""

    organisation: Slug
    role: ForumRole


class PartsChange(Form):
    """Parts of some organisations in a forum: those on record are replaced by those that are given; all others stay."""

    on_record: Annotated[list[PartOnRecord], Field(max_length=500)] = []
    organisations: Annotated[list[ForumOrganisationForm], Field(max_length=500)] = []

    @property
    def slugs(self) -> set[str]:
        """The organisations whose parts it changes."""
        return {part.organisation for part in self.on_record} | {part.organisation for part in self.organisations}


class RoleForm(Form):
    """The role that many organisations get in a forum at once."""

    role: ForumRole = ForumRole.PARTICIPANT


class ProgrammeTextForm(Form):
    """A programme's name in one language."""

    language: LanguageTag
    name: Name


class ProgrammeOrganisationForm(Form):
    """An organisation's part in a programme."""

    organisation: Slug
    role: ProgrammeRole = ProgrammeRole.IMPLEMENTER


class ProgrammeForm(Form):
    """A programme."""

    missing = {"slug": Message("Write a short address name."), "texts": Message("Write the name in at least one language.")}

    slug: Slug
    texts: Annotated[list[ProgrammeTextForm], Field(min_length=1, max_length=30)]
    organisations: Annotated[list[ProgrammeOrganisationForm], Field(max_length=500)] = []


def _none_is_place(value: Any) -> Any:
    return {} if value is None else value


class ForumForm(Form):
    """A forum; every date may be known to the year, the month or the day, or not at all."""

    missing = {
        "slug": Message("Write a short address name, for example kyiv-2013."),
        "texts": Message("Write the title in at least one language."),
    }

    slug: Slug
    programme: OptionalSlug = None
    starts: OptionalDate = None
    ends: OptionalDate = None
    place: Annotated[Place, BeforeValidator(_none_is_place)] = Place()
    countries: Annotated[list[CountryCode], Field(max_length=60)] = []
    risk_profile: RiskProfile = RiskProfile.OPEN
    texts: Annotated[list[ForumTextForm], Field(min_length=1, max_length=30)]
    organisations: Annotated[list[ForumOrganisationForm], Field(max_length=500)] = []

    @model_validator(mode="after")
    def _in_order(self) -> ForumForm:
        _check_order(self.starts, self.ends)
        return self


class ForumChange(Form):
    """Some fields of a forum; lists that are given replace what was there."""

    programme: OptionalSlug = None
    starts: OptionalDate = None
    ends: OptionalDate = None
    place: Place | None = None
    countries: Annotated[list[CountryCode], Field(max_length=60)] | None = None
    risk_profile: RiskProfile | None = None
    texts: Annotated[list[ForumTextForm], Field(min_length=1, max_length=30)] | None = None
    organisations: Annotated[list[ForumOrganisationForm], Field(max_length=500)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, given: Any) -> Any:
        """Take a null where a forum always has a value as if it were left out."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value is not None or name != "risk_profile"}

    @model_validator(mode="after")
    def _in_order(self) -> ForumChange:
        _check_order(self.starts, self.ends)
        return self


def _check_order(starts: str | None, ends: str | None) -> None:
    if not is_in_order(starts, ends):
        raise Refused(ENDS_BEFORE)


ENDS_BEFORE = Message("The end must not lie before the beginning.")


def is_in_order(starts: str | None, ends: str | None) -> bool:
    """Whether a forum may have ended when it did; either is a partial date, or not known."""
    return not starts or not ends or ends >= starts[: len(ends)]
