"""A memorandum as files: JSON, the text in one language as Markdown or a Word file, the public signatories as CSV, and the bytes that were signed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.appeals.queries import public_appeals
from coalition.deadlines.appeal_calendars import appeal_calendar, may_be_copied
from coalition.deadlines.calendar_files import CALENDAR
from coalition.fields import InvalidForm
from coalition.memoranda.edition_queries import blocks_of
from coalition.memoranda.tables import Memorandum
from coalition.public.days import DayForm
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.notifications.feeds import feed_language
from coalition.published.as_csv import csv_file
from coalition.published.as_json import INDENT, file_fields, json_file
from coalition.published.as_markdown import bundle_file, markdown_file
from coalition.published.as_word_file import text_as_word_file
from coalition.published.beside_text import BesideText, beside_text
from coalition.published.long_lists import LongList, csv_pieces, file_pieces, is_long, markdown_pieces, short, short_list
from coalition.published.memorandum import PublicMemorandum, PublicText, in_edition, public_view
from coalition.statements.public_statement_queries import statements_of_parties
from coalition.statements.views import Stated
from coalition.text.sources import StoredBlock
from coalition.web import pages
from coalition.web.routing import route
from coalition.word_files.writing_files import MEDIA_TYPE

_Answer = Callable[[PublicMemorandum, Sequence[Stated] | None, str], Response[Any]]


@route("public.memorandum_file.show")
async def show_memorandum_file(
    file: FromPath[str], text: FromQuery[str] = "", at: FromQuery[str] = "", edition: FromQuery[str] = ""
) -> Response[Any]:
    """Send the file for the given ending; `at` is the day of the list of signatories, `edition` the number of an earlier edition."""
    slug, _, ending = file.rpartition(".")
    existing(ending if ending in {*_ENDINGS, "json", "docx", "ics"} else None)
    try:
        day = DayForm.parse({"at": at}).at
    except InvalidForm:
        raise NotFoundException from None
    async with database.reading():
        memorandum = await public_memorandum(slug)
        public = await _view(memorandum, ending, day, edition)
        stated = await _stated(memorandum, public, ending)
        answer = await _answer(memorandum, public, ending, text)
    return await asyncio.to_thread(answer, public, stated, text)


async def _answer(memorandum: Memorandum, public: PublicMemorandum, ending: str, language: str) -> _Answer:
    """Return what writes the file, with what it needs beside the public view."""
    match ending:
        case "json":
            return partial(_json, await beside_text(memorandum.id, memorandum.kind))
        case "ics":
            appeal = existing((await public_appeals([memorandum.id])).get(memorandum.id))
            return partial(_calendar, existing(appeal.closes_at if await may_be_copied(memorandum.forum) else None))
        case "docx":
            return partial(_word, await blocks_of(_text(public, language).id))
        case _:
            return _ENDINGS[ending]


async def _view(memorandum: Memorandum, ending: str, day: date | None, edition: str) -> PublicMemorandum:
    public = await public_view(memorandum, day, asked=short() if ending in _WITH_LINES else NO_LINES)
    return existing(await in_edition(public, number_in(edition))) if edition and ending in _OF_EDITIONS else public


async def _stated(memorandum: Memorandum, public: PublicMemorandum, ending: str) -> Sequence[Stated] | None:
    """Return the statements that a file contains, None if they are too many for one piece."""
    day = public.status.as_at
    if ending == "csv":
        return await statements_of_parties(memorandum, [line.organisation.id for line in public.status.lines], day)
    if ending in {"txt", "docx"} or (ending == "md" and not _is_in_force(public)):
        return ()
    return await short_list(memorandum, day)


def _json(beside: BesideText, public: PublicMemorandum, stated: Sequence[Stated] | None, _: str) -> Response[Any]:
    media_type = "application/json; charset=utf-8"
    if stated is None or is_long(public.status):
        return pages.stream(file_pieces(file_fields(public, beside), _long(public), INDENT), media_type)
    return pages.file(json_file(public, beside, stated), media_type)


def _long(public: PublicMemorandum) -> LongList:
    return LongList(partial(public_memorandum, public.view.slug), public.status.as_at)


def _markdown(public: PublicMemorandum, stated: Sequence[Stated] | None, language: str) -> Response[Any]:
    text = _text(public, language)
    if stated is None:
        return pages.stream(markdown_pieces(text, _long(public)), "text/markdown")
    return pages.file(markdown_file(text, stated), "text/markdown")


def _text(public: PublicMemorandum, language: str) -> PublicText:
    return existing(public.text(language) if language else next(iter(public.texts), None))


def _word(blocks: Sequence[StoredBlock], public: PublicMemorandum, _stated: object, language: str) -> Response[Any]:
    text = _text(public, language)
    return pages.file(text_as_word_file(public, text, blocks), MEDIA_TYPE, name=f"{_name(public)}-{text.language}.docx")


def _calendar(moment: datetime, public: PublicMemorandum, _stated: object, language: str) -> Response[Any]:
    """Send the hour at which an appeal ends; not where the forum asks for care, because calendars are copied to servers of others."""
    return pages.file(appeal_calendar(public.view, moment, feed_language(language)), CALENDAR, name=f"{public.view.slug}.ics")


def _csv(public: PublicMemorandum, stated: Sequence[Stated] | None, _: str) -> Response[Any]:
    name = f"{public.view.slug}-signatories-{public.status.as_at}.csv"
    if is_long(public.status):
        return pages.stream(csv_pieces(_long(public)), "text/csv", name=name)
    return pages.file(csv_file(public.status, stated or ()), "text/csv", name=name)


def _bundle(public: PublicMemorandum, _stated: object, _: str) -> Response[bytes]:
    existing(public.view.digest)
    return pages.file(bundle_file(public), "text/plain", name=f"{_name(public)}.txt")


def _name(public: PublicMemorandum) -> str:
    return public.view.slug if _is_in_force(public) else f"{public.view.slug}-edition-{public.view.edition}"


def _is_in_force(public: PublicMemorandum) -> bool:
    return public.view.edition == public.history.editions[-1].number if public.history.editions else True


_OF_EDITIONS = ("md", "txt", "docx")
_WITH_LINES = ("json", "csv")
_ENDINGS: dict[str, _Answer] = {"md": _markdown, "csv": _csv, "txt": _bundle}
