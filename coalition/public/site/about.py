"""What this site is, what it keeps of whom, and who can use it."""

from litestar import Response

from coalition.public.site.site_files import contact
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.about.show")
async def show_about(request: AnyRequest) -> Response[bytes]:
    """Say what the register is, and what it proves."""
    return public_page(request, "public/about/show.html", contact=contact())


@route("public.privacy.show")
async def show_privacy(request: AnyRequest) -> Response[bytes]:
    """Say what is kept, how long, and who sees it."""
    return public_page(request, "public/privacy/show.html", contact=contact())


@route("public.accessibility.show")
async def show_accessibility(request: AnyRequest) -> Response[bytes]:
    """Say what was made sure of, and whom to tell of an obstacle."""
    return public_page(request, "public/accessibility/show.html", contact=contact())
