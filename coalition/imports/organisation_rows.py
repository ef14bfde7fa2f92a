"""The columns of a table of organisations, and how a row becomes the form of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from coalition.fields import InvalidForm
from coalition.imports.file_columns import Fields
from coalition.imports.known_words import INTERNATIONAL, key_of, language_of_word
from coalition.imports.questions import LEAVE_OUT, LEAVE_ROWS_OUT
from coalition.imports.reading_cells import LANGUAGES_OF_SCRIPTS, emails_of, likely_language, main_script, website_of
from coalition.languages import Message, NameOfLanguage
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.likeness import has_letters
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.themes import Theme
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.shared_cells import CellReader, RowRead
    from coalition.organisations.views import OrganisationView
    from coalition.spreadsheets.sheets import Row


NAMES, CONTACTS = "names", "contacts"
_LATIN = "Latin"
_MAY_BE_ONE_WORD = frozenset({"slug", "at_risk", "listed", "acronym"})


class Column(NamedTuple):
    """A column that is read: the field of the form it fills, its word on pages, and how its value goes into the form.

    Those of names and of contacts are read together.
    """

    name: str
    field: str
    word: Message
    value: Callable[[str], object] = str


def _is_yes(text: str) -> bool:
    return text == "yes"


COLUMNS = (
    Column("slug", "slug", Message("address name")),
    Column("name_en", NAMES, Message("name in English, or in Latin letters")),
    Column("name_native", NAMES, Message("name in its own language")),
    Column("native_language", NAMES, Message("language of that name")),
    Column("acronym", NAMES, Message("short name")),
    Column("country", "country", Message("country")),
    Column("based_in", "seat_country", Message("country of its office")),
    Column("scope", "scope", Message("scope of its work")),
    Column("kind", "kind", Message("kind of body")),
    Column("website", "website", Message("web site")),
    Column("themes", "themes", Message("themes of its work"), str.split),
    Column("status", "status", Message("whether it exists today")),
    Column("at_risk", "at_risk", Message("at risk (yes or no)"), _is_yes),
    Column("listed", "listed", Message("in the public register (yes or no)"), _is_yes),
    Column("listing_reason", "listing_reason", Message("reason of the listing")),
    Column("email", CONTACTS, Message("e-mail addresses of contacts")),
    Column("contact_name", CONTACTS, Message("name of the contact")),
    Column("contact_language", CONTACTS, Message("language of letters to the contact")),
)


def _has_name(columns: object) -> bool:
    return bool({"slug", "name_en", "name_native"} & set(columns))  # type: ignore[call-overload]  # a sequence of names


FIELDS = Fields(
    {column.name: column.word for column in COLUMNS},
    "name_en",
    _has_name,
    Message("Choose the column that holds the name of the organisation."),
)


def read_cells(reader: CellReader, row: Row) -> RowRead:
    """Return the values of a row as the register writes them; what is not clear is asked, what cannot be is left out with a remark."""
    read = reader.begin(row)
    reader.drop_empty(read, _MAY_BE_ONE_WORD)
    names_by_script(reader, read)
    _countries(reader, read)
    for column, kind in (("scope", Reach), ("kind", OrganisationKind), ("status", OrganisationStatus)):
        reader.member(read, column, kind)
    reader.members(read, "themes", Theme)
    for column in ("at_risk", "listed"):
        reader.yes_or_no(read, column)
    reader.language(read, "contact_language")
    _addresses(read)
    return read


def _countries(reader: CellReader, read: RowRead) -> None:
    if key_of(read.values.get("country", "")) in INTERNATIONAL:
        read.values["country"] = ""
        read.values.setdefault("scope", Reach.INTERNATIONAL.value)
    for column in ("country", "based_in"):
        reader.country(read, column)


def _addresses(read: RowRead) -> None:
    if text := read.values.get("website", ""):
        read.values["website"], remark = website_of(text)
        if remark:
            read.remarks["website"] = remark
    remark = emails_of(read.values["email"])[1] if read.values.get("email") else None
    if remark:
        read.remarks["email"] = remark


def names_by_script(reader: CellReader, read: RowRead) -> None:
    """Put a name in another script than Latin into its place, and ask for the language of names in it if the file does not say it."""
    values = read.values
    values.update({column: " ".join(values[column].split()) for column in ("name_en", "name_native", "acronym") if values.get(column)})
    for column in ("name_en", "name_native"):
        if values.get(column) and not has_letters(values[column]):
            del values[column]
    english = values.get("name_en", "")
    if english and not values.get("name_native") and main_script(english) not in {_LATIN, ""}:
        values["name_native"] = values.pop("name_en")
    if values.get("native_language"):
        values["native_language"] = language_of_word(values["native_language"]) or values["native_language"]
        if "name_native" not in reader.file.columns and values.get("name_en") and values["native_language"] != "en":
            values["name_native"] = values.pop("name_en")  # the only column of names, beside one that says their language
    elif values.get("name_native"):
        _ask_language(reader, read, values["name_native"])


def _ask_language(reader: CellReader, read: RowRead, name: str) -> None:
    script = main_script(name)
    likely = likely_language(name, script)
    languages = dict.fromkeys([likely, *LANGUAGES_OF_SCRIPTS.get(script, SUPPORTED_LANGUAGES)] if likely else LANGUAGES_OF_SCRIPTS.get(script, ()))
    message = Message("In which language are names such as “{name}”?", name=name)
    choices = [*((tag, NameOfLanguage(tag)) for tag in languages), LEAVE_ROWS_OUT]
    question = reader.questions.ask(f"language:{script}:{likely}", read.number, message, choices, likely or LEAVE_OUT)
    if question.answer == LEAVE_OUT:
        read.leave_out(question, "native_language")
    else:
        read.values["native_language"] = question.answer


def read_row(values: Mapping[str, str], organisation: OrganisationView | None) -> OrganisationForm | OrganisationChange:
    """Return the form of a new organisation, or of a change of `organisation`; `values` are by column.

    The native name is the primary name; if it equals the English name, only the native name is used.
    Names in other languages that are in the register stay, and so does the primary mark of each name.

    Raises:
        InvalidForm: with messages by column.

    """
    filled = [column for column in COLUMNS if column.field not in {NAMES, CONTACTS, "slug"} and values.get(column.name)]
    given = {column.field: column.value(values[column.name]) for column in filled}
    names = _names(values)
    try:
        if organisation is None:
            return OrganisationForm.parse(given | {"slug": values.get("slug", ""), "names": names, "contacts": _contacts(values)})
        return OrganisationChange.parse(given | ({"names": _merged(names, organisation)} if names else {}))
    except InvalidForm as invalid:
        raise InvalidForm({_column(path, names): message for path, message in invalid.problems.items()}) from None


def _contacts(values: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the contacts of a row; the name belongs to the first address."""
    native = values.get("native_language", "")
    language = values.get("contact_language") or (native if native in SUPPORTED_LANGUAGES else "en")
    addresses = emails_of(values.get("email", ""))[0] if values.get("email") else []
    return [{"email": email, "name": values.get("contact_name", "") if at == 0 else "", "language": language} for at, email in enumerate(addresses)]


def _names(values: Mapping[str, str]) -> list[dict[str, Any]]:
    english, native = values.get("name_en", ""), values.get("name_native", "")
    language, acronym = values.get("native_language", ""), values.get("acronym", "")
    names = []
    if native:
        names.append({"language": language, "name": native, "short_name": "", "primary": True})
    if english and english != native and not (native and language == "en"):
        names.append({"language": "en", "name": english, "short_name": "", "primary": not native})
    for name in names[-1:]:
        name["short_name"] = acronym
    return names


def _merged(names: list[dict[str, Any]], organisation: OrganisationView) -> list[dict[str, Any]]:
    """Return the names of the register with those of the row in their places."""
    fields = ("language", "name", "short_name", "primary")
    merged: dict[str, dict[str, Any]] = {name.language: {field: getattr(name, field) for field in fields} for name in organisation.names}
    for name in names:
        before = merged.get(name["language"])
        short_name = name["short_name"] or (before["short_name"] if before else "")
        merged[name["language"]] = name | {"short_name": short_name, "primary": bool(before and before["primary"])}
    return list(merged.values())


def _column(path: str, names: list[dict[str, Any]]) -> str:
    """Return the column for the path of a problem in the form."""
    field, _, rest = path.partition("/")
    if field == CONTACTS:
        return "email"
    if field != NAMES:
        return next((column.name for column in COLUMNS if column.field == field), field or "slug")
    index, _, part = rest.partition("/")
    if part == "language":
        return "native_language"
    if part == "short_name":
        return "acronym"
    return "name_native" if index == "0" and names and names[0]["language"] != "en" else "name_en"
