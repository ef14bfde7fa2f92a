"""Files for programs: robots.txt, security.txt."""

from datetime import timedelta
from email.utils import parseaddr

from litestar import Response

from coalition import clock
from coalition.addresses import url_for
from coalition.notices.page_subjects import SITE, depends_on
from coalition.settings import load
from coalition.web.pages import file
from coalition.web.routing import route

TEXT = "text/plain"
_PRIVATE = (
    "desk",
    "sign-in",
    "signing",
    "drafting",
    "invitations/",
    "notifications/subscription/",
    "calendars/",
    "memoranda/*/accession/",
    "memoranda/*/request/",
    "mistakes/",
    "search",
)
_SECURITY_LASTS = timedelta(days=180)


def contact() -> str:
    """Return the contact address of the site."""
    return parseaddr(load().mail_from)[1]


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
