"""Organisations whose proposals become public get a letter: once for each publication, with the way to take the agreement back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.naming import Hidden, hidden
from coalition.amendments.entering import enter_for
from coalition.amendments.forms import PublicAnswerForm
from coalition.amendments.public_answers import answer_at_desk, answer_in_seat
from coalition.database import transaction
from coalition.drafting_record import published_letters
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.published_letters import write_published_letters
from coalition.drafting_record.publishing import preview_lines, publish_lines, take_back
from coalition.duplicates.merging import merge
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter
from coalition.memoranda.publication import published
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.organisations import queries as organisations
from coalition.organisations.tables import Contact, Organisation
from coalition.people.tables import Coordinator
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.rounds.tables import ConsultationRound, Seat
from tests import factories
from tests.amendments import proposed
from tests.drafting_record import recorded_lines
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.rounds import seated

pytestmark = pytest.mark.anyio
KIND = Letter.kind == "line_published"


async def _rejected(memorandum: Memorandum, *, public: bool = True) -> Memorandum:
    """Let Ben and Cleo propose what everybody may read, and adopt the text."""
    await recorded_lines.three(memorandum)
    for number in (1, 2, 3):
        await proposed.decided(memorandum, number, "rejected")
    return await recorded_lines.adopted(memorandum, public=public)


async def _written(memorandum: Memorandum) -> dict[str, str]:
    """Run the job, and return the letters that were written since the last time, by the beginning of their address."""
    await write_published_letters({"memorandum": memorandum.id})
    letters = await letters_in_tray(KIND)
    await Letter.delete().where(KIND)
    assert len({letter.address for letter in letters}) == len(letters)
    return {letter.address.partition("@")[0]: " ".join(f"{letter.subject} {letter.text}".split()) for letter in letters}


async def _id_of(slug: str) -> int:
    return (await organisations.ids_by_slug([slug]))[slug]


async def test_each_organisation_gets_a_letter_about_its_own_lines(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted)
    await recorded_lines.publish(memorandum, 1, 2)
    letters = await _written(memorandum)
    assert letters.keys() == {"ben", "cleo"}
    assert "Your proposals are public: " in letters["ben"]
    assert "1 proposal that Party ben made or supported is in the public record of drafting" in letters["ben"]
    assert "Amendment No. 1 (change the text): with the name of your organisation" in letters["ben"]
    assert "Amendment No. 2 (change the text): without the name of your organisation" in letters["cleo"]
    for letter in letters.values():
        assert "/en/memoranda/cooperation/drafting" in letter
    for slug, other in (("ben", "No. 2"), ("ben", "cleo"), ("cleo", "No. 1"), ("cleo", "Party ben")):
        assert other not in letters[slug]
    # the link opens the seat, whose answer takes the line away
    token = letters["ben"].partition("/invitations/")[2][:43]
    await answer_in_seat(await begin_seat_session(token), 1, PublicAnswerForm.parse({"published": "no"}))
    assert await recorded_lines.shown(memorandum) == [("The parties publish all.", "")]


async def _check_merged(memorandum: Memorandum, ada: Coordinator) -> None:
    """Ben and Cleo are merged, perhaps by mistake: the contact of neither reads which line came from the other."""
    await recorded_lines.publish(memorandum, 1, 2)
    cleo, ben = [await organisations.by_slug(slug) for slug in ("cleo", "ben")]
    assert cleo
    assert ben
    await merge(cleo, ben, ada.id)
    letters = await _written(memorandum)
    assert [(slug, number) for slug, text in letters.items() for number in ("No. 1", "No. 2") if number in text] == [
        ("ben", "No. 1"),
        ("cleo", "No. 2"),
    ]


async def test_the_letter_of_an_entry_names_no_line_of_one_merged_with_it(consulted: Memorandum, ada_account: Coordinator) -> None:
    await _check_merged(await _rejected(consulted), ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_writes_to_merged_entries_together_is_found(
    consulted: Memorandum, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(published_letters, "parties.setdefault(author.organisation", "parties.setdefault(authors[0].organisation")["_by_party"]
    monkeypatch.setattr(published_letters, "_by_party", wrong)
    with pytest.raises(AssertionError):
        await _check_merged(await _rejected(consulted), ada_account)


async def _check_once(memorandum: Memorandum) -> None:
    await recorded_lines.publish(memorandum, 1)
    assert (await _written(memorandum)).keys() == {"ben"}
    assert not await _written(memorandum)
    await recorded_lines.publish(memorandum, 1, 2)
    assert (await _written(memorandum)).keys() == {"cleo"}
    await take_back(memorandum, 1)
    assert not await _written(memorandum)
    await recorded_lines.publish(memorandum, 1)
    assert (await _written(memorandum)).keys() == {"ben"}


async def test_nobody_gets_a_letter_twice_about_one_publication(consulted: Memorandum) -> None:
    await _check_once(await _rejected(consulted))


@pytest.mark.sqlite_only
async def test_a_build_that_writes_twice_is_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await _rejected(consulted)
    wrong = mutated(published_letters, "{ProposalAuthor.informed: True}", "{ProposalAuthor.informed: False}")["_write_some"]
    monkeypatch.setattr(published_letters, "_write_some", wrong)
    with pytest.raises(AssertionError):
        await _check_once(memorandum)


async def test_a_job_writes_them_and_a_look_at_the_lines_does_not(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted)
    form = PublicationForm(amendments=[1, 2])
    await preview_lines(memorandum, form)
    assert not await Job.exists().where(Job.kind == "published_lines")
    await publish_lines(memorandum, form)
    [job] = await Job.objects().where(Job.kind == "published_lines")
    assert job.run_at < clock.now() + timedelta(minutes=31)
    await publish_lines(memorandum, form)
    assert await Job.count().where(Job.kind == "published_lines") == 1
    await Job.update({Job.run_at: clock.now()}).where(Job.id == job.id)
    await seated.deliver()
    assert await Letter.count().where(KIND) == 2


async def test_supporters_get_one_letter_for_all_their_lines(consulted: Memorandum) -> None:
    seats = await proposed.sessions(consulted)
    for label in ("1", "3"):
        form = await proposed.replacing(consulted, label, f"The parties change {label}.")
        number = await recorded_lines.handed_in(seats["ben"], form, "named")
        await recorded_lines.supported(seats["cleo"], number, "named")
        await proposed.decided(consulted, number, "rejected")
    memorandum = await recorded_lines.adopted(consulted)
    await recorded_lines.publish(memorandum, 1, 2)
    letters = await _written(memorandum)
    assert letters.keys() == {"ben", "cleo"}
    assert "2 proposals that Party cleo made or supported are in the public record" in letters["cleo"]
    assert letters["cleo"].count("with the name of your organisation") == 2


@pytest.mark.parametrize("danger", ["hidden", "at risk", "answer", "taken back"])
async def test_what_is_not_public_any_more_is_in_no_letter(consulted: Memorandum, danger: str) -> None:
    memorandum = await _rejected(consulted)
    await recorded_lines.publish(memorandum, 1, 2)
    if danger == "hidden":
        async with transaction():
            await hidden(Hidden(await _id_of("ben"), memorandum.id))
    elif danger == "at risk":
        await Organisation.update({Organisation.at_risk: True}).where(Organisation.slug == "ben")
    elif danger == "answer":
        await answer_at_desk(memorandum, 1, PublicAnswerForm.parse({"published": "no"}))
    else:
        await take_back(memorandum, 1)
    assert (await _written(memorandum)).keys() == {"cleo"}


async def test_nobody_is_written_to_without_an_address(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted)
    await recorded_lines.publish(memorandum, 1, 2)
    await Seat.update({Seat.contact: None}).where(Seat.organisation == await _id_of("ben"))
    await Contact.update({Contact.confirmed_at: None}).where(Contact.email == "ben@example.org")
    assert (await _written(memorandum)).keys() == {"cleo"}


async def test_a_letter_without_a_link_says_whom_to_ask(consulted: Memorandum) -> None:
    entered = await enter_for(consulted, proposed.entered("far", await proposed.replacing(consulted, "1", "They meet."), published="named"))
    await Contact.update({Contact.confirmed_at: clock.now()}).where(Contact.email == "far@example.org")
    await proposed.decided(consulted, entered, "rejected")
    memorandum = await recorded_lines.adopted(consulted)
    await recorded_lines.publish(memorandum, entered)
    letter = (await _written(memorandum))["far"]
    assert ("/invitations/" in letter, "reply to this letter: a coordinator takes it out" in letter) == (False, True)


async def test_an_old_round_gives_no_link(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted)
    await recorded_lines.publish(memorandum, 1)
    long_ago = clock.today() - timedelta(days=90)
    await ConsultationRound.update({ConsultationRound.closes_on: long_ago}).where(ConsultationRound.memorandum == memorandum.id)
    assert "/invitations/" not in (await _written(memorandum))["ben"]


async def test_a_careful_forum_is_named_in_no_letter(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted)
    await recorded_lines.publish(memorandum, 1)
    forum = await factories.forum(risk_profile="high")
    await Memorandum.update({Memorandum.forum: forum.id}).where(Memorandum.id == memorandum.id)
    letter = (await _written(memorandum))["ben"]
    assert "/invitations/" in letter
    for secret in ("Party ben", "Amendment", "cooperation", "Cooperation"):
        assert secret not in letter, secret


async def test_letters_wait_until_everybody_can_read_the_record(consulted: Memorandum) -> None:
    memorandum = await _rejected(consulted, public=False)
    await recorded_lines.publish(memorandum, 1)
    assert not await _written(memorandum)
    await Memorandum.update({Memorandum.publicity: Publicity.PUBLIC.value}).where(Memorandum.id == memorandum.id)
    await Job.delete(force=True)
    async with transaction():
        await published(memorandum.id)
    assert await Job.count().where(Job.kind == "published_lines") == 1
    assert (await _written(await factories.reloaded(memorandum))).keys() == {"ben"}
