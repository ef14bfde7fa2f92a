"""The front page, and the redirect to it."""

from litestar import Response

from coalition import clock, database
from coalition.acts.standing_count_queries import public_counts
from coalition.addresses import url_for
from coalition.announcements.reading import announcements
from coalition.appeals.listed_appeals import OPEN_NOW, listed_appeals
from coalition.appeals.queries import was_sent
from coalition.forums.queries import newest_forums
from coalition.memoranda.decision_queries import withdrawal_days
from coalition.memoranda.queries import newest_public
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.notices.queries import latest
from coalition.partners.queries import has_partners
from coalition.public.memoranda.standing_sentences import listed
from coalition.public.notifications.grouping import by_day
from coalition.public.site.open_texts import open_texts
from coalition.web.pages import language_of, public_page
from coalition.web.routing import AnyRequest, route

AT_MOST = 10
APPEALS = 3


@route("public.start.show", status=303)
async def show_start(request: AnyRequest) -> Response[bytes]:
    """Redirect to the front page in the browser's preferred language."""
    headers = {"Location": url_for("public.home.show", lang=language_of(request)), "Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return Response(b"", status_code=303, headers=headers, media_type="text/plain")


@route("public.home.show")
async def show_home(request: AnyRequest) -> Response[bytes]:
    """Show appeals, the other memoranda open for signature and for accession, and the latest notifications."""
    async with database.reading():
        open_now = await newest_public(only=SigningState.OPEN, these=Memorandum.id.not_in(was_sent()), limit=AT_MOST)
        acceding = await newest_public(only=SigningState.ACCESSION_ONLY, limit=AT_MOST)
        counts = await public_counts([view.id for view in (*open_now, *acceding)])
        notifications = await announcements(await latest(without=await withdrawal_days(), limit=8))
        forums = (await newest_forums(limit=3)).forums
        partners = await has_partners()
        appeals = (await listed_appeals(OPEN_NOW, limit=APPEALS)).appeals
    today = clock.today()
    texts = {"memoranda": open_texts(open_now, counts, today), "acceding": listed(acceding, counts, today)}
    return public_page(request, "public/home/show.html", **texts, days=by_day(notifications), forums=forums, partners=partners, appeals=appeals)
