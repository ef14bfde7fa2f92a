"""The frame around everything about one memorandum, and what its next step is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coalition import clock, database
from coalition.desk.pages import desk_page
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import (
    AlreadyOpen,
    CorrectionPending,
    Decided,
    DraftInHand,
    MemorandumRule,
    NoDraft,
    NotAuthenticated,
    NothingChanged,
    NotOpen,
    TextFrozen,
    TooEarly,
    WordingMissing,
)
from coalition.memoranda.tables import Publicity, SigningState, TextState
from coalition.web.forms import said
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from litestar import Request, Response

    from coalition.fields import InvalidForm
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
}


@dataclass(frozen=True)
class Step:
    """What can be done next: `write`, `adopt`, `open`, `close` or nothing; `publish` whether it can be made public besides."""

    name: str
    missing: tuple[str, ...] = ()
    publish: bool = False


def next_step(view: MemorandumView) -> Step:
    """Return the next step of a memorandum."""
    if view.text_state in {TextState.DRAFT, TextState.CIRCULATED}:
        missing = tuple(code for code in view.authentic_languages if code not in view.titles)
        return Step("write" if missing else "adopt", missing)
    publish = view.publicity != Publicity.PUBLIC and (view.text_state == TextState.AUTHENTICATED or view.historical)
    names = {SigningState.NOT_OPEN: "open", SigningState.OPEN: "close"} if view.text_state == TextState.AUTHENTICATED else {}
    return Step(names.get(SigningState(view.signing_state), ""), publish=publish)


def rule_sentence(broken: MemorandumRule) -> Message:
    """Return which rule stands in the way."""
    return _BROKEN[type(broken)]


async def overview(request: Request[Any, Any, Any], memorandum: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the states of a memorandum and its next step."""
    async with database.reading():
        view = await queries.view(memorandum)
        members = await queries.members(memorandum.id)
        forum = (await forums.views_of([view.forum])).get(view.forum) if view.forum else None
    today = clock.today().isoformat()
    values = {"rule": "consensus", "on": today, "opens": today, "closes": "", "publicity": "public"} | context.pop("values", {})
    shown: dict[str, Any] = {"members": members, "forum": forum, "step": next_step(view), "values": values, "part": "overview"}
    return workbench_page(request, view, "desk/memoranda/show.html", status=status, **shown, **context)


def workbench_page(request: Request[Any, Any, Any], view: MemorandumView, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Render a page of the workbench; `part` is the tab it belongs to."""
    return desk_page(request, template, status=status, section="memoranda", memorandum=view, **context)


async def refused_step(
    request: Request[Any, Any, Any], memorandum: Memorandum, given: dict[str, Any], problem: InvalidForm | MemorandumRule
) -> Response[bytes]:
    """Show the overview again: what does not fit (422), or which rule forbids the step (409)."""
    if isinstance(problem, MemorandumRule):
        summary = [("", rule_sentence(problem).text(language_of(request)))]
        return await overview(request, memorandum, status=409, summary=summary, has_errors=True, values=given)
    errors, lines = said(problem, language_of(request))
    return await overview(request, memorandum, status=422, errors=errors, summary=lines, has_errors=True, values=given)
