"""How an organisation comes to sign a text, and whom it asks: the coordinators who agreed to be known, else the host."""

from __future__ import annotations

import pytest

from coalition.memoranda.membership import add_member, remove_member, show_contact
from coalition.memoranda.tables import Memorandum
from coalition.people.revoking import disable
from tests import factories
from tests.desk.conftest import send
from tests.public.reading import words

pytestmark = pytest.mark.anyio

TEXT = "/en/memoranda/cooperation"
PROGRAMS = ("/memoranda/cooperation.json", "/api/v1/memoranda/cooperation")
PEOPLE = "/en/desk/memoranda/cooperation/people"


async def shown(cleo, *paths: str) -> str:
    return " ".join([(await cleo.get(path)).text for path in paths])


async def test_a_coordinator_is_known_to_everybody_only_if_they_ask_for_it(cleo, ada, ada_account):
    await factories.opened(ada_account)
    pages = (TEXT, f"{TEXT}/paper")
    assert "ada@example.org" not in await shown(cleo, *pages)
    assert "coalition@localhost" in await shown(cleo, TEXT)
    await send(ada, "/en/desk/host", {"name_en": "Example Office", "email": "office@example.org"})
    assert "office@example.org" in words(await shown(cleo, TEXT))

    assert (await send(ada, f"{PEOPLE}/contact")).status_code == 303
    for page in pages:
        assert "Ada ada@example.org" in words(await shown(cleo, page))
    assert "public contact" in words((await ada.get(PEOPLE)).text)
    for path in PROGRAMS:
        assert (await cleo.get(path)).json()["contacts"] == [{"name": "Ada", "email": "ada@example.org"}]

    await send(ada, f"{PEOPLE}/contact/removal", {"member": str(ada_account.id)})
    assert "ada@example.org" not in await shown(cleo, *pages)
    assert [(await cleo.get(path)).json()["contacts"] for path in PROGRAMS] == [[], []]


async def test_nobody_makes_a_colleague_known_and_who_leaves_is_known_no_more(cleo, ada, ada_account):
    memorandum = await factories.opened(ada_account)
    dina = await factories.coordinator("dina@example.org", "Dina")
    await add_member(memorandum, dina.email)
    await send(ada, f"{PEOPLE}/contact", {"member": str(dina.id)})
    page = await shown(cleo, TEXT)
    assert ("ada@example.org" in page, "dina@example.org" in page) == (True, False)

    await show_contact(memorandum, dina)
    assert "dina@example.org" in await shown(cleo, TEXT)
    await remove_member(memorandum, dina.id)
    assert "dina@example.org" not in await shown(cleo, TEXT)

    await add_member(memorandum, dina.email)
    assert "dina@example.org" not in await shown(cleo, TEXT)
    await show_contact(memorandum, dina)
    assert "dina@example.org" in await shown(cleo, TEXT)
    await disable(dina, ada_account)
    assert "dina@example.org" not in await shown(cleo, TEXT)


async def test_a_text_says_how_an_organisation_comes_to_sign_it(cleo, ada_account):
    memorandum = await factories.opened(ada_account, days=None)
    for rule, sentence in (
        ("open", "Any organisation may ask. You say who you are and confirm it by a letter;"),
        ("invited", "To be invited, write to the contact for the text."),
        ("participants", "If yours took part and has none, write to the contact for the text."),
    ):
        await Memorandum.update(signature_rule=rule).where(Memorandum.id == memorandum.id)
        page = words((await cleo.get(f"{TEXT}?text={'en' if rule == 'open' else 'ru' if rule == 'invited' else ''}")).text)
        assert sentence in page, rule
