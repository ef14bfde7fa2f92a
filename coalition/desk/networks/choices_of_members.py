"""Making all organisations of a choice members of a network: counted on a page first, then entered together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_networks import let_join, members_of_choice
from coalition.desk.chosen_organisations import choice_in_address, choice_of, named
from coalition.desk.desk_pages import checked, desk_page, done
from coalition.desk.networks.members import known_network
from coalition.desk.paging import PAGE
from coalition.desk.public_previews import preview_of_network
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice, numbers_without, page_without
from coalition.networks.forms import MOST_AT_ONCE, JoiningForm
from coalition.networks.member_choice_queries import without_membership
from coalition.organisations.queries import view_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.desk.public_previews import Preview
    from coalition.organisations.tables import Organisation

_TEMPLATE = "desk/networks/choice.html"


@route("desk.network_choice.new")
async def new_network_choice(request: AnyRequest, network: FromPath[str]) -> Response[bytes]:
    """Show how many organisations are chosen and are no members yet (`?way=` and its value), and a page of them (`?after=`)."""
    row, choice = await known_network(network), await choice_in_address(request)
    return await _page(request, row, choice, after=request.query_params.get("after", ""))


@route("desk.network_choice.create")
async def create_network_choice(request: AnyRequest, network: FromPath[str]) -> Response[bytes]:
    """Let the organisations of a choice join once the person has seen what everybody will see."""
    row, given = await known_network(network), await checked(request, lists=("value", "organisations"))
    choice = await choice_of(request, str(given.get("way", "")), [str(value) for value in given["value"]])
    try:
        preview = await _let_join_if_seen(request, row, choice, given)
    except InvalidForm as problem:
        return await _page(request, row, choice, given, **refusal(request, problem))
    if preview:
        return await _page(request, row, choice, given, preview=preview)
    if _ticked(given) is None and (await numbers_without(choice, without_membership(row.id))).new:
        return done(request, "desk.network_choice.new", "saved", network=row.slug, way=choice.way, value=",".join(choice.values))
    return done(request, "desk.network.show", "saved", network=row.slug)


async def _let_join_if_seen(request: AnyRequest, row: Organisation, choice: Choice, given: Mapping[str, Any]) -> Preview | None:
    """Let the chosen organisations join, or return what everybody will see if the person has not seen it yet."""
    form, ticked = JoiningForm.parse({"role": given.get("role", ""), "since": given.get("from", "")}), _ticked(given)
    slugs = [member.organisation for member in await members_of_choice(row, choice, form, ticked=ticked)]
    change = partial(let_join, row, choice, form, ticked=ticked)
    preview = await preview_of_network(given, row, change, slugs, language_of(request))
    if preview is None:
        await change()
    return preview


def _ticked(given: Mapping[str, Any]) -> list[str] | None:
    """Return the organisations that are ticked; None where the page is too short for all of them and has no ticks."""
    return [str(slug) for slug in given["organisations"]] if given.get("few") == "yes" else None


async def _page(
    request: AnyRequest, row: Organisation, choice: Choice, given: Mapping[str, Any] | None = None, *, after: str = "", **context: Any
) -> Response[bytes]:
    new = without_membership(row.id)
    async with database.reading():
        network, numbers = await view_of(row), await numbers_without(choice, new)
        page = await page_without(choice, new, numbers, language_of(request), after=after, limit=PAGE)
        words_of_choice = await named(request, choice)
    shown: dict[str, Any] = {"network": network, "choice": choice, "named": words_of_choice, "numbers": numbers, "page": page, "after": after}
    shown |= {"most": MOST_AT_ONCE, "ticked": _ticked(given) if given else None, "values": given or {}}
    return desk_page(request, _TEMPLATE, section="organisations", **shown | context)
