"""Who had signed by a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.public.reading import rows, words

pytestmark = pytest.mark.anyio

PAGE = "/en/memoranda/cooperation/signatories"


def day(ago: int) -> str:
    return (clock.today() - timedelta(days=ago)).isoformat()


def said(ago: int) -> str:
    return date_text(clock.today() - timedelta(days=ago), "en")


async def _withdrawn(memorandum, slug, name, *, signed, left):
    organisation = await factories.organisation(slug, name)
    with clock.shifted(-timedelta(days=signed)):
        recorded = await factories.signed(memorandum, organisation)
    with clock.shifted(-timedelta(days=left)):
        await withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))


async def test_a_withdrawn_signature_stays_in_brackets_with_a_footnote(cleo, ada_account):
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada_account)
    await _withdrawn(memorandum, "alpha", "Alpha", signed=8, left=2)
    page = (await cleo.get(PAGE)).text
    assert rows(page) == [["[Alpha] represented by Ben", "Kazakhstan", "Withdrawn 1", said(8)]]
    assert f"1 Signed: {said(8)}. Withdrawn: {said(2)}." in words(page)
    assert "No organisation is named as a signatory" in words(page)


async def test_a_past_day_shows_what_was_known_then(cleo, ada_account):
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada_account)
    await _withdrawn(memorandum, "alpha", "Alpha", signed=8, left=2)
    then = (await cleo.get(PAGE, params={"at": day(3)})).text
    assert rows(then) == [["Alpha represented by Ben", "Kazakhstan", "Signature", said(8)]]
    assert f"As at {said(3)}. 1 organisation is named as a signatory." in words(then)
    assert f'value="{day(3)}"' in then
    before = (await cleo.get(PAGE, params={"at": day(9)})).text
    assert rows(before) == []


@pytest.mark.sqlite_only
async def test_a_day_to_come_shows_today(cleo, ada_account):
    await factories.opened(ada_account)
    assert f"As at {said(0)}." in words((await cleo.get(PAGE, params={"at": day(-40)})).text)


@pytest.mark.parametrize("bad", ["yesterday", "2026-02-30", "2026-02", "20260217", "0000-01-01", "2026-02-17T10:00", "١٢٣٤-٠١-٠١"])
@pytest.mark.sqlite_only
async def test_what_is_no_day_is_asked_for_again(cleo, ada_account, bad):
    await factories.opened(ada_account)
    answer = await cleo.get(PAGE, params={"at": bad})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (422, "no-store")
    assert "There is a problem Write a day as 2026-11-22." in words(answer.text)
    assert f'value="{bad}"' in answer.text
    assert "<title>Error:" in answer.text
    assert 'href="#at"' in answer.text


async def test_no_number_includes_a_withheld_name_while_the_text_is_open(cleo, ada_account):
    with clock.shifted(-timedelta(days=70)):
        memorandum = await factories.opened(ada_account, days=100)
    organisation = await factories.organisation("beta", "Beta")
    before = (await cleo.get(PAGE)).text
    with clock.shifted(-timedelta(days=60)):
        await factories.signed(memorandum, organisation, disclosure="counted")
    assert (await cleo.get(PAGE)).text == before
    assert "Some organisations may have signed without being named: they are in no number here." in words(before)


async def test_after_the_closing_the_number_of_withheld_names_is_given_where_nobody_can_be_singled_out(cleo, ada_account):
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada_account, days=3)
        for at in range(8):
            await factories.organisation(f"other-{at}")
        await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
        await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await run_due()
    page = (await cleo.get(PAGE)).text
    assert "2 organisations have signed, one of them with its name withheld." in words(page)
    assert rows(page)[1] == ["1 further organisation name withheld for security reasons", "–", "Signature", "–"]
    while_open = (await cleo.get(PAGE, params={"at": day(7)})).text
    assert "1 organisation is named as a signatory." in words(while_open)


async def test_a_description_stands_in_place_of_a_name_without_country_and_day(cleo, ada_account):
    described = {"disclosure": "described", "description": "A human rights group from Central Asia"}
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada_account, days=3)
        for at in range(7):
            await factories.organisation(f"other-{at}")
        await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"), kind="ad_referendum")
        await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"), **described)
        await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    with clock.shifted(-timedelta(days=7)):
        assert [row[0] for row in rows((await cleo.get(PAGE)).text)] == ["Gamma represented by Ben"]
    await run_due()
    page = (await cleo.get(PAGE)).text
    assert rows(page) == [
        ["Gamma represented by Ben", "Kazakhstan", "Signature ad referendum 1", said(9)],
        ["A human rights group from Central Asia name withheld for security reasons", "–", "Signature", "–"],
        ["1 further organisation name withheld for security reasons", "–", "Signature", "–"],
    ]
    assert "1 The organisation has still to confirm this signature, until " in words(page)
    assert "2 organisations have signed, 2 of them with their names withheld." in words(page)


async def test_where_the_list_of_those_who_may_sign_is_public_a_hidden_signature_shows_nowhere(cleo, ada_account):
    alpha, beta = await factories.organisation("alpha", "Alpha"), await factories.organisation("beta", "Beta")
    forum = await factories.forum(organisations=[{"organisation": participant.slug, "role": "participant"} for participant in (alpha, beta)])
    memorandum = await factories.opened(ada_account, forum=forum.slug, signature_rule="participants")
    before = (await cleo.get(PAGE)).text
    assert (await cleo.get("/memoranda/cooperation.json")).json()["counts"]["names_withheld"] is None
    await factories.signed(memorandum, beta, disclosure="counted")
    assert (await cleo.get(PAGE)).text == before
