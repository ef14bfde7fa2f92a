"""The base class of forms, and the types of their fields: text without hidden characters, slugs, countries, languages, dates, addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self, get_args
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from coalition import characters, clock
from coalition.errors import CoalitionError
from coalition.languages import Message, country_codes, is_language
from coalition.partial_dates import PartialDate
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.shown_again import is_only_shown

_EMAIL = re.compile(r"[^\s\x00-\x1f\x7f@<>\"',;:()\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?")
LONGEST_NAME = 300
_RESERVED_SLUGS = frozenset({"new", "duplicates"})
_LANGUAGE = re.compile(r"(?!und\b)[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_LINE_BREAKS = re.compile("[ ]*[\n\t][ \n\t]*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


_FIRST_YEAR = 1945  # no forum or memorandum is older than the United Nations
_FIRST_OLD_YEAR = 1700  # of what happened to an organisation
_YEARS_AHEAD = 10


class Refused(ValueError):
    """A value is not valid; `message` is for the person who typed it."""

    def __init__(self, message: Message) -> None:
        """Hold the message."""
        super().__init__(str(message))
        self.message = message


class InvalidForm(CoalitionError):
    """Some fields are not valid; nothing was changed.

    `problems` maps a path such as `names/0/language` to its message.
    """

    def __init__(self, problems: Mapping[str, Message]) -> None:
        """Hold one message for each field."""
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems.items()))
        self.problems = dict(problems)


@contextmanager
def added_to(problems: dict[str, Message]) -> Iterator[None]:
    """Add the problems of a form that the block refuses; the first message of each field counts."""
    try:
        yield
    except InvalidForm as refused:
        for field, message in refused.problems.items():
            problems.setdefault(field, message)


def _line(value: str) -> str:
    """Clean a text of one line; line breaks and tabs, which come with pasted texts, become spaces."""
    text = _LINE_BREAKS.sub(" ", characters.clean(value)[0]).strip()
    if place := next(characters.refused(text), None):
        raise Refused(Message("There is a hidden character at position {column} ({code}). Delete it.", column=place.column, code=place.code))
    return text


def _body(value: str) -> str:
    """Clean a text of several lines."""
    text, _ = characters.clean(value)
    if place := next(characters.refused(text), None):
        raise Refused(hidden_character(place))
    if not text.strip():
        raise Refused(_SENTENCES["missing"])
    return text


def _paragraphs(value: str) -> str:
    return _body(value).strip() if value.strip() else ""


def hidden_character(place: characters.Place) -> Message:
    """Say where a character stands that no text may hold."""
    return Message(
        "Line {line}: there is a hidden character at position {column} ({code}). Delete it.", line=place.line, column=place.column, code=place.code
    )


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise Refused(Message("Use small Latin letters, digits and single hyphens, for example kyiv-2013."))
    if value in _RESERVED_SLUGS:
        raise Refused(Message("This word is part of the site's own addresses; choose another one."))
    return value


def _country(value: str) -> str:
    if value not in country_codes():
        raise Refused(Message("Choose a country from the list (ISO code of two letters)."))
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value) or not is_language(value):
        raise Refused(Message("Choose a language by its tag, for example en, ru or ar."))
    return value


def _interface_language(value: str) -> str:
    if value not in SUPPORTED_LANGUAGES:
        raise Refused(_SENTENCES["literal_error"])
    return value


def _partial_date(value: str) -> str:
    try:
        return PartialDate(value).iso
    except ValueError:
        raise Refused(Message("Write a date as 2013, 2013-02 or 2013-02-17.")) from None


def _in_our_time(value: str) -> str:
    return _since(value, _FIRST_YEAR)


def _in_modern_times(value: str) -> str:
    return _since(value, _FIRST_OLD_YEAR)


def _since(value: str, first: int) -> str:
    if not first <= int(value[:4]) <= _last_year():
        raise _no_such_year(first)
    return value


def _day(value: object) -> object:
    """Refuse what pydantic takes for a day too: a moment, and a number of seconds since 1970."""
    if isinstance(value, datetime) or not (isinstance(value, date) or _DAY.fullmatch(str(value))):
        raise Refused(_SENTENCES["date_parsing"])
    return value


def _day_in_our_time(value: date) -> date:
    if not _FIRST_YEAR <= value.year <= _last_year():
        raise _no_such_year(_FIRST_YEAR)
    return value


def _last_year() -> int:
    return clock.today().year + _YEARS_AHEAD


def _no_such_year(first: int) -> Refused:
    return Refused(Message("Write a year between {first} and {last}.", first=first, last=_last_year()))


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise Refused(Message("Write an e-mail address such as name@example.org."))
    local, _, domain = value.rpartition("@")
    return f"{local}@{domain.lower()}"


def _website(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_valid = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_valid = False
    if not is_valid or re.search(r"[\s<>\"'\\]", value):
        raise Refused(Message("Write a web address that begins with https://."))
    return value


def _empty_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def one_of(values: Collection[Any]) -> AfterValidator:
    """Return the validator of a menu that offers some members of an enum."""

    def check(value: Any) -> Any:
        if value not in values:
            raise Refused(_SENTENCES["enum"])
        return value

    return AfterValidator(check)


def _ticked(value: object) -> object:
    return value.lower() in _TICKED if isinstance(value, str) else value


def _not_to_come(value: str) -> str:
    if PartialDate(value).first > clock.today():
        raise Refused(Message("This day is still to come."))
    return value


_TICKED = {"1", "on", "true", "yes"}

Line = Annotated[str, AfterValidator(_line), StringConstraints(max_length=300)]
Name = Annotated[str, AfterValidator(_line), StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]
Paragraphs = Annotated[str, AfterValidator(_paragraphs), StringConstraints(max_length=10_000)]
LongText = Annotated[str, AfterValidator(_paragraphs), StringConstraints(max_length=60_000)]
# Not stripped, so that the lines of its problems are those of the text that was typed.
Body = Annotated[str, StringConstraints(min_length=1, max_length=200_000, strip_whitespace=False), AfterValidator(_body)]
Slug = Annotated[str, StringConstraints(max_length=80), AfterValidator(_slug)]
CountryCode = Annotated[str, AfterValidator(_country)]
LanguageTag = Annotated[str, StringConstraints(max_length=35), AfterValidator(_language)]
DateText = Annotated[str, AfterValidator(_partial_date), AfterValidator(_in_our_time)]
PastDateText = Annotated[DateText, AfterValidator(_not_to_come)]
OldDateText = Annotated[str, AfterValidator(_partial_date), AfterValidator(_in_modern_times)]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_day_in_our_time)]
EmailAddress = Annotated[str, StringConstraints(max_length=254, strip_whitespace=True), AfterValidator(_line), AfterValidator(_email)]
Website = Annotated[str, StringConstraints(max_length=500), AfterValidator(_line), AfterValidator(_website)]
InterfaceLanguage = Annotated[str, AfterValidator(_interface_language)]
OptionalCountry = Annotated[CountryCode | None, BeforeValidator(_empty_is_none)]
OptionalDate = Annotated[DateText | None, BeforeValidator(_empty_is_none)]
OptionalDay = Annotated[Day | None, BeforeValidator(_empty_is_none)]
OptionalEmail = Annotated[EmailAddress | None, BeforeValidator(_empty_is_none)]
OptionalSlug = Annotated[Slug | None, BeforeValidator(_empty_is_none)]
Tick = Annotated[bool, BeforeValidator(_ticked)]


class Form(BaseModel):
    """The checked input of an operation, from a page, the API or the command line."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)
    missing: ClassVar[dict[str, Message]] = {}

    @classmethod
    def parse(cls, values: Mapping[str, Any], *, ignore_unknown: bool = False) -> Self:
        """Check values and return the form.

        Raises:
            InvalidForm: with a message for every field that is not valid; without any in a request that only shows a form again.

        """
        if is_only_shown():
            raise InvalidForm({})
        if ignore_unknown:
            values = {key: value for key, value in values.items() if key in cls.model_fields}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise InvalidForm({**cls._further_problems(values), **cls._messages(error)}) from None

    @classmethod
    def _further_problems(cls, values: Mapping[str, Any]) -> Mapping[str, Message]:  # noqa: ARG003 -- a form with such rules reads them
        """Return the problems of rules about several fields, which pydantic does not look at while a field is not valid."""
        return {}

    def as_inputs(self) -> dict[str, str]:
        """Return the text of every field by its name, as the inputs of a page hold it: `parse` reads the same form from it again."""
        return {name: input_text(getattr(self, name)) for name in type(self).model_fields}

    @classmethod
    def _messages(cls, error: ValidationError) -> dict[str, Message]:
        messages: dict[str, Message] = {}
        for problem in error.errors(include_url=False):
            path = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in problem["loc"])
            missing = _said_of_missing(cls, problem["loc"]) if problem["type"] in _MISSING or problem["input"] == "" else None
            messages.setdefault(path, missing or _message(problem))
        return messages


def _said_of_missing(form: type[Form], place: tuple[int | str, ...]) -> Message | None:
    """Return the sentence for a field that is not filled in: of the form, or of the form inside it that has the field."""
    if (own := form.missing.get("/".join(map(str, place)))) or not place:
        return own
    field = form.model_fields.get(str(place[0]))
    inside = place[2:] if len(place) > 1 and isinstance(place[1], int) else place[1:]
    sentences = (_said_of_missing(inner, inside) for inner in _forms_in(field.annotation)) if field and inside else ()
    return next(filter(None, sentences), None)


def _forms_in(annotation: Any) -> Iterator[type[Form]]:
    """Yield the forms that the type of a field holds, such as those of its rows."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation
    for part in get_args(annotation):
        yield from _forms_in(part)


def input_text(value: str | date | UUID | bool | None) -> str:  # noqa: FBT001 -- a tick is one of the values
    """Return the value of one input as its text."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value or "")


_MISSING = {"missing", "string_too_short", "string_type", "too_short"}
_SENTENCES = {
    "missing": Message("This is needed."),
    "string_too_short": Message("This is needed."),
    "string_type": Message("This must be text."),
    "bool_type": Message("This must be yes or no."),
    "bool_parsing": Message("This must be yes or no."),
    "extra_forbidden": Message("There is no such field."),
    "enum": Message("Choose one of the answers offered."),
    "literal_error": Message("Choose one of the answers offered."),
    "date_from_datetime_parsing": Message("Write a day as 2026-11-22."),
    "date_parsing": Message("Write a day as 2026-11-22."),
    "date_type": Message("Write a day as 2026-11-22."),
    "list_type": Message("This must be a list."),
    "model_type": Message("This must be an object."),
    "model_attributes_type": Message("This must be an object."),
    "dict_type": Message("This must be an object."),
}


def _message(problem: Mapping[str, Any]) -> Message:
    context = problem.get("ctx") or {}
    if isinstance(context.get("error"), Refused):
        return context["error"].message  # type: ignore[no-any-return]  # the message of a Refused is a Message
    if problem["type"] == "string_too_long" or (problem["type"] == "too_long" and context.get("field_type") == "Value"):
        return Message("At most {limit} characters fit here.", limit=context["max_length"])
    if problem["type"] == "too_short":
        return Message("This is needed.") if context.get("field_type") in {"Value", "String"} else Message("At least one is needed.")
    if problem["type"] == "too_long":
        return Message("At most {limit} fit here.", limit=context["max_length"])
    return _SENTENCES.get(problem["type"], Message("This does not fit here."))
