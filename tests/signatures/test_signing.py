"""One invitation, one answer: whoever comes first, and all of it or nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from coalition import clock, database
from coalition.acts.deed_queries import deeds_of
from coalition.acts.disclosure_levels import HIDDEN
from coalition.acts.errors import NothingStands, NotYetOpen, WindowClosed
from coalition.acts.status import Counts
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act, Signer
from coalition.fields import InvalidForm
from coalition.invitations import link_sessions, links
from coalition.invitations.errors import LinkExpired, LinkRevoked, LinkUnknown, LinkUsed, TextReplaced
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite, revoke
from coalition.invitations.queries import invitation_of
from coalition.invitations.reminding import remind
from coalition.invitations.tables import Invitation, Link
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.opening import close, open_for_signature
from coalition.notices.tables import Notification
from coalition.signatures import annulling, disclosing, recording_on_behalf, signing, withdrawing
from coalition.signatures.forms import DeclineForm, SignatureForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm, EnteredActForm
from tests import factories
from tests.desk.chase_check import chase_list
from tests.letters import letters_in_tray


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account)


@pytest.fixture
async def organisation(store):
    return await factories.organisation("bir-duino", "Bir Duino")


async def session_of(memorandum, organisation) -> str:
    path = await factories.invitation_link(memorandum, organisation)
    return await link_sessions.begin_session(path.rpartition("/")[2])


async def answer(opened, **more) -> SignatureForm:
    given = {"kind": "signature", "representative_name": "Ben", "disclosure": "public", "typed_name": "ben", "authority": "on"}
    return SignatureForm.parse(given | {"digest": opened.invitation.digest} | more)


async def rows() -> dict[str, int]:
    return {table.__name__: await table.count() for table in (Act, Signer, Letter, Notification)}


async def test_signature_is_recorded_with_its_signer_notification_and_receipt(memorandum, organisation):
    before = await rows()

    await factories.signed(memorandum, organisation, representative_title="director")

    after = await rows()
    assert {name: after[name] - before[name] for name in after} == {"Act": 1, "Signer": 1, "Letter": 1, "Notification": 1}
    status = await status_of(memorandum)
    assert status.counts == Counts(signed=1)
    assert [(line.organisation.slug, line.representative) for line in status.lines] == [("bir-duino", "Ben, director")]


async def test_withheld_signature_yields_no_notification(memorandum, organisation):
    before = await Notification.count()

    await factories.signed(memorandum, organisation, disclosure="counted")

    assert await Notification.count() == before
    assert (await status_of(memorandum)).lines == []


async def test_fifty_simultaneous_answers_make_one_act(memorandum, organisation):
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)
    form = await answer(opened)

    outcomes = await asyncio.gather(*(signing.sign(opened, form, session) for _ in range(50)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes].count(signing.Signed) == 1
    assert sum(isinstance(outcome, LinkUsed) for outcome in outcomes) == 49
    assert await Act.count() == 1


async def test_failure_after_the_act_leaves_nothing(memorandum, organisation, monkeypatch):
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)
    form = await answer(opened)
    before = await rows()

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(signing, "keep_link", broken)
        with pytest.raises(RuntimeError):
            await signing.sign(opened, form, session)

    assert await rows() == before
    await signing.sign(opened, form, session)
    assert (await status_of(memorandum)).counts == Counts(signed=1)


@pytest.mark.parametrize("change", [{"digest": "sha256:" + "0" * 64}])
async def test_other_text_than_the_one_read_is_refused(memorandum, organisation, change):
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)

    with pytest.raises(TextReplaced):
        await signing.sign(opened, await answer(opened, **change), session)

    assert (await invitation_of(memorandum.id, organisation.id)).answered_at is None


async def test_signing_ends_with_the_window(memorandum, organisation):
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)
    await close(memorandum)

    with pytest.raises(WindowClosed):
        await signing.sign(opened, await answer(opened), session)


async def test_signing_waits_for_the_first_day(ada_account, organisation):
    with clock.shifted(timedelta(days=3)):
        memorandum = await factories.opened(ada_account)
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)

    with pytest.raises(NotYetOpen):
        await signing.sign(opened, await answer(opened), session)


async def test_decline_is_private_and_stops_nobody(memorandum, organisation):
    session = await session_of(memorandum, organisation)
    await signing.decline(await link_sessions.session_opens(session), DeclineForm(authority=True, reason="Not now."))
    await factories.signed(memorandum, await factories.organisation("other"))

    status = await status_of(memorandum)
    assert (status.counts, [line.organisation.slug for line in status.lines]) == (Counts(signed=1), ["other"])
    assert [(row.organisation.slug, row.state, row.reason) for row in await chase_list(memorandum)] == [
        ("bir-duino", "declined", "Not now."),
        ("other", "signed", ""),
    ]


async def test_withdrawal_needs_the_signers_name_and_happens_once(memorandum, organisation):
    recorded = await factories.signed(memorandum, organisation)
    opened = await links.follow(recorded.manage_token)

    with pytest.raises(InvalidForm) as refused:
        await withdrawing.withdraw(opened, WithdrawalForm(typed_name="Cleo"))
    assert set(refused.value.problems) == {"typed_name"}
    await withdrawing.withdraw(opened, WithdrawalForm(typed_name="Ben"))
    with pytest.raises(NothingStands):
        await withdrawing.withdraw(opened, WithdrawalForm(typed_name="Ben"))

    assert (await status_of(memorandum)).counts == Counts(withdrawn=1)


async def test_acts_are_never_changed_or_deleted(memorandum, organisation):
    await factories.signed(memorandum, organisation)

    for change in (Act.update({Act.kind: "support"}).where(Act.memorandum == memorandum.id), Act.delete().where(Act.memorandum == memorandum.id)):
        with pytest.raises(Exception, match="never changed"):
            await change

    assert (await status_of(memorandum)).counts == Counts(signed=1)


@pytest.mark.parametrize("field", ["authority", "typed_name", "representative_name", "kind", "disclosure", "digest"])
async def test_signature_lacking_a_confirmation_names_the_field(memorandum, organisation, field):
    session = await session_of(memorandum, organisation)
    opened = await link_sessions.session_opens(session)

    with pytest.raises(InvalidForm) as refused:
        await answer(opened, **{field: ""})

    assert field in refused.value.problems


async def test_link_is_unknown_used_revoked_or_expired(memorandum, organisation):
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    with pytest.raises(LinkUnknown):
        await links.follow("forged")
    with clock.shifted(links.INVITATION_LASTS + timedelta(seconds=1)), pytest.raises(LinkExpired):
        await links.follow(token)
    invitation = await invitation_of(memorandum.id, organisation.id)
    await revoke(memorandum, invitation.id)
    with pytest.raises(LinkRevoked):
        await links.follow(token)
    renewed = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    with pytest.raises(LinkExpired):
        await links.follow(token)
    await factories.signed(memorandum, organisation)
    with pytest.raises(LinkUsed):
        await links.follow(renewed)


async def test_link_to_another_edition_says_so(memorandum, organisation):
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    async with database.transaction():
        await Invitation.update({Invitation.digest: "sha256:other"}).where(Invitation.organisation == organisation.id)

    with pytest.raises(TextReplaced):
        await links.follow(token)


async def test_following_a_link_changes_nothing(memorandum, organisation):
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    before = await Invitation.select(), await Link.select()

    await links.follow(token)

    assert (await Invitation.select(), await Link.select()) == before


async def test_reminders_go_only_to_those_without_an_answer_once_a_day(memorandum):
    for slug in ("signed", "silent", "visited"):
        organisation = await factories.organisation(slug)
        await factories.invitation_link(memorandum, organisation)
        if slug == "signed":
            await factories.signed(memorandum, organisation)
        if slug == "visited":
            await session_of(memorandum, organisation)
    await factories.invitation_link(memorandum, await factories.organisation("unreachable", email=""))

    assert sorted(await remind(memorandum)) == ["silent", "visited"]
    assert await remind(memorandum) == []
    with clock.shifted(timedelta(days=1)):
        assert await remind(memorandum, ["silent"]) == ["silent"]


async def test_whoever_is_invited_to_accede_is_reminded_of_that(ada_account):
    memorandum = await factories.open_for_accession(ada_account, "acceding")
    await factories.invitation_link(memorandum, await factories.organisation("silent", "Silent"), send=True)

    assert await remind(memorandum) == ["silent"]

    invitation, reminder = await letters_in_tray()
    assert invitation.subject == "Invitation to accede: Memorandum on cooperation"
    assert reminder.subject == "Reminder: invitation to accede to “Memorandum on cooperation”"
    assert "is open for accession, and Silent is invited to accede to it." in " ".join(reminder.text.split())
    assert "sign" not in reminder.text
    await close(memorandum)
    with clock.shifted(timedelta(days=1)), pytest.raises(WindowClosed):
        await remind(memorandum)


async def invited_again(memorandum, organisation) -> str:
    [made] = await invite(memorandum, InvitingForm(organisations=[organisation.slug], send=False))
    return made.link.rpartition("/")[2]


async def test_who_declined_can_be_asked_afresh_and_the_old_answer_stays(memorandum, organisation):
    old = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    await signing.decline(await links.follow(old), DeclineForm(authority=True, reason="Not yet."))

    token = await invited_again(memorandum, organisation)
    [chased] = await chase_list(memorandum)
    assert (chased.state, chased.answered_at, chased.reason) == ("invited", None, "")
    await revoke(memorandum, chased.id)
    assert [row.state for row in await chase_list(memorandum)] == ["declined"]
    with pytest.raises(links.LinkRevoked):
        await links.follow(token)
    await invited_again(memorandum, organisation)
    with pytest.raises(LinkExpired):
        await links.follow(old)
    await factories.signed(memorandum, organisation)

    assert [deed.kind for deed in await deeds_of(memorandum.id, organisation.id)] == ["decline", "signature"]
    assert (await status_of(memorandum)).counts == Counts(signed=1)
    assert await invite(memorandum, InvitingForm(organisations=[organisation.slug], send=False)) == []
    assert await Invitation.count() == 1


async def test_who_withdrew_can_be_asked_afresh_and_can_still_hide_what_it_withdrew(memorandum, organisation):
    manage_token = (await factories.signed(memorandum, organisation)).manage_token
    await withdrawing.withdraw(await links.follow(manage_token), WithdrawalForm(typed_name="Ben"))

    token = await invited_again(memorandum, organisation)
    assert [row.state for row in await chase_list(memorandum)] == ["invited"]
    await signing.decline(await links.follow(token), DeclineForm(authority=True))
    assert [row.state for row in await chase_list(memorandum)] == ["declined"]
    await disclosing.disclose(await links.follow(manage_token), HIDDEN)

    assert (await status_of(memorandum)).lines == []


async def test_whoever_signed_without_a_right_has_no_link_once_the_organisation_is_asked_afresh(memorandum, organisation, ada_account):
    token = (await factories.signed(memorandum, organisation)).manage_token
    await annulling.annul(memorandum, organisation.id, AnnulmentForm(ground="forged"), by=ada_account)
    assert (await links.follow(token)).manages

    await invited_again(memorandum, organisation)
    with pytest.raises(LinkUnknown):
        await links.follow(token)
    await factories.signed(memorandum, organisation)

    assert [(line.organisation.slug, line.stands) for line in (await status_of(memorandum)).lines] == [(organisation.slug, True)]


async def test_what_stands_on_paper_cannot_be_signed_a_second_time_by_link(memorandum, organisation, ada_account):
    given = {"organisation": organisation.slug, "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "A letter."}
    await recording_on_behalf.enter(memorandum, EnteredActForm.parse(given), by=ada_account)

    assert await invite(memorandum, InvitingForm(organisations=[organisation.slug], send=False)) == []
    assert await Invitation.count().where(Invitation.asked.eq(True)) == 0


async def test_jobs_of_letters_are_enqueued_once_each(memorandum, organisation):
    await factories.signed(memorandum, organisation)

    assert await Job.count().where(Job.kind == "letter") == await Letter.count()


async def test_memorandum_that_is_not_public_yields_no_public_notification(ada_account, organisation):
    memorandum = await factories.adopted(ada_account)
    window = OpeningForm(opens=clock.today(), publicity="participants")
    await open_for_signature(memorandum, window)
    recorded = await factories.signed(await factories.reloaded(memorandum), organisation)
    await withdrawing.withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))

    assert await Notification.count() == 0
