"""The columns of a table of organisations, and how a row becomes the form of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.tables import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.organisations.views import OrganisationView


NAMES = "names"
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


class Column(NamedTuple):
    """A column that is read: the field of the form it fills, and how its text becomes the value; those of `names` are read together."""

    name: str
    field: str
    value: Callable[[str], object] = str


def _folded(text: str) -> str:
    return text.lower().replace(" ", "_")


_KINDS_IN_OTHER_WORDS = dict.fromkeys(
    ("informal_group", "initiative_group", "unregistered", "not_registered", "unregistered_group"), OrganisationKind.INFORMAL.value
)


def _kind(text: str) -> str:
    folded = _folded(text)
    return _KINDS_IN_OTHER_WORDS.get(folded, folded)


def _yes_or_no(column: str) -> Callable[[str], bool]:
    def value(text: str) -> bool:
        if text.lower() not in _YES + _NO:
            raise InvalidForm({column: Message("Write yes or no.")})
        return text.lower() in _YES

    return value


COLUMNS = (
    Column("slug", "slug"),
    Column("name_en", NAMES),
    Column("name_native", NAMES),
    Column("native_language", NAMES),
    Column("acronym", NAMES),
    Column("country", "country", str.upper),
    Column("based_in", "seat_country", str.upper),
    Column("scope", "scope", _folded),
    Column("kind", "kind", _kind),
    Column("website", "website"),
    Column("status", "status", _folded),
    Column("at_risk", "at_risk", _yes_or_no("at_risk")),
    Column("listed", "listed", _yes_or_no("listed")),
    Column("listing_reason", "listing_reason"),
)

COLUMN_NAMES = tuple(column.name for column in COLUMNS)


def read_row(values: Mapping[str, str], organisation: OrganisationView | None) -> OrganisationForm | OrganisationChange:
    """Return the form of a new organisation, or of a change of `organisation`; `values` are by column.

    The native name is the primary name; if it equals the English name, only the native name is used.
    Names in other languages that are in the register stay, and so does the primary mark of each name.

    Raises:
        InvalidForm: with messages by column.

    """
    filled = [column for column in COLUMNS if column.field not in {NAMES, "slug"} and values.get(column.name)]
    given = {column.field: column.value(values[column.name]) for column in filled}
    names = _names(values)
    try:
        if organisation is None:
            return OrganisationForm.parse(given | {"slug": values.get("slug", ""), "names": names})
        return OrganisationChange.parse(given | ({"names": _merged(names, organisation)} if names else {}))
    except InvalidForm as invalid:
        raise InvalidForm({_column(path, names): message for path, message in invalid.problems.items()}) from None


def _names(values: Mapping[str, str]) -> list[dict[str, Any]]:
    english, native = values.get("name_en", ""), values.get("name_native", "")
    language, acronym = values.get("native_language", "").lower(), values.get("acronym", "")
    if native and not language:
        raise InvalidForm({"native_language": Message("Write the language of name_native by its tag, for example ru.")})
    names = []
    if native:
        names.append({"language": language, "name": native, "short_name": "", "primary": True})
    if english and language != "en" and english != native:
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
    if field != NAMES:
        return next((column.name for column in COLUMNS if column.field == field), field or "slug")
    index, _, part = rest.partition("/")
    if part == "language":
        return "native_language"
    if part == "short_name":
        return "acronym"
    return "name_native" if index == "0" and names and names[0]["language"] != "en" else "name_en"
