"""Figures of a list of signatories: by country and by month, of the lines that name an organisation and of nothing else."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import accumulate
from operator import itemgetter

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import clock, database
from coalition.acts.edition_parts import editions_of
from coalition.acts.line_queries import lines_by_country, parties_by_month
from coalition.addresses import url_for
from coalition.languages import countries_by_name, date_text
from coalition.public.loading import public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.memorandum import public_view
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

FEWEST_POINTS = 3  # a curve of fewer months says nothing
MOST_POINTS = 240


@route("public.figures.show")
async def show_figures(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show how many lines of the list represent each country, and how many parties it named at the end of each month."""
    async with database.reading():
        row = await public_memorandum(memorandum)
        public, editions = await public_view(row), await editions_of(row.id)
        by_country, received = await lines_by_country(row.id, editions), await parties_by_month(row.id, editions)
    points = [(date_text(month, language), number) for month, number in by_month(received, clock.today())]
    shown = {"countries": _countries(by_country, memorandum, language), "points": points if len(points) >= FEWEST_POINTS else []}
    return public_page(request, "public/figures/show.html", **shown, **particulars(public, language))


def by_month(received: Mapping[str, int], today: date) -> list[tuple[str, int]]:
    """Return (month as 2026-11, number until its end) from the first month with a party to the present one, or the last of them."""
    if not received:
        return []
    added = Counter({_month(month): number for month, number in received.items()})
    first, last = min(added), max(_month(today.isoformat()), *added)
    sums = enumerate(accumulate(added[month] for month in range(first, last + 1)), first)
    return [(f"{month // 12:04}-{month % 12 + 1:02}", number) for month, number in sums][-MOST_POINTS:]


def _month(day: str) -> int:
    """Return the number of the month of a day, or of a month, that is written as 2026-11."""
    year, month, *_ = day.split("-")
    return int(year) * 12 + int(month) - 1


def _countries(by_country: Mapping[str, int], slug: str, language: str) -> list[tuple[str, int, str]]:
    """Return (name, number, address of the lines), the largest first, countries with the same number by name."""
    address = partial(url_for, "public.signatories.show", lang=language, memorandum=slug)
    named = [(name, by_country[code], f"{address(country=code)}#list") for code, name in countries_by_name(by_country, language)]
    return sorted(named, key=itemgetter(1), reverse=True)
