"""Ada corrects a fixed text, begins the next edition, and says what replaces it."""

from __future__ import annotations

from datetime import timedelta

from coalition import clock
from coalition.acts.status_queries import status_of
from coalition.memoranda import edition_queries
from tests import factories
from tests.desk.conftest import adopt, follow, send, send_sure
from tests.public.reading import words

DESK = "/en/desk/memoranda/cooperation"
FIELDS = {"language": "ru", "provision": "p2.1", "kind": "error", "after": "2.1 об общих приоритетах, трижды в год;", "reason": "A slip."}


async def test_ada_proposes_a_correction_passage_by_passage(ada, ada_account):
    await factories.opened(ada_account)

    passages = await ada.get(f"{DESK}/corrections/new?text=ru")
    assert "Provision 2.1 2.1 об общих приоритетах" in words(passages.text)
    form = await ada.get(f"{DESK}/corrections/new?text=ru&provision=p2.1")
    assert 'name="after"' in form.text
    wrong = await send(ada, f"{DESK}/corrections", FIELDS | {"reason": ""})
    assert (wrong.status_code, "Say what is wrong" in wrong.text, "трижды" in wrong.text) == (422, True, True)
    answer = await follow(ada, await send_sure(ada, f"{DESK}/corrections", FIELDS))

    assert "The correction is proposed." in words(answer.text)
    assert "Correction 1 is proposed" in words(answer.text)


async def test_ada_enters_a_correction_that_was_made_elsewhere_while_nobody_has_signed_here(ada, ada_account):
    memorandum = await factories.opened(ada_account)
    form = f"{DESK}/corrections/new?text=ru&provision=p2.1"
    assert 'name="rectified"' in (await ada.get(form)).text

    refused = await send(ada, f"{DESK}/corrections", FIELDS | {"rectified": "2035-01-01"})
    assert (refused.status_code, "This day is still to come." in refused.text, 'value="2035-01-01"' in refused.text) == (422, True, True)
    answer = await follow(ada, await send_sure(ada, f"{DESK}/corrections", FIELDS | {"rectified": "2013-04-30"}))

    assert "It is on record." in words(answer.text)
    assert "Correction 1 was made on 30 April 2013" in words(answer.text)
    await factories.signed(memorandum, await factories.organisation("first", "First Party"))
    assert 'name="rectified"' not in (await ada.get(form)).text


async def test_ada_records_an_objection_and_decides_when_the_time_is_over(ada, ada_account):
    memorandum = await factories.opened(ada_account, days=90)
    await factories.signed(memorandum, await factories.organisation("first", "First Party"), disclosure="counted")
    await factories.correction(memorandum)

    assert (await send(ada, f"{DESK}/corrections/1/decision")).status_code == 409
    assert (await send(ada, f"{DESK}/corrections/1/objections", {"organisation": "nobody"})).status_code == 422
    answer = await follow(ada, await send_sure(ada, f"{DESK}/corrections/1/objections", {"organisation": "first", "reason": "By post."}))
    assert "only you see whose they are First Party" in words(answer.text)
    with clock.shifted(timedelta(days=31)):
        assert (await edition_queries.correction(memorandum.id, 1)).state == "proposed"
    assert (await send(ada, f"{DESK}/corrections/9/decision")).status_code == 404


async def test_ada_withdraws_a_proposal_and_everybody_reads_so(ada, cleo, ada_account):
    await factories.opened(ada_account)
    await send_sure(ada, f"{DESK}/corrections", FIELDS)

    assert (await send(ada, f"{DESK}/corrections/2/withdrawal")).status_code == 404
    answer = await follow(ada, await send_sure(ada, f"{DESK}/corrections/1/withdrawal"))

    assert "The correction is withdrawn." in words(answer.text)
    assert (await send(ada, f"{DESK}/corrections/1/withdrawal")).status_code == 409
    page = words((await cleo.get("/en/memoranda/cooperation/corrections/1")).text)
    assert "Correction 1 was withdrawn on" in page
    assert "The text stays as it is." in page
    assert "Procès-verbal" not in page
    assert "Correction 1 was withdrawn on" not in words((await cleo.get("/en/memoranda/cooperation")).text)
    assert "Correction 1 was withdrawn by the coordinators" in words((await cleo.get("/en/notifications")).text)


async def test_ada_writes_and_adopts_the_next_edition(ada, ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("first", "First Party"))

    text = await follow(ada, await send(ada, f"{DESK}/revision"))
    assert "This is the draft of edition 2." in words(text.text)
    body = (await edition_queries.wording((await edition_queries.edition_worked_on(memorandum.id)).id, "en")).body
    same = await adopt(ada, DESK, {"rule": "consensus", "on": "2026-11-25"})
    assert (same.status_code, "says the same as the present one" in same.text) == (409, True)
    await send(ada, f"{DESK}/draft", {"text": "en", "title": "Anew", "body": body.replace("twice", "thrice"), "version": "1"})
    overview = await follow(ada, await adopt(ada, DESK, {"rule": "consensus", "on": "2026-11-25"}))

    assert "Edition 2 is being written" not in words(overview.text)
    assert [line.organisation.slug for line in (await status_of(memorandum)).earlier] == ["first"]


async def test_ada_gives_a_draft_up(ada, ada_account):
    memorandum = await factories.opened(ada_account)
    await send(ada, f"{DESK}/revision")
    assert (await send(ada, f"{DESK}/revision")).status_code == 409

    await follow(ada, await send_sure(ada, f"{DESK}/revision/removal"))

    assert await edition_queries.drafted_edition(memorandum.id) is None
    assert (await send(ada, f"{DESK}/revision/removal")).status_code == 409


async def test_ada_names_a_public_successor_on_which_she_works(ada, ada_account, dina_account):
    memorandum = await factories.opened(ada_account)
    await factories.opened(dina_account, "of-dina")
    await factories.adopted(ada_account, "not-public")
    await factories.opened(ada_account, "renewed")

    for slug in ("of-dina", "not-public", "cooperation"):
        assert (slug, (await send(ada, f"{DESK}/successor", {"successor": slug})).status_code) == (slug, 422)
    await follow(ada, await send(ada, f"{DESK}/successor", {"successor": "renewed"}))

    assert (await factories.reloaded(memorandum)).text_state == "superseded"
    assert (await send(ada, "/en/desk/memoranda/renewed/successor", {"successor": "cooperation"})).status_code == 422


async def test_others_find_no_corrections(edith, dina, ada_account):
    await factories.opened(ada_account)

    assert (await dina.get(f"{DESK}/corrections")).status_code == 404
    assert (await edith.get(f"{DESK}/corrections")).status_code in {403, 404}
