"""From a row of a table to the form of an organisation."""

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


def read_row(values: Mapping[str, str], present: OrganisationView | None) -> OrganisationForm | OrganisationChange:
    """Return the form of a new organisation, or of a change to the one that is present.

    The name in the native language is the primary one; where it equals the English name there is one name, in the native language.
    Names in other languages that the register has are kept, and so is which of them is primary.

    Raises:
        InvalidForm: with a message by column.

    """
    given: dict[str, Any] = {name: _folded(name, values[column]) for column, name in _FIELD_OF.items() if values.get(column)}
    given |= _risk(values.get("at_risk", ""))
    names = _names(values)
    try:
        if present is None:
            return OrganisationForm.parse(given | {"slug": values.get("slug", ""), "names": names})
        if names:
            given["names"] = _merged(names, present)
        return OrganisationChange.parse(given)
    except InvalidForm as invalid:
        raise InvalidForm({_column(path, names): message for path, message in invalid.problems.items()}) from None


def _folded(name: str, value: str) -> str:
    if name in {"country", "seat_country"}:
        return value.upper()
    return value if name == "website" else value.lower().replace(" ", "_")


def _risk(value: str) -> dict[str, bool]:
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


def _merged(names: list[dict[str, Any]], present: OrganisationView) -> list[dict[str, Any]]:
    kept = {one.language: {"language": one.language, "name": one.name, "short_name": one.short_name, "primary": one.primary} for one in present.names}
    for name in names:
        before = kept.get(name["language"])
        short_name = name["short_name"] or (before["short_name"] if before else "")
        kept[name["language"]] = name | {"short_name": short_name, "primary": bool(before and before["primary"])}
    return list(kept.values())


def _column(path: str, names: list[dict[str, Any]]) -> str:
    """Return the column in which a problem of the form lies."""
    field, _, rest = path.partition("/")
    if field != "names":
        return next((column for column, name in _FIELD_OF.items() if name == field), field or "slug")
    at, _, part = rest.partition("/")
    if part == "language":
        return "native_language"
    if part == "short_name":
        return "acronym"
    return "name_native" if at == "0" and names and names[0]["language"] != "en" else "name_en"
