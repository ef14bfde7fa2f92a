"""Converting a row of a table to the form of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.forms import OrganisationChange, OrganisationForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.organisations.views import OrganisationView


_FIELD_OF = {"country": "country", "based_in": "seat_country", "scope": "scope", "kind": "kind", "status": "status", "website": "website"}


_NAMES = ("name_en", "name_native", "native_language", "acronym")


COLUMNS = frozenset({"slug", "at_risk", *_NAMES, *_FIELD_OF})


_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}


def read_row(values: Mapping[str, str], organisation: OrganisationView | None) -> OrganisationForm | OrganisationChange:
    """Return the form for a new organisation, or for a change of `organisation`.

    The native name is the primary name; if it equals the English name, only the native name is used.
    Names in other languages that are in the register stay, and so does the primary mark of each name.

    Raises:
        InvalidForm: with messages by column.

    """
    given: dict[str, Any] = {name: _folded(name, values[column]) for column, name in _FIELD_OF.items() if values.get(column)}
    given |= _at_risk(values.get("at_risk", ""))
    names = _names(values)
    try:
        if organisation is None:
            return OrganisationForm.parse(given | {"slug": values.get("slug", ""), "names": names})
        if names:
            given["names"] = _merged(names, organisation)
        return OrganisationChange.parse(given)
    except InvalidForm as invalid:
        raise InvalidForm({_column(path, names): message for path, message in invalid.problems.items()}) from None


def _folded(name: str, value: str) -> str:
    if name in {"country", "seat_country"}:
        return value.upper()
    return value if name == "website" else value.lower().replace(" ", "_")


def _at_risk(value: str) -> dict[str, bool]:
    if not value:
        return {}
    if value.lower() not in _YES | _NO:
        raise InvalidForm({"at_risk": Message("Write yes or no.")})
    return {"at_risk": value.lower() in _YES}


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
    """Return the names in the register, with those of a row in their place."""
    merged = {
        name.language: {"language": name.language, "name": name.name, "short_name": name.short_name, "primary": name.primary}
        for name in organisation.names
    }
    for name in names:
        present = merged.get(name["language"])
        short_name = name["short_name"] or (present["short_name"] if present else "")
        merged[name["language"]] = name | {"short_name": short_name, "primary": bool(present and present["primary"])}
    return list(merged.values())


def _column(path: str, names: list[dict[str, Any]]) -> str:
    """Return the column for the path of a problem in the form."""
    field, _, rest = path.partition("/")
    if field != "names":
        return next((column for column, name in _FIELD_OF.items() if name == field), field or "slug")
    index, _, part = rest.partition("/")
    if part == "language":
        return "native_language"
    if part == "short_name":
        return "acronym"
    return "name_native" if index == "0" and names and names[0]["language"] != "en" else "name_en"
