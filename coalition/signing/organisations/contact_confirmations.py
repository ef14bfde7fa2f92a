"""The page by which a new contact confirms the address; opening it changes nothing."""

from __future__ import annotations

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.invitations.errors import LinkUnknown
from coalition.organisations import contact_changes
from coalition.organisations.contact_changes import ConfirmationExpired, ConfirmationUnknown
from coalition.signing.signing_pages import signing_page
from coalition.web.errors import link_unknown, page_of_letter_expired
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.contact.show")
async def show_contact(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show for which organisation an address is to be confirmed."""
    return await _page(request, token)


@route("signing.contact.confirm")
async def confirm_contact(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Record that the contact confirmed."""
    await request.body()
    await contact_changes.confirm_by_letter(token)
    return redirect("signing.contact.show", lang=language, token=token)


def over(request: AnyRequest, error: ConfirmationUnknown | ConfirmationExpired) -> Response[bytes]:
    """Show that the link of a letter is unknown or has expired."""
    return page_of_letter_expired(request) if isinstance(error, ConfirmationExpired) else link_unknown(request, LinkUnknown())


async def _page(request: AnyRequest, token: str) -> Response[bytes]:
    async with database.reading():
        contact, organisation = await contact_changes.contact_to_confirm(token)
    return signing_page(request, "contact", contact=contact, organisation=organisation, token=token)
