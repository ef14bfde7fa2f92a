"""From whom letters come: the host by name, answers to the coordinator of the text, over a real SMTP connection."""

from __future__ import annotations

import random
from typing import Any

import pytest

from coalition.directions import lines_joined
from coalition.host.describing import describe_host
from coalition.host.forms import HostForm
from coalition.jobs.worker import run_due
from coalition.mail.message import named_address
from coalition.memoranda.membership import add_member, choose_answering
from tests import factories
from tests.mail import rfc2047
from tests.mail.sink import Sink, text_of

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

BUREAU = 'Общественный фонд "Бюро по правам человека и соблюдению законности", Алматы'
NETWORK = "الشبكة العربية لحقوق الإنسان والدفاع عن المدافعين عنها، بيروت, لبنان (المكتب الإقليمي للتنسيق والمتابعة)"
ANNA = "Ада Байрон-Лавлейс, координатор программы «Права человека в Центральной Азии»"
NEUTRAL = "Почта, отдел переписки"


async def described(**more: Any) -> None:
    texts = [
        {"language": "ru", "name": BUREAU, "short_name": "Бюро", "checking": "Спросите нас по телефону с 10 до 17 часов.", **more},
        {"language": "ar", "name": NETWORK},
    ]
    given = {"texts": texts, "website": "https://bureau.example", "email": "office@bureau.example", "phone": "+7 727 250-00-00"}
    await describe_host(HostForm.parse(given))


async def test_letters_bear_the_names_of_host_and_coordinator_and_answers_go_to_the_coordinator(sink: Sink) -> None:
    await described()
    ada = await factories.coordinator("ada@bureau.example", ANNA)
    memorandum = await factories.opened(ada)
    for language in ("ru", "ar"):
        organisation = await factories.organisation(f"party-{language}", f"Party {language}", email=f"ben@{language}.example", language=language)
        await factories.invitation_link(memorandum, organisation, send=True)
    assert await run_due()

    assert [rfc2047.named_address(raw, "From") for raw in sink.raw] == [
        (BUREAU, "letters@memo.example.org"),
        (NETWORK, "letters@memo.example.org"),
    ]
    assert {rfc2047.named_address(raw, "Reply-To") for raw in sink.raw} == {(ANNA, "ada@bureau.example")}
    for letter, name in zip(sink.letters, (BUREAU, NETWORK), strict=True):
        text = " ".join(lines_joined(text_of(letter)).split())
        assert name in text
        assert ANNA in text
        assert "https://bureau.example" in text
        assert "+7 727 250-00-00" in text
    assert "Спросите нас по телефону с 10 до 17 часов." in text_of(sink.letters[0])


async def test_a_discreet_letter_has_a_neutral_sender_and_says_nothing_of_the_host(sink: Sink) -> None:
    await described(sender=NEUTRAL)
    ada = await factories.coordinator("ada@bureau.example", "Ada")
    memorandum = await factories.opened(ada)
    organisation = await factories.organisation("party", "Steppe", email="ben@example.org", language="ru", at_risk=True)
    await factories.invitation_link(memorandum, organisation, send=True)
    assert await run_due()
    [raw] = sink.raw
    assert rfc2047.named_address(raw, "From") == (NEUTRAL, "letters@memo.example.org")
    text = text_of(sink.letters[0])
    assert NEUTRAL in text
    for of_the_host in (BUREAU, "Бюро", "bureau.example", "+7 727", "Спросите нас", NETWORK):
        assert of_the_host not in text


async def test_without_a_neutral_name_a_discreet_letter_bears_the_short_name(sink: Sink) -> None:
    await described()
    ada = await factories.coordinator("ada@bureau.example", "Ada")
    organisation = await factories.organisation("party", "Steppe", email="ben@example.org", language="ru", at_risk=True)
    await factories.invitation_link(await factories.opened(ada), organisation, send=True)
    assert await run_due()
    assert rfc2047.named_address(sink.raw[0], "From")[0] == "Бюро"


async def test_another_coordinator_can_answer_for_a_text(sink: Sink) -> None:
    ada, dina = await factories.coordinator("ada@example.org", "Ada"), await factories.coordinator("dina@example.org", "Dina, of Oslo")
    memorandum = await factories.opened(ada)
    await add_member(memorandum, dina.email)
    await choose_answering(memorandum, dina.id)
    organisation = await factories.organisation("party", "Steppe", email="ben@example.org")
    await factories.invitation_link(memorandum, organisation, send=True)
    assert await run_due()
    raw = next(raw for raw in sink.raw if b"To: ben@example.org" in raw)
    assert rfc2047.named_address(raw, "From") == ("Coalition", "letters@memo.example.org")  # no host is filled in
    assert rfc2047.named_address(raw, "Reply-To") == ("Dina, of Oslo", "dina@example.org")


def test_any_name_arrives_as_it_was_typed() -> None:
    draw = random.Random(1)
    words = [*BUREAU.split(), *NETWORK.split(), *ANNA.split(), "Smith,", '"A', "b\\c", "<x@y>", "=?utf-8?q?x?=", "æøå", "(Oslo)"]
    for _ in range(400):
        name = " ".join(draw.choice(words) for _ in range(draw.randint(1, 14)))
        for header in ("From", "Reply-To"):
            raw = f"{header}: {named_address(header, name, 'a-rather-long-mailbox@an-organisation.example.org')}\r\n\r\n".encode("ascii")
            assert rfc2047.named_address(raw, header) == (name, "a-rather-long-mailbox@an-organisation.example.org"), name


def test_a_name_begins_no_other_header() -> None:
    assert "\n" not in named_address("From", "Ada\r\nBcc: eve@example.org", "ada@example.org").replace("\r\n ", "")
