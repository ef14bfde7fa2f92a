"""The front page: what can be signed and until when, how many signatures it needs, and what happened, day by day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.memoranda import authenticating, opening
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import Publicity
from tests import factories
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HOME = "/en/"


async def test_an_open_text_says_how_long_it_is_open_and_how_many_signatures_it_needs(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    draft = await factories.draft(ada_account)
    await change_rules(draft, RulesChange.parse({"effect": {"rule": "nth_signature", "number": 3}}))
    await authenticating.adopt(draft, AdoptionForm(on=clock.today().isoformat()))
    closes = clock.today() + timedelta(days=2)
    await opening.open_for_signature(draft, OpeningForm(opens=clock.today(), closes=closes, publicity=Publicity.PUBLIC))
    memorandum = await factories.reloaded(draft)
    assert "No organisation is named as a signatory yet. 0 of 3 signatures that it needs to take effect" in words((await cleo.get(HOME)).text)
    await factories.signed(memorandum, await factories.organisation("alpha"))
    await factories.signed(memorandum, await factories.organisation("hidden"), disclosure="counted")
    page = (await cleo.get(HOME)).text
    assert "1 organisation is named as a signatory. 1 of 3 signatures that it needs to take effect" in words(page), "the hidden one changes nothing"
    assert 'max="3" value="1"' in page
    assert "2 days left" in words(page)
    for days, left in ((1, "1 day left"), (2, "today is the last day")):
        with clock.shifted(timedelta(days=days)):
            assert left in words((await cleo.get(HOME)).text)
    with clock.shifted(timedelta(days=3)):
        assert "left" not in words((await cleo.get(HOME)).text)


async def test_a_text_that_is_open_for_accession_is_named_apart(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account, "later")
    assert "Open for accession" not in words((await cleo.get(HOME)).text)
    await factories.open_for_accession(ada_account)
    page = (await cleo.get(HOME)).text
    signing, _, acceding = page.partition("Open for accession</h2>")
    assert ("/memoranda/later" in signing, "/memoranda/cooperation" in signing) == (True, False)
    assert "/memoranda/cooperation" in acceding.partition("</section>")[0]


async def test_notifications_of_a_day_stand_together(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    with clock.shifted(-timedelta(days=2)):
        memorandum = await factories.opened(ada_account)
        for slug in ("alpha", "beta"):
            await factories.signed(memorandum, await factories.organisation(slug))
    await factories.signed(memorandum, await factories.organisation("gamma"))
    for address in (HOME, "/en/notifications"):
        timeline = (await cleo.get(address)).text.partition('<ol class="timeline">')[2].partition("</ol>")[0]
        days = [re.findall(r"(\w+) signed", day) for day in timeline.split("<time ")[1:]]
        assert days[0] == ["Gamma"]
        assert days[1][:2] == ["Beta", "Alpha"]
        assert len(days) == len(set(re.findall(r'datetime="([\d-]+)"', timeline)))
