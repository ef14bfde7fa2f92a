"""Deliveries at the desk and on public pages: nothing is read before it is published, and nothing of a memorandum that was withdrawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.approvals.deciding import approve
from coalition.approvals.tables import Approval
from coalition.deliveries import entering_entries, publishing_entries
from coalition.deliveries.tables import TimelineEntry
from coalition.memoranda.queries import by_slug
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.people.tables import Coordinator
from coalition.public.memoranda import timelines
from tests import factories
from tests.deliveries import told
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio

DESK = "/en/desk/memoranda/cooperation/deliveries"
TEXT = "/en/memoranda/cooperation"
PAGE = f"{TEXT}/timeline"
NOTE = "The registry stamped our copy."


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


async def entered(ada: httpx.AsyncClient, **more: str) -> str:
    """Enter a delivery at the desk, and return the address of its page."""
    given = {"kind": "delivery", "addressee": "1", "on": clock.today().isoformat(), "way": "post", "by": "Two delegates", "evidence": NOTE}
    answer = await send(ada, DESK, given | more)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"].partition("?")[0]


async def sure(ada: httpx.AsyncClient, path: str, fields: dict[str, str] | None = None) -> httpx.Response:
    """Look at what everybody will read, and send the form of that page with its tick."""
    page = await send(ada, path, fields)
    assert page.status_code == 200, words(page.text)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert NOTE not in re.sub(r'name="evidence" value="[^"]*"', "", page.text)
    return await send(ada, path, {**(fields or {}), **hidden, "confirmed": "yes"})


async def test_from_the_desk_to_readers(ada, cleo, memorandum) -> None:
    names = {"names-0-language": "en", "names-0-name": "Ministry of Justice", "names-0-office": "The Minister", "place": "1"}
    assert (await send(ada, "/en/desk/memoranda/cooperation/addressees", {})).status_code == 422
    assert (await send(ada, "/en/desk/memoranda/cooperation/addressees", names)).status_code == 303
    assert "Addressed to: Ministry of Justice" in words((await cleo.get(TEXT)).text)
    assert (await cleo.get(PAGE)).status_code == 404
    refused = await send(ada, DESK, {"kind": "delivery", "on": "2999", "by": "Typed by Ada"})
    assert refused.status_code == 422
    assert "Typed by Ada" in refused.text
    place = await entered(ada)
    assert NOTE in (await ada.get(place)).text
    assert (await cleo.get(PAGE)).status_code == 404
    preview = await send(ada, f"{place}/publication")
    assert "Кому передано:" in preview.text or "Delivered to:" in preview.text
    assert all(f'lang="{code}"' in preview.text for code in ("en", "ru", "ar", "nb"))
    assert (await sure(ada, f"{place}/publication")).status_code == 303
    for path in (TEXT, PAGE, PAGE.replace("/en/", "/ar/")):
        page = (await cleo.get(path)).text
        assert "Two delegates" in page
        assert NOTE not in page
    feed = (await cleo.get("/feeds/memoranda/cooperation.atom")).text
    assert "Its timeline has a delivery to an addressee." in feed
    assert "Two delegates" not in feed
    assert (await send(ada, f"{place}/removal")).status_code == 409  # it is published
    changed = {"addressee": "1", "on": "2026-02", "way": "email", "by": "A lawyer", "remark": "A draft.", "evidence": NOTE}
    assert (await sure(ada, place, changed)).status_code == 303
    page = words((await cleo.get(PAGE)).text)
    assert "A lawyer" in page
    assert "corrected on:" in page
    assert (await cleo.get(f"{PAGE}?q=lawyer")).status_code == 200
    assert "No entry matches" in (await cleo.get(f"{PAGE}?q=delegates")).text
    assert (await sure(ada, f"{place}/withdrawal")).status_code == 303
    page = words((await cleo.get(PAGE)).text)
    assert "This entry was withdrawn on" in page
    assert "A lawyer" not in page
    assert (await ada.get(f"{DESK}?state=withdrawn")).status_code == 200
    for missing in (f"{DESK}/{'0' * 32}", f"{DESK}/new?kind=other", "/en/desk/memoranda/cooperation/addressees/7"):
        assert (await ada.get(missing)).status_code == 404


async def test_of_two_people_who_change_an_entry_the_second_sees_what_differs(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await told.addressee(memorandum)
    place = await entered(ada)
    mark = re.search(r'name="mark" value="(\w+)"', (await ada.get(place)).text)
    assert mark
    first = {"addressee": "1", "on": "2026-02", "way": "email", "by": "A lawyer", "remark": "A draft.", "evidence": NOTE, "mark": mark[1]}
    assert (await send(ada, place, first)).status_code == 303
    answer = await send(ada, place, first | {"way": "post", "by": "Two delegates", "evidence": "It was stamped."})
    shown = words(answer.text)
    assert answer.status_code == 409
    assert "Somebody saved this record" in shown
    for label, saved in (("Way of delivery", "by e-mail"), ("Who delivered it, in words", "A lawyer"), ("Private note: how it can be proved", NOTE)):
        assert re.search(rf"{label}\W+{saved}", shown), label
    assert "It was stamped." in answer.text


async def test_an_appeal_tells_first_what_happened(ada, cleo, ada_account) -> None:
    assert ada
    row = await factories.opened(ada_account, "appeal", kind="urgent_appeal")
    await told.published(row, told.update("Released on bail"))
    await told.published(row, told.update("It is over", kind="outcome"))
    page = words((await cleo.get("/en/memoranda/appeal")).text)
    assert page.index("Released on bail") < page.index("The organisations assembled")


async def test_long_entries_stand_on_several_pages(cleo, memorandum) -> None:
    for number in range(3):
        texts = [{"language": "en", "title": f"Number {number}", "text": "long " * 799}]
        await told.published(memorandum, told.update(texts=texts))
    page = (await cleo.get(PAGE)).text
    assert ("Number 2" in page, "Number 1" in page) == (True, False)
    following = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "Number 1" in (await cleo.get(following[0])).text
    assert "Number 1" not in (await cleo.get(TEXT)).text


async def test_nothing_is_read_of_a_withdrawn_memorandum(cleo, memorandum, monkeypatch) -> None:
    await told.addressee(memorandum)
    await told.published(memorandum, told.update("A secret meeting"))
    warm = [TEXT, PAGE, f"{PAGE}?q=secret"]
    assert ["meeting" in (await cleo.get(path)).text for path in warm] == [True, True, True]
    form = WithdrawalForm.parse({"reason": "They are in danger."})
    await withdraw_from_public(memorandum, form)
    for path in warm:
        answer = await cleo.get(path)
        assert (answer.status_code, "meeting" in answer.text) == (410, False)
    monkeypatch.setattr(timelines, "public_memorandum", by_slug)
    assert "A secret meeting" in (await cleo.get(f"{PAGE}?after=2999.1")).text  # this build does not ask whether the memorandum is public


async def test_a_withdrawn_entry_is_gone_from_a_warm_cache(cleo, memorandum) -> None:
    entry = await told.published(memorandum, told.update("A secret meeting"))
    warm = [TEXT, PAGE, PAGE.replace("/en/", "/ru/")]
    assert all(["meeting" in (await cleo.get(path)).text for path in warm])
    other = await told.published(memorandum, told.update("Another meeting"))
    assert "Another meeting" in (await cleo.get(PAGE)).text
    right = 'TrailAct.ENTRY_WITHDRAWN, f"entry:{entry.id}", row.id)\n        await less_is_shown(row)'
    await mutated(publishing_entries, right, right.partition("\n")[0])["withdraw"](memorandum, other.key)
    assert "Another meeting" in (await cleo.get(PAGE)).text  # the mutated build serves it from its cache
    await publishing_entries.withdraw(memorandum, entry.key)
    for path in warm:
        page = (await cleo.get(path)).text
        assert "meeting" not in page
        assert "was withdrawn on" in page or "отозвана" in page


async def test_where_care_is_asked_for_two_coordinators_publish(ada, cleo, ada_account) -> None:
    dina = await factories.coordinator("dina@example.org", "Dina")
    await factories.forum(risk_profile="careful")
    row = await factories.opened(ada_account, forum="kyiv-2013")
    await told.addressee(row)
    if row.publicity != "public":
        await type(row).update({"publicity": "public"}).where(type(row).id == row.id)
    place = await entered(ada)
    answer = await sure(ada, f"{place}/publication")
    assert "approval_asked" in answer.headers["location"]
    assert (await cleo.get(PAGE)).status_code == 404
    [asked] = await Approval.objects()
    page = await ada.get(f"/en/desk/approvals/{asked.id}")
    assert "Two delegates" in page.text
    assert NOTE not in page.text
    await approve(asked.id, await Coordinator.objects().get(Coordinator.id == dina.id))
    assert "Two delegates" in (await cleo.get(PAGE)).text
    changed = {"addressee": "1", "on": clock.today().isoformat(), "way": "email", "by": "A lawyer", "evidence": NOTE}
    assert "approval_asked" in (await sure(ada, place, changed)).headers["location"]
    assert "Two delegates" in (await cleo.get(PAGE)).text
    await entering_entries.existing_entry(row, place.rpartition("/")[2])
    await publishing_entries.withdraw(row, (await TimelineEntry.objects().first()).key)
    assert "Two delegates" not in (await cleo.get(PAGE)).text
