"""Ada writes to all organisations of a round what the draft says, what changed, and both: what each of them was sent, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.amendments import drafts_in_letters, seat_texts
from coalition.amendments.compared_drafts import ComparedDraft, Passage, WayToRead
from coalition.amendments.entering import enter_for
from coalition.amendments.letter_forms import ViewLetterForm
from coalition.amendments.texts_in_letters import marked
from coalition.amendments.view_letters import send_view
from coalition.drafting.current_texts import TextInLanguage
from coalition.drafting.provision_texts import ProvisionText
from coalition.fields import InvalidForm
from coalition.mail.tables import Letter
from coalition.organisations.tables import Contact, Organisation
from coalition.rounds import queries as rounds
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.queries import open_round
from coalition.text.differences import difference_parts
from coalition.text.html import passage_parts
from coalition.text.sources import read
from tests import factories
from tests.amendments import proposed
from tests.desk.conftest import send
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
ADDRESS = "/en/desk/memoranda/cooperation/rounds/2/proposal-letters"


async def _second_round(memorandum: Memorandum, *slugs: str) -> Memorandum:
    """Send a round to three organisations, accept what two of them proposed, and send a second round; the letters of both have left."""
    sessions = await proposed.sessions(memorandum)
    await proposed.handed_in(sessions["ben"], await proposed.replacing(memorandum, "1", "The parties meet twice."))
    await proposed.handed_in(sessions["cleo"], proposed.form("4. The parties part.", operation="new"))
    await _close(memorandum)
    for number in (1, 2):
        await proposed.decided(await factories.reloaded(memorandum), number)
    await seated.sent(await factories.reloaded(memorandum), *(slugs or proposed.SLUGS), kind="comments")
    await seated.deliver()
    return await factories.reloaded(memorandum)


async def _close(memorandum: Memorandum) -> None:
    row = await open_round(memorandum.id)
    assert row
    await close_round(row.id)
    await seated.deliver()


async def _written(memorandum: Memorandum, view: str, **given: Any) -> dict[str, str]:
    """Send letters and return those that wait, by the beginning of their address."""
    row = await open_round(memorandum.id)
    assert row
    await Letter.delete().where(Letter.kind == "round_view")
    await send_view(row.id, ViewLetterForm.parse({"view": view, **given}))
    letters = await letters_in_tray(Letter.kind == "round_view")
    return {letter.address.partition("@")[0]: " ".join(f"{letter.subject} {letter.text}".split()) for letter in letters}


async def _check_difference(memorandum: Memorandum) -> None:
    letters = await _written(memorandum, "difference")
    assert letters.keys() == {"ben", "cleo", "far"}
    for letter in letters.values():
        assert "What changed in the draft" in letter
        assert "between round 1 and round 2." in letter
        assert "1. The parties meet [+ twice +]." in letter
        assert "[+ 4. The parties part. +]" in letter
        assert "The parties publish." not in letter
        assert "/en/drafting/proposals?view=difference&language=en" in letter
        for hidden in ("Party ben", "Party cleo", "Party far"):
            assert hidden not in letter, hidden


async def test_letters_say_the_draft_in_four_ways(consulted: Memorandum) -> None:
    memorandum = await _second_round(consulted)
    await _check_difference(memorandum)
    original = (await _written(memorandum, "original"))["far"]
    assert "Draft to read:" in original
    assert "as it was sent in round 1." in original
    assert original.index("1. The parties meet.") < original.index("(a) each year;") < original.index("3. The parties publish.")
    assert "part." not in original
    result = (await _written(memorandum, "result"))["far"]
    assert "as it was sent in round 2." in result
    assert result.index("1. The parties meet twice.") < result.index("4. The parties part.")
    both = (await _written(memorandum, "side-by-side"))["far"]
    assert "Round 1: 1. The parties meet. Round 2: 1. The parties meet twice." in both
    assert "Round 1: it was not there. Round 2: 4. The parties part." in both
    assert "publish" not in both


async def test_a_letter_is_in_the_language_of_the_contact_as_far_as_the_draft_is(consulted: Memorandum) -> None:
    memorandum = await _second_round(consulted)
    for slug, language in (("ben", "ru"), ("cleo", "ar")):
        await Contact.update({Contact.language: language}).where(Contact.email == f"{slug}@example.org")
    letters = await _written(memorandum, "result")
    assert "1. Стороны встречаются." in letters["ben"]
    assert "/ru/drafting/proposals?view=result&language=ru" in letters["ben"]
    assert "\u2066 1. The parties meet twice.\u2069".replace(" ", "", 1) in letters["cleo"]
    assert "/ar/drafting/proposals?view=result&language=en" in letters["cleo"]


async def test_a_discreet_letter_brings_the_link_only(consulted: Memorandum) -> None:
    memorandum = await _second_round(consulted)
    await Organisation.update({Organisation.at_risk: True}).where(Organisation.slug == "ben")
    for view in ("original", "difference", "result", "side-by-side"):
        letter = (await _written(memorandum, view, message=[{"language": "en", "text": "Dear friends."}]))["ben"]
        assert "/invitations/" in letter
        assert "A draft for you to read" in letter
        for hidden in ("parties", "Party", "Cooperation", "Dear friends", "drafting/proposals", "round 2"):
            assert hidden not in letter, hidden


async def _check_refused(memorandum: Memorandum) -> None:
    for view in ("difference", "side-by-side"):
        with pytest.raises(InvalidForm) as refused:
            await _written(memorandum, view)
        assert "No earlier round went to every organisation" in str(refused.value.problems[""])


async def test_only_what_every_organisation_was_sent_is_compared(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("late", "Party late", email="late@example.org")
    memorandum = await _second_round(consulted, *proposed.SLUGS, "late")
    await _check_refused(memorandum)
    for view in ("original", "result"):
        letters = await _written(memorandum, view)
        assert all("The parties meet twice." in letter and "as it was sent in round 2." in letter for letter in letters.values())
    wrong = mutated(rounds, "all_parties <= others", "all_parties & others")["round_before_of_all"]
    monkeypatch.setattr(seat_texts, "round_before_of_all", wrong)
    with pytest.raises(pytest.fail.Exception):
        await _check_refused(memorandum)


async def test_the_draft_as_it_is_now_stands_in_no_letter(consulted: Memorandum) -> None:
    memorandum = await _second_round(consulted)
    form = await proposed.replacing(memorandum, "3", "The parties hide what far says.")
    number = await enter_for(memorandum, proposed.entered("far", form, disclosure="coordinators"))
    await proposed.decided(memorandum, number)
    for view in ("original", "difference", "result", "side-by-side"):
        assert not [letter for letter in (await _written(memorandum, view)).values() if "far says" in letter]


async def test_ada_chooses_what_the_letters_show(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    await _second_round(consulted)
    assert f'href="{ADDRESS}"' in (await ada.get(ADDRESS.removesuffix("/proposal-letters"))).text
    first = await ada.get(ADDRESS)
    assert (first.status_code, "Nothing was handed in yet" in first.text, "Send 3 letters" in first.text) == (200, True, False)
    page = await ada.get(f"{ADDRESS}?view=difference")
    for shown in ("As it was in round 1", "As it was sent in round 2", "Side by side", "Send 3 letters", 'name="view" value="difference"'):
        assert shown in page.text, shown
    assert "meet [+ twice +]." in page.text
    words = {"view": "difference", "words_en": "Dear friends."}
    again = await send(ada, ADDRESS, words | {"step": "letters"})
    assert ("Dear friends." in again.text, "meet [+ twice +]." in again.text) == (True, True)
    assert not await Letter.exists().where(Letter.kind == "round_view")
    once = words | {"once": "m" * 22}
    sent = await send(ada, ADDRESS, once)
    assert (sent.status_code, await Letter.count().where(Letter.kind == "round_view")) == (303, 3)
    repeated = await send(ada, ADDRESS, once)
    assert (repeated.status_code, await Letter.count().where(Letter.kind == "round_view")) == (409, 3)
    refused = await send(ada, ADDRESS, {"view": "upside-down"})
    assert (refused.status_code, "Choose one of the answers offered." in refused.text) == (422, True)
    await _close(consulted)
    assert (await ada.get(f"{ADDRESS}?view=difference")).status_code == 404


def _block(number: int, words: str) -> tuple[str, str]:
    return f"p{number}", f"{number}. The parties {words}"


def _draft(before: dict[str, str], now: dict[str, str]) -> ComparedDraft:
    both = [{key: ProvisionText(key, source, read(source)[0][0]) for key, source in each.items()} for each in (before, now)]
    texts = [TextInLanguage("en", 1, "", "\n\n".join(each.values()), [*each]) for each in (before, now)]
    return ComparedDraft("en", ["en"], 1, [Passage(key, both[0].get(key), both[1].get(key)) for key in {**before, **now}], *texts)


def test_a_long_draft_is_an_excerpt() -> None:
    before = dict(_block(number, "meet. " * 200) for number in range(1, 41))
    now = before | dict(_block(number, "part. " + "meet. " * 200) for number in range(1, 33))
    draft = _draft(before, now)
    for way in WayToRead:
        if way is not WayToRead.PROPOSALS:
            text = drafts_in_letters._in_letter(draft, way, {"p40"})
            expected = (30, 2, False) if way in drafts_in_letters.COMPARING else (30, 3, True)
            assert (len(text.passages), text.more, text.is_excerpt) == expected
            assert sum(len(passage.text) + len(passage.before) for passage in text.passages) < 50_000
    short = drafts_in_letters._in_letter(_draft(dict([_block(1, "meet.")]), dict([_block(1, "meet.")])), WayToRead.RESULT, ())
    assert (len(short.passages), short.is_excerpt) == (1, False)
    same = drafts_in_letters._in_letter(_draft(before, before), WayToRead.ORIGINAL, ())
    assert (same.passages, same.is_excerpt) == ([], True)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("1. We meet.", "1. We meet twice.", "1. We meet [+ twice +]."),
        ("1. We meet often, all of us.", "1. We meet, all of us.", "1. We meet [- often -], all of us."),
        ("1. We meet.", "", "[- 1. We meet. -]"),
        ("1. نلتقي", "1. نلتقي مرتين", "1. نلتقي [+ مرتين +]"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
            "| a | b |\n|---|---|\n| 1 | 5 |\n| 3 | 4 |\n| 6 | 7 |",
            "1 | [- 2 -][+ 5 +]\n[+ 6 | 7 +]",
        ),
    ],
)
def test_a_difference_is_marked_without_colour(before: str, now: str, expected: str) -> None:
    assert marked(difference_parts(*(passage_parts(read(text)[0][0]) if text else [] for text in (before, now)))) == expected


def test_of_a_long_provision_only_the_words_around_a_change_are_shown() -> None:
    same = "word " * 400
    [line] = marked(difference_parts([f"1. Begin {same}middle {same}"], [f"1. Begin {same}centre {same}"])).split("\n")
    assert line.startswith("1. Begin word word")
    assert "word [- middle -][+ centre +] word" in line
    assert line.endswith("word …")
    assert len(line) < 500
    added = marked(difference_parts(["1. Begin"], [f"1. Begin {same}"]))
    assert (added.endswith(" +]…"), len(added) < 900) == (True, True)
