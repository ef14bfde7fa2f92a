"""Depositary notifications."""

import re

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.announcements.notice_filters import NoticeFilter, chosen_announcements, names_found
from coalition.announcements.reading import Announcement, announcements
from coalition.languages import Message
from coalition.memoranda.queries import view
from coalition.notices.queries import by_number, years_of
from coalition.notices.tables import NoticeKind
from coalition.public.list_filters import asked_in, choice_in, words_in, year_in
from coalition.public.loading import existing, public_memorandum
from coalition.public.notifications.citations import notification_files, of_notification
from coalition.public.notifications.grouping import by_year
from coalition.published.list_heights import LINE, ROOM, SMALL, fitting
from coalition.web.pages import language_of, page, public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
_NUMBER = re.compile(r"N\.(\d{1,7})\.(\d{4})", re.ASCII)
_DIGITS = re.compile(r"[1-9]\d{0,6}", re.ASCII)


@route("public.notifications.list")
async def list_notifications(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[bytes]:
    """Show notifications, newest first, of all memoranda or of one, or those that words, a year and a kind find."""
    before, query = _place(after), request.query_params
    chosen = NoticeFilter(words_in(query), year_in(query), choice_in(query, "kind", NoticeKind))
    async with database.reading():
        only = await view(await public_memorandum(memorandum)) if memorandum else None
        rows = await chosen_announcements(chosen, only, before=before, limit=AT_ONCE + 1)
        shown = fitting([_height(row, language) for row in rows[:AT_ONCE]], ROOM)
        others, all_years = await names_found(rows[:shown], chosen.words, language), await years_of(memorandum)
    more = rows[shown - 1].number if len(rows) > shown else None
    menus = {"all_years": all_years, "kinds": list(NoticeKind), "asked": asked_in(query, "memorandum", "q", "year", "kind")}
    facts = {"years": by_year(rows[:shown]), "only": only, "chosen": chosen, "others": others, "more": more, "after": after}
    return public_page(request, "public/notifications/list.html", section="notifications", **facts, **menus)


def _height(row: Announcement, language: str) -> int:
    title = row.memorandum.title(language)[1] if row.memorandum else ""
    return LINE.height(row.sentence.text(language)) + SMALL.height(title)


def _place(after: str) -> tuple[int, int] | None:
    if not after:
        return None
    match = _NUMBER.fullmatch(after)
    if match is None:
        raise NotFoundException
    return int(match[2]), int(match[1])


@route("public.notification.show")
async def show_notification(request: AnyRequest, year: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show one notification."""
    if not (_DIGITS.fullmatch(year) and _DIGITS.fullmatch(number)):
        raise NotFoundException
    async with database.reading():
        row = existing(await by_number(int(year), int(number)))
        announcement = (await announcements([row]))[0]
    if announcement.memorandum is None:
        return _tombstone(request, announcement)
    language = language_of(request)
    shown = {"citation": of_notification(announcement, language), "files": notification_files(announcement, language)}
    return public_page(request, "public/notifications/show.html", section="notifications", announcement=announcement, **shown)


def _tombstone(request: AnyRequest, announcement: Announcement) -> Response[bytes]:
    """Return what is left of a notification whose memorandum was withdrawn from the public: its number, without its days."""
    language = language_of(request)
    title = Message("Notification {number}", number=announcement.number).text(language)
    return page(request, "errors/error.html", status=410, title=title, text=announcement.sentence.text(language), link=None, fresh="")
