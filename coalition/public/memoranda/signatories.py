"""The signatories on a day, and the changes between two days."""

import asyncio
from datetime import date, timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec.structs import replace

from coalition import clock, database
from coalition.acts.line_queries import with_words
from coalition.acts.status_changes import compare as compare_days
from coalition.acts.status_pages import Asked, sliced
from coalition.announcements.reading import last_public_before
from coalition.fields import InvalidForm
from coalition.memoranda.tables import Memorandum
from coalition.public.days import DayForm
from coalition.public.list_filters import asked_in
from coalition.public.loading import public_memorandum
from coalition.public.memoranda.comparison_sentences import compared, sums
from coalition.public.memoranda.line_choices import NAMES, chosen_lines, line_choices
from coalition.public.memoranda.particulars import list_address, particulars
from coalition.public.memoranda.phone_pages import A_PAGE, A_PART, FEW, STATEMENTS, SUMS, TWO_DAYS, earlier_on_phones, on_phones
from coalition.public.memoranda.standing_sentences import tally
from coalition.public.memoranda.statement_excerpts import few_on_phones, statement_parts
from coalition.public.memoranda.status_head import status_head
from coalition.published.memorandum import PublicMemorandum, public_view
from coalition.search.match_marks import Words
from coalition.statements.public_statement_queries import statement_page
from coalition.web.forms import said
from coalition.web.pages import PLACES, alternates, page, public_page
from coalition.web.routing import AnyRequest, route

_PAGE = "public/signatories/show.html"


@route("public.signatories.show")
async def show_signatories(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], at: FromQuery[str] = "", compare: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the status on a day, or on the later of two days with the changes since the earlier; a future day shows today."""
    asked, problems = _asked(at, compare)
    async with database.reading():
        public, lines, head = await _read(request, language, memorandum, asked)
    if problems:
        messages, rows = said(problems, language)
        wrong: dict[str, Any] = {"at": at, "compare": compare, "messages": messages, "errors": rows, "past": False, "difference": None}
        return page(request, _PAGE, status=422, has_errors=True, **wrong, **particulars(public, language) | head)
    used = STATEMENTS if head["stated"].shown and not (public.status.page and public.status.page.is_part) else 0
    shown = await asyncio.to_thread(_shown, public, lines, used, request.query_params.get("changed", ""))
    days, chosen = (asked_in(request.query_params, *names) for names in (("at", "compare"), NAMES))
    facts = particulars(public, language) | head | shown | {"alternates": alternates(request, but=PLACES | {"changed"})}
    return public_page(request, _PAGE, messages={}, errors=[], days=days, asked=days | chosen, **facts)


async def _lines(request: AnyRequest, language: str, memorandum: Memorandum, days: DayForm) -> Asked:
    """Return which lines are asked for: the page after a place (`after`), or with a line (`line`); of earlier editions that after `earlier`."""
    query = request.query_params
    only = chosen_lines(query)
    past = only.words and (days.at or days.compare)
    among = frozenset(await with_words(memorandum.id, only.words)) if past else None
    after, line, earlier = (query.get(name, "") for name in ("after", "line", "earlier"))
    return Asked(after, line, earlier, language=language, only=only, among=among)


async def _read(request: AnyRequest, language: str, slug: str, days: DayForm) -> tuple[PublicMemorandum, Asked, dict[str, Any]]:
    """Return the view with the lines that are asked for, and what else the page shows as at its day: the facts at its head, the first statements."""
    memorandum = await public_memorandum(slug)
    lines = await _lines(request, language, memorandum, days)
    public = await public_view(memorandum, *_days(days), asked=lines)
    stated = await statement_page(memorandum, as_at=public.status.as_at)
    parts = statement_parts(stated, language)
    facts = {
        "stated": stated,
        "excerpts": parts,
        "few_statements": few_on_phones(stated, parts, language),
        "words": Words(lines.only.words),
        "choices": await line_choices(memorandum.id, public.status, lines.only, language, is_compared=days.compare is not None),
    }
    return public, lines, await _head(public, language) | facts


async def _head(public: PublicMemorandum, language: str) -> dict[str, Any]:
    """Return the facts at the head, the number of the last public notification, and the address of this state, as at its day."""
    day = public.status.as_at
    last = await last_public_before(day + timedelta(days=1), public.view)
    address = list_address(public.view.slug, day, language)
    return {"head": await status_head(public, language), "last_notification": last.number if last else "", "address": address}


def _asked(at: str, compare: str) -> tuple[DayForm, InvalidForm | None]:
    try:
        return DayForm.parse({"at": at, "compare": compare}), None
    except InvalidForm as error:
        return DayForm(), error


def _days(asked: DayForm) -> tuple[date | None, date | None]:
    """Return the later day, and the earlier day if two days are compared."""
    if asked.compare is None:
        return asked.at, None
    earlier, later = sorted((asked.at or clock.today(), asked.compare))
    return later, earlier


def _shown(public: PublicMemorandum, lines: Asked, used: int, changed_line: str) -> dict[str, Any]:
    """Return what the page shows of its day, or of two days; `changed_line` is the organisation with which the lines of its change begin.

    `used` is the height of what stands below the list of a day; below that of two days there is nothing.
    """
    day, today = public.status.as_at, clock.today()
    if public.earlier_status is None:
        return {"at": day.isoformat(), "compare": "", "past": day < today, "difference": None} | _lines_on_phones(public, lines, used)
    with_changes = not (lines.after or lines.line or lines.earlier)
    difference = compare_days(public.earlier_status, public.status)
    changed = compared(difference, lines, changed_line)
    earlier = {"tally_before": tally(replace(public, status=public.earlier_status)), "changed": changed, "sums": sums(difference)}
    days = {"at": public.earlier_status.as_at.isoformat(), "compare": day.isoformat()}
    used = TWO_DAYS + (SUMS + sum(part.height for part in changed) if with_changes else 0)
    shown = {"with_changes": with_changes} | _lines_on_phones(replace(public, status=sliced(public.status, lines)), lines, used)
    return days | earlier | shown | {"difference": difference, "past": public.earlier_status.as_at < today}


def _lines_on_phones(public: PublicMemorandum, lines: Asked, used: int) -> dict[str, Any]:
    """Return the view with what of its two lists a phone shows, beside something else for which a height is `used`."""
    of_earlier = A_PART if public.status.earlier else 0
    room, room_of_earlier = (A_PART, A_PAGE - A_PART) if lines.earlier else (A_PAGE - of_earlier, A_PART)
    words = Words(lines.only.words)
    phone = on_phones(public.status, lines.language, room - used, lines.line, words)
    earlier = earlier_on_phones(public.status, lines.language, room_of_earlier - used, words)
    return {"public": public, "phone": phone, "phone_earlier": earlier, "few": FEW}
