"""Ben reads what is corrected or changed in the text he signed, and objects or signs again."""

from __future__ import annotations

from coalition.editions.tables import CorrectionObjection
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.memoranda.edition_queries import latest_edition
from tests import factories
from tests.conftest import visitor
from tests.signing import walking
from tests.signing.walking import words

OBJECTIONS = "/en/signing/objections"


async def _signed(ben, ada_account) -> tuple[walking.Case, str]:
    case = await walking.a_case(ada_account, name="Bir Duino")
    await walking.sign(ben, case)
    return case, walking.kept_link((await ben.get(walking.RECEIPT)).text)


async def test_ben_objects_with_the_link_he_kept(app, ben, ada_account):
    case, link = await _signed(ben, ada_account)
    await factories.correction(case.memorandum)
    async with visitor(app) as later:
        await later.post(f"{link}/session")
        status = await later.get("/en/signing")
        assert "Correction 1 is proposed" in words(status.text)
        assert OBJECTIONS in status.text
        page = await later.get(OBJECTIONS)
        assert "2.1 об общих приоритетах, трижды в год;" in words(page.text)

        refused = await later.post(OBJECTIONS, data={"reason": "No."})
        assert (refused.status_code, "Choose the correction." in refused.text) == (422, True)
        answer = await later.post(OBJECTIONS, data={"correction": "1", "reason": "No."})
        assert (answer.status_code, answer.headers["location"]) == (303, OBJECTIONS)
        assert "Your objection is on record." in words((await later.get(OBJECTIONS)).text)

    assert [(row["organisation"], row["reason"]) for row in await CorrectionObjection.select()] == [(case.organisation.id, "No.")]


async def test_ben_takes_his_objection_back(ben, ada_account):
    case = await walking.a_case(ada_account)
    await walking.sign(ben, case)
    await factories.correction(case.memorandum)
    await ben.post(OBJECTIONS, data={"correction": "1", "reason": "No."})
    assert "Take the objection back" in (await ben.get(OBJECTIONS)).text

    answer = await ben.post(f"{OBJECTIONS}/removal", data={"correction": "1"})

    assert (answer.status_code, answer.headers["location"]) == (303, OBJECTIONS)
    page = await ben.get(OBJECTIONS)
    assert ("Take the objection back" in page.text, "Object now" in page.text) == (False, True)
    assert await CorrectionObjection.count() == 0
    assert (await ben.post(f"{OBJECTIONS}/removal", data={"correction": "one"})).status_code == 409


async def test_only_a_party_sees_the_page(ben, ada_account):
    case = await walking.a_case(ada_account)
    await factories.correction(case.memorandum)
    await walking.enter(ben, case)
    assert (await ben.get(OBJECTIONS)).status_code == 409
    assert "Correction 1 is proposed" in words((await ben.get("/en/signing")).text)
    await ben.post(walking.SIGNATURE, data=case.signature)
    assert (await ben.get(OBJECTIONS)).status_code == 200
    assert (await ben.post(OBJECTIONS, data={"correction": "2"})).status_code == 409


async def test_ben_sees_what_changed_and_signs_again(app, ben, ada_account):
    case, own_link = await _signed(ben, ada_account)
    await factories.superseded(case.memorandum)
    link = (await invite(await factories.reloaded(case.memorandum), InvitingForm(organisations=[case.organisation.slug], send=False)))[0].link
    async with visitor(app) as old:
        await old.post(f"{own_link}/session")
        assert "A new edition of the text was adopted." in words((await old.get("/en/signing")).text)
        assert "twice a year" in words((await old.get("/en/signing?text=en")).text)
        assert (await old.get(walking.NEW)).headers["location"] == "/en/signing"
        assert (await old.post(walking.SIGNATURE, data=case.signature)).status_code == 410

    async with visitor(app) as new:
        await new.post(f"/{link.split('/', 3)[3]}/session")
        text = await new.get("/en/signing?text=en")
        assert "What has changed since the edition that your organisation answered Provision 2.1" in words(text.text)
        assert "<del>twice</del><ins>three times</ins>" in text.text
        digest = (await latest_edition(case.memorandum.id)).digest
        assert (await new.post(walking.SIGNATURE, data=case.signature | {"digest": digest})).headers["location"] == walking.RECEIPT

    page = await app_page(app)
    assert "1 organisation is named as a signatory." in page
    assert "Parties to an earlier edition" not in page


async def app_page(app) -> str:
    async with visitor(app) as cleo:
        return words((await cleo.get("/en/memoranda/cooperation")).text)


async def test_declining_the_new_edition_does_not_open_the_old_signature(app, ben, ada_account):
    case, _ = await _signed(ben, ada_account)
    await factories.superseded(case.memorandum)
    link = await factories.invitation_link(await factories.reloaded(case.memorandum), case.organisation)
    async with visitor(app) as new:
        await new.post(f"{link}/session")
        assert (await new.post(walking.DECLINE, data={"authority": "yes"})).headers["location"] == walking.RECEIPT
        assert "Your answer is recorded" in words((await new.get(walking.RECEIPT)).text)
        assert (await new.get(walking.WITHDRAWAL)).status_code == 409
    assert "Parties to an earlier edition" in await app_page(app)
