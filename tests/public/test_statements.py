"""Statements as programs and readers of other languages meet them, and what a page costs that has many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.notices.issuing import pages_change
from coalition.statements.forms import StatementTranslationForm
from coalition.statements.public_statement_queries import AT_ONCE
from coalition.statements.translating import translate
from tests import factories
from tests.public.reading import words

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

API = "/api/v1/memoranda/cooperation/statements"


async def test_programs_read_what_people_read(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    beta = await factories.signed(memorandum, await factories.organisation("beta", "Beta"))
    reservation = await factories.stated(memorandum, alpha, provision="2.1", statement_language="ru", text="Не связана.")
    objection = await factories.stated(memorandum, beta, "objection", objects_to=str(reservation.id), text="We object.")
    await translate(memorandum, reservation.id, StatementTranslationForm(language="en", text="Not bound."))

    answer = (await cleo.get(API)).json()
    provision, today = {"key": reservation.provision, "label": "2.1"}, clock.today().isoformat()
    common = {"provision": provision, "date": today, "received": today, "late": False, "withdrawn": None, "ended": None}
    common |= {"successor": None, "earlier_texts": []}
    assert answer == {
        "as_at": today,
        "statements": [
            common
            | {"id": str(reservation.id), "number": 1, "organisation": "alpha", "name": "Alpha", "kind": "reservation"}
            | {"objects_to": None, "objects_to_number": None, "precludes": None}
            | {"language": "ru", "text": "Не связана.", "translations": {"en": "Not bound."}},
            common
            | {"id": str(objection.id), "number": 2, "organisation": "beta", "name": "Beta", "kind": "objection"}
            | {"objects_to": str(reservation.id), "objects_to_number": 1, "precludes": False}
            | {"language": "en", "text": "We object.", "translations": {}},
        ],
    }
    assert (await cleo.get("/memoranda/cooperation.json")).json()["statements"] == answer["statements"]
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert (await cleo.get(API, params={"at": yesterday})).json() == {"as_at": yesterday, "statements": []}
    assert "Statements" not in words((await cleo.get("/en/memoranda/cooperation/signatories", params={"at": yesterday})).text)


async def test_marks_are_in_the_language_of_the_page_and_words_in_their_own(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.stated(memorandum, alpha, "declaration", "نحن نفهم <b>هذا</b>.", statement_language="ar", provision="preamble 1")
    page = (await cleo.get("/en/memoranda/cooperation?text=ru")).text
    assert '</p><p class="stated" lang="en" dir="ltr"><a href="#statement-1">' in page
    assert '<div class="words" lang="ar" dir="rtl">' in page
    assert "&lt;b&gt;هذا&lt;/b&gt;" in page
    assert '<p class="stated" lang="ar" dir="rtl">' in (await cleo.get("/ar/memoranda/cooperation?text=en")).text
    assert "Paragraph 1 of the preamble" in words(page)


async def test_many_statements_cost_as_many_queries_as_one(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    addresses = ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/memoranda/cooperation.json", API)

    async def cost():
        asked = []
        for address in addresses:
            with counting_queries() as count:
                assert (await cleo.get(address)).status_code == 200
            asked.append(count.count)
        return asked

    first = await factories.signed(memorandum, await factories.organisation("first", email=""))
    await factories.stated(memorandum, first)
    one = await cost()

    async def cost_of(numbers):
        for at in numbers:
            more = await factories.signed(memorandum, await factories.organisation(f"more-{at}", email=""))
            await factories.stated(memorandum, more, provision="1")
        await pages_change()
        return await cost()

    assert await cost_of(range(1, AT_ONCE)) == one, "a page of them"
    several = await cost_of(range(AT_ONCE, AT_ONCE + 3))
    assert await cost_of(range(AT_ONCE + 3, 2 * AT_ONCE + 3)) == several, "pages of them: their place is known from numbers alone"
    assert all(costs <= of_one for costs, of_one in zip(several, one, strict=True))
