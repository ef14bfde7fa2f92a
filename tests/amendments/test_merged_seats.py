"""Two entries of one organisation are merged, perhaps by mistake: the link of each acts for what came from its own entry, and reads the same."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from coalition.amendments import comment_queries, disclosed, proposing, queries, seat_texts
from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.errors import NoSuchAmendment
from coalition.amendments.forms import CoSponsorForm, PublicAnswerForm, ReplyForm
from coalition.amendments.proposing import withdraw_amendment
from coalition.amendments.public_answers import answer_in_seat
from coalition.amendments.replying_to_amendments import reply_in_seat
from coalition.amendments.supporting import join_amendment, leave_amendment
from coalition.amendments.tables import PublicAnswer
from coalition.duplicates.merging import merge, undo_merging
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.wording import save_wording
from coalition.organisations import queries as organisations
from coalition.rounds import queries as round_queries
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.forms import SeatCommentsForm
from coalition.rounds.queries import open_round
from coalition.rounds.seat_sessions import begin_seat_session
from tests import factories
from tests.amendments import proposed
from tests.conftest import visitor
from tests.drafting.conftest import ENGLISH, key_of
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    import httpx
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

    Pages = Mapping[tuple[str, str], tuple[int, bytes]]

pytestmark = pytest.mark.anyio


async def by(slug: str) -> Organisation:
    row = await organisations.by_slug(slug)
    assert row
    return row


async def consultation(memorandum: Memorandum) -> dict[str, str]:
    """Let three organisations write to everybody, without a name and to the coordinators alone, in a round that is over; return its tokens."""
    await seated.sent(memorandum, *proposed.SLUGS, kind="comments")
    links = {slug: await begin_seat_session(token) for slug, token in (await seated.deliver()).items()}
    third = await key_of(memorandum, "3")
    for slug, disclosure in (("ben", "named"), ("cleo", "unnamed"), ("far", "coordinators")):
        await proposed.handed_in(links[slug], await proposed.replacing(memorandum, "1", f"The parties meet as {slug} says."), disclosure=disclosure)
        given = {"comments": {"": f"{slug} says.", third: f"{slug} asks."}, "disclosure": disclosure}
        await hand_in_comments(links[slug], SeatCommentsForm.parse(given), "en")
        await reply_in_seat(links[slug], ReplyForm.parse({"text": f"{slug} replies.", "disclosure": disclosure}), "en", amendment=1)
    for slug, number, disclosure in (("far", 1, "named"), ("cleo", 1, "unnamed"), ("ben", 2, "named"), ("far", 2, "coordinators")):
        await join_amendment(links[slug], number, CoSponsorForm.parse({"disclosure": disclosure}))
    row = await open_round(memorandum.id)
    assert row
    await close_round(row.id)
    return await seated.deliver()


@pytest.fixture
async def seats(app: ASGIApp, consulted: Memorandum) -> AsyncIterator[Mapping[str, httpx.AsyncClient]]:
    """A browser for each organisation that entered its seat."""
    tokens = await consultation(consulted)
    async with AsyncExitStack() as opened:
        browsers = {slug: await opened.enter_async_context(visitor(app)) for slug in tokens}
        for slug, token in tokens.items():
            await browsers[slug].post(f"/en/invitations/{token}/session")
        yield browsers


async def pages(seats: Mapping[str, httpx.AsyncClient], memorandum: Memorandum) -> Pages:
    """Return what each seat reads, by its organisation and the path."""
    paths = ["", "/answer", "/hand-in", "/receipt", "/amendments"]
    paths += [f"/amendments/{number}{more}" for number in (1, 2, 3) for more in ("", "/support", "/public-answer")]
    paths += [f"/comments/{number}" for number in range(1, 7)]
    paths += [f"/provisions/{await key_of(memorandum, label)}" for label in ("1", "3")]
    paths += [f"/proposals{ending}?view={way.value}" for ending in ("", ".docx", ".md") for way in WayToRead]
    answers = {(slug, path): await browser.get(f"/en/drafting{path}") for slug, browser in seats.items() for path in paths}
    return {place: (answer.status_code, answer.content) for place, answer in answers.items()}


async def both_ways(seats: Mapping[str, httpx.AsyncClient], memorandum: Memorandum, ada: Coordinator) -> set[tuple[str, str]]:
    """Return the places at which somebody reads something else while two entries are merged, or after that was undone."""
    before, changed = await pages(seats, memorandum), set()
    assert {place for place, (status, _) in before.items() if status == 404} >= {("ben", "/amendments/3"), ("cleo", "/amendments/3")}
    for merged, remaining in (("far", "ben"), ("ben", "cleo")):
        await merge(await by(merged), await by(remaining), ada.id)
        during = await pages(seats, memorandum)
        await undo_merging(await by(merged), ada.id)
        after = await pages(seats, memorandum)
        changed |= {place for place in before if not before[place] == during[place] == after[place]}
    return changed


async def test_every_seat_reads_the_same_before_and_after_a_merging(
    seats: Mapping[str, httpx.AsyncClient], consulted: Memorandum, ada_account: Coordinator
) -> None:
    assert await both_ways(seats, consulted, ada_account) == set()


async def test_a_seat_changes_only_what_came_from_its_own_entry(consulted: Memorandum, ada_account: Coordinator) -> None:
    tokens = await consultation(consulted)
    await merge(await by("far"), await by("ben"), ada_account.id)
    links = {slug: await begin_seat_session(token) for slug, token in tokens.items()}
    answer, named = PublicAnswerForm.parse({"published": "named"}), CoSponsorForm.parse({"disclosure": "named"})
    for slug, number in (("ben", 3), ("far", 1)):  # each is of the other entry
        with pytest.raises(NoSuchAmendment):
            await withdraw_amendment(links[slug], number)
    with pytest.raises(NoSuchAmendment):
        await answer_in_seat(links["ben"], 3, answer)
    with pytest.raises(NoSuchAmendment):
        await join_amendment(links["ben"], 3, named)
    await leave_amendment(links["ben"], 2)  # Far supports it too
    assert [view.slug for view in (await proposed.at_desk(consulted, 2)).line.sponsors.named] == ["far"]
    await answer_in_seat(links["far"], 1, answer)  # as the co-sponsor that it was before
    assert (await proposed.at_desk(consulted, 1)).line.public_answer == PublicAnswer.NO
    await undo_merging(await by("far"), ada_account.id)
    with pytest.raises(NoSuchAmendment):
        await withdraw_amendment(links["ben"], 3)
    await withdraw_amendment(links["far"], 3)
    await withdraw_amendment(links["ben"], 1)


async def earlier_rounds(memorandum: Memorandum, ada: Coordinator) -> dict[str, int]:
    """Merge an entry that had a seat into one that had none; return with which round the next one compares its text, by seat and for all."""
    await consultation(memorandum)
    await factories.organisation("twin", "Party twin", email="twin@example.org")
    await merge(await by("far"), await by("twin"), ada.id)
    body = ENGLISH.replace("publish.", "publish it all.")
    await save_wording(await factories.reloaded(memorandum), "en", WordingForm(title="Memorandum", body=body))
    again = await seated.sent(await factories.reloaded(memorandum), "far", "ben", kind="comments")
    readers = {slug: await proposed.in_seat(await begin_seat_session(token)) for slug, token in (await seated.deliver()).items()}
    assert await proposed.lines(readers["twin"]) == []
    texts = {slug: await seat_texts.sent_texts(again, reader) for slug, reader in readers.items()}
    texts["all"] = await seat_texts.sent_to_every_seat(again)
    return {slug: sent.texts[0].round_before for slug, sent in texts.items()}


async def test_the_next_round_shows_nothing_of_the_last_one_to_another_entry(consulted: Memorandum, ada_account: Coordinator) -> None:
    assert await earlier_rounds(consulted, ada_account) == {"twin": 0, "ben": 1, "all": 0}


@pytest.mark.sqlite_only
async def test_builds_that_let_a_link_act_for_another_entry_are_found(
    seats: Mapping[str, httpx.AsyncClient], consulted: Memorandum, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "(Amendment.organisation == reader.organisation) | (here"
    with monkeypatch.context() as patched:
        faulty = mutated(queries, own, f"(Amendment.organisation.merged_into == reader.organisation) | {own}")
        patched.setattr(queries, "readable_by", faulty["readable_by"])
        assert ("ben", "/amendments/3") in await both_ways(seats, consulted, ada_account)
    with monkeypatch.context() as patched:
        faulty = mutated(comment_queries, "own: Combinable = _SEAT.organisation ==", "own: Combinable = _SEAT.organisation.merged_into ==")
        patched.setattr(comment_queries, "comments_readable_by", faulty["comments_readable_by"])
        assert ("ben", "") in await both_ways(seats, consulted, ada_account)
    faulty = mutated(
        disclosed, "_without_author(amendment, sponsors, views) if reader.is_coordinator else", "_without_author(amendment, sponsors, views) or"
    )
    with monkeypatch.context() as patched:
        patched.setattr("coalition.amendments.views.sponsors_for", faulty["sponsors_for"])
        assert ("cleo", "/amendments/2") in await both_ways(seats, consulted, ada_account)
    with monkeypatch.context() as patched:
        patched.setattr(
            "coalition.signing.amendments.amendment_pages.withdraw_amendment",
            mutated(proposing, "not reader.owns(amendment.organisation)", "False")["withdraw_amendment"],
        )
        assert await _withdrawn(seats["far"], 1)


async def _withdrawn(browser: httpx.AsyncClient, number: int) -> bool:
    token = (await browser.get("/en/drafting/amendments/1")).text.partition('name="form_token" value="')[2].partition('"')[0]
    return (await browser.post(f"/en/drafting/amendments/{number}/withdrawal", data={"form_token": token})).status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("name", "right", "wrong", "seat"),
    [
        ("round_before", "(Seat.organisation == organisation_id) & (round_.memorandum == row", "(round_.memorandum == row", "twin"),
        ("round_before_of_all", "all_parties <= others", "all_parties & others", "all"),
    ],
)
async def test_builds_that_show_the_text_of_another_entry_are_found(
    consulted: Memorandum, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str, right: str, wrong: str, seat: str
) -> None:
    monkeypatch.setattr(seat_texts, name, mutated(round_queries, right, wrong)[name])
    assert (await earlier_rounds(consulted, ada_account))[seat] == 1
