"""The outbox: what became of letters, why, and what Ada can do about it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.invitations import window_letters
from coalition.jobs.worker import run_due
from coalition.languages import Message
from coalition.mail import letter_kinds, reading_reports
from coalition.mail.letter_kinds import INVITING, REGISTER_KINDS
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.membership import add_member
from coalition.memoranda.rule_forms import ExtensionForm, WindowForm
from coalition.people import account_letters
from coalition.settings import load
from tests import factories
from tests.desk.conftest import follow, send
from tests.house.imports import sources
from tests.house.test_concept_jobs import WRITING, first_arguments
from tests.house.tree import TEMPLATES
from tests.letters import letters_in_tray
from tests.mail import report_forms, sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from tests.mail.imap_server import ImapServer

LISTED = re.compile(r'<tr>\s*<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', re.DOTALL)
OUTBOX = "/en/desk/outbox"
LETTERS = "/en/desk/memoranda/cooperation/letters"


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def lines(browser: httpx.AsyncClient, address: str) -> list[tuple[str, str]]:
    """Return what stands in the first two cells of each line."""
    page = await browser.get(address)
    assert page.status_code == 200, page.text
    return [(words(letter), words(state)) for letter, state in LISTED.findall(page.text)]


@pytest.fixture
def server(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sink.Sink]:
    """Run a mail server."""
    assert store
    with sink.in_use(monkeypatch) as running:
        yield running


async def invited(memorandum: Memorandum, slug: str = "steppe", name: str = "Steppe") -> None:
    await factories.invitation_link(memorandum, await factories.organisation(slug, name, email=f"{slug}@steppe.example"), send=True)


async def put_into(state: LetterState, error: str = "", remark: str = "") -> None:
    """Let every letter be in a state."""
    values = {Letter.state: state.value, Letter.error: error, Letter.remark: remark, Letter.sent_at: clock.now(), Letter.content: ""}
    await Letter.update(values).where(Letter.id > 0)


async def test_a_letter_that_comes_back_later_is_shown_with_its_reason_everywhere(
    ada: httpx.AsyncClient, ada_account: Coordinator, server: sink.Sink, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = imap.mailbox()
    monkeypatch.setenv("COALITION_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("COALITION_BOUNCE_URL", mailbox.url())
    await invited(await factories.opened(ada_account))
    assert await lines(ada, OUTBOX) == [("Invitation Steppe Memorandum on cooperation", "queued")]
    await run_due()
    assert await lines(ada, OUTBOX) == [("Invitation Steppe Memorandum on cooperation", "sent")]
    mailbox.deliver(report_forms.exim(server.senders[0], server.letters[0]["Message-ID"]))
    await reading_reports.read_reports(load())
    [(_, state)] = await lines(ada, f"{LETTERS}?state=bounced")
    assert state.startswith("came back The mailbox is full. 5.2.2 reported on")
    page = (await ada.get("/en/desk")).text
    assert '<a href="/en/desk/outbox?state=undelivered">1 letter of the last two weeks did not arrive</a>' in page
    assert "1 letter came back." in page
    assert "letter bounced" in (await ada.get("/en/desk/memoranda/cooperation/signatories?state=bounced")).text
    assert "/en/desk/contacts/" in (await ada.get(OUTBOX)).text


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("state", "error", "remark", "said"),
    [
        (LetterState.SENDING, "", "", "being sent"),
        (LetterState.UNCERTAIN, "SMTPServerDisconnected", "", "uncertain The connection broke while the letter was sent."),
        (LetterState.GAVE_UP, "ConnectionRefusedError", "", "given up The mail server could not be reached."),
        (LetterState.BOUNCED, "550 5.1.1", "", "came back The mailbox does not exist."),
        (LetterState.BOUNCED, "5.7.606", "", "came back The mail server of the recipient blocks our letters"),
        (LetterState.BOUNCED, "554", "", "came back The mail server of the recipient refused it."),
        (LetterState.SENT, "4.4.1", "delayed", "sent delayed: mail servers keep trying The mail server could not be reached."),
        (LetterState.SENT, "451 4.7.1", "", "sent"),
    ],
)
async def test_every_state_is_said_in_plain_words(
    ada: httpx.AsyncClient, ada_account: Coordinator, state: LetterState, error: str, remark: str, said: str
) -> None:
    await invited(await factories.opened(ada_account))
    await put_into(state, error, remark)
    [(_, cell)] = await lines(ada, LETTERS)
    assert cell.startswith(said)
    assert "Refused" not in cell
    assert said != "sent" or cell == said
    assert await lines(ada, f"{OUTBOX}?state={state.value}") != []
    undelivered = state in {LetterState.UNCERTAIN, LetterState.GAVE_UP, LetterState.BOUNCED}
    assert bool(await lines(ada, f"{OUTBOX}?state=undelivered")) == undelivered


async def test_a_letter_that_waits_after_a_failure_is_tried_at_once(ada: httpx.AsyncClient, ada_account: Coordinator, server: sink.Sink) -> None:
    await invited(await factories.opened(ada_account))
    assert "Try now" not in (await ada.get(OUTBOX)).text  # it was not tried yet
    server.rcpt = ["451 4.7.1 Greylisted, steppe@steppe.example"] * 2
    await run_due()
    with clock.shifted(timedelta(minutes=2)):
        await run_due()
    [(_, state)] = await lines(ada, OUTBOX)
    assert re.fullmatch(r"queued The mail server asked to try again later\. 451 4\.7\.1 next try in \d minutes", state)
    [row] = await letters_in_tray()
    page = await follow(ada, await send(ada, f"{OUTBOX}/{row.id}/attempt"))
    assert "The letter is tried again now." in page.text
    assert await run_due() == 1
    assert await lines(ada, OUTBOX) == [("Invitation Steppe Memorandum on cooperation", "sent")]
    assert len(server.raw) == 1
    assert "Had a waiting letter tried again at once" in (await ada.get("/en/desk/memoranda/cooperation/trail")).text
    assert (await send(ada, f"{OUTBOX}/{row.id}/attempt")).status_code == 404


@pytest.mark.sqlite_only
@pytest.mark.changes_nothing
async def test_letters_of_others_are_neither_shown_nor_tried(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    await add_member(memorandum, edith_account.email)
    await invited(memorandum)
    await Letter.update({Letter.attempts: 1}).where(Letter.kind == "invitation")
    [row] = await letters_in_tray(Letter.kind == "invitation")
    assert await lines(dina, OUTBOX) == []
    assert (await dina.get(LETTERS)).status_code == 404
    assert (await send(dina, f"{OUTBOX}/{row.id}/attempt")).status_code == 404
    assert [(await edith.get(path)).status_code for path in (OUTBOX, LETTERS)] == [404, 404]
    assert (await send(edith, f"{OUTBOX}/{row.id}/attempt")).status_code == 404
    for number in ("x", "0", "99999", "9" * 12):
        assert (await send(ada, f"{OUTBOX}/{number}/attempt")).status_code == 404


@pytest.mark.sqlite_only
async def test_a_page_holds_neither_address_nor_subject_and_counts_other_letters(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await invited(memorandum)
    await invited(memorandum, "river", "River")
    await add_member(memorandum, (await factories.coordinator("dina@example.org", "Dina")).email)
    page = (await ada.get(OUTBOX)).text
    about = [words(letter).partition(" Memorandum")[0] for letter, _ in LISTED.findall(page)]
    assert about == ["Letter about a change of people at the desk"] * 2 + ["Invitation River", "Invitation Steppe"]
    await account_letters.tell_colleagues(Message("An account was disabled."), whom=ada_account)
    page = (await ada.get(OUTBOX)).text
    assert "Letters about the register · queued: 2 " in words(page)
    for secret in ("@steppe.example", "Invitation to sign: ", "dina@"):
        assert secret not in page + (await ada.get(LETTERS)).text


@pytest.mark.sqlite_only
async def test_letters_are_found_by_the_organisation_in_any_language_and_paged(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for number in range(54):
        await invited(memorandum, f"steppe-{number}", f"Steppe {number}")
    await invited(memorandum, "river", "Kyzyl Suu")
    first = (await ada.get(LETTERS)).text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    both = [*LISTED.findall(first), *LISTED.findall((await ada.get(older[1])).text)]
    assert (len(LISTED.findall(first)), len(both)) == (50, 55)
    assert len({words(letter) for letter, _ in both}) == 55
    assert await lines(ada, f"{LETTERS}?q=kyzyl") == [("Invitation Kyzyl Suu", "queued")]
    assert await lines(ada, f"{OUTBOX}?q=nobody") == []
    assert len(await lines(ada, f"{OUTBOX}?state=nonsense&before=nonsense")) == 50


async def test_the_pages_need_as_many_queries_for_many(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    numbers = []
    for many in (3, 49):
        for number in range(many):
            await invited(memorandum, f"steppe-{many}-{number}", f"Steppe {many} {number}")
        for address in (OUTBOX, LETTERS, "/en/desk"):
            await ada.get(address)
            with counting_queries() as counted:
                await ada.get(address)
            numbers.append(counted.count)
    assert numbers[:3] == numbers[3:]


async def test_the_newest_letters_of_each_memorandum_come_first(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    for slug in ("first", "second"):
        memorandum = await factories.opened(ada_account, slug)
        for number in range(2):
            await invited(memorandum, f"{slug}-{number}", f"{slug} {number}")
    assert [letter.split()[1:3] for letter, _ in await lines(ada, OUTBOX)] == [["second", "1"], ["second", "0"], ["first", "1"], ["first", "0"]]
    assert len(await lines(ada, "/en/desk/memoranda/first/letters")) == 2


@pytest.mark.sqlite_only
async def test_every_letter_has_a_name_or_is_not_listed(store: str) -> None:
    assert store
    named, listed = set(letter_kinds._KINDS), {kind for kinds in REGISTER_KINDS.values() for kind in kinds}
    folders = {path.parent.name for path in (TEMPLATES / "mails").glob("*/body.txt")}
    assert named >= INVITING
    assert named | listed | letter_kinds._UNLISTED_KINDS == folders
    assert len(named) + len(listed) + len(letter_kinds._UNLISTED_KINDS) == len(folders)
    written = {kind for source in sources().values() if "concerns=" in source or "Concerns(" in source for kind in first_arguments(source, WRITING)}
    assert written <= named | listed


async def test_letters_about_the_time_for_signature_are_listed(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha", email="alpha@example.org"))
    await invited(memorandum)
    await window_letters.extend(memorandum, ExtensionForm(closes=clock.today() + timedelta(days=90)))
    await window_letters.close(memorandum, WindowForm())
    await window_letters.open_for_accession(memorandum, WindowForm())
    assert [letter for letter, _ in await lines(ada, LETTERS)] == [
        "Invitation to accede Steppe",
        "Letter about the end of the time to sign or accede Alpha",
        "Letter about the end of the time to sign or accede Steppe",
        "Letter about a later last day Steppe",
        "Invitation Steppe",
        "Receipt Alpha",
    ]
