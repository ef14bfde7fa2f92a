"""The public page says the rules of a memorandum as sentences, and what became of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.example.story import load_example
from coalition.invitations import link_sessions
from coalition.languages import date_text
from coalition.memoranda import opening, queries
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import RulesChange, TerminationForm
from coalition.memoranda.terminating import terminate
from coalition.signatures import signing
from coalition.signatures.forms import SignatureForm
from tests import factories
from tests.public.reading import words

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
PAGE = "/en/memoranda/cooperation"


async def with_rules(ada, **given):
    forum = await factories.forum()
    memorandum = await factories.draft(ada, forum=forum.slug)
    await change_rules(memorandum, RulesChange.parse(given))
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today()))
    return memorandum


async def test_the_visitor_of_the_example_takes_it_into_effect(cleo, ada_account):
    link = (await load_example(ada_account.id)).invitation
    page = "/en/memoranda/tbilisi-2026-memorandum"
    before = words((await cleo.get(page)).text)
    assert "It takes effect with the tenth signature. 9 organisations are named as signatories." in before

    session = await link_sessions.begin_session(link.rpartition("/")[2])
    opened = await link_sessions.session_opens(session)
    given = {"kind": "signature", "representative_name": "Ben", "disclosure": "public", "typed_name": "Ben", "authority": True}
    await signing.sign(opened, SignatureForm.parse(given | {"digest": opened.invitation.digest}), session)

    after = words((await cleo.get(page)).text)
    assert f"It took effect on {date_text(clock.today(), 'en')}. 10 organisations are named as signatories" in after
    assert "Took effect." in after
    assert (await queries.public_by_slug("tbilisi-2026-memorandum")).effect_state == "in_effect"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"effect": {"rule": "nth_signature", "number": 1}}, "It takes effect with the first signature."),
        ({"effect": {"rule": "nth_signature", "number": 40}}, "It takes effect with signature number 40."),
        (
            {"effect": {"rule": "per_country", "number": 1}},
            "has signed: Kazakhstan and Kyrgyzstan. Named signatories are still awaited from: Kazakhstan and Kyrgyzstan.",
        ),
        (
            {"effect": {"rule": "per_country", "number": 2}},
            "It takes effect once 2 organisations from each of these countries have signed: Kazakhstan and Kyrgyzstan.",
        ),
        ({"effect": {"rule": "on_date", "on": "2034-01-02"}}, "It takes effect on 2 January 2034."),
        (
            {"signature_rule": "participants", "rule_until": "2034-01-02", "later_rule": "invited"},
            "Open to the organisations that took part in the forum until 2 January 2034, and afterwards to others that the coordinators invite.",
        ),
        (
            {"signature_rule": "participants", "rule_until": "2034-01-02", "later_rule": "open"},
            "took part in the forum until 2 January 2034, and afterwards to every organisation that asks to sign and that the coordinators accept.",
        ),
        (
            {"signature_rule": "invited", "rule_until": "2034-01-02", "later_rule": "open"},
            "the coordinators invite until 2 January 2034, and afterwards to every organisation that asks to sign and that the coordinators accept.",
        ),
        ({"signature_rule": "open"}, "Open to every organisation that asks to sign and that the coordinators accept."),
    ],
)
async def test_every_rule_is_a_sentence(cleo, ada_account, given, sentence):
    await with_rules(ada_account, **given)
    assert sentence in words((await cleo.get(PAGE)).text)


async def test_certain_organisations_are_named_and_those_awaited(cleo, ada_account):
    one = await factories.organisation("one", "First House")
    await factories.organisation("two", "Second House")
    memorandum = await with_rules(ada_account, effect={"rule": "named_parties", "parties": ["one", "two"]})
    await factories.signed(memorandum, one)
    said = words((await cleo.get(PAGE)).text)
    assert "It takes effect once these organisations have signed: First House and Second House. Still awaited: Second House." in said


async def test_a_terminated_memorandum_says_so_at_the_top_with_its_reason(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    day = clock.today() - timedelta(days=1)
    await terminate(memorandum, TerminationForm(on=day, reason="Его заменил другой меморандум.", language="ru"))
    page = (await cleo.get(PAGE)).text
    assert f"This memorandum was terminated on {date_text(day, 'en')}. It binds nobody any more." in words(page)
    assert '<div lang="ru" dir="ltr"><p>Его заменил другой меморандум.</p>' in page
    assert page.index("It binds nobody any more") < page.index('class="text"')
    assert f"It was terminated on {date_text(day, 'en')}." in words((await cleo.get("/en/memoranda")).text)
