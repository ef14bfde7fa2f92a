"""The head of a status, its two columns of days, and what a past day shows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.acts.disclosure_levels import HIDDEN
from coalition.invitations import links
from coalition.languages import date_text, period_text
from coalition.memoranda import authenticating, extending, opening, replaced_day_queries, replaced_days
from coalition.memoranda.extending import extend
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, RulesChange
from coalition.memoranda.tables import Publicity
from coalition.published import memorandum as published
from coalition.signatures.confirming import confirm
from coalition.signatures.forms import ConfirmationForm
from tests import factories
from tests.mutants import mutated
from tests.public.reading import rows, words

if TYPE_CHECKING:
    from types import ModuleType

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE, FILE = "/en/memoranda/cooperation/signatories", "/memoranda/cooperation.json"


def said(ago: int) -> str:
    return date_text(clock.today() - timedelta(days=ago), "en")


def day(ago: int) -> str:
    return (clock.today() - timedelta(days=ago)).isoformat()


async def lived(ada_account: Coordinator) -> Memorandum:
    """A memorandum that was opened 30 days ago, took effect 20 days ago, closed 10 days ago and has been open for accession for five."""
    with clock.shifted(-timedelta(days=30)):
        draft = await factories.draft(ada_account)
        await change_rules(draft, RulesChange.parse({"effect": {"rule": "nth_signature", "number": 2, "provision": "2"}}))
        await authenticating.adopt(draft, AdoptionForm(on=clock.today().isoformat()))
        await opening.open_for_signature(draft, OpeningForm(opens=clock.today(), publicity=Publicity.PUBLIC))
        memorandum = await factories.reloaded(draft)
        await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
        waits = await factories.signed(memorandum, await factories.organisation("beta", "Beta"), kind="ad_referendum")
        await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"), kind="support")
        await factories.signed(memorandum, await factories.organisation("delta", "Delta"), kind="ad_referendum")
    with clock.shifted(-timedelta(days=20)):
        form = ConfirmationForm(representative_name="Ben", authority=True, typed_name="Ben")
        await confirm(await links.follow(waits.manage_token), form)
    with clock.shifted(-timedelta(days=10)):
        await opening.close(memorandum)
    with clock.shifted(-timedelta(days=5)):
        await opening.open_for_accession(memorandum)
        await factories.signed(memorandum, await factories.organisation("late", "Late"), kind="accession")
    return memorandum


async def test_the_head_says_since_when_and_how_many(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await lived(ada_account)
    page = (await cleo.get(PAGE)).text
    head = words(page)
    assert f"Open for accession from {said(5)}" in head
    assert "In effect since" in head
    assert ", in accordance with Provision 2 Named signatories" in head
    assert "Named signatories 2 Named, by accession 1 Named parties 3" in head
    assert "Named: 3 parties (2 signatories, 1 by accession). 1 signature ad referendum waits for confirmation." in head
    assert "Last notification: N." in head
    assert rows(page) == [
        ["Alpha represented by Ben", "Kazakhstan", "Signature", said(30), "–"],
        ["Beta represented by Ben", "Kazakhstan", "Signature ad referendum 1", said(30), said(20)],
        ["Delta represented by Ben", "Kazakhstan", "Signature ad referendum 2", said(30), "–"],
        ["Late represented by Ben", "Kazakhstan", "Accession", "–", said(5)],
        ["Gamma represented by Ben", "Kazakhstan", "Support", said(30)],
    ]
    text = words((await cleo.get("/en/memoranda/cooperation")).text)
    assert f"It has been open for accession since {said(5)}." in text
    assert "Until " not in text


async def test_a_past_day_has_the_states_of_that_day(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await lived(ada_account)
    states = {}
    for ago in (31, 25, 15, 8, 0):
        answer = (await cleo.get(f"{FILE}?at={day(ago)}")).json()
        states[ago] = (*(answer["state"][name] for name in ("signing", "effect")), answer["accession"]["opened"], answer["counts"]["parties"])
        assert bool(answer["digest"]) is (ago < 31)
    assert states[31] == ("not_open", "none", None, 0)
    assert states[25] == ("open", "none", None, 1)
    assert states[15] == ("open", "in_effect", None, 2)
    assert states[8] == ("closed", "in_effect", None, 2)
    assert states[0] == ("accession_only", "in_effect", day(5), 3)
    past = (await cleo.get(f"{PAGE}?at={day(25)}")).text
    assert "Open for accession" not in words(past)
    assert f'<bdi dir="ltr">http://127.0.0.1:8000{PAGE}?at={day(25)}</bdi>' in past  # the colophon


async def test_two_days_are_compared_in_sums(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await lived(ada_account)
    page = words((await cleo.get(f"{PAGE}?at={day(25)}&compare={day(0)}")).text)
    sums = f"As at {said(25)} 1 Joined since +2 Left since 0 Signed and left between the two days, in neither number 0 As at {said(0)} 3"
    assert f"Parties {sums}" in page


async def test_a_past_day_names_no_notification_that_ended(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """Whoever asks day by day does not learn on which day a name that is hidden now was announced."""
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada_account)
    with clock.shifted(-timedelta(days=6)):
        await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    with clock.shifted(-timedelta(days=4)):
        signed = await factories.signed(memorandum, await factories.organisation("beta", "Beta"))
    before, on_the_day = [await last_notification(cleo, ago) for ago in (5, 4)]
    assert before != on_the_day
    await factories.disclosed(await links.follow(signed.manage_token), HIDDEN)
    assert {await last_notification(cleo, ago) for ago in (5, 4, 3, 0)} == {before}


async def last_notification(browser: httpx.AsyncClient, ago: int) -> str:
    [number] = re.findall(r"Last notification: (\S+)\.", words((await browser.get(f"{PAGE}?at={day(ago)}")).text))
    return number


async def extended_and_closed(ada_account: Coordinator) -> Memorandum:
    """Opened 30 days ago for 20 days, 15 days ago extended to last until tomorrow, closed five days ago."""
    with clock.shifted(-timedelta(days=30)):
        memorandum = await factories.opened(ada_account, days=20)
    with clock.shifted(-timedelta(days=15)):
        await extend(memorandum, ExtensionForm(closes=clock.today() + timedelta(days=16)))
    with clock.shifted(-timedelta(days=5)):
        await opening.close(memorandum)
    await opening.open_for_accession(memorandum)
    return memorandum


# Days ago, the state of signing, and the first and last day for signature (in days ago) that everybody read on that day.
DAYS_THEN = {
    31: ("not_open", None, None),
    30: ("open", 30, 10),
    16: ("open", 30, 10),
    15: ("open", 30, -1),
    6: ("open", 30, -1),
    5: ("open", 30, 5),
    4: ("closed", 30, 5),
    0: ("accession_only", 30, 5),
}


async def days_are_those_of_the_day(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await extended_and_closed(ada_account)
    for ago, (state, opens, closes) in DAYS_THEN.items():
        read = (await cleo.get(f"{FILE}?at={day(ago)}")).json()
        expected = {"opens": None if opens is None else day(opens), "closes": None if closes is None else day(closes)}
        assert (ago, read["state"]["signing"], read["window"]) == (ago, state, expected)
        page = words((await cleo.get(f"{PAGE}?at={day(ago)}")).text)
        windows = re.findall(r"Open for signature (\d.+?\d{4})", page)
        assert windows == ([] if opens is None or closes is None else [" ".join(period_text(day(opens), day(closes), "en").split())])


async def test_a_past_day_has_its_own_last_day(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await days_are_those_of_the_day(cleo, ada_account)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "right", "wrong"),
    [
        (replaced_days, "before != {name", "before == {name"),
        (replaced_day_queries, "order_by(ReplacedDays.replaced_on)", "order_by(ReplacedDays.replaced_on, ascending=False)"),
        (replaced_day_queries, "ReplacedDays.replaced_on > day", "ReplacedDays.replaced_on >= day"),
    ],
)
async def test_days_of_another_day_are_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, module: ModuleType, right: str, wrong: str
) -> None:
    """Mutated build: the days are not recorded, or those of another change are read."""
    names = mutated(module, right, wrong)
    for user, name in ((opening, "change_days"), (extending, "change_days"), (published, "days_on")):
        if name in names:
            monkeypatch.setattr(user, name, names[name])
    with pytest.raises(AssertionError):
        await days_are_those_of_the_day(cleo, ada_account)
