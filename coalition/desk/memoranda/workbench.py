"""The frame of every page about one memorandum, and its overview with the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, database
from coalition.acts.effect import effect_of
from coalition.acts.situations import actions_of
from coalition.acts.standing_count_queries import bound_number, public_counts
from coalition.appeals.queries import appeal_of
from coalition.desk.desk_pages import desk_page, person_of
from coalition.desk.memoranda.decision_texts import DECISIONS
from coalition.desk.refusals import refusal
from coalition.duplicates.double_entries import double_entries_on
from coalition.forums import queries as forums
from coalition.invitations.window_letters import number_of_letters
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import situation_in
from coalition.memoranda.decision_queries import decisions_of
from coalition.memoranda.deleting_memoranda import is_only_a_draft
from coalition.memoranda.opening import default_publicity
from coalition.memoranda.tables import EffectRule
from coalition.people.tables import Role
from coalition.published.rule_sentences import about_effect, about_periods, about_publication, who_may_sign
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar import Response

    from coalition.errors import CoalitionError
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


_HIDDEN_NOT_COUNTED = Message("Those whose names are withheld are among them. The rule does not count them, because their number is not published.")
_MET_WITH_HIDDEN = Message("If they were counted, the rule would be met.")


async def overview(request: AnyRequest, memorandum: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the states of a memorandum, its next step and the other possible actions."""
    async with database.reading():
        view = await queries.view(memorandum)
        members = await queries.members(memorandum.id)
        forum = await forums.view_of(view.forum)
        rules = await rules_of(memorandum, view, forum)
        actions = await actions_of(view, person_of(request))
        taken = await decisions_of(memorandum.id)
        letters = await number_of_letters(memorandum.id)
        appeal = await appeal_of(memorandum.id)
        doubles = await double_entries_on(memorandum.id) if person_of(request).role == Role.COORDINATOR else []
    today = clock.today().isoformat()
    publicity = default_publicity(view, forum).value
    values = {"on": today, "opens": today, "closes": "", "publicity": publicity, "send": True, "closing_letters": True}
    values |= context.pop("values", {})
    shown: dict[str, Any] = {"members": members, "forum": forum, "actions": actions, "missing": situation_in(view).missing}
    shown["deletable"] = is_only_a_draft(view) and appeal is None and person_of(request).role == Role.COORDINATOR
    shown |= {"values": values, "part": "overview", "rules": rules, "taken": taken, "letters": letters, "appeal": appeal, "doubles": len(doubles)}
    shown["decisions"] = [decision for decision in DECISIONS.values() if actions[decision.action]]
    return workbench_page(request, view, "desk/memoranda/show.html", status=status, **shown, **context)


async def rules_of(memorandum: Memorandum, view: MemorandumView, forum: ForumView | None) -> list[Message]:
    """Return the rules as sentences, with the numbers reached so far."""
    effect = about_effect(await effect_of(memorandum), forum.countries if forum else ())
    published = about_publication(view)
    return [who_may_sign(view), *effect, *about_periods(view), *([published] if published else []), *await numbers_reached(view)]


async def numbers_reached(view: MemorandumView) -> list[Message]:
    """Say how many have signed where a rule asks for a number, and whether it is met only if the hidden signatures are counted."""
    asked = [view.publish_at_least or 0, (view.effect_number or 0) if view.effect_rule == EffectRule.NTH_SIGNATURE else 0]
    if not any(asked):
        return []
    signed = await bound_number(view.id)
    if not signed:
        return [Message("No organisation has signed yet.")]
    public = (await public_counts([view.id]))[view.id].parties
    said = [Message.plural("{n} organisation has signed.", "{n} organisations have signed.", signed)]
    said += [_HIDDEN_NOT_COUNTED] if signed > public else []
    return [*said, *([_MET_WITH_HIDDEN] if any(public < number <= signed for number in asked) else [])]


def workbench_page(request: AnyRequest, view: MemorandumView, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Render a page of the workbench; `part` is the tab it belongs to."""
    return desk_page(request, template, status=status, section="memoranda", memorandum=view, **context)


async def refused_step(request: AnyRequest, memorandum: Memorandum, given: dict[str, Any], problem: CoalitionError) -> Response[bytes]:
    """Show the overview again with the invalid fields (422) or the rule that forbids the step (409)."""
    return await overview(request, memorandum, values=given, **refusal(request, problem))
