"""Changing the key: every value is encrypted again, the old key is gone, and an interruption loses nothing."""

from __future__ import annotations

import asyncio

import pytest

from coalition.database import transaction
from coalition.jobs.worker import run_due
from coalition.keys import rotating
from coalition.keys.checking import missing_keys
from coalition.keys.keyring import KeyringUnusable, RotationRuns, keyring, path, replace_keyring, with_new_key
from coalition.keys.queries import keys_in_use
from coalition.keys.rotating import rotate
from coalition.mail.tables import Letter, LetterState
from coalition.mail.writing import write_letter
from coalition.rounds.answering_rounds import save_comments
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.rounds.tables import ANSWER_NAME, ANSWER_REASON, COMMENT_TEXT, SeatAnswer, SeatComment
from tests import factories
from tests.letters import letters_in_tray
from tests.rounds import seated

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]

LINK = "http://127.0.0.1:8000/en/sign-in/x"


async def write(number: int) -> None:
    async with transaction():
        for at in range(number):
            await write_letter("sign_in", address=f"ben{at}@example.org", language="en", answering=None, link=LINK)


async def readable() -> int:
    """Return how many of the letters in the tray can be read."""
    return sum(letter.address.startswith("ben") for letter in await letters_in_tray())


def current(letters) -> set[str]:
    return {letter.content.partition(".")[0] for letter in letters}


async def test_every_value_is_encrypted_again_and_the_old_key_is_gone(monkeypatch):
    monkeypatch.setattr(rotating, "CHUNK", 7)
    await write(30)
    old = keyring().current

    assert await rotate(settling=0) == 30
    assert (await readable(), current(await letters_in_tray())) == (30, {keyring().current})
    assert list(keyring().keys) == [keyring().current] != [old]
    assert await rotate(settling=0) == 30


async def test_sent_letters_need_no_key(monkeypatch, tmp_path):
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{tmp_path / 'mail'}")
    await write(2)
    await run_due()

    assert await rotate(settling=0) == 0


async def test_what_seats_of_rounds_answered_is_encrypted_again_too(ada_account):
    await factories.organisation("ben", "Party of Ben", email="ben@example.org")
    memorandum = await factories.draft(ada_account)
    objected = await seated.sent(memorandum, "ben")
    await seated.answer((await seated.tokens())["ben"], "object", name="Ben Sultanov")
    await close_round(objected.id)
    await seated.sent(memorandum, "ben", kind="comments")
    await save_comments(await begin_seat_session((await seated.tokens())["ben"]), {"": "It is long."})
    old = keyring().current
    await rotate(settling=0)

    [answer] = await SeatAnswer.objects()
    [comment] = await SeatComment.objects()
    assert ANSWER_NAME.decrypt(answer.name, answer.key) == "Ben Sultanov"
    assert ANSWER_REASON.decrypt(answer.reason, answer.key) == "The text goes too far."
    assert COMMENT_TEXT.decrypt(comment.text, comment.key) == "It is long."
    assert old not in keyring().keys


async def test_letters_written_meanwhile_are_encrypted_again_too():
    await write(5)
    rotation = asyncio.create_task(rotate(settling=0.2))
    await asyncio.sleep(0.1)
    old, new = keyring().keys
    assert new == keyring().current
    await write(5)
    await rotation

    assert (await readable(), old in keyring().keys) == (10, False)


async def test_a_value_under_the_old_key_that_comes_late_is_found_before_the_key_is_deleted(monkeypatch):
    """A transaction that read the old keyring commits after the first pass."""
    await write(1)
    [early] = await letters_in_tray()
    passes = []
    encrypt_again = rotating._encrypt_again

    async def first_pass_then_late_letter():
        passes.append(await encrypt_again())
        if len(passes) == 1:
            await Letter.update({Letter.content: early.content}).where(Letter.id == early.id)
        return passes[-1]

    monkeypatch.setattr(rotating, "_encrypt_again", first_pass_then_late_letter)
    await rotate(settling=0)

    assert (passes, await readable(), await missing_keys()) == ([1, 1], 1, set())


async def test_two_rotations_at_once_are_refused():
    """Each would write a keyring without the key of the other."""
    await write(3)
    first = asyncio.create_task(rotate(settling=0.3))
    await asyncio.sleep(0.1)
    with pytest.raises(RotationRuns):
        await rotate(settling=0)
    await first

    assert (await readable(), len(keyring().keys)) == (3, 1)
    assert await rotate(settling=0) == 3


async def test_the_old_keys_are_deleted_after_the_last_commit_only(monkeypatch):
    """The process ends when the keyring would lose its old keys: every value can be read."""
    await write(3)
    monkeypatch.setattr(rotating, "only_current", lambda _: pytest.fail("killed"))
    with pytest.raises(pytest.fail.Exception):
        await rotate(settling=0)

    assert (await readable(), len(keyring().keys), await keys_in_use()) == (3, 2, {keyring().current})


async def test_an_interrupted_rotation_loses_nothing_and_is_finished_by_the_next():
    await write(3)
    replace_keyring(with_new_key(keyring()))
    await write(3)
    assert (await readable(), len(keyring().keys)) == (6, 2)

    assert await rotate(settling=0) == 6
    assert (await readable(), len(keyring().keys)) == (6, 1)


async def test_a_letter_whose_key_is_missing_waits_until_the_keyring_is_back(monkeypatch, tmp_path):
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{tmp_path / 'mail'}")
    await write(1)
    text = path().read_text()
    path().unlink()
    assert await missing_keys() == {text.split('"')[3]}
    await run_due()
    [letter] = await Letter.objects()
    assert (letter.state, letter.attempts, letter.error) == (LetterState.WAITING, 1, "KeyringUnusable")
    with pytest.raises(KeyringUnusable):
        await letters_in_tray()
    path().write_text(text)

    assert await readable() == 1
