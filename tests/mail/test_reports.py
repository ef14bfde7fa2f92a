"""Reports of mail servers: a letter leaves with an address of its own, and what comes back to it in a real mailbox changes its state."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import database, settings
from coalition.jobs import worker
from coalition.jobs.worker import run_due
from coalition.mail import envelope, mailbox, reading_reports
from coalition.mail.mailbox import LARGEST_MESSAGE, SET_ASIDE
from coalition.mail.tables import Letter, LetterState
from coalition.mail.writing import write_letter
from tests.mail import report_forms, sink
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mail.imap_server import Account, ImapServer
    from tests.mail.report_forms import Form

pytestmark = pytest.mark.anyio

SECRET = "x" * 40
SENT_TO = re.compile(r"letters\+[a-z2-7]{39}@memo\.example\.org")
PATIENCE = 300  # seconds


@pytest.fixture
def account(imap: ImapServer, store: str, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Return an empty mailbox to which the settings point."""
    assert store
    monkeypatch.setattr(logging.getLogger("coalition"), "propagate", True)  # another test may have set up the logs of a server
    empty = imap.mailbox()
    monkeypatch.setenv("COALITION_MAIL_FROM", "Coalition <letters@memo.example.org>")
    monkeypatch.setenv("COALITION_SECRET_KEY", SECRET)
    monkeypatch.setenv("COALITION_BOUNCE_URL", empty.url())
    return empty


@pytest.fixture
def server(account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[sink.Sink]:
    """Run a mail server that accepts every letter, beside the mailbox."""
    assert account
    with sink.in_use(monkeypatch) as running:
        yield running


async def sent(about: str = "") -> tuple[str, str]:
    """Send a letter; return its envelope sender and its Message-ID."""
    async with database.transaction():
        number = await write_letter(
            "sign_in", address=report_forms.RECIPIENT, language="en", answering=None, link="https://memo.example.org/x", about=about
        )
    await Letter.update({Letter.state: LetterState.SENT.value, Letter.content: ""}).where(Letter.id == number)
    [row] = await Letter.select(Letter.message_id).where(Letter.id == number)
    return envelope.envelope_sender(row["message_id"], settings.load()), f"<{row['message_id']}@memo.example.org>"


async def read() -> None:
    """Read the mailbox."""
    await reading_reports.read_reports(settings.load())


async def letters() -> list[tuple[str, str, str]]:
    """Return state, code and remark of every letter."""
    rows = await Letter.select(Letter.state, Letter.error, Letter.remark).order_by(Letter.id)
    return [(row["state"], row["error"], row["remark"]) for row in rows]


async def test_a_letter_that_a_server_accepts_and_later_returns_came_back(server: sink.Sink, account: Account) -> None:
    async with database.transaction():
        await write_letter("sign_in", address=report_forms.RECIPIENT, language="en", answering=None, link="https://memo.example.org/x")
    await run_due()
    [sender], [arrived] = server.senders, server.letters
    assert SENT_TO.fullmatch(sender)
    assert len(sender.partition("@")[0]) <= 64
    assert arrived["From"] == "Coalition <letters@memo.example.org>"
    assert await letters() == [("sent", "", "")]
    account.deliver(report_forms.postfix(sender.upper(), arrived["Message-ID"]))
    await read()
    assert await letters() == [("bounced", "5.1.1", "")]
    assert account.messages() == []
    assert account.messages(SET_ASIDE) == []


@pytest.mark.sqlite_only
async def test_without_a_mailbox_the_envelope_sender_is_that_of_the_letters(server: sink.Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COALITION_BOUNCE_URL")
    async with database.transaction():
        await write_letter("sign_in", address=report_forms.RECIPIENT, language="en", answering=None, link="https://memo.example.org/x")
    await run_due()
    assert server.senders == ["letters@memo.example.org"]


@pytest.mark.sqlite_only
async def test_reports_of_every_form_are_read(account: Account) -> None:
    for form in report_forms.FAILURES:
        account.deliver(form(*await sent()))
    await read()
    assert await letters() == [("bounced", code, "") for code in report_forms.FAILURES.values()]
    assert account.messages() == []
    assert len(report_forms.huge("a@b", "<c>")) > LARGEST_MESSAGE


@pytest.mark.sqlite_only
async def test_a_letter_that_is_late_or_reached_a_part_stays_sent_with_a_remark(account: Account) -> None:
    account.deliver(report_forms.delayed(*await sent()), report_forms.several(*await sent()))
    await read()
    assert await letters() == [("sent", "4.4.1", "delayed"), ("sent", "5.2.2", "partly")]
    late = (await Letter.select(Letter.message_id).order_by(Letter.id))[0]["message_id"]
    account.deliver(report_forms.delivered(envelope.envelope_sender(late, settings.load()), f"<{late}@x>"))
    await read()
    assert (await letters())[0] == ("sent", "4.4.1", "")


@pytest.mark.sqlite_only
async def test_answers_of_programs_are_deleted_and_change_nothing(account: Account) -> None:
    account.deliver(report_forms.vacation(*await sent()), report_forms.read_receipt(*await sent()))
    await read()
    assert await letters() == [("sent", "", "")] * 2
    assert account.messages() == account.messages(SET_ASIDE) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("form", [report_forms.reply, report_forms.forwarded, report_forms.broken, report_forms.nested])
async def test_what_is_no_report_is_set_aside_and_stops_nothing(account: Account, form: Form) -> None:
    account.deliver(form(*await sent()), report_forms.exim(*await sent()))
    await read()
    assert await letters() == [("sent", "", ""), ("bounced", "5.2.2", "")]
    assert account.messages() == []
    assert len(account.messages(SET_ASIDE)) == 1


@pytest.mark.sqlite_only
async def test_a_message_that_the_server_does_not_move_stops_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "SET_ASIDE", "no/such//name")
    stuck = report_forms.reply(*await sent())
    account.deliver(stuck, report_forms.exim(*await sent()))
    for _ in range(2):
        await read()
        assert await letters() == [("sent", "", ""), ("bounced", "5.2.2", "")]
        assert account.messages() == [stuck]


@pytest.mark.sqlite_only
async def test_mail_of_others_in_the_mailbox_is_left_unread(account: Account) -> None:
    _, message_id = await sent()
    others = [
        report_forms.plain_message("letters@memo.example.org", "A question for the coordinators"),
        report_forms.postfix("letters@memo.example.org", "<somebody-elses@example.org>"),
        b"Return-Path: <" + (await sent())[0].encode() + b">\r\nTo: letters@memo.example.org\r\nSubject: our own letter\r\n\r\nHello\r\n",
    ]
    account.deliver(*others, report_forms.postfix("letters@memo.example.org", message_id))
    await read()
    assert await letters() == [("bounced", "5.1.1", ""), ("sent", "", "")]  # the last report returns the Message-ID of the first letter
    assert account.messages() == others
    await read()
    assert account.messages() == others
    with account.client() as client:
        client.select("INBOX")
        assert client.search(None, "SEEN")[1] == [b""]


async def forged(account: Account) -> None:
    """Somebody who learned the id of a letter, but never its address, reports that it came back."""
    sender, message_id = await sent()
    local, _, domain = sender.partition("@")
    other = "a" if local[-2] != "a" else "b"
    account.deliver(report_forms.postfix(f"{local[:-2]}{other}{local[-1]}@{domain}", message_id))
    account.deliver(report_forms.postfix(f"letters+{message_id[1:33]}@{domain}", message_id))
    await read()


@pytest.mark.sqlite_only
async def test_a_forged_report_changes_nothing(account: Account) -> None:
    await forged(account)
    assert await letters() == [("sent", "", "")]
    assert account.messages() == []
    assert len(account.messages(SET_ASIDE)) == 2


@pytest.mark.sqlite_only
async def test_a_build_that_believes_every_address_is_noticed(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated build: the code in the address is not compared."""
    broken = mutated(envelope, "if hmac.compare_digest(code, _code(message_id, chosen)) else None", "if code else None")
    monkeypatch.setattr(reading_reports, "message_id_of", broken["message_id_of"])
    await forged(account)
    assert await letters() == [("bounced", "5.1.1", "")]


async def test_a_report_about_a_letter_that_is_being_sent_waits(account: Account) -> None:
    report = report_forms.postfix(*await sent())
    await Letter.update({Letter.state: LetterState.SENDING.value}).where(Letter.id > 0)
    account.deliver(report, report_forms.exim(*await sent()))
    await read()
    assert await letters() == [("sending", "", ""), ("bounced", "5.2.2", "")]
    assert account.messages() == [report]
    await Letter.update({Letter.state: LetterState.UNCERTAIN.value}).where(Letter.state == LetterState.SENDING.value)
    await read()
    assert [state for state, *_ in await letters()] == ["bounced", "bounced"]
    assert account.messages() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("state", ["waiting", "gave_up", "bounced"])
async def test_a_letter_that_did_not_leave_does_not_come_back(account: Account, state: str) -> None:
    report = report_forms.postfix(*await sent())
    await Letter.update({Letter.state: state, Letter.error: "550"}).where(Letter.id > 0)
    account.deliver(report)
    await read()
    assert await letters() == [(state, "550", "")]
    assert account.messages() == []


async def test_a_reader_that_is_killed_loses_no_report_and_counts_none_twice(account: Account) -> None:
    reports = [report_forms.postfix(*await sent(about="nothing:1")) for _ in range(4)]
    account.deliver(*reports)
    for moment in ("before", "after"):  # of the commit of the second report that is read
        command = (sys.executable, "-m", "tests.mail.report_driver", moment)
        reader = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[2])
        assert await asyncio.wait_for(reader.wait(), PATIENCE) == -9
    states = [state for state, *_ in await letters()]
    assert (states.count("bounced"), len(account.messages())) == (3, 2)  # the third is changed, and still there
    reported = await Letter.select(Letter.id, Letter.reported_at).where(Letter.reported_at.is_not_null()).order_by(Letter.id)
    await read()
    assert [state for state, *_ in await letters()] == ["bounced"] * 4
    assert account.messages() == []
    assert await Letter.select(Letter.id, Letter.reported_at).where(Letter.reported_at.is_not_null()).order_by(Letter.id).limit(3) == reported


@pytest.mark.sqlite_only
async def test_the_connection_is_encrypted_and_the_certificate_checked(
    imap: ImapServer, account: Account, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    account.deliver(report_forms.postfix(*await sent()))
    monkeypatch.setenv("COALITION_BOUNCE_URL", account.url(secure=True))
    monkeypatch.setattr(reading_reports._progress, "not_before", 0.0)
    await reading_reports.read_reports_when_due()
    assert await letters() == [("sent", "", "")]
    assert "reports_unread error=SSLCertVerificationError" in caplog.text
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))
    await read()
    assert await letters() == [("bounced", "5.1.1", "")]


@pytest.mark.sqlite_only
async def test_a_server_that_refuses_is_asked_again_and_named_nowhere(
    account: Account, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    account.deliver(report_forms.postfix(*await sent()))
    for url in (account.url(password="wrong"), account.url(folder="No such folder"), "imap://reports:x@127.0.0.1:1"):
        monkeypatch.setenv("COALITION_BOUNCE_URL", url)
        monkeypatch.setattr(reading_reports._progress, "not_before", 0.0)
        await run_due()
        assert await letters() == [("sent", "", "")]
    assert caplog.text.count("reports_unread") == 3
    assert "reports1" not in caplog.text
    monkeypatch.setenv("COALITION_BOUNCE_URL", account.url(folder="INBOX"))
    await run_due()
    assert await letters() == [("sent", "", "")]  # not before the pause is over
    monkeypatch.setattr(reading_reports._progress, "not_before", 0.0)
    await run_due()
    assert await letters() == [("bounced", "5.1.1", "")]


@pytest.mark.sqlite_only
async def test_the_worker_reads_the_mailbox_beside_its_jobs(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.deliver(report_forms.postfix(*await sent()))
    monkeypatch.setattr(reading_reports._progress, "not_before", 0.0)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.work(stop, poll_every=0.05))
    while (await letters())[0][0] == "sent" or account.messages():  # noqa: ASYNC110 -- the worker tells nobody
        await asyncio.sleep(0.05)
    stop.set()
    await working
    assert await letters() == [("bounced", "5.1.1", "")]


@pytest.mark.sqlite_only
async def test_more_messages_than_are_read_at_once(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_reports, "MOST_AT_ONCE", 2)
    account.deliver(report_forms.plain_message("letters@memo.example.org", "Hello"), *[report_forms.postfix(*await sent()) for _ in range(3)])
    for _ in range(2):
        monkeypatch.setattr(reading_reports._progress, "not_before", 0.0)
        await reading_reports.read_reports_when_due()
    assert [state for state, *_ in await letters()] == ["bounced"] * 3


@pytest.mark.sqlite_only
async def test_what_was_set_aside_is_deleted_after_a_month(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.deliver(report_forms.reply(*await sent()))
    await read()
    with account.client() as client:
        client.append(SET_ASIDE, "", '"01-Jan-2026 10:00:00 +0000"', b"Subject: old\r\n\r\nold\r\n")
    monkeypatch.setattr(reading_reports._progress, "forgets_at", 0.0)
    await read()
    [message] = account.messages(SET_ASIDE)
    assert b"Who are you?" in message


@pytest.mark.sqlite_only
async def test_nothing_of_a_report_is_stored_or_logged(account: Account, database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for form in (report_forms.postfix, report_forms.delayed, report_forms.several, report_forms.vacation, report_forms.broken, report_forms.nested):
        account.deliver(form(*await sent()))
    await Letter.update({Letter.content: ""}).where(Letter.id > 0)
    await read()
    path = Path(database_url.removeprefix("sqlite:///"))
    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    for secret in ("steppe.example", "Undelivered", "User unknown", "away until"):
        assert secret.encode() not in stored
        assert secret not in caplog.text
