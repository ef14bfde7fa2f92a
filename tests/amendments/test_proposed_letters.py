"""Ada writes to all organisations of a round what was proposed so far; careful letters bring the link only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.amendments import queries
from coalition.amendments.letter_forms import ViewLetterForm
from coalition.amendments.proposing import save_amendment
from coalition.amendments.view_letters import send_view
from coalition.fields import InvalidForm
from coalition.mail.tables import Letter
from coalition.organisations.tables import Organisation
from coalition.rounds import letter_sources
from coalition.rounds.queries import open_round
from coalition.rounds.round_letters import VIEW
from tests.amendments import proposed
from tests.desk.conftest import send
from tests.letters import letters_in_tray
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
ADDRESS = "/en/desk/memoranda/cooperation/rounds/1/proposal-letters"


async def _proposed(memorandum: Memorandum) -> dict[str, str]:
    sessions = await proposed.sessions(memorandum)
    for slug, disclosure in (("ben", "named"), ("cleo", "unnamed"), ("far", "coordinators")):
        form = await proposed.replacing(memorandum, "1", f"The parties meet as {slug} says.")
        await proposed.handed_in(sessions[slug], form, disclosure=disclosure)
    await save_amendment(sessions["ben"], await proposed.replacing(memorandum, "3", "The parties hide what ben notes."), "en")
    return sessions


async def _written() -> dict[str, str]:
    """Return the letters that wait, by the beginning of their address."""
    letters = await letters_in_tray(Letter.kind == "round_view")
    return {letter.address.partition("@")[0]: " ".join(f"{letter.subject} {letter.text}".split()) for letter in letters}


async def _send(memorandum: Memorandum, **given: Any) -> dict[str, str]:
    row = await open_round(memorandum.id)
    assert row
    await send_view(row.id, ViewLetterForm.parse(given))
    return await _written()


async def test_ada_looks_at_the_letters_and_sends_them_once(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    sessions = await proposed.sessions(consulted)
    nothing = await send(ada, ADDRESS, {"step": "letters"})
    assert (nothing.status_code, "Nothing was handed in yet" in nothing.text) == (422, True)
    await proposed.handed_in(sessions["ben"], await proposed.replacing(consulted, "1", "The parties meet twice."))
    words = {"words_en": "Dear friends, read this before Friday."}
    look = await send(ada, ADDRESS, words | {"step": "letters"})
    assert look.text.count("The parties meet twice.") == 1
    assert ("PRIVATE-LINK" in look.text, "Send 3 letters" in look.text, f'action="{ADDRESS}"' in look.text) == (True, True, True)
    assert look.text.count(words["words_en"]) == 2
    assert not await _written()
    refused = await send(ada, ADDRESS, {"words_en": "x" * 1001})
    assert (refused.status_code, 'id="words_en"' in refused.text) == (422, True)
    sent = await send(ada, ADDRESS, words)
    assert sent.headers["location"].startswith("/en/desk/memoranda/cooperation/rounds/1")
    letters = await _written()
    assert letters.keys() == {"ben", "cleo", "far"}
    assert all("/invitations/" in letter and words["words_en"] in letter for letter in letters.values())
    assert len({letter.partition("/invitations/")[2][:43] for letter in letters.values()}) == 3


async def _check_letters(letters: dict[str, str]) -> None:
    for text in letters.values():
        assert "Amendment No. 1, Provision 1 (English): change the text" in text
        assert "Proposed by: Party ben" in text
        assert "The text that was sent: The parties meet." in text
        assert "The text that is proposed: The parties meet as cleo says." in text
        assert "Proposed by an organisation without its name" in text
        for hidden in ("far says", "Party cleo", "ben notes"):
            assert hidden not in text, hidden


async def test_letters_say_what_every_seat_may_read(consulted: Memorandum) -> None:
    await _proposed(consulted)
    await _check_letters(await _send(consulted))


async def test_a_letter_to_an_organisation_at_risk_brings_the_link_only(consulted: Memorandum) -> None:
    await _proposed(consulted)
    await Organisation.update({Organisation.at_risk: True}).where(Organisation.slug == "ben")
    letters = await _send(consulted, message=[{"language": "en", "text": "Dear friends."}])
    _check_discreet(letters["ben"])
    assert ("as ben says" in letters["cleo"], "Party ben" in letters["cleo"]) == (True, False)


def _check_discreet(text: str) -> None:
    assert "/invitations/" in text
    for hidden in ("Party", "Amendment", "meet", "Dear friends", "Cooperation"):
        assert hidden not in text, hidden


@pytest.mark.sqlite_only
async def test_builds_that_write_too_much_are_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    await _proposed(consulted)
    with monkeypatch.context() as patched:
        right = "disclosed = Amendment.disclosure.is_in(_DISCLOSED) & "
        patched.setattr(queries, "readable_by", mutated(queries, right, "disclosed = ")["readable_by"])
        with pytest.raises(AssertionError):
            await _check_letters(await _send(consulted))


def test_a_discreet_letter_holds_nothing_of_what_its_source_reads() -> None:
    about = {"proposed": "what organisations wrote"}
    assert letter_sources.as_discreet(VIEW, about, discreet=True) == {}
    assert letter_sources.as_discreet(VIEW, about, discreet=False) == about
    wrong = mutated(letter_sources, "if discreet and letter in _SOURCES else", "if letter not in _SOURCES else")
    wrong["says"](VIEW)(None)
    assert wrong["as_discreet"](VIEW, about, discreet=True) == about


async def test_a_letter_is_bounded(consulted: Memorandum) -> None:
    sessions = await proposed.sessions(consulted, "ben", "cleo")
    long = "The parties meet " + "very " * 200 + "often."
    await proposed.handed_in(sessions["ben"], *[await proposed.replacing(consulted, "1", f"{at}: {long}") for at in range(32)])
    letter = (await _send(consulted))["cleo"]
    assert letter.count("The text that is proposed:") == 30
    assert "2 further amendments stand on the page only." in letter
    assert "often." not in letter
    assert len(letter) < 30_000


async def test_nothing_is_sent_where_nothing_may_be_read(consulted: Memorandum) -> None:
    sessions = await proposed.sessions(consulted)
    await proposed.handed_in(sessions["far"], await proposed.replacing(consulted, "1", "The parties meet twice."), disclosure="coordinators")
    with pytest.raises(InvalidForm):
        await _send(consulted)
