"""The dashboard of a memorandum."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from litestar import Response
from litestar.params import FromPath

from coalition import clock, database, trail
from coalition.addresses import url_for
from coalition.collation import in_order
from coalition.deadlines.collecting import deadlines_for
from coalition.desk.desk_pages import own_memorandum, person_of
from coalition.desk.memoranda.progress import progress_of
from coalition.desk.memoranda.wordings import languages_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.invitations.dashboard import Dashboard, dashboard
from coalition.languages import Message, country_name, date_text
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.confirmation_queries import confirmations_of
from coalition.memoranda.wording_agreement import to_confirm
from coalition.statements.queries import statement_numbers
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

FEWEST_POINTS = 3
MOST_DUE = 6
_WORDS = {"none": Message("No country stated"), "": Message("Countries shown together")}


@route("desk.dashboard.show")
async def show_dashboard(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the progress of a memorandum: rules, answers, statements, deadlines, languages, countries."""
    row = await own_memorandum(request, memorandum)
    await trail.record_reading(TrailAct.NAMES_READ, "page:dashboard", row.id)
    async with database.reading():
        view = await queries.view(row)
        numbers = await dashboard(row)
        progress = await progress_of(row, view)
        statements = await statement_numbers(row.id)
        deadlines = await deadlines_for(person_of(request), memorandum=row.id, most=MOST_DUE)
        edition = await edition_queries.latest_edition(row.id)
        wordings = await edition_queries.wordings(edition.id)
        stale = to_confirm(edition, wordings, await confirmations_of(edition.id))
    context: dict[str, Any] = {"languages": languages_of(view, wordings), "stale": stale, "today": clock.today()}
    context |= {"progress": progress, "statements": statements, "deadlines": deadlines, **_charts(numbers, view.slug, language_of(request))}
    return workbench_page(request, view, "desk/dashboard/show.html", part="dashboard", numbers=numbers, **context)


def _charts(numbers: Dashboard, slug: str, language: str) -> dict[str, Any]:
    together = any(not code for code, _ in numbers.by_country)
    return {"points": _points(numbers, language), "countries": _countries(numbers, slug, language), "together": together}


def _points(numbers: Dashboard, language: str) -> list[tuple[str, int]]:
    """Return the points of the chart; none where a line says nothing: with fewer than three points, or while nobody has signed."""
    if len(numbers.over_time) < FEWEST_POINTS or not any(count for _, count in numbers.over_time):
        return []
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
