"""Citing a notification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.announcements.reading import announcements
from coalition.languages import Message
from coalition.notices.queries import by_number
from coalition.partial_dates import PartialDate
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.citations import file_language
from coalition.published.citation import Citation
from coalition.published.citation_files import FORMATS
from coalition.settings import load
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.announcements.reading import Announcement


def of_notification(announcement: Announcement, language: str) -> Citation | None:
    """Return the citation of a notification, with the depositary as its author; None if its memorandum is not public.

    A tombstone keeps its number and its address, and has no day.
    """
    if announcement.memorandum is None:
        return None
    return Citation(
        key=announcement.number,
        kind=Message("Depositary notification"),
        authors=[(language, Message("Coalition").text(language))],
        title=(language, announcement.sentence.text(language).rstrip(".")),
        container=announcement.memorandum.title(language),
        date=PartialDate(announcement.issued_on.isoformat()) if announcement.issued_on else None,
        number=announcement.number,
        url=load().base_url + url_for("public.notification.show", lang=language, **announcement.place),
    )


def notification_files(announcement: Announcement, language: str) -> list[tuple[str, str]]:
    """Return (ending, address) of the files in which a notification is cited."""
    year, number = announcement.place["year"], announcement.place["number"]
    name = "public.notification_citation.show"
    return [(ending, url_for(name, year=year, file=f"{number}.{ending}", language=language)) for ending in FORMATS]


@route("public.notification_citation.show")
async def show_notification_citation(request: AnyRequest, year: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Send the citation of a notification as BibTeX, RIS or CSL-JSON."""
    number, _, ending = file.rpartition(".")
    media_type, write = existing(FORMATS.get(ending))
    language = file_language(request)
    async with database.reading():
        row = existing(await by_number(number_in(year), number_in(number)))
        await public_memorandum(row.memorandum)
        citation = existing(of_notification((await announcements([row]))[0], language))
    return pages.file(write(citation, language).encode(), media_type, name=f"{citation.key}.{ending}")
