"""Ada finds an error in the Russian text; the parties have thirty days to object."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.errors import NotAParty
from coalition.acts.status import Counts
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.editions import correcting
from coalition.editions.drafting import revise
from coalition.editions.errors import Decided, NothingToObjectTo, TooEarly
from coalition.editions.forms import ObjectionForm
from coalition.editions.tables import CorrectionObjection
from coalition.fields import InvalidForm
from coalition.invitations import links
from coalition.invitations.errors import TextReplaced
from coalition.invitations.queries import invitation_of
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda import edition_queries
from coalition.memoranda.errors import CorrectionPending, DraftInHand, NotAuthenticated
from coalition.notices.tables import Notification
from coalition.signatures import withdrawing
from coalition.signatures.forms import WithdrawalForm
from tests import factories
from tests.letters import letters_in_tray

OVER = timedelta(days=31)


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account, days=90)


@pytest.fixture
async def party(memorandum):
    organisation = await factories.organisation("bir-duino", "Bir Duino")
    await factories.signed(memorandum, organisation)
    return organisation


def objection(number: int = 1, reason: str = "") -> ObjectionForm:
    return ObjectionForm(correction=number, reason=reason)


async def notified() -> list[tuple[str, str | None, str]]:
    rows = await Notification.select().order_by(Notification.id)
    return [(row["kind"], row["organisation"], row["detail"]) for row in rows if "correct" in row["kind"]]


async def test_without_an_objection_the_corrected_text_holds_and_signatures_stand(memorandum, party):
    before = await edition_queries.latest_edition(memorandum.id)
    correction = await factories.correction(memorandum)

    with clock.shifted(OVER):
        await run_due()
        after = await edition_queries.latest_edition(memorandum.id)
        status = await status_of(memorandum)

    assert (correction.before, after.number, after.corrects) == ("2.1 об общих приоритетах, дважды в год;", 2, 1)
    assert after.digest not in {None, before.digest}
    old, new = [await edition_queries.wording(edition.id, "ru") for edition in (before, after)]
    assert new.body == old.body.replace("дважды", "трижды")
    assert await factories.keys_of(new.id) == await factories.keys_of(old.id)
    assert (await edition_queries.wording(after.id, "en")).body == (await edition_queries.wording(before.id, "en")).body
    assert (status.counts, status.earlier) == (Counts(signed=1), [])
    assert [row["digest"] for row in await Act.select(Act.digest)] == [before.digest]
    assert await notified() == [("correction_proposed", None, f"1 {correction.objections_until}"), ("corrected", None, "1")]
    made = await edition_queries.correction(memorandum.id, 1)
    assert (made.state, made.edition, made.decided_on) == ("made", after.id, clock.today() + OVER)


async def test_with_an_objection_it_fails_and_nobody_is_named(memorandum, party):
    digest = await edition_queries.latest_digest(memorandum.id)
    await factories.correction(memorandum)
    await correcting.object_to(memorandum, party.id, objection(reason="The English text is wrong."))
    await correcting.object_to(memorandum, party.id, objection(reason="Again."))

    with clock.shifted(OVER):
        await run_due()

    assert await edition_queries.latest_digest(memorandum.id) == digest
    assert (await edition_queries.correction(memorandum.id, 1)).state == "failed"
    assert [(kind, organisation) for kind, organisation, _ in await notified()] == [("correction_proposed", None), ("correction_failed", None)]
    assert [row["reason"] for row in await CorrectionObjection.select()] == ["The English text is wrong."]


async def test_every_party_gets_a_letter_that_names_nothing_where_that_is_dangerous(memorandum):
    for slug, more in (("open", {}), ("careful", {"at_risk": True}), ("mute", {"email": ""}), ("gone", {})):
        recorded = await factories.signed(memorandum, await factories.organisation(slug, f"Name of {slug}", **more), disclosure="counted")
        if slug == "gone":
            await withdrawing.withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))
    await factories.signed(memorandum, await factories.organisation("supporter"), kind="support")
    await factories.invitation_link(memorandum, await factories.organisation("silent"))

    correction = await factories.correction(memorandum)

    letters = await letters_in_tray(Letter.about == f"correction:{correction.id}")
    assert sorted(row.address for row in letters) == ["contact@careful.example.org", "contact@open.example.org"]
    by_address = {row.address.split("@")[1].split(".")[0]: row.subject + row.text for row in letters}
    assert "Memorandum on cooperation" in by_address["open"]
    assert "/en/memoranda/cooperation/corrections/1" in by_address["open"]
    assert not any(word in by_address["careful"] for word in ("Memorandum on", "Name of", "cooperation"))


@pytest.mark.parametrize(("objects", "word"), [(True, "failed"), (False, "was made")])
async def test_parties_learn_how_a_correction_ended_and_hidden_parties_at_some_moment(memorandum, party, monkeypatch, objects, word):
    for slug, more in (("quiet", {}), ("careful", {"at_risk": True})):
        await factories.signed(memorandum, await factories.organisation(slug, f"Name of {slug}", **more), disclosure="counted")
    correction = await factories.correction(memorandum)
    if objects:
        await correcting.object_to(memorandum, party.id, objection())
    earlier = {letter.id for letter in await letters_in_tray(Letter.about == f"correction:{correction.id}")}
    monkeypatch.setattr(secrets, "randbelow", lambda most: most - 1)

    with clock.shifted(OVER):
        await correcting.decide(memorandum, correction.number)
        ended = clock.now()

    letters = [letter for letter in await letters_in_tray(Letter.about == f"correction:{correction.id}") if letter.id not in earlier]
    by_party = {letter.address.split("@")[1].split(".")[0]: letter for letter in letters}
    assert by_party.keys() == {"bir-duino", "quiet", "careful"}
    assert word in by_party["bir-duino"].subject
    assert "to which Bir Duino is a party" in " ".join(by_party["bir-duino"].text.split())
    assert not any(secret in by_party["careful"].subject + by_party["careful"].text for secret in ("Memorandum on", "Name of", "cooperation"))
    assert "Bir Duino" not in by_party["quiet"].text  # who objected is told to nobody
    assert all("/invitations/" not in letter.text for letter in letters)
    due = {slug: (await Job.objects().get(Job.dedupe_key == f"letter:{letter.id}")).run_at - ended for slug, letter in by_party.items()}
    assert {slug: late > timedelta(minutes=29) for slug, late in due.items()} == {"bir-duino": False, "quiet": True, "careful": True}


async def test_only_parties_may_object_and_only_in_time(memorandum, party):
    await factories.correction(memorandum)
    supporter = await factories.organisation("supporter")
    await factories.signed(memorandum, supporter, kind="support")

    for stranger in (supporter, await factories.organisation("stranger")):
        with pytest.raises(NotAParty):
            await correcting.object_to(memorandum, stranger.id, objection())
    with pytest.raises(NothingToObjectTo):
        await correcting.object_to(memorandum, party.id, objection(2))
    with clock.shifted(OVER), pytest.raises(NothingToObjectTo):
        await correcting.object_to(memorandum, party.id, objection())
    with clock.shifted(timedelta(days=30)):
        await correcting.object_to(memorandum, party.id, objection())


async def test_it_is_decided_once_and_not_before_its_time(memorandum, party):
    await factories.correction(memorandum)

    with pytest.raises(TooEarly):
        await correcting.decide(memorandum, 1)
    with clock.shifted(OVER):
        await correcting.decide(memorandum, 1)
        with pytest.raises(Decided):
            await correcting.decide(memorandum, 1)
        await run_due()
    with pytest.raises(NothingToObjectTo):
        await correcting.decide(memorandum, 2)

    assert len(await edition_queries.fixed_editions(memorandum.id)) == 2


async def test_open_invitations_are_for_the_corrected_text(memorandum):
    silent = await factories.organisation("silent")
    token = (await factories.invitation_link(memorandum, silent)).rpartition("/")[2]
    old = await edition_queries.latest_digest(memorandum.id)
    await factories.correction(memorandum)

    with clock.shifted(OVER):
        await run_due()
        assert (await invitation_of(memorandum.id, silent.id)).digest == await edition_queries.latest_digest(memorandum.id)
        with pytest.raises(TextReplaced):
            await factories.signed(memorandum, silent, digest=old)
        await factories.signed(memorandum, silent)
        assert (await status_of(memorandum)).counts == Counts(signed=1)
    with pytest.raises(links.LinkUsed):
        await links.follow(token)


async def test_several_corrections_make_one_chain(memorandum, party):
    await factories.correction(memorandum)
    await factories.correction(memorandum, provision="p1", after="1. Стороны продолжают работу.", kind="error")
    await factories.correction(memorandum, provision="title", after="Меморандум о взаимодействии")

    with clock.shifted(OVER):
        await run_due()
        assert [edition.corrects for edition in await edition_queries.fixed_editions(memorandum.id)] == [None, 1, 2, 3]
        text = await edition_queries.wording((await edition_queries.latest_edition(memorandum.id)).id, "ru")
        assert (text.title, "трижды" in text.body, "продолжают работу." in text.body) == ("Меморандум о взаимодействии", True, True)
        assert (await status_of(memorandum)).counts == Counts(signed=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "ar"}, "language"),
        ({"provision": "p9"}, "provision"),
        ({"after": "2.1 об общих приоритетах, дважды в год;"}, "after"),
        ({"after": "2.1 Одно.\n\n2.2 Другое."}, "after"),
        ({"after": "2.1 <b>трижды</b>"}, "after"),
        ({"provision": "title", "after": "Две\nстроки"}, "after"),
        ({"reason": ""}, "reason"),
    ],
)
async def test_what_is_no_correction_of_one_passage_is_refused(memorandum, change, field):
    with pytest.raises(InvalidForm) as refused:
        await factories.correction(memorandum, **change)

    assert set(refused.value.problems) == {field}
    assert await edition_queries.corrections_of(memorandum.id) == []


async def test_a_correction_a_draft_and_another_correction_of_the_passage_exclude_each_other(memorandum, ada_account):
    await factories.correction(memorandum)
    with pytest.raises(InvalidForm):
        await factories.correction(memorandum)
    with pytest.raises(CorrectionPending):
        await revise(memorandum)
    other = await factories.adopted(ada_account, "other")
    await revise(other)
    with pytest.raises(DraftInHand):
        await factories.correction(other)
    with pytest.raises(NotAuthenticated):
        await factories.correction(await factories.draft(ada_account, "third"))


async def test_a_proposal_that_was_withdrawn_stays_readable_and_changes_nothing(memorandum, party):
    digest = await edition_queries.latest_digest(memorandum.id)
    correction = await factories.correction(memorandum)
    await correcting.object_to(memorandum, party.id, objection())

    await correcting.withdraw_correction(memorandum, 1)

    letters = await letters_in_tray(Letter.about == f"correction:{correction.id}")
    assert [row.subject for row in letters][1:] == ["The correction of “Memorandum on cooperation” was withdrawn"]
    for late in (correcting.withdraw_correction, correcting.decide):
        with pytest.raises(Decided):
            await late(memorandum, 1)
    with pytest.raises(NothingToObjectTo):
        await correcting.withdraw_correction(memorandum, 2)
    with pytest.raises(NothingToObjectTo):
        await correcting.object_to(memorandum, party.id, objection())
    with pytest.raises(NothingToObjectTo):
        await correcting.take_objection_back(memorandum, party.id, 1)
    with clock.shifted(OVER):
        await run_due()
    stored = await edition_queries.correction(memorandum.id, 1)
    assert (stored.state, stored.decided_on, stored.after) == ("withdrawn", clock.today(), correction.after)
    assert await edition_queries.latest_digest(memorandum.id) == digest
    assert (await notified())[1:] == [("correction_withdrawn", None, "1")]
    assert (await factories.correction(memorandum)).number == 2


async def test_an_objection_that_was_taken_back_stops_nothing(memorandum, party):
    other = await factories.organisation("other", "Other")
    await factories.signed(memorandum, other)
    await factories.correction(memorandum)
    for one in (party, other):
        await correcting.object_to(memorandum, one.id, objection(reason=one.slug))

    await correcting.take_objection_back(memorandum, party.id, 1)
    await correcting.take_objection_back(memorandum, party.id, 1)
    with pytest.raises(NotAParty):
        await correcting.take_objection_back(memorandum, (await factories.organisation("stranger")).id, 1)

    assert [row["reason"] for row in await CorrectionObjection.select()] == ["other"]
    await correcting.take_objection_back(memorandum, other.id, 1)
    with clock.shifted(OVER):
        await run_due()
    assert (await edition_queries.correction(memorandum.id, 1)).state == "made"
