"""Reading the forms that browsers post, and the messages for fields that were refused."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import ClientException, InternalServerException
from markupsafe import escape

from coalition import parts_of_pages
from coalition.languages import Message
from coalition.settings import load
from coalition.shown_again import only_show
from coalition.web.held_forms import LARGEST_HELD, SHOW_IN, AskedInLanguage, HeldForm, held_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.fields import InvalidForm

_URL_ENCODED = "application/x-www-form-urlencoded"
_KINDS = (_URL_ENCODED, "multipart/form-data")
MOST_FIELDS = 2000  # the longest form of the desk, the passages of a text beside those of another, has one for each
_LARGE = 32 * 1024
_UNREADABLE = (ValueError, LookupError, AttributeError, InternalServerException)  # the last: the client has left
_CODE = re.compile(r"[A-Za-z0-9_.:-]*")  # a choice, a number or a mark, which nobody typed
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
    except _UNREADABLE as error:
        raise NotAForm from error
    return _collected(form, lists)


async def form_of(request: AnyRequest) -> FormMultiDict:
    """Return the posted form, parsed once; a large one in a thread, since nothing may stop the event loop for long.

    A form that a page held while its session had ended is only shown again. Of a page with several parts it is the part that was sent.

    Raises:
        ValueError: it has too many fields.

    """
    state: dict[str, Any] = request.scope["state"]
    if not request.headers.get("content-type", "").startswith(_URL_ENCODED):
        parts = await request.form()  # the framework allows a thousand
        state["form"] = parts
        return parts
    if "form" not in state:
        body = await request.body()
        if body.count(b"&") >= MOST_FIELDS:
            message = "too many fields"
            raise ValueError(message)
        read = partial(parse_qsl, body.decode(), keep_blank_values=True, errors="strict")
        form = FormMultiDict(await asyncio.to_thread(read) if len(body) > _LARGE else read())
        held = held_in(form)
        if held and held.address == request.url.path:
            only_show()
            state["had_files"] = held.had_files
            form = held.form
        _show_in_language(request, str(form.get(SHOW_IN, "")))
        state["sent"], state["form"] = form, _part_of(request, form)
    posted_form: FormMultiDict = state["form"]
    return posted_form


def _part_of(request: AnyRequest, form: FormMultiDict) -> FormMultiDict:
    """Return the part of a page that was sent, and remember the other parts, so that they are shown again as they were typed.

    Who goes back from a page that asks something sends no part, but all of them: `check_goes_on` sees it.
    """
    if whole := parts_of_pages.back_to_page(list(form.items()), request.url.path):
        parts_of_pages.remember(whole)
        request.scope["state"]["asked_for_page"] = whole.page
        return form
    own, others, nothing_pressed = parts_of_pages.split(list(form.items()), request.url.path)
    if others is None:
        return form
    parts_of_pages.remember(others)
    if nothing_pressed:
        only_show()
        request.scope["state"]["entered"] = True
    return FormMultiDict(own)


def check_goes_on(request: AnyRequest) -> None:
    """Refuse a form, read before, whose button leads back from a page that asks something to the page with several parts.

    Raises:
        AskedForPage: it does.

    """
    if page := request.scope["state"].get("asked_for_page"):
        raise parts_of_pages.AskedForPage(page)


def _show_in_language(request: AnyRequest, wanted: str) -> None:
    """Only show the form, if a button asks for another language of the pages.

    Raises:
        AskedInLanguage: the address is that of another language.

    """
    if wanted not in load().languages:
        return
    present = language_of(request)
    if wanted != present:
        address = f"/{wanted}{request.url.path.removeprefix(f'/{present}')}"
        raise AskedInLanguage(address)
    only_show()
    request.scope["state"]["switched"] = True


async def hold_form(request: AnyRequest, *, largest: int = LARGEST_HELD) -> HeldForm | None:
    """Return the form of a request, for a page to hold; None if nothing was typed, or far too much."""
    length = request.headers.get("content-length", "")
    if request.method != "POST" or not length.isdecimal() or int(length) > largest:
        return None
    try:
        form = await form_of(request)
    except _UNREADABLE:
        return None
    for value in form.values():
        if isinstance(value, UploadFile):
            await value.close()  # no handler reads it
    return held_of(request)


def held_of(request: AnyRequest) -> HeldForm | None:
    """Return the form of a request that was read before, for a page to hold, without passwords; None if nothing was typed."""
    state = request.scope["state"]
    form = state.get("sent", state.get("form"))
    if form is None:
        return None
    pairs = list(form.items())
    fields = [(name, value) for name, value in pairs if isinstance(value, str) and "password" not in name and name != SHOW_IN]
    typed = any(value.strip() for name, value in fields if name != "form_token")
    had_files = any(not isinstance(value, str) for _, value in pairs) or bool(state.get("had_files"))
    return HeldForm(request.url.path, fields, had_files) if typed and "form_token" in form else None


def typed_in(request: AnyRequest) -> list[str]:
    """Return the texts of the posted form that a person may have typed: no choices, numbers and marks."""
    form = request.scope["state"].get("form")
    return _typed_texts([text for _, text in form.items() if isinstance(text, str)] if form else [])


def typed_beside() -> list[str]:
    """Return the texts that a person may have typed in other parts of the page."""
    sent = parts_of_pages.remembered()
    return _typed_texts([text for pairs in sent.typed.values() for _, text in pairs] if sent else [])


def _typed_texts(texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(text.strip() for text in texts) if not _CODE.fullmatch(text)]


def unshown(texts: list[str], html: bytes) -> list[str]:
    """Return the typed texts that a page, which shows a form again, does not show."""
    shown = html.decode().replace("\r\n", "\n")
    return [text for text in texts if str(escape(text)).replace("\r\n", "\n") not in shown]


def holds_nul(form: FormMultiDict) -> bool:
    """Return whether a form holds the NUL character, which no person types and PostgreSQL cannot store."""
    return any("\0" in text for pair in form.items() for text in pair if isinstance(text, str))


def _collected(form: FormMultiDict, lists: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.getall(name, []) for name in lists}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name, value in form.items():
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
