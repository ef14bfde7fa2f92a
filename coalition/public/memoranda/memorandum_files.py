"""A memorandum as files: JSON, the text in one language as Markdown, the public signatories as CSV, and the bytes that were signed."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.fields import InvalidForm
from coalition.public.days import DayForm
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.published.as_csv import csv_file
from coalition.published.as_json import INDENT, file_fields, json_file
from coalition.published.as_markdown import bundle_file, markdown_file
from coalition.published.long_lists import LongList, csv_pieces, file_pieces, is_long, short
from coalition.published.memorandum import PublicMemorandum, in_edition, public_view
from coalition.web import pages
from coalition.web.routing import route


@route("public.memorandum_file.show")
async def show_memorandum_file(
    file: FromPath[str], text: FromQuery[str] = "", at: FromQuery[str] = "", edition: FromQuery[str] = ""
) -> Response[Any]:
    """Send the file for the given ending; `at` is the day of the list of signatories, `edition` the number of an earlier edition."""
    slug, _, ending = file.rpartition(".")
    answer = existing(_ENDINGS.get(ending))
    try:
        day = DayForm.parse({"at": at}).at
    except InvalidForm:
        raise NotFoundException from None
    async with database.reading():
        public = await public_view(await public_memorandum(slug), day, asked=short() if ending in _WITH_LINES else NO_LINES)
        if edition and ending in _OF_EDITIONS:
            public = existing(await in_edition(public, number_in(edition)))
    return await asyncio.to_thread(answer, public, text)


def _json(public: PublicMemorandum, _: str) -> Response[Any]:
    media_type = "application/json; charset=utf-8"
    if is_long(public.status):
        return pages.stream(file_pieces(file_fields(public), _long(public), INDENT), media_type)
    return pages.file(json_file(public), media_type)


def _long(public: PublicMemorandum) -> LongList:
    return LongList(partial(public_memorandum, public.view.slug), public.status.as_at)


def _markdown(public: PublicMemorandum, language: str) -> Response[bytes]:
    text = public.text(language) if language else next(iter(public.texts), None)
    in_force = public.view.edition == public.history.editions[-1].number if public.history.editions else True
    return pages.file(markdown_file(existing(text), public.statements if in_force else ()), "text/markdown")


def _csv(public: PublicMemorandum, _: str) -> Response[Any]:
    name = f"{public.view.slug}-signatories-{public.status.as_at}.csv"
    if is_long(public.status):
        return pages.stream(csv_pieces(_long(public)), "text/csv; charset=utf-8", name=name)
    return pages.file(csv_file(public.status, public.statements), "text/csv", name=name)


def _bundle(public: PublicMemorandum, _: str) -> Response[bytes]:
    existing(public.view.digest)
    in_force = public.view.edition == public.history.editions[-1].number
    name = public.view.slug if in_force else f"{public.view.slug}-edition-{public.view.edition}"
    return pages.file(bundle_file(public), "text/plain", name=f"{name}.txt")


_OF_EDITIONS = ("md", "txt")
_WITH_LINES = ("json", "csv")
_ENDINGS: dict[str, Callable[[PublicMemorandum, str], Response[Any]]] = {"json": _json, "md": _markdown, "csv": _csv, "txt": _bundle}
