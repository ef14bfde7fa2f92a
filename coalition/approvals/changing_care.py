"""Changes by which a forum or a text would be less careful: two coordinators make them, and everything else of the same form is saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from coalition.acts.changing_forums import amend_forum as amend
from coalition.acts.changing_rules import change_memorandum as change_at_once
from coalition.appeals.writing_appeals import change_appeal as change_appeal_at_once
from coalition.approvals.errors import AlreadyAsked
from coalition.approvals.made import Made, ask_or_make
from coalition.approvals.tables import ApprovalKind
from coalition.database import savepoint, transaction
from coalition.fields import Form
from coalition.forums.queries import slug_of
from coalition.forums.risk_profile_queries import profile_of_forum
from coalition.forums.risk_profiles import LessCareNeedsApproval
from coalition.memoranda.beginning import forum_called
from coalition.memoranda.queries import locked
from coalition.memoranda.rule_forms import RulesChange

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from coalition.appeals.forms import AppealForm
    from coalition.forums.forms import ForumChange
    from coalition.forums.tables import Forum
    from coalition.memoranda.forms import MemorandumChange
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

Changes = TypeVar("Changes", bound=Form)


async def amend_forum(forum: Forum, change: ForumChange, by: Coordinator) -> Made:
    """Change a forum; that it is less careful needs approval, everything else is saved at once.

    Raises:
        InvalidForm: as `changing_forums.amend_forum`.
        NobodyToApprove: as `ask`.

    """

    async def ask() -> Made:
        await amend(forum, _without(change, "risk_profile"))
        values = {"risk_profile": str(change.risk_profile), "before": str(await profile_of_forum(forum.id))}
        return await _asked(ApprovalKind.FORUM_LESS_CAREFUL, f"forum:{forum.id}", by, values)

    return await _at_once_or(ask, lambda: amend(forum, change))


async def change_memorandum(memorandum: Memorandum, particulars: MemorandumChange, by: Coordinator, rules: RulesChange | None = None) -> Made:
    """Change particulars of a memorandum, and its rules; that it leaves a more careful forum needs approval, the rest is saved at once.

    Raises:
        TextFrozen, RulesBind, InvalidForm: as `changing_rules.change_memorandum`.
        NobodyToApprove: as `ask`.

    """
    given = rules or RulesChange()

    async def ask() -> Made:
        await change_at_once(memorandum, _without(particulars, "forum"), given)
        return await _ask_to_move(memorandum, particulars.forum, by)

    return await _at_once_or(ask, lambda: change_at_once(memorandum, particulars, given))


async def change_appeal(memorandum: Memorandum, form: AppealForm, by: Coordinator) -> Made:
    """Replace everything that an appeal says; that it leaves a more careful forum needs approval, the rest is saved at once.

    Raises:
        AppealSent, InvalidForm: as `writing_appeals.change_appeal`.
        NobodyToApprove: as `ask`.

    """

    async def ask() -> Made:
        row = await locked(memorandum.id)
        await change_appeal_at_once(row, form.model_copy(update={"forum": await slug_of(row.forum)}))
        return await _ask_to_move(memorandum, form.forum, by)

    return await _at_once_or(ask, lambda: change_appeal_at_once(memorandum, form))


async def _at_once_or(ask: Callable[[], Awaitable[Made]], change: Callable[[], Awaitable[object]]) -> Made:
    """Make a change, or what `ask` makes and asks for where two coordinators are needed, in one transaction."""
    async with transaction():
        try:
            async with savepoint():  # what is refused is undone, also inside the transaction of a request
                await change()
        except LessCareNeedsApproval:
            return await ask()
    return Made.AT_ONCE


async def _ask_to_move(memorandum: Memorandum, forum: str | None, by: Coordinator) -> Made:
    values = {"forum": await forum_called(forum), "before": (await locked(memorandum.id)).forum}
    return await _asked(ApprovalKind.MEMORANDUM_LESS_CAREFUL, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def _asked(kind: ApprovalKind, about: str, by: Coordinator, values: Mapping[str, object], memorandum: int | None = None) -> Made:
    """Ask for a change; of one that waits already nothing is said, because the rest of the form was saved."""
    try:
        return await ask_or_make(kind, about, by, values, memorandum)
    except AlreadyAsked:
        return Made.ASKED


def _without(change: Changes, field: str) -> Changes:
    """Return a change that leaves a field as it is: as if it had not been given."""
    copied = change.model_copy(update={field: None})
    copied.model_fields_set.discard(field)
    return copied
