"""How many partners the host, or a programme, has without names here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.paging import asked_in
from coalition.desk.partners.whose_partners import OF_HOST, programme_named
from coalition.desk.saved_meanwhile import MARK, both_versions, with_mark
from coalition.fields import InvalidForm
from coalition.partners.forms import NumberForm
from coalition.partners.queries import HOST, numbers_without_names
from coalition.partners.recording_partners import say_number
from coalition.partners.tables import Counting
from coalition.partners.views import base_of_number
from coalition.saved_states import SavedMeanwhile
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.forums.views import ProgrammeView

_EDIT = "desk/partners/number.html"


@route("desk.partner_number.edit")
async def edit_partner_number(request: AnyRequest) -> Response[bytes]:
    """Show how many partners have no name here."""
    owner = asked_in(request, "programme").chosen("programme") or OF_HOST
    async with database.reading():
        programme = await programme_named(owner)
        values = await _saved(programme)
    return desk_page(request, _EDIT, **_context(owner, programme, values))


async def _saved(programme: ProgrammeView | None) -> dict[str, Any]:
    numbers = await numbers_without_names(programme.id if programme else HOST)
    values = {name: str(getattr(numbers[0], name) or "") if numbers else "" for name in NumberForm.model_fields}
    return with_mark(values | ({} if numbers else {"counting": Counting.ABOUT.value}), base_of_number(numbers))


@route("desk.partner_number.update")
async def update_partner_number(request: AnyRequest) -> Response[bytes]:
    """Say how many partners have no name here, or that nothing is said of it."""
    given = await checked(request)
    owner = str(given.get("programme", "")) or OF_HOST
    programme = await programme_named(owner)
    try:
        await say_number(programme.id if programme else None, NumberForm.parse(given, ignore_unknown=True), str(given.get(MARK, "")))
    except SavedMeanwhile:
        both = both_versions(request, given, await _saved(programme))
        return desk_page(request, _EDIT, **_context(owner, programme, given) | both)
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **_context(owner, programme, given))
    return done(request, "desk.partners.list", "saved", programme=owner)


def _context(owner: str, programme: ProgrammeView | None, values: dict[str, Any]) -> dict[str, Any]:
    return {"section": "organisations", "owner": owner, "programme": programme, "values": values}
