"""Forums."""

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.acts.standing_count_queries import public_counts
from coalition.forums import queries
from coalition.memoranda.queries import public_memoranda_of_forum
from coalition.public.loading import existing
from coalition.public.memoranda.standing_sentences import listed
from coalition.published.forum_record import public_forum
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50


@route("public.forums.list")
async def list_forums(request: AnyRequest, after: FromQuery[str] = "") -> Response[bytes]:
    """Show forums, newest first."""
    async with database.reading():
        forums = await queries.newest_forums(after=after, limit=AT_ONCE + 1)
    last = forums[AT_ONCE - 1] if len(forums) > AT_ONCE else None
    more = f"{last.starts or ''}/{last.slug}" if last else None
    return public_page(request, "public/forums/list.html", section="forums", forums=forums[:AT_ONCE], more=more)


@route("public.forum.show")
async def show_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Show a forum with its participants and memoranda."""
    async with database.reading():
        shown = await public_forum(existing(await queries.by_slug(forum)))
        memoranda = await public_memoranda_of_forum(shown.view.id)
        counts = await public_counts([memorandum.id for memorandum in memoranda])
    facts = {"shown": shown, "memoranda": listed(memoranda, counts, clock.today())}
    return public_page(request, "public/forums/show.html", section="forums", **facts)
