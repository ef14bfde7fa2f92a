"""A memorandum as files: JSON, one wording as Markdown, the public signatories as CSV, and the bytes that were signed."""

from collections.abc import Callable

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.fields import InvalidForm
from coalition.public.days import DayForm
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.published.as_csv import csv_file
from coalition.published.as_json import json_file
from coalition.published.as_markdown import bundle_file, markdown_file
from coalition.published.memorandum import Published, in_edition, published
from coalition.web import pages
from coalition.web.routing import route


@route("public.memorandum_file.show")
async def show_memorandum_file(
    file: FromPath[str], text: FromQuery[str] = "", at: FromQuery[str] = "", edition: FromQuery[str] = ""
) -> Response[bytes]:
    """Answer with the file that the ending asks for; `at` is the day of the list of signatories, `edition` an earlier one whose text is asked for."""
    slug, _, ending = file.rpartition(".")
    answer = existing(_ENDINGS.get(ending))
    try:
        day = DayForm.parse({"at": at}).at
    except InvalidForm:
        raise NotFoundException from None
    async with database.reading():
        found = await published(await public_memorandum(slug), day)
        if edition and ending in _OF_EDITIONS:
            found = existing(await in_edition(found, number_in(edition)))
    return answer(found, text)


def _json(found: Published, _: str) -> Response[bytes]:
    return pages.file(json_file(found), "application/json; charset=utf-8")


def _markdown(found: Published, language: str) -> Response[bytes]:
    wording = found.wording(language) if language else next(iter(found.wordings), None)
    return pages.file(markdown_file(existing(wording)), "text/markdown")


def _csv(found: Published, _: str) -> Response[bytes]:
    return pages.file(csv_file(found.status), "text/csv", name=f"{found.view.slug}-signatories-{found.status.as_at}.csv")


def _bundle(found: Published, _: str) -> Response[bytes]:
    existing(found.view.digest)
    latest = found.view.edition == found.history.editions[-1].edition.number
    name = found.view.slug if latest else f"{found.view.slug}-edition-{found.view.edition}"
    return pages.file(bundle_file(found), "text/plain", name=f"{name}.txt")


_OF_EDITIONS = ("md", "txt")


_ENDINGS: dict[str, Callable[[Published, str], Response[bytes]]] = {"json": _json, "md": _markdown, "csv": _csv, "txt": _bundle}
