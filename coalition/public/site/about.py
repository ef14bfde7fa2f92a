"""Pages about the site: the register, privacy, accessibility."""

from litestar import Response

from coalition.notices.page_subjects import SITE, depends_on
from coalition.public.site.site_files import contact
from coalition.settings import load
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.about.show")
async def show_about(request: AnyRequest) -> Response[bytes]:
    """Show what the register is, and what it proves."""
    depends_on(SITE)
    return public_page(request, "public/about/show.html", contact=contact(), base_url=load().base_url)


@route("public.privacy.show")
async def show_privacy(request: AnyRequest) -> Response[bytes]:
    """Show which data is stored, for how long, and who sees it."""
    depends_on(SITE)
    return public_page(request, "public/privacy/show.html", contact=contact())


@route("public.accessibility.show")
async def show_accessibility(request: AnyRequest) -> Response[bytes]:
    """Show the accessibility statement, with the address to report problems to."""
    depends_on(SITE)
    return public_page(request, "public/accessibility/show.html", contact=contact())
