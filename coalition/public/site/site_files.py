"""Files for programs: the site map, robots.txt, security.txt."""

from datetime import timedelta
from email.utils import parseaddr
from itertools import chain

from litestar import Response

from coalition import clock, database
from coalition.addresses import ROUTES, url_for
from coalition.forums.queries import newest_forums
from coalition.memoranda.queries import newest_public
from coalition.notices.page_subjects import SITE, depends_on
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.rendering import render
from coalition.settings import load
from coalition.web.pages import file
from coalition.web.routing import route

TEXT = "text/plain"
MOST_MEMORANDA = 1000
MOST_ORGANISATIONS = 9000
_PRIVATE = ("desk", "sign-in", "signing", "invitations/", "notifications/subscription/", "memoranda/*/accession/", "memoranda/*/request/")
_SECURITY_LASTS = timedelta(days=180)

_STANDING = [
    name
    for name, row in ROUTES.items()
    if name.startswith("public.") and row.method == "GET" and row.path.startswith("/{lang}/") and row.path.count("{") == 1
]


def contact() -> str:
    """Return the contact address of the site."""
    return parseaddr(load().mail_from)[1]


@route("public.sitemap.show")
async def show_sitemap() -> Response[bytes]:
    """List the pages everybody may read, in every language (a map holds at most 50,000)."""
    async with database.reading():
        forums = await newest_forums(limit=MOST_MEMORANDA)
        memoranda = await newest_public(limit=MOST_MEMORANDA)
        organisations = await visible_organisations(Viewer.EVERYBODY).slugs(MOST_ORGANISATIONS)
    pages = chain(
        ((name, {}) for name in _STANDING),
        (("public.forum.show", {"forum": forum.slug}) for forum in forums),
        (("public.memorandum.show", {"memorandum": view.slug}) for view in memoranda),
        (("public.organisation.show", {"organisation": slug}) for slug in organisations),
    )
    chosen = load()
    addresses = [chosen.base_url + url_for(name, lang=language, **places) for name, places in pages for language in chosen.languages]
    return file(render("feeds/sitemap.xml", "en", addresses=addresses).encode(), "application/xml; charset=utf-8")


@route("public.robots.show")
async def show_robots() -> Response[bytes]:
    """Exclude crawlers from pages that are not public."""
    depends_on(SITE)
    private = [f"Disallow: /{language}/{part}" for language in load().languages for part in _PRIVATE]
    lines = ["User-agent: *", *private, "Disallow: /api/", "", f"Sitemap: {load().base_url}{url_for('public.sitemap.show')}", ""]
    return file("\n".join(lines).encode(), TEXT)


@route("public.security_txt.show")
async def show_security_txt() -> Response[bytes]:
    """Show where to report a vulnerability (RFC 9116)."""
    depends_on(SITE)
    expires = (clock.now() + _SECURITY_LASTS).replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
    lines = [
        f"Contact: mailto:{contact()}",
        f"Expires: {expires.replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(load().languages)}",
        f"Canonical: {load().base_url}{url_for('public.security_txt.show')}",
        "",
    ]
    return file("\n".join(lines).encode(), TEXT)
