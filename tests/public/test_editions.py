"""What everybody reads of a text through time: editions, what changed, corrections; and never a draft."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import product

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.editions import correcting
from coalition.editions.drafting import revise
from coalition.editions.forms import ObjectionForm
from coalition.jobs.worker import run_due
from coalition.memoranda import authenticating, opening
from coalition.memoranda.edition_queries import fixed_editions
from coalition.memoranda.forms import AdoptionForm, OpeningForm, SuccessorForm, WordingForm
from coalition.memoranda.succeeding import succeed
from coalition.memoranda.tables import Publicity
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.public.reading import links, words

HOME = "/en/memoranda/cooperation"
OVER = timedelta(days=31)


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account, days=90)


async def test_a_proposed_correction_stands_on_the_page_with_both_texts(cleo, memorandum):
    correction = await factories.correction(memorandum)

    page = await cleo.get(HOME)

    assert f"Correction 1 is proposed; objections until {correction.objections_until.day}" in words(page.text)
    assert "2.1 об общих приоритетах, дважды в год; New text 2.1 об общих приоритетах, трижды в год;" in words(page.text)
    assert "<del>дважды</del><ins>трижды</ins>" in page.text
    assert f"{HOME}/corrections/1" in links(page.text)
    assert "Provision 2.1, Russian text" in words(page.text)


async def test_the_record_of_a_rectification_has_both_digests_and_both_files(cleo, memorandum):
    await factories.correction(memorandum)
    with clock.shifted(OVER):
        await run_due()
        old, new = await fixed_editions(memorandum.id)
        page = await cleo.get(f"{HOME}/corrections/1")
        home = await cleo.get(HOME)
        files = [await cleo.get(f"/memoranda/cooperation.txt{query}") for query in ("?edition=1", "?edition=2", "")]

    assert "Procès-verbal of rectification: correction 1" in words(page.text)
    shown = words(page.text).replace(" ", "")
    assert all(edition.digest.removeprefix("sha256:") in shown for edition in (old, new))
    assert "edition 2, rectified by correction 1; it holds from the beginning" in words(home.text)
    digests = [f"sha256:{hashlib.sha256(file.content).hexdigest()}" for file in files]
    assert digests == [old.digest, new.digest, new.digest]
    assert "cooperation-edition-1.txt" in files[0].headers["content-disposition"]


async def test_who_objected_is_on_no_page(cleo, memorandum):
    party = await factories.organisation("quiet", "The Quiet Ones")
    await factories.signed(memorandum, party, disclosure="counted")
    await factories.correction(memorandum)
    before = [(await cleo.get(f"{HOME}{page}")).content for page in ("", "/corrections/1", "/editions")]
    await correcting.object_to(memorandum, party.id, ObjectionForm(correction=1, reason="The reason of the quiet ones."))
    assert [(await cleo.get(f"{HOME}{page}")).content for page in ("", "/corrections/1", "/editions")] == before

    with clock.shifted(OVER):
        await run_due()
        pages = [(await cleo.get(address)).text for address in (HOME, f"{HOME}/corrections/1", "/memoranda/cooperation.json", "/en/notifications")]

    assert all("quiet" not in page.lower().replace("button quiet", "") for page in pages)
    assert "failed" in pages[1]


async def test_earlier_editions_stay_readable_and_changes_are_marked(cleo, memorandum):
    await factories.superseded(memorandum)

    old, new, changed = [await cleo.get(f"{HOME}/editions/{place}") for place in ("1", "2", "2/changes?from=1&text=en")]

    assert "twice a year" in words(old.text)
    assert "was superseded" in words(old.text)
    assert "This edition is in force." in words(new.text)
    assert "<del>twice</del><ins>three times</ins>" in changed.text
    assert "Provision 2.1" in words(changed.text)
    assert "Provision 2.2" not in words(changed.text)
    assert "Nothing differs in this language." in words((await cleo.get(f"{HOME}/editions/2/changes?from=1&text=ru")).text)
    assert [(await cleo.get(f"{HOME}/editions{place}")).status_code for place in ("/3", "/0", "/x", "/2/changes?from=3", "/1?text=ar")] == [404] * 5


async def test_nothing_public_shows_the_draft_of_an_edition(cleo, memorandum):
    await factories.signed(memorandum, await factories.organisation("first", "First"))
    addresses = [HOME, *(f"{HOME}/{page}" for page in ("editions", "editions/1", "signatories", "compare", "verify"))]
    addresses += ["/memoranda/cooperation.json", "/memoranda/cooperation.txt", "/memoranda/cooperation.md", "/api/v1/memoranda/cooperation"]
    addresses += ["/api/v1/memoranda/cooperation/wordings/en", "/en/memoranda", "/feeds/notifications.atom", "/sitemap.xml"]
    before = {address: (await cleo.get(address)).content for address in addresses}

    await revise(memorandum)
    await save_wording(memorandum, "en", WordingForm(title="Unheard of", body="1. Unheard of.\n"))

    assert {address: (await cleo.get(address)).content for address in addresses} == before
    assert (await cleo.get(f"{HOME}/editions/2")).status_code == 404


async def test_parties_to_an_earlier_edition_stand_apart_on_page_and_in_json(cleo, memorandum):
    await factories.signed(memorandum, await factories.organisation("first", "First Party"))
    await factories.signed(memorandum, await factories.organisation("hidden", "Hidden Party"), disclosure="counted")
    await factories.superseded(memorandum)

    page = words((await cleo.get(HOME)).text)
    answer = (await cleo.get("/memoranda/cooperation.json")).json()

    assert "No organisation is named as a signatory yet." in page
    assert page.index("Parties to an earlier edition") < page.index("First Party")
    assert "Hidden" not in page
    assert (answer["signatories"], [party["organisation"] for party in answer["earlier"]], answer["counts"]["signed"]) == ([], ["first"], 0)
    assert [(row["number"], row["state"], row["corrects"]) for row in answer["editions"]] == [(1, "superseded", None), (2, "in_force", None)]
    assert "every party is asked to sign again" in words((await cleo.get("/en/notifications")).text)


async def test_a_replaced_memorandum_and_what_replaces_it_say_so(cleo, memorandum, ada_account):
    await factories.opened(ada_account, "renewed")
    await succeed(memorandum, SuccessorForm(successor="renewed"), ada_account.id)

    one, other = (await cleo.get(HOME)).text, (await cleo.get("/en/memoranda/renewed")).text

    assert "This memorandum was replaced by Memorandum on cooperation." in words(one)
    assert "/en/memoranda/renewed" in links(one)
    assert "It replaces Memorandum on cooperation." in words(other)
    assert HOME in links(other)
    assert (await cleo.get("/api/v1/memoranda/cooperation")).json()["successor"] == "renewed"


@pytest.mark.sqlite_only
async def test_pages_need_the_same_number_of_queries_for_two_editions_and_for_many(cleo, memorandum):
    async def asked(address):
        with counting_queries() as count:
            assert (await cleo.get(address)).status_code == 200
        return count.count

    pages = (HOME, f"{HOME}/editions", f"{HOME}/editions/1", f"{HOME}/editions/1/changes", f"{HOME}/corrections/1")
    await factories.signed(memorandum, await factories.organisation("first"))
    await factories.correction(memorandum)
    two: dict[str, int] = {}
    with clock.shifted(OVER):
        await run_due()
        for at in range(5):
            party = await factories.organisation(f"party-{at}")
            await factories.signed(memorandum, party)
            await factories.superseded(memorandum, old="2.2 ", new=f"2.2 Round {at}: ")
            memorandum = await factories.reloaded(memorandum)
            two = two or {address: await asked(address) for address in pages}
        await factories.correction(memorandum, provision="p1", after="1. Стороны продолжают работу.")
        assert {address: await asked(address) for address in pages} == two


async def test_a_corrected_table_is_a_table_on_every_page_and_a_row_is_a_line_in_the_feed(cleo, ada_account):
    memorandum = await factories.draft(ada_account, languages=("en",))
    body = "1. The parties pay:\n\n| Party | Share |\n|---|---|\n| KIBHR | 10 |\n| NHC | 20 |\n"
    await save_wording(memorandum, "en", WordingForm(title="On article 3(a)", body=body))
    await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    await opening.open_for_signature(await factories.reloaded(memorandum), OpeningForm(opens=clock.today(), publicity=Publicity.PUBLIC))
    memorandum = await factories.reloaded(memorandum)
    await factories.correction(memorandum, language="en", provision="p1", after=body.replace("20", "30").strip())

    pages = [await cleo.get(path) for path in (HOME, f"{HOME}/corrections/1", f"/en/notifications/{clock.today().year}/3")]
    feed = await cleo.get("/feeds/memoranda/cooperation.atom")

    for page in pages[:2]:
        assert (
            '<td class="changed number"><span class="visually-hidden" lang="en" dir="ltr">changed: </span><del>20</del><ins>30</ins></td>'
            in page.text
        )
    assert pages[2].text.count('<th scope="col">Share</th>') == len(("old", "new"))
    assert "KIBHR | 10\nNHC | 30" in feed.text


@pytest.mark.sqlite_only
async def test_of_many_proposed_corrections_three_stand_above_the_text(cleo, memorandum):
    passages = {"2.1": "2.1 общих приоритетах;", "2.2": "2.2 неотложных делах.", "1": "1. Стороны работают."}
    for language, (label, after) in product(("ru", "en"), passages.items()):
        reason = "The other text says so. " * (200 if label == "2.2" else 1)
        await factories.correction(await factories.reloaded(memorandum), language=language, provision=f"p{label}", after=after, reason=reason[:2000])
    page = (await cleo.get(HOME)).text
    assert (page.count('<details class="card unfold" id="correction-'), page.count('id="correction-')) == (3, 3)
    assert f'href="{HOME}/editions#corrections">3 further corrections are proposed' in page
