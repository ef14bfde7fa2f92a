"""Amendments as organisations and editors live them: proposed in private, handed in, supported, answered, decided, written into the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments.accepting_several import accept_several
from coalition.amendments.deciding_amendments import recommend, reopen
from coalition.amendments.entering import enter_for
from coalition.amendments.errors import AmendmentNotOpen, AmendmentsCollide, NoSuchAmendment, NotDecided, NothingToHandIn, WordsChanged
from coalition.amendments.forms import DecisionForm, RecommendationForm
from coalition.amendments.proposing import save_amendment, withdraw_amendment
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import AmendmentState, Outcome
from coalition.amendments.views import private_amendments
from coalition.drafting.errors import ProvisionChanged
from coalition.drafting.forms import ProvisionForm
from coalition.drafting.saving_provisions import save_provision
from coalition.fields import InvalidForm
from coalition.rounds.seat_sessions import hold_seat
from tests.amendments import proposed
from tests.drafting.conftest import ENGLISH, RUSSIAN, key_of, provisions_of, wording_of

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


async def test_an_amendment_goes_from_a_phone_into_the_draft(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted)
    form = await proposed.replacing(consulted, "1", "1. The parties meet twice a year.", reason="Once is not enough.")
    key = await save_amendment(links["ben"], form, "ar")
    [private] = await private_amendments(await hold_seat(links["ben"]))
    assert (private.key, private.texts.base, private.texts.proposed) == (key, "The parties meet.", "The parties meet twice a year.")
    desk = coordinators_of(consulted.id)
    assert await proposed.lines(desk) == await proposed.lines(await proposed.in_seat(links["cleo"])) == []

    assert await proposed.handed_in(links["ben"]) == [1]
    [line] = await proposed.lines(await proposed.in_seat(links["cleo"]))
    assert line.organisation
    assert (line.number, line.organisation.slug, line.is_open, line.is_own) == (1, "ben", True, False)
    await recommend(consulted, 1, RecommendationForm.parse({"outcome": "accepted", "reason": "As agreed in Kyiv."}))
    view = await proposed.at_desk(consulted, 1)
    assert view.line.recommended
    assert (view.reason, view.texts.result, view.line.recommended.outcome) == (
        "Once is not enough.",
        "The parties meet twice a year.",
        Outcome.ACCEPTED,
    )
    await proposed.decided(consulted, 1)
    assert (await wording_of(consulted)).body == ENGLISH.replace("parties meet.", "parties meet twice a year.")
    assert (await wording_of(consulted, "ru")).body == RUSSIAN
    after = await proposed.at_desk(consulted, 1)
    assert after.decided
    assert (after.line.state, after.decided.text) == (AmendmentState.ACCEPTED, "The parties meet twice a year.")


async def test_coordinators_enter_and_decide_in_every_way(consulted: Memorandum) -> None:
    await proposed.sessions(consulted, "ben")
    first, second = [await proposed.replacing(consulted, "3", f"The parties publish {what}.") for what in ("all", "everything")]
    removal = await proposed.replacing(consulted, "2(a)", "", operation="delete")
    numbers = [await enter_for(consulted, proposed.entered("ben", form)) for form in (first, second, removal)]
    assert numbers == [1, 2, 3]
    desk = coordinators_of(consulted.id)
    assert [collision.number for collision in (await proposed.lines(desk))[0].collisions] == [2]
    with pytest.raises(InvalidForm):
        await proposed.decided(consulted, 2, "merged", merged_into=2)
    await proposed.decided(consulted, 2, "merged", merged_into=1)
    await proposed.decided(consulted, 1, "referred", reason="Ask again.")
    base = (await proposed.at_desk(consulted, 1)).texts.digest
    await proposed.decided(consulted, 1, "accepted_modified", text="3. The parties publish most.", base=base)
    await proposed.decided(consulted, 3)
    with pytest.raises(AmendmentNotOpen):
        await proposed.decided(consulted, 3)
    body = (await wording_of(consulted)).body
    assert "3. The parties publish most." in body
    assert "(a) as provision 3 says." in body
    assert "(а) как сказано в пункте 3." in (await wording_of(consulted, "ru")).body
    states = [line.state for line in await proposed.lines(desk)]
    assert states == [AmendmentState.ACCEPTED_MODIFIED, AmendmentState.MERGED, AmendmentState.ACCEPTED]
    merged = (await proposed.at_desk(consulted, 2)).decided
    assert merged
    assert merged.merged_into == 1
    await reopen(consulted, 3)
    assert "(a) each year;" in (await wording_of(consulted)).body
    await reopen(consulted, 2)
    assert [line.is_open for line in await proposed.lines(desk)] == [False, True, True]
    with pytest.raises(WordsChanged):
        await proposed.decided(consulted, 2)


async def test_what_was_withdrawn_is_read_by_its_organisation_and_the_editors(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted)
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "1", "The parties meet often."))
    with pytest.raises(NoSuchAmendment):
        await withdraw_amendment(links["cleo"], 1)
    await withdraw_amendment(links["ben"], 1)
    with pytest.raises(AmendmentNotOpen):
        await withdraw_amendment(links["ben"], 1)
    with pytest.raises(AmendmentNotOpen):
        await proposed.decided(consulted, 1)
    assert not await proposed.lines(await proposed.in_seat(links["cleo"]))
    for reader in (coordinators_of(consulted.id), await proposed.in_seat(links["ben"])):
        [line] = await proposed.lines(reader)
        assert line.state is AmendmentState.WITHDRAWN


async def test_provisions_that_are_added_at_one_place_stand_by_their_numbers(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben", "cleo")
    two = await key_of(consulted, "2")
    inserts = [proposed.form(f"{number} They {what}.", operation="insert_after", provision=two) for number, what in ((3, "sing"), ("", "dance"))]
    inserts += [proposed.form("4. They rest.", operation="new"), proposed.form("They eat.", operation="insert_before", provision=two)]
    inserts[0] = inserts[0].model_copy(update={"text": "3. They sing."})
    assert await proposed.handed_in(links["ben"], *inserts) == [1, 2, 3, 4]
    assert not any(line.collisions for line in await proposed.lines(coordinators_of(consulted.id)))
    for number in (3, 2, 4, 1):
        await proposed.decided(consulted, number)
    body = (await wording_of(consulted)).body
    in_order = ("1. ", "2. They eat.", "3. The parties report", "(b)", "4. They sing.", "5. They dance.", "6. The parties", "7. They rest.")
    places = [body.index(words) for words in in_order]
    assert places == sorted(places)
    assert "4." not in (await wording_of(consulted, "ru")).body.replace("6.", "")
    assert (await proposed.at_desk(consulted, 2)).line.state is AmendmentState.ACCEPTED


async def test_several_are_accepted_together_or_none(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted)
    for slug, label, text in (
        ("ben", "1", "The parties meet twice."),
        ("cleo", "3", "All parties publish."),
        ("far", "1", "The parties meet daily."),
    ):
        await proposed.handed_in(links[slug], await proposed.replacing(consulted, label, text))
    with pytest.raises(AmendmentsCollide):
        await accept_several(consulted, [3, 1, 2])
    assert (await wording_of(consulted)).body == ENGLISH
    await accept_several(consulted, [2, 1])
    assert "1. The parties meet twice." in (body := (await wording_of(consulted)).body)
    assert "3. All parties publish." in body


async def test_a_title_is_changed_and_nothing_else_is_done_with_it(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben")
    await proposed.handed_in(links["ben"], proposed.form("Memorandum of understanding", provision="title"))
    await proposed.decided(consulted, 1)
    assert (await wording_of(consulted)).title == "Memorandum of understanding"
    with pytest.raises(InvalidForm):
        await save_amendment(links["ben"], proposed.form(operation="delete", provision="title"), "en")


async def test_a_text_that_moved_on_is_shown_against_both(consulted: Memorandum) -> None:
    await proposed.sessions(consulted, "ben")
    await enter_for(consulted, proposed.entered("ben", await proposed.replacing(consulted, "1", "The parties meet twice.")))
    await enter_for(consulted, proposed.entered("ben", await proposed.replacing(consulted, "1", "", operation="delete")))
    key = await key_of(consulted, "1")
    saved = (await provisions_of(consulted))[key]
    await save_provision(consulted, "en", key, ProvisionForm(text="1. All the parties meet.", base=saved.digest))
    texts = (await proposed.at_desk(consulted, 1)).texts
    assert (texts.base, texts.current, texts.result) == ("The parties meet.", "All the parties meet.", "All the parties meet twice.")
    assert texts.moved_on
    assert texts.since
    with pytest.raises(WordsChanged):
        await proposed.decided(consulted, 2)
    with pytest.raises(ProvisionChanged):
        await proposed.decided(consulted, 1, "accepted_modified", text="The parties sing.", base=saved.digest)
    await proposed.decided(consulted, 1)
    await proposed.decided(consulted, 2, base=(await proposed.at_desk(consulted, 2)).texts.digest)
    assert "meet" not in (await wording_of(consulted)).body.partition("# Aims")[2]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", {}),
        ("The parties meet.", {}),
        ("2. The parties meet twice.", {}),
        ("The parties\n\n# Heading", {}),
        ("<b>The parties</b> meet.", {}),
        ("They meet.", {"provision": "p99"}),
        ("They meet.", {"provision": ""}),
        ("Они встречаются.", {"language": "ar"}),
        ("4. They meet.\n\n5. They part.", {"operation": "new"}),
    ],
)
async def test_what_is_no_proposal_is_refused(consulted: Memorandum, text: str, more: dict[str, str]) -> None:
    links = await proposed.sessions(consulted, "ben")
    with pytest.raises(InvalidForm):
        await save_amendment(links["ben"], proposed.form(text, **{"provision": await key_of(consulted, "1"), **more}), "en")
    with pytest.raises(NothingToHandIn):
        await proposed.handed_in(links["ben"])


@pytest.mark.parametrize(
    "given", [{"outcome": "rejected"}, {"outcome": "merged"}, {"outcome": "accepted_modified", "base": "x"}, {"outcome": ""}, {}]
)
def test_a_decision_says_what_it_needs(given: dict[str, str]) -> None:
    with pytest.raises(InvalidForm):
        DecisionForm.parse(given)


async def test_a_second_paragraph_stays_a_part_of_its_provision(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben")
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "3", "The parties publish.\n\nThey publish all."))
    await proposed.decided(consulted, 1)
    assert "3. The parties publish.\n\nThey publish all.\n" in (await wording_of(consulted)).body


async def test_what_is_said_already_is_accepted_and_changes_nothing(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben", "cleo")
    for slug in ("ben", "cleo"):
        await proposed.handed_in(links[slug], await proposed.replacing(consulted, "1", "The parties meet twice."))
    assert not any(line.collisions for line in await proposed.lines(coordinators_of(consulted.id)))
    await proposed.decided(consulted, 1)
    version = (await wording_of(consulted)).version
    await proposed.decided(consulted, 2)
    assert (await wording_of(consulted)).version == version
    await reopen(consulted, 2)
    with pytest.raises(NotDecided):
        await reopen(consulted, 2)
