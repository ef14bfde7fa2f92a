"""The form for signing on paper: what it asks depends on the text, and a text that nobody can sign today has none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.memoranda.opening import close
from coalition.memoranda.tables import Memorandum
from coalition.published.paper_form import language_beside
from tests import factories
from tests.desk.conftest import send
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio

TEXT = "/en/memoranda/cooperation"
PAGE = f"{TEXT}/paper"


async def test_a_text_that_is_open_has_a_form_for_paper(cleo, ada, ada_account):
    memorandum = await factories.opened(ada_account, symbol="CF/2026/1")
    page = words((await cleo.get(PAGE)).text)

    assert "CF/2026/1" in page
    assert "Меморандум о сотрудничестве" in page
    assert (await factories.reloaded(memorandum)).slug in page
    for asked in ("Its name in each of its languages", "Support without signing", "The public learns no name and no country", "Reservation", "Stamp"):
        assert asked in page
    assert "Do not fill in, send or keep this form if it could endanger anybody." in page
    assert PAGE in links((await cleo.get(TEXT)).text)
    assert PAGE in links((await ada.get("/en/desk/memoranda/cooperation/acts/new")).text)


async def test_it_offers_what_the_rules_allow(cleo, ada_account):
    first = await factories.opened(ada_account, "first", reservations=False)
    await Memorandum.update(confirmation_days=0).where(Memorandum.id == first.id)
    page = words((await cleo.get("/en/memoranda/first/paper")).text)
    assert "Sign, subject to confirmation" not in page
    assert "This memorandum excludes reservations." in page

    await factories.open_for_accession(ada_account, "acceding")
    page = words((await cleo.get("/en/memoranda/acceding/paper")).text)
    assert "Form for acceding on paper" in page
    assert "Accede It joins the signatories" in page
    assert "Support without signing" not in page


@pytest.mark.sqlite_only
async def test_labels_stand_a_second_time_in_an_authentic_language(cleo, ada_account):
    await factories.opened(ada_account)
    assert '<small lang="en" dir="ltr">Stamp, if the organisation has one</small>' in (await cleo.get("/ar/memoranda/cooperation/paper")).text
    assert "<small lang=" not in (await cleo.get("/ru/memoranda/cooperation/paper")).text
    assert language_beside(("kk", "ru"), "en") == "ru"
    assert language_beside(("kk",), "en") == ""


async def test_a_text_that_nobody_can_sign_today_has_no_form(cleo, ada, ada_account):
    await factories.adopted(ada_account, "secret-pact")
    assert (await cleo.get("/en/memoranda/secret-pact/paper")).status_code == 404

    memorandum = await factories.opened(ada_account)
    await Memorandum.update(opens_on=clock.today() + timedelta(days=1)).where(Memorandum.id == memorandum.id)
    assert (await cleo.get(PAGE)).status_code == 404

    await Memorandum.update(opens_on=clock.today()).where(Memorandum.id == memorandum.id)
    await close(await factories.reloaded(memorandum))
    assert (await cleo.get(PAGE)).status_code == 404
    assert PAGE not in links((await cleo.get(TEXT)).text)
    assert PAGE not in links((await ada.get("/en/desk/memoranda/cooperation/acts/new")).text)


async def test_it_says_where_to_send_the_paper(cleo, ada, ada_account):
    await factories.opened(ada_account)
    assert "No postal address is given here." in words((await cleo.get(PAGE)).text)
    await send(ada, "/en/desk/host", {"name_en": "Example Office", "address": "1 Example Street", "email": "office@example.org"})
    page = words((await cleo.get(PAGE)).text)
    assert "Example Office office@example.org 1 Example Street" in page
    assert "No postal address" not in page
