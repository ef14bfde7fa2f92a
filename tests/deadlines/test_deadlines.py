"""The deadlines of those who work on memoranda: on Today, as a list, and as a calendar at a private address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.deadlines import calendar_addresses, calendar_files, collecting
from coalition.deadlines.calendar_files import calendar_file
from coalition.deadlines.collecting import deadlines_for
from coalition.memoranda.membership import add_member
from coalition.memoranda.tables import EffectRule, Memorandum
from coalition.people.revoking import disable
from coalition.rounds.closing_rounds import close_round, extend_round
from coalition.rounds.forms import RoundExtensionForm
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.deadlines.parsing import entries
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def story(ada: Coordinator) -> None:
    """A memorandum with a last day, two signatures to be confirmed, a correction and a request."""
    memorandum = await factories.opened(ada, days=20)
    rule: dict[Any, Any] = {Memorandum.effect_rule: EffectRule.ON_DATE.value, Memorandum.effect_on: clock.today() + timedelta(days=90)}
    await Memorandum.update(rule).where(Memorandum.id == memorandum.id)
    memorandum = await factories.reloaded(memorandum)
    for slug in ("alpha", "bravo"):
        await factories.signed(memorandum, await factories.organisation(slug, slug.title()), kind="ad_referendum")
    await factories.correction(memorandum)
    now = clock.now()
    asked = {"memorandum": memorandum.id, "organisation_name": "Issyk Watch", "name_language": "en", "person": "Cleo", "email": "cleo@example.org"}
    await SigningRequest.insert(SigningRequest(**asked, language="en", token_hash="0", requested_at=now, confirmed_at=now))


async def test_every_kind_of_deadline_is_collected_once(ada_account: Coordinator) -> None:
    await story(ada_account)
    deadlines = await deadlines_for(ada_account)
    today = clock.today()
    assert [(deadline.day - today, str(deadline.sentence)) for deadline in deadlines.nearest] == [
        (timedelta(days=20), "Last day for signature"),
        (timedelta(days=30), "Last day to object to a correction"),
        (timedelta(days=60), "Last day to confirm 2 signatures"),
        (timedelta(days=90), "Entry into effect"),
        (timedelta(days=365), "1 request to sign is deleted undecided"),
    ]


async def test_the_last_day_of_an_open_round_is_a_deadline_for_coordinators(ada_account: Coordinator) -> None:
    await factories.organisation("alpha", "Alpha")
    memorandum = await factories.draft(ada_account)
    sent = await seated.sent(memorandum, "alpha", days=9)
    [deadline] = (await deadlines_for(ada_account)).nearest
    assert (deadline.day, str(deadline.sentence), deadline.page) == (sent.closes_on, "Last day for answers in a round", "desk.rounds.list")
    [entry] = entries(calendar_file([deadline], "en"))
    assert entry["SUMMARY"] == "Last day for answers in a round"  # the draft is not public
    before = entry["UID"]
    await extend_round(sent.id, RoundExtensionForm.parse({"closes": seated.day(12)}))
    [later] = (await deadlines_for(ada_account)).nearest
    assert (str(later.day), entries(calendar_file([later], "en"))[0]["UID"]) == (seated.day(12), before)
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    await add_member(memorandum, edith.email)
    assert (await deadlines_for(edith)).nearest == []
    await close_round(sent.id)
    assert (await deadlines_for(ada_account)).nearest == []


async def test_others_and_editors_see_only_what_is_theirs(ada_account: Coordinator) -> None:
    await story(ada_account)
    dina = await factories.coordinator("dina@example.org", "Dina")
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    [memorandum] = await Memorandum.objects()
    await add_member(memorandum, edith.email)
    assert (await deadlines_for(dina)).nearest == []
    assert [str(deadline.sentence) for deadline in (await deadlines_for(edith)).nearest] == ["Last day for signature", "Entry into effect"]


async def test_today_shows_the_next_thirty_days_and_the_list_all(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await story(ada_account)
    page = (await ada.get("/en/desk")).text
    assert "Last day for signature" in page
    assert "Last day to confirm" not in page
    listed = (await ada.get("/en/desk/deadlines")).text
    assert 'href="/en/desk/memoranda/cooperation/signatories?state=ad_referendum">Last day to confirm 2 signatures</a>' in listed


async def test_many_memoranda_need_as_many_queries_and_the_nearest_are_returned(ada_account: Coordinator) -> None:
    counts = []
    for amount in (1, 4):
        for at in range(amount):
            await factories.opened(ada_account, f"memorandum-{amount}-{at}", days=10 + at)
        with counting_queries() as count:
            deadlines = await deadlines_for(ada_account, most=3)
        counts.append(count.count)
    assert counts[0] == counts[1]
    assert deadlines.more
    assert [deadline.day for deadline in deadlines.nearest] == [clock.today() + timedelta(days=days) for days in (10, 10, 11)]


async def test_a_calendar_program_reads_a_private_address_until_it_ends(
    ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await story(ada_account)
    addresses = []
    for _ in range(2):
        page = (await send(ada, "/en/desk/account/calendar")).text
        addresses += re.findall(r'value="http://127.0.0.1:8000(/en/calendars/[\w-]{43}\.ics)"', page)
    first, second = addresses
    assert second not in (await ada.get("/en/desk/account")).text
    assert (await cleo.get(first)).status_code == 404
    answer = await cleo.get(second)
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, "text/calendar; charset=utf-8", "no-store")
    assert not answer.cookies
    assert len(entries(answer.content)) == 5
    assert answer.content == (await ada.get("/en/desk/deadlines.ics")).content
    for wrong in (second.removesuffix(".ics"), second.replace(".ics", ".csv"), "/en/calendars/.ics"):
        assert (await cleo.get(wrong)).status_code == 404
    await send(ada, "/en/desk/account/calendar/removal")
    assert (await cleo.get(second)).status_code == 404


async def test_the_address_of_a_disabled_account_ends_for_good(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    dina = await factories.coordinator("dina@example.org", "Dina")
    path = (await calendar_addresses.make_address(dina, "en")).removeprefix("http://127.0.0.1:8000")
    assert (await cleo.get(path)).status_code == 200
    await disable(dina, ada_account)
    assert (await cleo.get(path)).status_code == 404
    assert await calendar_addresses.queries.calendar_of(dina.id) is None


@pytest.mark.sqlite_only
async def test_an_entry_has_a_day_a_name_for_good_and_no_organisation(ada_account: Coordinator) -> None:
    await story(ada_account)
    content = calendar_file((await deadlines_for(ada_account)).nearest, "ru")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    closing = entries(content)[0]
    assert closing["DTSTART"] == f"{clock.today() + timedelta(days=20):%Y%m%d}"
    assert closing["SUMMARY"].endswith(": Меморандум о сотрудничестве")
    assert closing["URL"] == "http://127.0.0.1:8000/ru/desk/memoranda/cooperation"
    with clock.shifted(timedelta(days=1)):
        again = entries(calendar_file((await deadlines_for(ada_account)).nearest, "ru"))
    assert [entry["UID"] for entry in again] == [entry["UID"] for entry in entries(content)]
    assert len({entry["UID"] for entry in again}) == 5
    confirmation = next(entry for entry in entries(content) if entry["SUMMARY"].startswith("Последний день для подтверждения"))
    assert confirmation["SUMMARY"] == "Последний день для подтверждения подписей"
    assert confirmation["URL"] == "http://127.0.0.1:8000/ru/desk/deadlines"
    assert not re.search("(?i)alpha|bravo|issyk|cleo", content.decode())


async def a_calendar_names_no_careful_text(ada: Coordinator, *, profile: str, publicity: str) -> None:
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await factories.opened(ada, forum="kyiv-2013", publicity=publicity)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"), kind="ad_referendum")
    content = calendar_file((await deadlines_for(ada)).nearest, "en").decode()
    assert "SUMMARY:Last day for signature\r\n" in content
    assert not re.search("(?i)cooperation|alpha|kyiv", content)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("profile", "publicity"), [("careful", "public"), ("high", "public"), ("open", "participants")])
async def test_the_calendar_of_a_careful_forum_or_a_text_that_is_not_public_names_nothing(
    ada_account: Coordinator, profile: str, publicity: str
) -> None:
    await a_calendar_names_no_careful_text(ada_account, profile=profile, publicity=publicity)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("profile", "publicity", "right"), [("careful", "public", " or view.forum in careful"), ("open", "participants", "not view.is_public or")]
)
async def test_a_build_that_names_it_is_found(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, profile: str, publicity: str, right: str
) -> None:
    monkeypatch.setitem(globals(), "deadlines_for", mutated(collecting, right, "")["deadlines_for"])
    with pytest.raises(AssertionError):
        await a_calendar_names_no_careful_text(ada_account, profile=profile, publicity=publicity)


def test_long_lines_are_folded_between_letters_and_signs_are_escaped() -> None:
    line = "SUMMARY:" + calendar_files.escaped("Последний день; «да», \\нет\nи всё " * 9)
    pieces = calendar_files._folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert "\\; «да»\\, \\\\нет\\nи" in line
