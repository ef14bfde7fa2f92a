"""Letting all organisations of a choice take part in a forum: counted on a page first, then entered together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_forums import let_take_part, parts_of_choice
from coalition.desk.chosen_organisations import choice_in_address, choice_of, named
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.forums.typed_records import with_slug
from coalition.desk.paging import PAGE
from coalition.desk.public_previews import preview_of_forum
from coalition.desk.refusals import refusal
from coalition.desk.ways_of_choosing import ways_into
from coalition.fields import InvalidForm
from coalition.forums import queries
from coalition.forums.forms import RoleForm
from coalition.forums.organisation_choice_queries import Choice, numbers_without, page_without, without_part
from coalition.forums.tables import ForumRole
from coalition.search.tables import Kind
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.desk.public_previews import Preview
    from coalition.forums.tables import Forum

_TEMPLATE = "desk/forums/choice.html"


@route("desk.forum_choice.new")
async def new_forum_choice(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Show how many organisations are chosen and take no part yet (`?way=`, `?forum=`, `?country=` or `?value=`), and a page of them (`?after=`)."""
    row, choice = await _forum(forum), await choice_in_address(request)
    if choice.way != "forum":
        return await _page(request, row, choice, after=request.query_params.get("after", ""))
    typed = choice.values[0] if choice.values else ""
    try:
        slug = (await with_slug({"forum": typed}, "forum", Kind.FORUM))["forum"]
    except InvalidForm as problem:
        return await _ask_again(request, row, typed, problem)
    return await _page(request, row, Choice("forum", (slug,) if slug else ()), after=request.query_params.get("after", ""))


@route("desk.forum_choice.create")
async def create_forum_choice(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Let the organisations of a choice take part once the person has seen what everybody will see."""
    row, given = await _forum(forum), await checked(request, lists=("value", "organisations"))
    choice = await choice_of(request, str(given.get("way", "")), [str(value) for value in given["value"]])
    try:
        preview = await _let_take_part_if_seen(row, choice, given)
    except InvalidForm as problem:
        return await _page(request, row, choice, given, **refusal(request, problem))
    if preview:
        return await _page(request, row, choice, given, preview=preview)
    if not _ticked(given) and (await numbers_without(choice, without_part(row.id))).new:
        return done(request, "desk.forum_choice.new", "saved", forum=row.slug, way=choice.way, value=",".join(choice.values))
    return done(request, "desk.forum.edit", "saved", forum=row.slug)


async def _let_take_part_if_seen(row: Forum, choice: Choice, given: Mapping[str, Any]) -> Preview | None:
    """Let the chosen organisations take part, or return what everybody will see if the person has not seen it yet."""
    role, ticked = RoleForm.parse(given, ignore_unknown=True).role, _ticked(given)
    change = await parts_of_choice(row, choice, role, ticked=ticked)
    preview = await preview_of_forum(given, row.slug, lambda: let_take_part(row, choice, role, ticked=ticked), change.slugs)
    if preview is None:
        await let_take_part(row, choice, role, ticked=ticked)
    return preview


def _ticked(given: Mapping[str, Any]) -> list[str] | None:
    """Return the organisations that are ticked; None where the page is too short for all of them and has no ticks."""
    return [str(slug) for slug in given["organisations"]] if given.get("few") == "yes" else None


async def _forum(slug: str) -> Forum:
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _page(
    request: AnyRequest, row: Forum, choice: Choice, given: Mapping[str, Any] | None = None, *, after: str = "", **context: Any
) -> Response[bytes]:
    async with database.reading():
        view, numbers = await queries.view(row, withhold=False), await numbers_without(choice, without_part(row.id))
        page = await page_without(choice, without_part(row.id), numbers, language_of(request), after=after, limit=PAGE)
        words_of_choice = await named(request, choice)
    shown: dict[str, Any] = {"forum": view, "choice": choice, "named": words_of_choice, "numbers": numbers, "page": page, "after": after}
    shown |= {"most": queries.MOST_AT_ONCE, "ticked": _ticked(given) if given else None, "unknown_forum": ""}
    shown["role"] = str(given.get("role", "")) if given else ForumRole.PARTICIPANT.value
    return desk_page(request, _TEMPLATE, section="forums", **shown | context)


async def _ask_again(request: AnyRequest, row: Forum, typed: str, problem: InvalidForm) -> Response[bytes]:
    """Show the field for the forum again, with why none was found."""
    async with database.reading():
        view = await queries.view(row, withhold=False)
        ways = await ways_into(view, language_of(request))
    return invalid_page(request, _TEMPLATE, problem, section="forums", forum=view, ways=ways, unknown_forum=typed)
