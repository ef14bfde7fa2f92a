"""Reading a request: its body (one JSON object with strictly checked types) or the parameters of its query."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from litestar.exceptions import InternalServerException

from coalition.api.cleaned_texts import remember_cleaned
from coalition.api.problems import MALFORMED, NOT_JSON, Refused
from coalition.cleaned_pictures import UnreadablePicture, cleaned
from coalition.fields import Form, InvalidForm
from coalition.languages import Message
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.cleaned_pictures import CleanedPicture


MOST_VALUES = 5000
DEEPEST = 20
Asked = TypeVar("Asked", bound=Form)
_WRONG_TYPE = Message("This is of the wrong JSON type.")


async def posted(request: AnyRequest, form: type[Asked], *, optional: bool = False) -> Asked:
    """Return the checked body; if it is `optional`, an absent body counts as empty.

    Raises:
        Refused: the body is not JSON, or the client has left.
        InvalidForm: some fields are invalid.

    """
    raw = await body_of(request)
    if optional and not raw:
        return form.parse({})
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(NOT_JSON)
    given = _loaded(raw)
    asked = form.parse(given)
    read = asked.model_dump(mode="json")
    of_another_type = dict.fromkeys(_coerced(given, read), _WRONG_TYPE)
    if of_another_type:
        raise InvalidForm(of_another_type)
    remember_cleaned(given, read)
    return asked


async def body_of(request: AnyRequest) -> bytes:
    """Return the body as it came.

    Raises:
        Refused: the client has left.

    """
    try:
        return await request.body()
    except InternalServerException:
        raise Refused(MALFORMED) from None


async def picture_in(request: AnyRequest) -> CleanedPicture:
    """Return the picture that is the body, without anything that was written into its file.

    Raises:
        Refused: the client has left.
        InvalidForm: it is no picture that can be taken.

    """
    try:
        return await cleaned(await body_of(request))
    except UnreadablePicture as problem:
        raise InvalidForm({"": problem.message}) from None


def _loaded(raw: bytes) -> Any:
    if raw.count(b'":') > MOST_VALUES or raw.count(b'",') > MOST_VALUES:  # before so many objects are made
        raise Refused(MALFORMED)
    try:
        given = json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(MALFORMED) from None
    _check_size(given)
    return given


def _check_size(given: Any) -> None:
    """Refuse JSON with more values or deeper than any form has, before each of them gets a message.

    Raises:
        Refused: there are too many values, or they are nested too deeply.

    """
    values, level, count = [given], 0, 0
    while values:
        count += len(values)
        level += 1
        if count > MOST_VALUES or level > DEEPEST:
            raise Refused(MALFORMED)
        values = [*_inside(values)]


def _inside(values: list[Any]) -> Iterator[Any]:
    """Yield the values in some values, one more than is allowed at most."""
    members = (value.values() if isinstance(value, dict) else value for value in values if isinstance(value, dict | list))
    return islice(chain.from_iterable(members), MOST_VALUES + 1)


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads but JSON does not have.

    Raises:
        ValueError: always.

    """
    raise ValueError(name)


def _coerced(given: Any, read: Any, path: str = "") -> Iterator[str]:
    """Yield the paths at which a form converted a value to another type, such as "yes" to true; an empty text may become null."""
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
        InvalidForm: a parameter is invalid, unknown, or given twice.

    """
    pairs = list(request.query_params.items())
    values = dict(pairs)
    if len(values) < len(pairs):
        repeated = {name for name in values if sum(name == other for other, _ in pairs) > 1}
        raise InvalidForm(dict.fromkeys(sorted(repeated), Message("Give this once.")))
    return form.parse(values)
