"""Work on many organisations is done in steps; a process that dies between or inside steps loses nothing and does nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock, trail
from coalition.acts.tables import Act
from coalition.editions import adopting, correcting
from coalition.fields import InvalidForm
from coalition.imports import past_signatories
from coalition.imports.queries import import_by_id
from coalition.imports.uploads import confirm, keep_for_confirmation
from coalition.invitations import ending_links, first_invitations, inviting, link_sessions, reminding, silent_letters
from coalition.invitations.chase_list import STEP as ROWS
from coalition.invitations.forms import InvitingForm
from coalition.invitations.tables import Invitation, Link, LinkPurpose, SigningSession
from coalition.jobs import long_work, queue
from coalition.jobs.tables import Job, LongWork
from coalition.jobs.work_queries import work_on
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda.opening import close
from coalition.notices.queries import following
from coalition.notices.tables import NotificationMention
from coalition.signatures import batches
from coalition.signatures.on_behalf_forms import BatchForm
from coalition.spreadsheets.workbooks import sheets_of
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.acts.standing_check import check_standing
from tests.desk.chase_check import check_chase_list

if TYPE_CHECKING:
    from coalition.jobs.tables import Job as JobRow
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
MANY = 8


class _Killed(BaseException):
    """The end of a process."""


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reminding, adopting, correcting, batches, past_signatories, inviting):
        monkeypatch.setattr(module, "STEP", 3)
    monkeypatch.setattr(long_work, "AT_ONCE", 3)


async def invited(by: Coordinator) -> Memorandum:
    memorandum = await factories.opened(by)
    for at in range(MANY):
        await factories.invitation_link(memorandum, await factories.organisation(f"silent-{at}"), send=True)
    await _forget_letters()
    return memorandum


async def _forget_letters() -> None:
    await Letter.delete(force=True)
    await Job.delete(force=True)


async def claimed() -> JobRow:
    job = await queue.claim()
    assert job
    assert job.kind == "long_work"
    return job


async def die_after_a_step() -> None:
    """Let a process do the next step and die before it has removed the job."""
    await _only_long_work()
    await long_work.go_on(queue.payload_of(await claimed()))


async def die_inside_a_step(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Let a process die while it does the second row of a step."""
    real, calls = getattr(module, name), Counter[str]()

    async def dying(*args: object, **more: object) -> object:
        calls["rows"] += 1
        if calls["rows"] > 1:
            raise _Killed
        return await real(*args, **more)

    await _only_long_work()
    job = await claimed()
    with monkeypatch.context() as patched:
        patched.setattr(module, name, dying)
        with pytest.raises(_Killed):
            await long_work.go_on(queue.payload_of(job))


async def _only_long_work() -> None:
    await Job.delete().where(Job.kind != "long_work")


async def reminders(memorandum: Memorandum) -> list[int]:
    rows = await Invitation.select(Invitation.reminders).where(Invitation.memorandum == memorandum.id)
    return sorted(row["reminders"] for row in rows)


async def test_reminders_go_on_where_a_process_died(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await invited(ada_account)
    with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id)):
        assert len(await reminding.remind(memorandum)) == 3
    [work] = await work_on(memorandum.id)
    assert (work.done, work.total) == (3, MANY)
    await die_after_a_step()
    assert await reminders(memorandum) == [0, 0, 1, 1, 1, 1, 1, 1]
    with clock.shifted(timedelta(minutes=6)):
        await die_inside_a_step(monkeypatch, silent_letters, "send_link")
        assert await reminders(memorandum) == [0, 0, 1, 1, 1, 1, 1, 1]
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    assert await reminders(memorandum) == [1] * MANY
    assert await LongWork.count() == 0
    entries = await TrailEntry.select(TrailEntry.about, TrailEntry.coordinator).where(TrailEntry.act == trail.TrailAct.REMINDED.value)
    assert Counter(entry["coordinator"] for entry in entries) == {ada_account.id: MANY}
    assert len({entry["about"] for entry in entries}) == MANY
    await check_chase_list(memorandum)


async def test_everybody_is_asked_again_once(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(MANY):
        await factories.signed(memorandum, await factories.organisation(f"signs-{at}"), disclosure=("public", "counted")[at % 2])
    await factories.invitation_link(memorandum, await factories.organisation("waits"), send=True)
    await _forget_letters()
    await factories.superseded(memorandum)
    await die_after_a_step()
    with clock.shifted(timedelta(minutes=6)):
        await die_inside_a_step(monkeypatch, adopting, "send_link")
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    rows = await Invitation.objects().where(Invitation.memorandum == memorandum.id)
    assert {row.answered_at for row in rows} == {None}
    assert len({row.digest for row in rows}) == 1
    assert await LongWork.count() == 0
    await check_standing(memorandum)
    await check_chase_list(memorandum)


async def test_every_party_gets_one_letter_about_a_correction_and_none_asks_about_one_that_ended(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(MANY):
        await factories.signed(memorandum, await factories.organisation(f"signs-{at}"), disclosure=("public", "counted")[at % 2])
    await _forget_letters()
    correction = await factories.correction(memorandum)
    about = f"correction:{correction.id}"
    [work] = await work_on(memorandum.id)
    assert (await letters(about), work.done, work.total) == (3, 3, MANY)
    await die_after_a_step()
    with clock.shifted(timedelta(minutes=6)):
        await die_inside_a_step(monkeypatch, correcting, "write_letter")
        assert await letters(about) == 6
        await correcting.withdraw_correction(memorandum, correction.number)
        assert await letters(about) == 9
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    assert await letters(about) == 6 + MANY
    assert await LongWork.count() == 0


async def letters(about: str) -> int:
    return int(await Letter.count().where(Letter.about == about))


async def test_a_batch_is_annulled_to_its_end(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(MANY):
        await factories.signed(memorandum, await factories.organisation(f"signs-{at}"))
    batch = await batches.prepare(memorandum, BatchForm(ground="forged", kind="signature"), "en", by=ada_account)
    await _forget_letters()
    await batches.confirm(memorandum, batch, by=ada_account)
    await die_after_a_step()
    with clock.shifted(timedelta(minutes=6)):
        await die_inside_a_step(monkeypatch, batches, "annul")
        assert await annulments(memorandum) == 6
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    assert await annulments(memorandum) == MANY
    await check_standing(memorandum)
    await check_chase_list(memorandum)


async def test_invitations_go_on_where_a_process_died(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    slugs = [f"silent-{at}" for at in range(MANY)]
    for slug in slugs:
        await factories.organisation(slug)
    await _forget_letters()
    with pytest.raises(InvalidForm):
        await inviting.invite(memorandum, InvitingForm(organisations=[*slugs, "nobody"]))
    assert await Letter.count() == await Invitation.count() == 0  # nothing is sent before everything is checked

    made = await inviting.invite(memorandum, InvitingForm(organisations=slugs))
    assert [(invited.organisation, invited.mailed) for invited in made] == [(slug, True) for slug in slugs[:3]]
    [work] = await work_on(memorandum.id)
    assert (work.kind, work.done, work.total) == ("invite", 3, MANY)
    await die_after_a_step()
    with clock.shifted(timedelta(minutes=6)):
        await die_inside_a_step(monkeypatch, first_invitations, "write_link_letter")
        assert await Letter.count() == await Invitation.count() == 6
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    letters = Counter(row["about"] for row in await Letter.select(Letter.about))
    assert letters == {f"invitation:{row['id']}": 1 for row in await Invitation.select(Invitation.id)}
    assert len(letters) == MANY
    assert await LongWork.count() == 0
    await check_chase_list(memorandum)


async def test_nobody_is_invited_after_the_window_has_closed(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    slugs = [f"silent-{at}" for at in range(MANY)]
    for slug in slugs:
        await factories.organisation(slug)
    await inviting.invite(memorandum, InvitingForm(organisations=slugs))
    await close(memorandum)
    await run_due()
    assert await Invitation.count() == 3
    assert await LongWork.count() == 0


async def test_links_end_after_closing_where_a_process_died(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    links = [await factories.invitation_link(memorandum, await factories.organisation(f"silent-{at}")) for at in range(MANY)]
    sessions = [await link_sessions.begin_session(link.rpartition("/")[2]) for link in links]
    await _forget_letters()
    monkeypatch.setattr(ending_links, "AT_A_STEP", 3)
    await close(memorandum)
    job = await queue.claim()
    assert job
    await ending_links.end_links_to_answer(queue.payload_of(job))  # and the process dies before it has removed the job
    assert await _ended(sessions) == 3
    await die_after_a_step()
    with clock.shifted(timedelta(minutes=6)):
        await _only_long_work()
        job = await claimed()
        with monkeypatch.context() as patched:
            patched.setattr(Link, "update", _dying)  # the sessions have ended
            with pytest.raises(_Killed):
                await long_work.go_on(queue.payload_of(job))
        assert await _ended(sessions) == 6
    with clock.shifted(timedelta(minutes=12)):
        await run_due()
    assert await _ended(sessions) == MANY
    assert await LongWork.count() == 0
    ends = {row["expires_at"] for row in await Link.select(Link.expires_at).where(Link.purpose == LinkPurpose.ANSWER.value)}
    assert len(ends) == 1


def _dying(*_: object) -> None:
    raise _Killed


async def _ended(sessions: list[str]) -> int:
    return len(sessions) - await SigningSession.count()


async def annulments(memorandum: Memorandum) -> int:
    return int(await Act.count().where((Act.memorandum == memorandum.id) & (Act.kind == "annulment")))


async def test_an_import_of_signatories_goes_on_and_is_announced_once(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account, since=date(2012, 1, 1))
    for at in range(MANY):
        await factories.organisation(f"past-{at}")
    table = "organisation,kind,date,source\n" + "".join(f"past-{at},signature,2013-04-30,Minutes\n" for at in range(MANY))
    upload = await keep_for_confirmation(ada_account.id, "past.csv", sheets_of(table.encode()), rows=MANY, memorandum=memorandum.id)
    await confirm(upload)
    real, rows = past_signatories._record, Counter[str]()

    async def dying(*args: object) -> object:
        rows["begun"] += 1
        if rows["begun"] > 4:
            raise _Killed
        return await real(*args)

    with monkeypatch.context() as patched:
        patched.setattr(past_signatories, "_record", dying)
        await Job.delete().where(Job.kind != "import_signatories")
        job = await queue.claim()
        assert job
        with pytest.raises(_Killed):
            await past_signatories.record_when_confirmed(queue.payload_of(job))
    assert await Act.count().where(Act.memorandum == memorandum.id) == 3
    with clock.shifted(timedelta(minutes=6)):
        await run_due()
    assert await Act.count().where(Act.memorandum == memorandum.id) == MANY
    done = await import_by_id(upload.id)
    assert done
    assert json.loads(done.outcome) == {"new": MANY, "changed": 0, "unchanged": 0, "refused": 0}
    [announced] = [notice for notice in await following() if notice.kind == "recorded"]
    assert await NotificationMention.count().where(NotificationMention.notification == announced.id) == MANY
    await check_standing(memorandum)
    await check_chase_list(memorandum)


def test_a_step_is_short() -> None:
    assert max(long_work.STEP, ROWS, batches.READ_AT_ONCE) <= 200
