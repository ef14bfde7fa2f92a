"""Letters over a real SMTP connection: each is sent at most once, and of failures only the codes are stored."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from coalition import clock, database
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.mail import sending
from coalition.mail.content import Content
from coalition.mail.message import NotAscii, in_ascii
from coalition.mail.tables import CONTENT, Letter
from coalition.mail.writing import write_letter
from tests.letters import letters_in_tray
from tests.mail.sink import Sink, running, text_of

pytestmark = pytest.mark.anyio

assert sending.send_letter  # registers its job

ALLOWED = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "MIME-Version",
]
PATIENCE = 300  # seconds
LINK = "https://memo.example.org/en/sign-in/dT0B9qniQNyPsxMSKJzPe-54OoIa7MIovaG24s5rQJ4"
LONG = {
    "ru": "Приглашение подписать: Меморандум о сотрудничестве между защитниками прав человека и об их защите от преследований во всём регионе",
    "ar": "دعوة إلى التوقيع: مذكرة بشأن التعاون بين المدافعين عن حقوق الإنسان وحمايتهم من الملاحقة في جميع أنحاء المنطقة وما وراءها",
    "nb": "Invitasjon til å undertegne: Memorandum om samarbeid mellom forsvarere av menneskerettigheter på tvers av grenser og språk – æøå",
    "en": "Invitation to sign: Memorandum on cooperation between defenders of human rights and on their protection from persecution everywhere",
}


async def write(address: str = "ben@example.org", language: str = "en") -> int:
    """Put a letter into the tray."""
    async with database.transaction():
        return await write_letter("sign_in", address=address, language=language, answering=None, link=LINK)


async def letter(number: int) -> Letter:
    """Return a letter's row."""
    [row] = await letters_in_tray(Letter.id == number)
    return row


async def rewrite(number: int, **changed: str) -> None:
    """Change the content of a waiting letter."""
    row = await letter(number)
    content = Content(**{name: getattr(row, name) for name in Content.__struct_fields__} | changed)
    await Letter.update({Letter.content: CONTENT.encrypt(msgspec.json.encode(content).decode(), row.message_id)}).where(Letter.id == number)


async def later(minutes: float) -> int:
    """Do what is due some minutes from now."""
    with clock.shifted(timedelta(minutes=minutes)):
        return await run_due()


async def test_a_letter_arrives_with_these_headers_and_no_others(sink: Sink) -> None:
    number = await write()
    assert await run_due() == 1
    [arrived] = sink.letters
    assert sorted(arrived.keys()) == sorted(ALLOWED)
    assert arrived["From"] == "Coalition <letters@memo.example.org>"
    assert arrived["To"] == "ben@example.org"
    assert arrived["Date"].endswith("+0000")
    assert re.fullmatch(r"<[0-9a-f]{32}@memo\.example\.org>", arrived["Message-ID"])
    assert [part.get_content_type() for part in arrived.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert re.fullmatch(r"[0-9a-f]{32}", str(arrived.get_boundary()))
    assert LINK in text_of(arrived)
    assert (sink.senders, sink.recipients) == (["letters@memo.example.org"], ["ben@example.org"])
    assert sink.greetings == ["memo.example.org"]
    assert await Job.count() == 0
    row = await letter(number)
    assert (row.state, row.address, row.subject, row.text) == ("sent", "", "", "")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", LONG)
async def test_a_long_subject_arrives_letter_for_letter(sink: Sink, language: str) -> None:
    number = await write(language=language)
    body = f"{LONG[language]}\n\n{LINK}\n"
    await rewrite(number, subject=LONG[language], text=body)
    await run_due()
    [arrived] = sink.letters
    assert arrived["Subject"] == LONG[language]
    assert text_of(arrived) == body
    assert arrived["Content-Language"] == language
    assert max(map(len, sink.raw[0].split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78
    assert sink.raw[0].isascii()


@pytest.mark.sqlite_only
async def test_a_letter_in_html_says_what_its_text_says_in_its_own_direction(sink: Sink) -> None:
    number = await write(language="ar")
    await rewrite(number, subject="دعوة <b>", text=f"المادة 5 <script>alert(1)</script>\nوالفقرة الأولى\n\n{LINK}\n")
    await run_due()
    page = sink.letters[0].get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<title>دعوة &lt;b&gt;</title>" in page
    assert "المادة 5 &lt;script&gt;alert(1)&lt;/script&gt; والفقرة الأولى</p>" in page
    assert f'<a href="{LINK}">{LINK}</a>' in page
    assert re.findall(r"""(?:src|href|url)\W+([^"'>)]+)""", page) == [LINK]  # nothing is loaded, nobody is told that it was opened


@pytest.mark.sqlite_only
async def test_a_discreet_letter_is_text_only(sink: Sink) -> None:
    async with database.transaction():
        await write_letter("sign_in", address="ben@example.org", language="en", answering=None, link=LINK, discreet=True)
    await run_due()
    assert sink.letters[0].get_content_type() == "text/plain"
    assert LINK in text_of(sink.letters[0])


@pytest.mark.sqlite_only
async def test_a_subject_cannot_bring_headers_of_its_own(sink: Sink) -> None:
    number = await write()
    await rewrite(number, subject="Hello\r\nBcc: cleo@example.org")
    await run_due()
    assert all("Bcc" not in arrived for arrived in sink.letters)
    assert sink.recipients in ([], ["ben@example.org"])


async def test_a_refused_recipient_is_a_bounce_and_never_written_to_again(sink: Sink) -> None:
    sink.rcpt = ["550 5.1.1 <ben@example.org>: no such person here"]
    number = await write()
    await run_due()
    await later(60 * 24 * 7)
    row = await letter(number)
    assert (row.state, row.error, row.address, row.text) == ("bounced", "550 5.1.1", "", "")
    assert (sink.raw, await Job.count()) == ([], 0)


async def test_a_temporary_refusal_is_tried_again_after_a_pause(sink: Sink) -> None:
    sink.rcpt = ["451 4.7.1 Greylisted, please wait, ben@example.org"]
    number = await write()
    assert await run_due() == 1
    row = await letter(number)
    assert (row.state, row.attempts, row.error) == ("waiting", 1, "451 4.7.1")
    assert await later(0.5) == 0
    assert await later(1.1) == 1
    assert len(sink.raw) == 1
    assert (await letter(number)).state == "sent"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("reply", "state", "copies"), [("452 4.3.1 disk full", "sent", 1), ("554 5.7.1 looks like spam", "bounced", 0)])
async def test_a_refusal_of_the_text(sink: Sink, reply: str, state: str, copies: int) -> None:
    sink.data = [reply]
    number = await write()
    await run_due()
    assert sink.raw == []
    await later(2)
    assert (await letter(number)).state == state
    assert len(sink.raw) == copies


@pytest.mark.sqlite_only
async def test_a_refused_sender_is_our_fault_and_no_bounce(sink: Sink) -> None:
    sink.mail = ["550 5.7.1 You may not send from here"]
    number = await write()
    await run_due()
    assert (await letter(number)).state == "waiting"
    await later(2)
    assert (await letter(number)).state == "sent"


async def test_a_line_that_breaks_during_the_text_is_uncertain_and_not_sent_twice(sink: Sink) -> None:
    sink.cut = True
    number = await write()
    await run_due()
    row = await letter(number)
    assert (row.state, row.address) == ("uncertain", "")
    sink.cut = False
    await later(60 * 24)
    assert len(sink.raw) == 1
    assert await Job.count() == 0


@pytest.mark.sqlite_only
async def test_a_line_that_breaks_after_the_letter_was_taken_sends_no_second(sink: Sink) -> None:
    sink.cut_at_quit = True
    number = await write()
    await run_due()
    await later(60 * 24)
    assert (await letter(number)).state == "sent"
    assert len(sink.raw) == 1
    assert await Job.count() == 0


async def test_a_database_that_fails_after_the_letter_was_taken_sends_no_second(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise ConnectionResetError

    number = await write()
    with monkeypatch.context() as broken:
        broken.setattr(sending, "_close", fail)
        await run_due()
    assert (await letter(number)).state == "sending"
    await later(60 * 24)
    assert (await letter(number)).state == "uncertain"
    assert len(sink.raw) == 1
    assert await Job.count() == 0


@pytest.mark.sqlite_only
async def test_while_the_server_is_away_letters_wait_and_are_given_up_after_two_days(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    with running() as server:
        port = server.port
    monkeypatch.setenv("COALITION_SMTP_URL", f"smtp://127.0.0.1:{port}")
    number = await write()
    await run_due()
    assert (await letter(number)).state == "waiting"
    minutes = 0
    while (await letter(number)).state == "waiting":
        minutes += 30
        assert minutes < 60 * 72
        await later(minutes)
    row = await letter(number)
    assert (row.state, row.address, row.text) == ("gave_up", "", "")
    assert minutes >= 60 * 40
    assert await Job.count() == 0


async def test_two_workers_do_not_send_the_same_letter(sink: Sink) -> None:
    for at in range(20):
        await write(f"ben{at}@example.org")
    await asyncio.gather(*(run_due() for _ in range(4)))
    assert sorted(sink.recipients) == sorted(f"ben{at}@example.org" for at in range(20))


@pytest.mark.sqlite_only
async def test_addresses_in_other_scripts(sink: Sink) -> None:
    reached = await write("ben@пример.рф")
    unreachable = await write("бен@example.org")
    await run_due()
    assert sink.recipients == ["ben@xn--e1afmkfd.xn--p1ai"]
    assert (await letter(reached)).state == "sent"
    assert (await letter(unreachable)).state == "bounced"
    with pytest.raises(NotAscii):
        in_ascii("ben@" + "x" * 70 + "ж.рф")


@pytest.mark.sqlite_only
async def test_the_file_transport_writes_letters_once(store: str, tmp_path: Path) -> None:
    assert store
    number = await write()
    await run_due()
    [path] = (tmp_path / "mail").iterdir()
    assert path.name == f"{number:06d}.eml"
    assert LINK.encode() in path.read_bytes()
    assert (await letter(number)).state == "sent"


async def test_a_worker_that_is_killed_never_sends_a_letter_twice(sink: Sink) -> None:
    for at in range(8):
        await write(f"ben{at}@example.org")
    for minutes, moment in enumerate(["at_rcpt", "at_data", None]):
        worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.mail.driver", str(minutes * 6), cwd=Path(__file__).parents[2])
        for name in ("at_rcpt", "at_data"):
            setattr(sink, name, worker.kill if name == moment else None)
        code = await asyncio.wait_for(worker.wait(), PATIENCE)
        assert code == (0 if moment is None else -9)
    ids = [arrived["Message-ID"] for arrived in sink.letters]
    assert len(ids) == len(set(ids)) == 8
    states = [row["state"] for row in await Letter.select(Letter.state)]
    assert sorted(states) == ["sent"] * 7 + ["uncertain"]
    assert await Job.count() == 0
