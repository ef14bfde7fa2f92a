"""Reading what a program sends: one JSON object, its types checked strictly, or the parameters of a query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from coalition.api.problems import MALFORMED, NOT_JSON, Refused
from coalition.fields import Form, InvalidForm
from coalition.languages import Message
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Iterator


Asked = TypeVar("Asked", bound=Form)
_WRONG_TYPE = Message("This is of the wrong JSON type.")


async def posted(request: AnyRequest, form: type[Asked], *, optional: bool = False) -> Asked:
    """Return the checked body; where it is `optional` none at all is an empty one.

    Raises:
        Refused: it is no JSON.
        InvalidForm: some fields do not fit.

    """
    raw = await request.body()
    if optional and not raw:
        return form.parse({})
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(NOT_JSON)
    given = _loaded(raw)
    asked = form.parse(given)
    of_another_type = dict.fromkeys(_coerced(given, asked.model_dump(mode="json")), _WRONG_TYPE)
    if of_another_type:
        raise InvalidForm(of_another_type)
    return asked


def _loaded(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(MALFORMED) from None


def _no_constant(name: str) -> None:
    """Refuse what Python reads but JSON does not know.

    Raises:
        ValueError: always.

    """
    raise ValueError(name)


def _coerced(given: Any, read: Any, path: str = "") -> Iterator[str]:
    """Return the paths at which a form read a value as another type, such as "yes" as true; an empty text may stand for nothing."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            yield from _coerced(value, read.get(key), f"{path}/{key}" if path else key)
    elif isinstance(given, list) and isinstance(read, list):
        for at, (value, read_value) in enumerate(zip(given, read, strict=False)):
            yield from _coerced(value, read_value, f"{path}/{at}")
    elif given is not None and type(given) is not type(read) and not (isinstance(given, str) and read is None):
        yield path


def queried(request: AnyRequest, form: type[Asked]) -> Asked:
    """Return the checked parameters of a query.

    Raises:
        InvalidForm: one does not fit, is unknown, or is there twice.

    """
    pairs = list(request.query_params.items())
    values = dict(pairs)
    if len(values) < len(pairs):
        repeated = {name for name in values if sum(name == other for other, _ in pairs) > 1}
        raise InvalidForm(dict.fromkeys(sorted(repeated), Message("Give this once.")))
    return form.parse(values)
