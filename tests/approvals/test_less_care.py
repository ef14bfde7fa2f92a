"""One coordinator alone makes nothing less careful: neither a forum, nor a text by taking it out of one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts import changing_forums
from coalition.appeals.forms import AppealForm
from coalition.appeals.queries import appeal_of
from coalition.appeals.sending_appeals import appeal_to_send
from coalition.approvals import changing_care, queries
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.tables import ApprovalKind
from coalition.forums import queries as forums
from coalition.forums import recording_forums, risk_profiles
from coalition.forums.deleting_forums import delete_forum
from coalition.forums.forms import ForumChange
from coalition.forums.risk_profiles import LessCareNeedsApproval
from coalition.memoranda import beginning
from coalition.memoranda.forms import MemorandumChange
from tests import factories
from tests.appeals import appealed
from tests.approvals.test_approvals import at, refused
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.forums.tables import Forum
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

LESS = [("careful", "open"), ("high", "open"), ("high", "careful")]
NOT_LESS = [("open", "open"), ("open", "careful"), ("careful", "high"), ("high", "high")]


@pytest.fixture
async def dina_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dina@example.org", "Dina")


async def profile(slug: str = "kyiv-2013") -> str:
    row = await forums.by_slug(slug)
    assert row
    return row.risk_profile


async def asked(forum: Forum, to: str, by: Coordinator, **more: Any) -> Made:
    with at(by):
        return await changing_care.amend_forum(forum, ForumChange.parse({"risk_profile": to} | more), by)


async def approve_the_one(by: Coordinator) -> type[Exception] | None:
    [row] = await queries.waiting()
    return await refused(row.id, by)


@pytest.mark.parametrize(("before", "after"), LESS)
async def test_a_forum_becomes_less_careful_by_two(ada_account, dina_account, before, after):
    forum = await factories.forum(risk_profile=before)
    assert await asked(forum, after, ada_account, starts="2013-03") is Made.ASKED
    row = await forums.by_slug(forum.slug)
    assert (row.risk_profile, row.starts) == (before, "2013-03")
    assert await asked(forum, after, ada_account) is Made.ASKED
    assert await approve_the_one(dina_account) is None
    assert await profile() == after


@pytest.mark.parametrize(("before", "after"), NOT_LESS)
async def test_everything_else_is_done_at_once(ada_account, dina_account, before, after):
    assert dina_account
    assert await asked(await factories.forum(risk_profile=before), after, ada_account) is Made.AT_ONCE
    assert (await profile(), await queries.waiting()) == (after, [])


async def test_a_coordinator_alone_does_it_at_once(ada_account):
    assert await asked(await factories.forum(risk_profile="high"), "open", ada_account) is Made.UNCHECKED
    assert await profile() == "open"


async def loosened_alone() -> list[str]:
    """Return what one coordinator alone can make less careful: whoever calls the operations without an approval is refused."""
    forum = await factories.forum(risk_profile="high")
    reached = []
    for after in ("careful", "open"):
        for operation in (recording_forums.amend_forum, changing_forums.amend_forum):
            try:
                await operation(forum, ForumChange.parse({"risk_profile": after}))
            except LessCareNeedsApproval:
                continue
            reached.append(after)
    return reached


async def test_no_way_around_the_operation(store: str) -> None:
    assert store
    assert await loosened_alone() == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("if is_more_careful(before, after) and not approved:", "if is_more_careful(after, before) and not approved:"),
        ("if is_more_careful(before, after) and not approved:", "if before is RiskProfile.CAREFUL and after is RiskProfile.OPEN and not approved:"),
        ("index(new) > _FROM_OPEN_TO_HIGH.index(old)", "index(new) > _FROM_OPEN_TO_HIGH.index(old) + 1"),
    ],
)
async def test_a_mutated_build_lets_one_coordinator_loosen(store: str, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    assert store
    broken = mutated(risk_profiles, right, wrong)
    broken["LessCareNeedsApproval"] = LessCareNeedsApproval
    monkeypatch.setattr(recording_forums, "check_care", broken["check_care"])
    assert await loosened_alone() != []


async def saved_from_an_old_form() -> str:
    """Save an open forum as open from a form that was read before somebody else made it more careful; return how careful it is."""
    read = await factories.forum(risk_profile="open")
    await recording_forums.amend_forum(await forums.by_slug(read.slug), ForumChange.parse({"risk_profile": "high"}))
    with pytest.raises(LessCareNeedsApproval):
        await recording_forums.amend_forum(read, ForumChange.parse({"risk_profile": "open"}))
    return await profile()


async def test_a_form_that_was_read_before_makes_nothing_less_careful(store: str) -> None:
    assert store
    assert await saved_from_an_old_form() == "high"


async def test_a_mutated_build_believes_an_old_form(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    wrong = mutated(recording_forums, "await locked_risk_profile(forum.id) or RiskProfile(forum.risk_profile)", "RiskProfile(forum.risk_profile)")
    monkeypatch.setattr(recording_forums, "amend_forum", wrong["amend_forum"])
    with pytest.raises(pytest.fail.Exception):
        await saved_from_an_old_form()


async def test_of_two_changes_at_once_neither_is_lost(ada_account, dina_account):
    """One makes it more careful while another saves it as it was: it never ends less careful than that."""
    assert dina_account
    forum = await factories.forum(risk_profile="open")
    await asyncio.gather(asked(forum, "high", ada_account), asked(forum, "open", ada_account))
    assert await profile() == "high"


async def test_what_changed_meanwhile_is_not_carried_out(ada_account, dina_account):
    forum = await factories.forum(risk_profile="careful")
    await asked(forum, "open", ada_account)
    await asked(await forums.by_slug(forum.slug), "high", ada_account)
    assert await approve_the_one(dina_account) is CannotBeDone
    assert await profile() == "high"


async def test_the_request_about_a_deleted_forum_says_nothing(ada_account, dina_account):
    forum = await factories.forum(risk_profile="careful")
    await asked(forum, "open", ada_account)
    await delete_forum(forum)
    [row] = await queries.waiting()
    assert await KINDS[ApprovalKind.FORUM_LESS_CAREFUL].facts(row.about, {"risk_profile": "open", "before": "careful"}, "en") == ()
    assert await approve_the_one(dina_account) is CannotBeDone


# Texts


async def forum_of(memorandum: Memorandum) -> str:
    row = await factories.reloaded(memorandum)
    return await forums.slug_of(row.forum) if row.forum else ""


async def moved(memorandum: Memorandum, to: str | None, by: Coordinator) -> Made:
    with at(by):
        return await changing_care.change_memorandum(memorandum, MemorandumChange.parse({"forum": to, "symbol": "CF/1"}), by)


@pytest.mark.parametrize("to", [None, "open-one", "careful-one"])
async def test_a_text_leaves_a_more_careful_forum_by_two(ada_account, dina_account, to):
    for slug, risk in {"open-one": "open", "careful-one": "careful", "high-one": "high"}.items():
        await factories.forum(slug, risk_profile=risk)
    memorandum = await factories.draft(ada_account, forum="high-one")
    assert await moved(memorandum, to, ada_account) is Made.ASKED
    assert (await forum_of(memorandum), (await factories.reloaded(memorandum)).symbol) == ("high-one", "CF/1")
    assert await approve_the_one(dina_account) is None
    assert await forum_of(memorandum) == (to or "")


async def test_a_text_goes_to_a_more_careful_forum_at_once(ada_account, dina_account):
    assert dina_account
    for slug, risk in {"open-one": "open", "high-one": "high", "other-one": "high"}.items():
        await factories.forum(slug, risk_profile=risk)
    memorandum = await factories.draft(ada_account, forum="open-one")
    for to in ("high-one", "other-one"):
        assert await moved(memorandum, to, ada_account) is Made.AT_ONCE
        assert await forum_of(memorandum) == to


async def test_no_way_around_the_operation_of_a_text(ada_account):
    await factories.forum(risk_profile="careful")
    memorandum = await factories.draft(ada_account, forum="kyiv-2013")
    with pytest.raises(LessCareNeedsApproval):
        await beginning.change_particulars(memorandum, MemorandumChange(forum=None))
    assert await forum_of(memorandum) == "kyiv-2013"


async def test_a_mutated_build_lets_a_text_leave(ada_account, monkeypatch):
    wrong = mutated(beginning, "            check_care(await", "            (lambda *_, **__: None)(await")
    monkeypatch.setattr(beginning, "change_particulars", wrong["change_particulars"])
    with pytest.raises(pytest.fail.Exception):
        await test_no_way_around_the_operation_of_a_text(ada_account)


async def test_a_text_that_was_fixed_or_moved_meanwhile_stays(ada_account, dina_account):
    await factories.forum(risk_profile="careful")
    await factories.forum("high-one", risk_profile="high")
    memorandum = await factories.draft(ada_account, forum="kyiv-2013")
    await moved(memorandum, None, ada_account)
    await moved(memorandum, "high-one", ada_account)
    assert await approve_the_one(dina_account) is CannotBeDone
    assert await forum_of(memorandum) == "high-one"


async def risks_of(memorandum: Memorandum) -> int:
    row = await factories.reloaded(memorandum)
    return len((await appeal_to_send(row, await appeal_of(row.id))).risks)


async def test_an_appeal_leaves_a_careful_forum_by_two(ada_account, dina_account):
    await factories.forum(risk_profile="careful")
    memorandum = await appealed.appeal(ada_account, forum="kyiv-2013")
    assert await risks_of(memorandum) == 1
    form = AppealForm.parse(appealed.given(["en"]))
    with at(ada_account):
        assert await changing_care.change_appeal(memorandum, form, ada_account) is Made.ASKED
    row = await factories.reloaded(memorandum)
    assert (await forum_of(memorandum), row.authentic_languages, await risks_of(memorandum)) == ("kyiv-2013", "en", 1)
    assert await approve_the_one(dina_account) is None
    assert (await forum_of(memorandum), await risks_of(memorandum)) == ("", 0)
