"""The frame around everything about one memorandum, and what its next step is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, database
from coalition.acts import status_queries
from coalition.acts.effect import effect_of
from coalition.acts.situations import actions_of
from coalition.desk.pages import desk_page, person_of
from coalition.editions.errors import Decided, NothingChanged, TooEarly
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import situation_in
from coalition.memoranda.errors import (
    AlreadyOpen,
    AlreadyTerminated,
    CorrectionPending,
    DraftInHand,
    ForumMissing,
    MemorandumRule,
    NoDraft,
    NotAuthenticated,
    NotClosed,
    NotEnoughSigned,
    NothingToExtend,
    NotOpen,
    RulesBind,
    TextFrozen,
    WordingMissing,
)
from coalition.memoranda.tables import EffectRule
from coalition.published.rule_sentences import about_effect, about_publication, who_may_sign
from coalition.web.forms import said
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar import Response

    from coalition.fields import InvalidForm
    from coalition.forums.queries import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


_BROKEN: dict[type[MemorandumRule], Message] = {
    TextFrozen: Message("The text is adopted and fixed; it cannot be changed any more."),
    WordingMissing: Message("An authentic language has no text yet."),
    NotAuthenticated: Message("The text must be adopted first."),
    AlreadyOpen: Message("It was opened for signature before."),
    NotOpen: Message("It is not open for signature."),
    DraftInHand: Message("A new edition is being written. Adopt it or give it up first."),
    NoDraft: Message("No new edition is being written."),
    NothingChanged: Message("The new edition says the same as the present one."),
    CorrectionPending: Message("A correction is not decided yet."),
    TooEarly: Message("Parties may still object."),
    Decided: Message("It was decided before."),
    NotClosed: Message("Only what was closed for signature can be opened for accession."),
    NothingToExtend: Message("It has no last day: it stays open until somebody closes it."),
    NotEnoughSigned: Message("By its rule it becomes public once enough organisations have signed, and not before."),
    ForumMissing: Message("A rule speaks of the forum or of its countries: name the forum first, or change the rule."),
    RulesBind: Message("An organisation has signed; the rules cannot be changed any more."),
    AlreadyTerminated: Message("It was terminated before."),
}


def rule_sentence(broken: MemorandumRule) -> Message:
    """Return which rule stands in the way."""
    return _BROKEN[type(broken)]


async def overview(request: AnyRequest, memorandum: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the states of a memorandum, what comes next, and what else can be done."""
    async with database.reading():
        view = await queries.view(memorandum)
        members = await queries.members(memorandum.id)
        forum = await forums.view_of(view.forum)
        rules = await rules_of(memorandum, view, forum)
        actions = await actions_of(view, person_of(request))
    today = clock.today().isoformat()
    publicity = "participants" if view.publish_at_least else "public"
    values = {"rule": "consensus", "on": today, "opens": today, "closes": "", "publicity": publicity} | context.pop("values", {})
    shown: dict[str, Any] = {"members": members, "forum": forum, "actions": actions, "missing": situation_in(view).missing}
    shown |= {"values": values, "part": "overview", "rules": rules}
    return workbench_page(request, view, "desk/memoranda/show.html", status=status, **shown, **context)


async def rules_of(memorandum: Memorandum, view: MemorandumView, forum: ForumView | None) -> list[Message]:
    """Return the rules as sentences, with how far they are met."""
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


async def refused_step(request: AnyRequest, memorandum: Memorandum, given: dict[str, Any], problem: InvalidForm | MemorandumRule) -> Response[bytes]:
    """Show the overview again: what does not fit (422), or which rule forbids the step (409)."""
    if isinstance(problem, MemorandumRule):
        summary = [("", rule_sentence(problem).text(language_of(request)))]
        return await overview(request, memorandum, status=409, summary=summary, has_errors=True, values=given)
    errors, lines = said(problem, language_of(request))
    return await overview(request, memorandum, status=422, errors=errors, summary=lines, has_errors=True, values=given)
