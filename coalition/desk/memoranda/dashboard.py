"""The dashboard of a memorandum."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from litestar import Response
from litestar.params import FromPath

from coalition import clock, database, trail
from coalition.addresses import url_for
from coalition.collation import in_order
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.wordings import languages_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.invitations.dashboard import Dashboard, dashboard
from coalition.languages import Message, country_name, date_text
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.confirmation_queries import confirmations_of
from coalition.memoranda.wording_agreement import to_confirm
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

_WORDS = {"none": Message("No country stated"), "": Message("Countries shown together")}


@route("desk.dashboard.show")
async def show_dashboard(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the progress of a memorandum: answers, languages, countries."""
    row = await own_memorandum(request, memorandum)
    await trail.record_reading(TrailAct.NAMES_READ, "page:dashboard", row.id)
    async with database.reading():
        view = await queries.view(row)
        numbers = await dashboard(row)
        edition = await edition_queries.latest_edition(row.id)
        wordings = await edition_queries.wordings(edition.id)
        stale = to_confirm(edition, wordings, await confirmations_of(edition.id))
    language = language_of(request)
    context: dict[str, Any] = {"numbers": numbers, "languages": languages_of(view, wordings), "stale": stale, "today": clock.today()}
    charts: dict[str, Any] = {"points": _points(numbers, language), "countries": _countries(numbers, view.slug, language)}
    return workbench_page(request, view, "desk/dashboard/show.html", part="dashboard", **context, **charts)


def _points(numbers: Dashboard, language: str) -> list[tuple[str, int]]:
    return [(date_text(day, language), count) for day, count in numbers.over_time]


def _countries(numbers: Dashboard, slug: str, language: str) -> list[tuple[str, int, str]]:
    where = {"lang": language, "memorandum": slug, "state": "signed"}
    named = in_order([(_country(code, language), code, count) for code, count in numbers.by_country], language, itemgetter(0))
    largest_first = sorted(named, key=lambda country: (not country[1], -country[2]))
    return [(name, count, url_for("desk.signatories.list", **where, country=code or None)) for name, code, count in largest_first]


def _country(code: str, language: str) -> str:
    if code in _WORDS:
        return _WORDS[code].text(language)
    return country_name(code, language)
