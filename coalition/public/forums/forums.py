"""Forums."""

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.acts.status_queries import signature_counts
from coalition.forums import programme_queries, queries
from coalition.forums.tables import ForumRole, ProgrammeRole
from coalition.languages import Message
from coalition.memoranda.queries import public_memoranda_of_forum
from coalition.public.loading import existing
from coalition.public.memoranda.standing_sentences import listed
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50

ROLES = (
    (ForumRole.CONVENER, Message("Conveners")),
    (ForumRole.CO_ORGANISER, Message("Co-organisers")),
    (ForumRole.PARTICIPANT, Message("Participants")),
    (ForumRole.OBSERVER, Message("Observers")),
)

PARTS = ((ProgrammeRole.IMPLEMENTER, Message("Carried out by")), (ProgrammeRole.FUNDER, Message("Funded by")))


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
        view = await queries.view(existing(await queries.by_slug(forum)))
        programme = await programme_queries.programme_view(view.programme)
        present = await queries.public_organisations_at(view)
        memoranda = await public_memoranda_of_forum(view.id)
        counts = await signature_counts([memorandum.id for memorandum in memoranda])
    groups = [(title, [organisation for held, organisation in present if held == role]) for role, title in ROLES]
    parts = [(title, [organisation for held, organisation in programme.organisations if held == role]) for role, title in PARTS] if programme else []
    facts = {"programme": programme, "parts": parts, "groups": groups, "memoranda": listed(memoranda, counts, clock.today())}
    return public_page(request, "public/forums/show.html", section="forums", forum=view, **facts)
