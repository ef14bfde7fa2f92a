"""Colleagues in one seat, what a seat may not see, what a post refuses, and answering what others proposed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.abandoning import abandon
from coalition.amendments import handing_in, noting
from coalition.amendments.comment_views import comments_of
from coalition.amendments.forms import NoteForm, NotesForm, ReplyForm
from coalition.amendments.noting import save_note
from coalition.amendments.readers import coordinators_of
from coalition.amendments.reply_views import replies_to
from coalition.amendments.replying_to_amendments import reply_at_desk
from coalition.database import counting_queries, transaction
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.wording import save_wording
from coalition.rounds import private_comments as private_comments_module
from coalition.rounds import queries as round_queries
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.forms import SeatCommentsForm
from coalition.rounds.private_comments import private_comment, private_comments, save_comment
from coalition.rounds.seat_sessions import begin_seat_session, hold_seat
from tests import factories
from tests.amendments import proposed
from tests.amendments.test_seat_pages import enter, hidden, links
from tests.drafting.conftest import ENGLISH, key_of
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
OVER = "The parties report in public:"


async def test_colleagues_read_both_texts_before_one_is_saved(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    address = f"/en/drafting/provisions/{await key_of(consulted, '2')}"
    for colleague in (ben, cleo):
        await enter(colleague, tokens["ben"])
    first, second = [hidden(await each.get(address)) for each in (ben, cleo)]
    await ben.post(address, data=first | {"text": OVER, "comment": "Mine."})
    only_read = {"text": "The parties report:", "comment": ""}
    assert (await cleo.post(address, data=second | only_read)).status_code == 303
    assert OVER in (await cleo.get(address)).text
    refused = await cleo.post(address, data=second | {"text": "The parties report twice:", "reason": "Typed for an hour."})
    assert refused.status_code == 422
    assert all(words in refused.text for words in ("in public", "<ins>", "The parties report twice:", "Typed for an hour.", "Mine."))
    assert re.search(r"\nMine\.</textarea>", refused.text)
    again = hidden(refused) | {"text": "The parties report twice:", "comment": "Mine."}
    await cleo.post(address, data=again | {"step": "apart"})
    both = (await ben.get(address)).text
    assert both.count('class="proposal"') == 2
    await cleo.post(address, data=again | {"text": "The parties report each month:"})
    assert "in public" not in (await ben.get(address)).text


async def test_a_colleague_overwrites_nothing_unread(consulted: Memorandum) -> None:
    [session] = (await proposed.sessions(consulted, "ben")).values()
    two = await key_of(consulted, "2")

    async def overwritten() -> bool:
        for words in (OVER, "The parties report twice:"):
            try:
                await noting_save(session, two, NoteForm.parse({"language": "en", "text": words}), "en")
            except noting.ChangedByColleague:
                return False
        return True

    noting_save = save_note
    assert not await overwritten()
    noting_save = mutated(noting, "if not form.apart and (form.key, form.base) != (now.key, now.digest):", "if False:")["save_note"]
    assert await overwritten()


async def test_a_seat_finds_nothing_that_others_did_not_disclose(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    two = await key_of(consulted, "2")
    session = await begin_seat_session(tokens["ben"])
    await proposed.handed_in(session, await proposed.replacing(consulted, "2", OVER), disclosure="coordinators")
    await save_note(session, two, NoteForm.parse({"language": "en", "text": "The parties report twice:", "comment": "Mine."}), "en")
    await enter(ben, tokens["ben"])
    await enter(cleo, tokens["cleo"])
    own = re.search(r'private-amendments/(\w+)"', (await ben.get(f"/en/drafting/provisions/{two}")).text)
    assert own
    private = f"/en/drafting/private-amendments/{own[1]}"
    typed = hidden(await ben.get(f"/en/drafting/provisions/{two}")) | {"text": "x", "comment": "y"}
    assert (await ben.post(f"/en/drafting/provisions/{'p' * 200}", data=typed)).status_code == 404
    addresses = ("/en/drafting/amendments/1", "/en/drafting/amendments/9", private, "/en/drafting/comments/1", "/en/drafting/provisions/none")
    assert [(await ben.get(address)).status_code for address in addresses] == [200, 404, 200, 404, 404]
    assert {(await cleo.get(address)).status_code for address in addresses} == {404}
    form = hidden(await cleo.get(f"/en/drafting/provisions/{two}"), "form_token")
    for address in (f"{private}/removal", *(f"/en/drafting/amendments/1/{what}" for what in ("withdrawal", "support/removal"))):
        assert (await cleo.post(address, data=form)).status_code == 404
    refused = await cleo.post("/en/drafting/amendments/1/replies", data=form | {"text": "Typed for long.", "disclosure": "named"})
    assert refused.status_code == 404
    assert "Typed for long." in refused.text
    for page in ("", f"/provisions/{two}", "/amendments", "/hand-in"):
        shown = (await cleo.get(f"/en/drafting{page}")).text
        assert not any(words in shown for words in ("in public", "report twice", "Mine.", "Party ben"))


async def test_adding_deleting_and_a_refused_text(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    await enter(ben, tokens["ben"])
    two = await key_of(consulted, "2")
    asked = f"/en/drafting/amendments/new?provision={two}&operation="
    for operation, text in (("insert_after", "The parties meet."), ("delete", "")):
        form = hidden(await ben.get(asked + operation))
        assert (await ben.post("/en/drafting/amendments", data=form | {"text": text, "reason": "Why not."})).status_code == 303
    page = await ben.get("/ar/drafting/amendments/new?text=en")
    refused = await ben.post("/ar/drafting/amendments", data=hidden(page) | {"text": "4. One.\n\n5. Two.", "reason": "Both."})
    assert refused.status_code == 422
    assert "5. Two.</textarea>" in refused.text
    assert "Both.</textarea>" in refused.text
    assert (await ben.get("/en/drafting/amendments/new?operation=delete")).status_code == 404
    edited = await ben.get(await _first(ben, two))
    address = str(edited.url.path)
    changed = await ben.post(address, data=hidden(edited) | {"text": "The parties meet often."}, follow_redirects=True)
    assert "meet often" in changed.text
    stale = await ben.post(address, data=hidden(edited) | {"text": "The parties meet at times."})
    assert stale.status_code == 422
    assert all(words in stale.text for words in ("meet often", "meet at times.</textarea>"))
    removed = await ben.post(f"{address}/removal", data=hidden(edited), follow_redirects=True)
    assert "meet often" not in removed.text
    gone = await ben.post(address, data=hidden(edited) | {"text": "The parties meet at times."})
    assert gone.status_code == 422
    assert 'action="/en/drafting/amendments"' in gone.text


async def _first(browser: httpx.AsyncClient, key: str) -> str:
    """Return the address of the first private amendment about a provision."""
    match = re.search(r'href="(/en/drafting/private-amendments/\w+)"', (await browser.get(f"/en/drafting/provisions/{key}")).text)
    assert match
    return match[1]


async def test_supporting_replying_and_withdrawing(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted, kind="silence")
    await proposed.handed_in(await begin_seat_session(tokens["ben"]), await proposed.replacing(consulted, "2", OVER))
    await enter(ben, tokens["ben"])
    await enter(cleo, tokens["cleo"])
    one = "/en/drafting/amendments/1"
    form = hidden(await cleo.get(f"{one}/support"), "form_token")
    assert (await cleo.post(f"{one}/support", data=form)).status_code == 422
    supported = await cleo.post(f"{one}/support", data=form | {"disclosure": "named"}, follow_redirects=True)
    assert "Your organisation supports it" in supported.text
    assert "Party cleo" in (await ben.get(one)).text
    refused = await cleo.post(f"{one}/replies", data=form | {"text": "We agree."})
    assert refused.status_code == 422
    assert "We agree.</textarea>" in refused.text
    await cleo.post(f"{one}/replies", data=form | {"text": "We agree.", "disclosure": "named"})
    assert "We agree." in (await ben.get(one)).text
    await cleo.post(f"{one}/support/removal", data=form)
    assert "Supported by" not in (await ben.get(one)).text
    own = hidden(await ben.get(one), "form_token")
    assert (await ben.post(f"{one}/support", data=own | {"disclosure": "named"})).status_code == 409
    assert "withdrawn" in (await ben.post(f"{one}/withdrawal", data=own, follow_redirects=True)).text
    assert (await ben.post(f"{one}/withdrawal", data=own)).status_code == 409
    assert (await cleo.get(one)).status_code == 404


async def test_an_ended_session_loses_no_note(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted, days=20)
    await enter(ben, tokens["ben"])
    two = await key_of(consulted, "2")
    address = f"/en/drafting/provisions/{two}"
    typed = hidden(await ben.get(address)) | {"text": "Typed for an hour.", "reason": "And why.", "comment": "And this."}
    with clock.shifted(timedelta(hours=1)):
        held = await ben.post(address, data=typed)
        assert held.status_code == 403
        value = re.search(r'name="held_form" value="([^"]+)"', held.text)
        assert value
        link = f"http://127.0.0.1:8000/en/invitations/{tokens['ben']}"
        again = await ben.post("/en/signing/held-form", data={"held_form": value[1], "link": link}, follow_redirects=True)
        assert again.status_code == 200
        assert all(words in again.text for words in ("Typed for an hour.", "And why.", "And this.", "Nothing is sent yet"))
        await ben.post(address, data=typed | hidden(await ben.get(address)))
        button = f"{await _first(ben, two)}/removal"
        pressed = hidden(await ben.get(address), "form_token", "language")
        with clock.shifted(timedelta(hours=2)):
            held = re.search(r'name="held_form" value="([^"]+)"', (await ben.post(button, data=pressed)).text)
            assert held
            stopped = await ben.post("/en/signing/held-form", data={"held_form": held[1], "link": link}, follow_redirects=True)
            assert stopped.status_code == 409
            assert 'class="button" href="/en/drafting"' in stopped.text
            assert await _first(ben, two)


async def test_what_comes_late_is_marked_and_nothing_changes_after_the_draft(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    row = await seated.sent(consulted, "ben", kind="indication")
    tokens = await seated.deliver()
    await enter(ben, tokens["ben"])
    two = await key_of(consulted, "2")
    address = f"/en/drafting/provisions/{two}"
    assert 'name="comment"' not in (await ben.get(address)).text
    await close_round(row.id)
    await ben.post(address, data=hidden(await ben.get(address)) | {"text": OVER})
    check = await ben.get("/en/drafting/hand-in")
    assert "marked as late" in check.text
    tick = re.search(r'name="notes" value="([^"]+)"', check.text)
    assert tick
    receipt = await ben.post("/en/drafting/hand-in", data=hidden(check) | {"notes": tick[1], "disclosure": "named"}, follow_redirects=True)
    assert "· late" in receipt.text
    page = await ben.get(address)
    await abandon(await factories.reloaded(consulted), ReasonedForm(reason="Nobody wants it."))
    refused = await ben.post(address, data=hidden(page) | {"text": "Typed at the end."})
    assert refused.status_code == 422
    assert "Typed at the end.</textarea>" in refused.text
    assert 'id="form"' not in (await ben.get(address)).text


async def test_what_is_handed_in_is_what_was_read(consulted: Memorandum) -> None:
    [session] = (await proposed.sessions(consulted, "ben")).values()
    two = await key_of(consulted, "2")
    await save_note(session, two, NoteForm.parse({"language": "en", "text": OVER}), "en")
    [read] = (await handing_in.notes_of(await hold_seat(session))).amendments
    form = NotesForm.parse({"notes": [handing_in.mark_of(read)], "disclosure": "named"})
    changed = {"language": "en", "text": "The parties report twice:", "key": read.key, "base": read.digest}
    await save_note(session, two, NoteForm.parse(changed), "en")
    with pytest.raises(handing_in.ChangedByColleague):
        await handing_in.hand_in_notes(session, form, "en")
    wrong = mutated(handing_in, 'return f"{amendment.key}.{amendment.digest}"', "return amendment.key")
    assert await wrong["hand_in_notes"](session, NotesForm.parse({"notes": [read.key], "disclosure": "named"}), "en") == [1]


async def test_replies_stay_with_a_comment_that_says_the_same(consulted: Memorandum) -> None:
    [session] = (await proposed.sessions(consulted, "ben")).values()
    two, three = await key_of(consulted, "2"), await key_of(consulted, "3")

    async def hand_in_comments() -> None:
        notes = await handing_in.notes_of(await hold_seat(session))
        await handing_in.hand_in_notes(session, NotesForm.parse({"comments": notes.comments_mark, "disclosure": "named"}), "en")

    await save_comment(session, two, "Too weak.")
    await hand_in_comments()
    reader = await proposed.in_seat(session)
    [comment] = (await comments_of(reader, provisions=[two], limit=5)).comments
    await reply_at_desk(consulted, ReplyForm.parse({"text": "Why?", "disclosure": "named"}), "en", comment=comment.id)
    await save_comment(session, three, "Too strong.")
    await hand_in_comments()
    [again] = (await comments_of(coordinators_of(consulted.id), provisions=[two], limit=5)).comments
    assert again.id != comment.id
    assert [reply.text for reply in await replies_to(reader, comment=again.id)] == ["Why?"]


async def test_the_page_of_a_provision_reads_what_all_comments_say_of_it(consulted: Memorandum) -> None:
    [session] = (await proposed.sessions(consulted, "ben")).values()
    places = ["", *[await key_of(consulted, number) for number in ("1", "2", "3")]]

    async def check_each_place() -> None:
        opened = await hold_seat(session)
        every = await private_comments(opened)
        for place in places:
            one = await private_comment(opened, place)
            assert (one.now.get(place), one.handed_in.get(place)) == (every.now.get(place), every.handed_in.get(place))
            assert (place in one.waiting) == (place in every.waiting)
            assert {*one.now, *one.handed_in} <= {place}

    await check_each_place()
    await save_comment(session, places[1], "Too weak.")
    await save_comment(session, places[2], "Too strong.")
    await check_each_place()
    notes = await handing_in.notes_of(await hold_seat(session))
    await handing_in.hand_in_notes(session, NotesForm.parse({"comments": notes.comments_mark, "disclosure": "named"}), "en")
    await check_each_place()
    await save_comment(session, places[3], "Too long.")
    await save_comment(session, places[1], "")
    await check_each_place()
    opened = await hold_seat(session)
    blind = mutated(private_comments_module, "handed_in if saved is None else", "handed_in if not saved else")
    assert places[1] in (await blind["private_comment"](opened, places[1])).now


async def test_a_comment_on_the_whole_text_has_a_page_too(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    session = await begin_seat_session(tokens["ben"])
    form = SeatCommentsForm.parse({"comments": {"": "It is too long."}, "disclosure": "unnamed"})
    await handing_in.replace_comments(session, form, "en")
    await enter(ben, tokens["ben"])
    await enter(cleo, tokens["cleo"])
    address = re.search(r'href="(/en/drafting/comments/\d+)"', (await cleo.get("/en/drafting")).text)
    assert address
    page = await cleo.get(address[1])
    refused = await cleo.post(f"{address[1]}/replies", data=hidden(page) | {"text": "We agree."})
    assert refused.status_code == 422
    assert "We agree.</textarea>" in refused.text
    await cleo.post(f"{address[1]}/replies", data=hidden(page) | {"text": "We agree.", "disclosure": "coordinators"})
    assert "We agree." in (await cleo.get(address[1])).text
    assert "Party ben" not in (await cleo.get(address[1])).text
    assert "We agree." not in (await ben.get(address[1])).text


async def test_what_is_new_is_said_to_those_who_were_asked_before(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    row = await seated.sent(consulted, "ben", kind="comments")
    await seated.deliver()
    await close_round(row.id)
    body = ENGLISH.replace("publish.", "publish it all.")
    await save_wording(await factories.reloaded(consulted), "en", WordingForm(title="Memorandum", body=body))
    now = await seated.sent(await factories.reloaded(consulted), "ben", "cleo", kind="comments")
    tokens = await seated.deliver()
    three = f"/en/drafting/provisions/{await key_of(consulted, '3')}"
    await enter(ben, tokens["ben"])
    await enter(cleo, tokens["cleo"])
    assert "New since round 1" in (await ben.get("/en/drafting")).text
    changed = (await ben.get(three)).text
    assert all(words in changed for words in ("Changed since round 1", "<ins>", "it all"))
    for page in ("/en/drafting", three):
        assert "since round" not in (await cleo.get(page)).text
    seats = await seated.seats(now)
    wrong = mutated(round_queries, "(Seat.organisation == organisation_id) & (round_.memorandum == row", "(round_.memorandum == row")["round_before"]
    assert await round_queries.round_before(now, seats["cleo"].organisation) is None
    assert await wrong(now, seats["cleo"].organisation)


_PAGES = ("/amendments", "/amendments/1", "/answer", "/receipt", "/hand-in")


async def test_many_amendments_take_no_more_queries(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    await enter(ben, tokens["ben"])
    session = await begin_seat_session(tokens["cleo"])
    two = await key_of(consulted, "2")
    counted: list[list[int]] = []
    for many in (3, 300):
        forms = [await proposed.replacing(consulted, "2", f"The parties report, case {many} {at}:", reason="Why.") for at in range(many)]
        async with transaction():
            for begin in range(0, many, 100):
                await proposed.handed_in(session, *forms[begin : begin + 100])
        await proposed.handed_in(await begin_seat_session(tokens["ben"]), *forms[:2])
        counted.append(
            [await _queries(ben, page) for page in ("", f"/provisions/{two}", f"/proposals?at={two}", "/proposals?view=side-by-side", *_PAGES)]
        )
    assert counted[0] == counted[1]


async def _queries(browser: httpx.AsyncClient, page: str) -> int:
    with counting_queries() as count:
        assert (await browser.get(f"/en/drafting{page}")).status_code == 200
    number: Any = count.count
    return int(number)
