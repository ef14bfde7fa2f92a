"""Pages about the site: the register, privacy, accessibility."""

from litestar import Response

from coalition.public.site.site_files import contact
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.about.show")
async def show_about(request: AnyRequest) -> Response[bytes]:
    """Show what the register is, and what it proves."""
    return public_page(request, "public/about/show.html", contact=contact())


@route("public.privacy.show")
async def show_privacy(request: AnyRequest) -> Response[bytes]:
    """Show which data is stored, for how long, and who sees it."""
    return public_page(request, "public/privacy/show.html", contact=contact())


@route("public.accessibility.show")
async def show_accessibility(request: AnyRequest) -> Response[bytes]:
    """Show the accessibility statement, with the address to report problems to."""
    return public_page(request, "public/accessibility/show.html", contact=contact())
