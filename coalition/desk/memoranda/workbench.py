"""The frame of every page about one memorandum, and its overview with the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, database
from coalition.acts import status_queries
from coalition.acts.effect import effect_of
from coalition.acts.situations import actions_of
from coalition.desk.desk_pages import desk_page, person_of
from coalition.desk.refusals import refusal
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import situation_in
from coalition.memoranda.opening import default_publicity
from coalition.memoranda.tables import EffectRule
from coalition.published.rule_sentences import about_effect, about_publication, who_may_sign
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar import Response

    from coalition.errors import CoalitionError
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


async def overview(request: AnyRequest, memorandum: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the states of a memorandum, its next step and the other possible actions."""
    async with database.reading():
        view = await queries.view(memorandum)
        members = await queries.members(memorandum.id)
        forum = await forums.view_of(view.forum)
        rules = await rules_of(memorandum, view, forum)
        actions = await actions_of(view, person_of(request))
        publicity = await default_publicity(view)
    today = clock.today().isoformat()
    values = {"rule": "consensus", "on": today, "opens": today, "closes": "", "publicity": publicity.value} | context.pop("values", {})
    shown: dict[str, Any] = {"members": members, "forum": forum, "actions": actions, "missing": situation_in(view).missing}
    shown |= {"values": values, "part": "overview", "rules": rules}
    return workbench_page(request, view, "desk/memoranda/show.html", status=status, **shown, **context)


async def rules_of(memorandum: Memorandum, view: MemorandumView, forum: ForumView | None) -> list[Message]:
    """Return the rules as sentences, with the numbers reached so far."""
    status = await status_queries.status_of(memorandum)
    effect = about_effect(await effect_of(memorandum, status), forum.countries if forum else ())
    published = about_publication(view)
    counted = view.publish_at_least or view.effect_rule == EffectRule.NTH_SIGNATURE
    return [who_may_sign(view), *effect, *([published] if published else []), *([_signed(status.counts.signed)] if counted else [])]


def _signed(number: int) -> Message:
    if not number:
        return Message("No organisation has signed yet.")
    return Message.plural("{n} organisation has signed.", "{n} organisations have signed.", number)


def workbench_page(request: AnyRequest, view: MemorandumView, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Render a page of the workbench; `part` is the tab it belongs to."""
    return desk_page(request, template, status=status, section="memoranda", memorandum=view, **context)


async def refused_step(request: AnyRequest, memorandum: Memorandum, given: dict[str, Any], problem: CoalitionError) -> Response[bytes]:
    """Show the overview again with the invalid fields (422) or the rule that forbids the step (409)."""
    return await overview(request, memorandum, values=given, **refusal(request, problem))
