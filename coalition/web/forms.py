"""Reading the forms that browsers post, and the messages for fields that were refused."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, InternalServerException

from coalition.languages import Message
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.fields import InvalidForm

_URL_ENCODED = "application/x-www-form-urlencoded"
_KINDS = (_URL_ENCODED, "multipart/form-data")
MOST_FIELDS = 2000  # the longest form of the desk, the passages of a text beside those of another, has one for each
_LARGE = 32 * 1024
_ROW = re.compile(r"(\w+)-(\d{1,3})-(\w+)")


class NotAForm(ClientException):
    """The body of the request is not a form (400)."""


async def posted(request: AnyRequest, *, lists: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the posted fields: text, uploads, and a list for each field named in `lists`.

    Fields named `names-0-language` are collected into `names: [{"language": …}, …]`; rows left empty are dropped.

    Raises:
        NotAForm: the body cannot be read as a form.

    """
    if not request.headers.get("content-type", "").startswith(_KINDS):
        raise NotAForm
    try:
        form = await form_of(request)
    except (ValueError, LookupError, AttributeError, InternalServerException) as error:  # the last: the client has left
        raise NotAForm from error
    return _collected(form, lists)


async def form_of(request: AnyRequest) -> FormMultiDict:
    """Return the posted form, parsed once; a large one in a thread, since nothing may stop the event loop for long.

    Raises:
        ValueError: it has too many fields.

    """
    if not request.headers.get("content-type", "").startswith(_URL_ENCODED):
        return await request.form()  # the framework allows a thousand parts
    state: dict[str, Any] = request.scope["state"]
    if "form" not in state:
        body = await request.body()
        if body.count(b"&") >= MOST_FIELDS:
            message = "too many fields"
            raise ValueError(message)
        read = partial(parse_qsl, body.decode(), keep_blank_values=True, errors="strict")
        state["form"] = FormMultiDict(await asyncio.to_thread(read) if len(body) > _LARGE else read())
    form: FormMultiDict = state["form"]
    return form


def holds_nul(form: FormMultiDict) -> bool:
    """Return whether a form holds the NUL character, which no person types and PostgreSQL cannot store."""
    return any("\0" in text for pair in form.multi_items() for text in pair if isinstance(text, str))


def _collected(form: FormMultiDict, lists: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.getall(name, []) for name in lists}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in form.multi_items():
        match = _ROW.fullmatch(name)
        if match:
            rows.setdefault(match[1], {}).setdefault(int(match[2]), {})[match[3]] = value
        elif name not in lists:
            values[name] = value
    for name, numbered in rows.items():
        filled = (numbered[at] for at in sorted(numbered))
        values[name] = [row for row in filled if any(isinstance(text, str) and text.strip() for text in _typed(row))]
    return values


def _typed(row: Mapping[str, Any]) -> list[Any]:
    """Return the values that a person types in a row, without those that its menus preselect."""
    return [value for key, value in row.items() if key not in {"language", "primary", "role"}]


def said(problems: InvalidForm, language: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the messages of a refused form in a language: by field id, and as rows of the summary.

    The id of a field in a row, such as `names/0/name`, is `names-0-name`.
    """
    by_field = {field.replace("/", "-") or "form": message.text(language) for field, message in problems.problems.items()}
    return by_field, list(by_field.items())


def stopped(field: str, message: Message, language: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return one message in the form that `said` returns."""
    text = message.text(language)
    return {field: text}, [(field, text)]
