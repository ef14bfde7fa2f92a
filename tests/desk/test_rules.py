"""Ada sets the rules of a draft, and takes a memorandum through what comes after its opening."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.tables import EffectParty
from tests import factories
from tests.desk.conftest import adopt, follow, send, send_sure
from tests.signing.walking import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
RULES = {"signature_rule": "invited", "rule_until": "", "later_rule": "", "publish_at_least": "", "effect-rule": "none"}
NOTHING = {"effect-number": "", "effect-on": "", "effect-parties": ""}


async def test_ada_sets_the_rules_and_reads_them_as_sentences(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    await factories.organisation("one", "First House")
    await factories.organisation("two", "Second House")
    assert f'href="{HERE}/rules"' in (await ada.get(HERE)).text
    typed = {"signature_rule": "participants", "rule_until": "2027-01-31", "later_rule": "invited", "publish_at_least": "3"}
    given = RULES | NOTHING | typed | {"effect-rule": "named_parties", "effect-parties": "one\r\nSecond House\r\n"}

    given |= {"confirmation_days": "0", "objection_days": "45"}
    page = await follow(ada, await send(ada, f"{HERE}/rules", given))

    assert "until 31 January 2027, and afterwards to others" in page.text
    assert "It takes effect once these organisations have signed: First House and Second House." in page.text
    assert "It becomes public as soon as 3 organisations have signed." in page.text
    assert "It cannot be signed ad referendum. " in words(page.text)
    assert "Parties can object to a proposed correction of the text within 45 days." in page.text
    form = (await ada.get(f"{HERE}/rules")).text
    assert 'name="confirmation_days" type="text" value="0"' in form
    assert "Both periods are fixed when the text is adopted" in form
    assert "one\ntwo</textarea>" in form
    assert 'value="2027-01-31"' in form


async def test_ada_opens_it_to_all_after_a_day(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    phases = {"signature_rule": "invited", "rule_until": "2027-01-31", "later_rule": "open"}
    page = await follow(ada, await send(ada, f"{HERE}/rules", RULES | NOTHING | phases))
    assert "and afterwards to every organisation that asks to sign and that the coordinators accept." in page.text


async def test_what_does_not_fit_is_shown_at_its_field(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    for change, field, sentence in (
        ({"effect-rule": "nth_signature"}, "effect-number", "Write how many signatures it takes."),
        ({"effect-rule": "nth_signature", "effect-number": "ten"}, "effect-number", "This does not fit here."),
        ({"effect-rule": "named_parties", "effect-parties": "Nobody"}, "effect-parties", "No organisation in the register is called Nobody."),
        ({"confirmation_days": "731"}, "confirmation_days", "Write a number of days from 0 to 730."),
        ({"objection_days": "0"}, "objection_days", "Write a number of days from 1 to 365."),
        ({"later_rule": "invited"}, "rule_until", "Choose the last day of the first rule."),
    ):
        page = await send(ada, f"{HERE}/rules", RULES | NOTHING | change)
        assert (change, page.status_code, page.text.count(sentence)) == (change, 422, 2)
        assert f'href="#{field}"' in page.text
    assert await EffectParty.count() == 0


async def test_rules_of_an_adopted_text_stay(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.adopted(ada_account)
    assert "its rules cannot be changed any more" in (await ada.get(f"{HERE}/rules")).text
    assert (await send(ada, f"{HERE}/rules", RULES | NOTHING)).status_code == 409


async def test_ada_extends_closes_lets_accede_and_terminates(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    early = await send(ada, f"{HERE}/extension", {"closes": memorandum.closes_on.isoformat()})
    assert (early.status_code, early.text.count("Choose a day after the present last day")) == (422, 2)
    later = memorandum.closes_on + timedelta(days=30)
    page = await follow(ada, await send_sure(ada, f"{HERE}/extension", {"closes": later.isoformat()}))
    assert "The time for signature was extended." in page.text
    assert (await factories.reloaded(memorandum)).closes_on == later

    out_of_turn = await send(ada, f"{HERE}/accession-opening")
    assert (out_of_turn.status_code, "Only what was closed for signature" in out_of_turn.text) == (409, True)
    await follow(ada, await send_sure(ada, f"{HERE}/closing"))
    page = await follow(ada, await send_sure(ada, f"{HERE}/accession-opening"))
    assert "It is open for accession" in page.text
    assert (await send(ada, f"{HERE}/extension", {"closes": later.isoformat()})).status_code == 409
    page = await follow(ada, await send_sure(ada, f"{HERE}/closing"))
    assert "Nothing is left to do" in page.text

    ending = {"on": clock.today().isoformat(), "reason": "Another text took its place.", "language": "en"}
    assert (await send(ada, f"{HERE}/termination", ending | {"reason": ""})).status_code == 422
    page = await follow(ada, await send_sure(ada, f"{HERE}/termination", ending))
    assert "It is terminated." in page.text
    assert (await send(ada, f"{HERE}/termination", ending)).status_code == 409


async def test_only_participants_can_be_invited_where_the_rule_says_so(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.forum()
    await factories.adopted(ada_account, forum="kyiv-2013", signature_rule="participants")
    await factories.organisation("elsewhere")
    page = await send(ada, f"{HERE}/invitations", {"organisations": ["elsewhere"]})
    assert (page.status_code, "By its rule only organisations that took part in the forum may sign now" in page.text) == (409, True)


async def test_what_becomes_public_by_itself_is_not_offered_for_publication(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    await follow(ada, await send(ada, f"{HERE}/rules", RULES | NOTHING | {"publish_at_least": "2"}))
    page = await follow(ada, await adopt(ada, HERE, {"rule": "consensus", "on": "2026-11"}))
    assert 'value="coordinators"' in page.text
    assert f'action="{HERE}/publication"' not in page.text
    window = {"opens": clock.today().isoformat(), "closes": "", "publicity": "coordinators"}
    await follow(ada, await send_sure(ada, f"{HERE}/opening", window))
    assert (await send(ada, f"{HERE}/publication")).status_code == 409
