"""Forums."""

from collections.abc import Sequence
from functools import partial

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.acts.standing_count_queries import public_counts
from coalition.articles.queries import About, newest_about
from coalition.forums import queries
from coalition.forums.public_filters import ForumFilter
from coalition.forums.views import ForumView
from coalition.languages import countries_by_name
from coalition.memoranda.memorandum_filters import MemorandumFilter
from coalition.memoranda.queries import public_memoranda_of_forum
from coalition.public.list_filters import asked_in, country_in, words_in, year_in
from coalition.public.loading import existing
from coalition.public.memoranda.standing_sentences import listed
from coalition.published.forum_record import PartsAsked, public_forum_page
from coalition.published.list_heights import fitted, fitting, height_of_entry
from coalition.web.pages import PLACES, alternates, public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 20
MEMORANDA_AT_ONCE = 10  # on the page of a forum
_OF_MEMORANDA = 2600  # pixels there, on a phone


@route("public.forums.list")
async def list_forums(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show forums, newest first, or those that words, a year and a country find."""
    query = request.query_params
    chosen = ForumFilter(words_in(query), year_in(query), country_in(query))
    async with database.reading():
        read = partial(queries.newest_forums, chosen.condition, after=after)
        page = await fitted(lambda limit: read(limit=limit), lambda page: _heights(page.forums, language), AT_ONCE)
        years, codes = await queries.years_of_forums(), await queries.countries_concerned()
    menus = {"years": years, "countries": countries_by_name(codes, language)}
    facts = {"only": chosen, "asked": asked_in(query, "q", "year", "country"), "forums": page.forums, "more": page.after}
    return public_page(request, "public/forums/list.html", section="forums", after=after, **facts, **menus)


def _heights(forums: Sequence[ForumView], language: str) -> Sequence[int]:
    return [height_of_entry(forum.text(language).title, " ", " " * 40) for forum in forums]


@route("public.forum.show")
async def show_forum(request: AnyRequest, language: NamedDependency[str], forum: FromPath[str], memoranda: FromQuery[str] = "") -> Response[bytes]:
    """Show a forum: its participants, those in a role after a place (`role`, `after`), and its memoranda, those after a place (`memoranda`).

    Words choose memoranda by their titles, and participants by their names.
    """
    query = request.query_params
    async with database.reading():
        row = existing(await queries.by_slug(forum))
        words = words_in(query)
        shown = await public_forum_page(row, language, PartsAsked(query.get("role", ""), query.get("after", ""), words))
        these = MemorandumFilter(words).condition
        views = await public_memoranda_of_forum(row.id, after=memoranda, limit=MEMORANDA_AT_ONCE + 1, these=these)
        counts = await public_counts([view.id for view in views[:MEMORANDA_AT_ONCE]])
        articles = await newest_about(About(forum=row.id))
    number = fitting([height_of_entry(view.title(language)[1], " ", " " * 120) for view in views[:MEMORANDA_AT_ONCE]], _OF_MEMORANDA)
    more = views[number - 1].place if len(views) > number else None
    facts = {"shown": shown, "memoranda": listed(views[:number], counts, clock.today()), "after": memoranda, "more": more}
    facts |= {"words": words, "asked": asked_in(query, "q"), "articles": articles, "alternates": alternates(request, but=PLACES | {"role"})}
    return public_page(request, "public/forums/show.html", section="forums", **facts)
