"""An appeal at the desk: from "New appeal" to letters leaving in three pages, without anything that was typed getting lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.appeals.forms import AppealForm
from coalition.appeals.queries import appeal_of, named_people, networks_of
from coalition.appeals.writing_appeals import write_appeal
from coalition.approvals.tables import Approval
from coalition.jobs.worker import run_due
from coalition.mail.tables import CONTENT, Letter
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.queries import by_slug
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.appeals import appealed
from tests.appeals.appealed import CONSENT, NAMES, OTHER_NAMES, SHORT_CONSENT, TEXTS, given, person
from tests.conftest import sign_in, visitor
from tests.desk.conftest import send
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("networks")]

SLUG = "release-the-defender-who-was-taken-yesterday"
HERE = f"/en/desk/memoranda/{SLUG}/appeal"


def inputs(**more: Any) -> dict[str, str]:
    """Return the fields of the first page, as a browser sends them."""
    values = given(**more)
    fields = {name: value for name, value in values.items() if isinstance(value, str)}
    by_language = {text["language"]: text for text in values["texts"]}
    for at, code in enumerate(("en", "ru", "ar", "nb")):
        said = {"title": "", "about": "", "asked": "", "to": "", "body": ""} | by_language.get(code, {})
        fields |= {f"texts-{at}-{field}": value for field, value in (said | {"language": code}).items()}
    for at, who in enumerate(values["people"]):
        names = {f"name_{row['language']}": row["name"] for row in who.get("names", ())}
        fields |= {f"people-{at}-{field}": value for field, value in (who | names).items() if field != "names"}
    return fields


def hidden(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(seen|once)" value="([^"]*)"', page.text))


async def letters() -> list[str]:
    return sorted(row["kind"] for row in await Letter.select(Letter.kind))


async def test_from_new_appeal_to_letters_in_three_pages(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    first = await ada.get("/en/desk/appeals/new")
    assert all(text in first.text for text in ("We, the undersigned organisations", "Мы, нижеподписавшиеся", "نحن، المنظمات", "Vi, de undertegnede"))
    to_second = await send(ada, "/en/desk/appeals", inputs())
    assert (to_second.status_code, to_second.headers["location"]) == (303, f"{HERE}/networks")
    second = await ada.get(f"{HERE}/networks")
    assert "3 members · English: 1 · Russian: 1 · without a contact: 1" in words(second.text)
    shown = await send(ada, f"{HERE}/networks", {"networks": ["north", "south"], "step": "letters"})
    assert shown.headers["location"] == f"{HERE}/networks"
    assert "Somebody is in danger." in (await ada.get(f"{HERE}/networks")).text
    to_third = await send(ada, f"{HERE}/networks", {"networks": ["north", "south"]})
    assert to_third.headers["location"] == f"{HERE}/sending"
    third = await ada.get(f"{HERE}/sending")
    assert all(text in third.text for text in ("Немедленно освободить её.", "Prosecutor General", "Nobody has seen her since.", "names nothing"))
    assert (await send(ada, f"{HERE}/sending", hidden(third))).status_code == 422
    assert await letters() == []
    assert (await cleo.get(f"/en/memoranda/{SLUG}")).status_code == 404
    sent = await send(ada, f"{HERE}/sending", hidden(third) | {"confirmed": "yes"})
    assert sent.headers["location"].startswith(f"{HERE}/progress")
    assert 'http-equiv="refresh"' in (await ada.get(f"{HERE}/progress")).text
    await run_due()
    progress = await ada.get(f"{HERE}/progress")
    assert "3 of 3 letters have left" in words(progress.text)
    assert 'http-equiv="refresh"' not in progress.text
    assert await letters() == ["appeal"] * 3
    for page in ("", "/networks", "/sending"):
        assert (await ada.get(f"{HERE}{page}")).status_code == 303


async def test_a_name_in_the_text_is_refused_before_anything_is_sent(ada: httpx.AsyncClient) -> None:
    await send(ada, "/en/desk/appeals", inputs(named=1))
    await send(ada, f"{HERE}/networks", {"networks": ["north"]})
    memorandum = await by_slug(SLUG)
    assert memorandum
    title, body = (TEXTS["en"][field] for field in ("title", "body"))
    await save_wording(memorandum, "en", WordingForm(title=title, body=body.replace("The defender", "Quilova, the defender,")))
    third = await ada.get(f"{HERE}/sending")
    assert "The name of a person stands in a text, in a description or among the addressees." in third.text
    assert "seen" not in hidden(third)  # the form is not there
    sent = await send(ada, f"{HERE}/sending", {"seen": await appealed.digest_of(memorandum), "confirmed": "yes"})
    assert (sent.status_code, await letters()) == (409, [])
    assert "write a description instead" in sent.text


@pytest.mark.changes_nothing
async def test_a_double_click_sends_once(ada: httpx.AsyncClient) -> None:
    await send(ada, "/en/desk/appeals", inputs())
    await send(ada, f"{HERE}/networks", {"networks": ["north"]})
    third = hidden(await ada.get(f"{HERE}/sending"))
    for _ in range(2):
        answer = await send(ada, f"{HERE}/sending", third | {"confirmed": "yes"})
        assert answer.headers["location"].startswith(f"{HERE}/progress")
    await run_due()
    assert await letters() == ["appeal"] * 2


async def test_nothing_typed_is_lost(ada: httpx.AsyncClient) -> None:
    gap = inputs() | {"texts-1-body": "Мы пишем о [кто это].", "closes_at": "25:00", "zone": "Moon"}
    refused = await send(ada, "/en/desk/appeals", gap)
    assert refused.status_code == 422
    assert all(value in refused.text for value in ("Мы пишем о [кто это].", "25:00", "Moon", "To release her at once."))
    assert all(f'id="{field}-error"' in refused.text for field in ("texts-1-body", "closes_at", "zone"))
    assert await by_slug(SLUG) is None
    await send(ada, "/en/desk/appeals", inputs())
    saved = (await ada.get(HERE)).text
    mark = re.search(r'name="mark" value="([^"]*)"', saved)
    assert mark is not None
    await send(ada, HERE, inputs() | {"mark": mark[1], "texts-0-asked": "To tell where she is."})
    late = await send(ada, HERE, inputs() | {"mark": mark[1], "texts-0-asked": "To let her go."})
    assert late.status_code == 409
    assert all(text in late.text for text in ("To let her go.", "To tell where she is."))
    nothing = await send(ada, f"{HERE}/networks", {})
    assert nothing.status_code == 422
    found = await send(ada, f"{HERE}/networks", {"networks": ["north"], "step": "find", "find": "South"})
    assert 'value="north" checked' in found.text
    assert 'value="south"' in found.text


async def test_an_unsent_appeal_is_deleted_after_a_question(ada: httpx.AsyncClient) -> None:
    await send(ada, "/en/desk/appeals", inputs(named=1))
    question = await send(ada, f"{HERE}/removal")
    assert "Its text in all languages" in question.text
    assert (await send(ada, f"{HERE}/removal", {"confirmed": "yes"})).status_code == 303
    assert await by_slug(SLUG) is None


async def test_another_coordinator_agrees_to_what_was_shown(ada: httpx.AsyncClient, app: Any, cleo: httpx.AsyncClient) -> None:
    ben = await factories.coordinator("ben@example.org", "Ben")
    await send(ada, "/en/desk/appeals", inputs(named=1))
    await send(ada, f"{HERE}/networks", {"networks": ["north"]})
    third = await ada.get(f"{HERE}/sending")
    assert NAMES["en"] in third.text
    asked = await send(ada, f"{HERE}/sending", hidden(third) | {"confirmed": "yes"})
    assert "done=approval_asked" in asked.headers["location"]
    assert (await send(ada, f"{HERE}/sending", hidden(await ada.get(f"{HERE}/sending")) | {"confirmed": "yes"})).status_code == 409
    assert "appeal" not in await letters()
    [request] = await Approval.select(Approval.id)
    async with visitor(app) as browser:
        await sign_in(browser, ben)
        page = await browser.get(f"/en/desk/approvals/{request['id']}")
        assert all(text in page.text for text in (NAMES["ru"], "Nobody has seen her since.", "North"))
        assert CONSENT["means"] not in page.text
        await send(browser, f"/en/desk/approvals/{request['id']}/approval")
    assert "appeal" in await letters()
    written = str([CONTENT.decrypt(row["content"], row["message_id"]) for row in await Letter.select() if row["content"]])
    assert not any(name in written for name in NAMES.values())
    assert NAMES["en"] in (await ada.get(f"{HERE}/progress")).text
    assert "Everybody reads the description instead" in (await send(ada, f"{HERE}/people/1/removal")).text
    assert (await send(ada, f"{HERE}/people/1/removal", {"confirmed": "yes"})).status_code == 303
    assert NAMES["en"] not in (await ada.get(f"{HERE}/progress")).text
    assert NAMES["en"] not in (await cleo.get(f"/en/memoranda/{SLUG}")).text


async def test_colleagues_who_do_not_work_on_it_and_strangers_see_nothing(ada: httpx.AsyncClient, app: Any, cleo: httpx.AsyncClient) -> None:
    await send(ada, "/en/desk/appeals", inputs())
    ben: Coordinator = await factories.coordinator("ben@example.org", "Ben")
    async with visitor(app) as browser:
        await sign_in(browser, ben)
        for page in ("", "/networks", "/sending", "/progress"):
            assert (await browser.get(f"{HERE}{page}")).status_code == 404
    assert (await cleo.get(HERE)).status_code in {303, 404}
    row = await by_slug(SLUG)
    assert row is not None
    appeal = await appeal_of(row.id)
    assert appeal is not None
    assert (await networks_of(appeal.id), row.created_at <= clock.now()) == ([], True)


async def test_several_people_are_named_each_with_their_consent(ada: httpx.AsyncClient) -> None:
    asked = await send(ada, "/en/desk/appeals", inputs(named=1) | {"step": "more-people"})
    assert (asked.status_code, 'id="people-1-agreed"' in asked.text, 'id="people-2-agreed"' in asked.text) == (200, True, False)
    assert 'id="people-1-agreed"' in (await send(ada, "/en/desk/appeals", inputs() | {"step": "more-people"})).text
    refused = await send(ada, "/en/desk/appeals", inputs(named=2) | {"people-1-agreed": ""})
    assert (refused.status_code, 'href="#people-1-agreed"' in refused.text, 'id="people-1-agreed"' in refused.text) == (422, True, True)
    assert all(f'value="{text}"' in refused.text for text in (OTHER_NAMES["ru"], CONSENT["means"], SHORT_CONSENT["means"]))
    unnamed = await send(ada, "/en/desk/appeals", inputs(people=[CONSENT]))
    assert (unnamed.status_code, 'href="#people-0-name_en"' in unnamed.text, 'id="people-0-name_en"' in unnamed.text) == (422, True, True)
    assert await by_slug(SLUG) is None
    await send(ada, "/en/desk/appeals", inputs(named=2))
    form = (await ada.get(HERE)).text
    assert all(f'value="{text}"' in form for text in (NAMES["en"], OTHER_NAMES["ru"], CONSENT["means"], SHORT_CONSENT["means"]))
    await send(ada, f"{HERE}/networks", {"networks": ["north"]})
    check = (await ada.get(f"{HERE}/sending")).text
    assert all(text in check for text in (NAMES["ru"], OTHER_NAMES["en"], CONSENT["purpose"], SHORT_CONSENT["means"]))
    asks = (await send(ada, f"{HERE}/people/2/removal")).text
    assert (OTHER_NAMES["en"] in asks, NAMES["en"] in asks) == (True, False)
    assert (await send(ada, f"{HERE}/people/3/removal", {"confirmed": "yes"})).status_code == 404


async def test_a_person_between_two_others_is_left_out_without_moving_a_consent(ada: httpx.AsyncClient) -> None:
    fields = inputs(named=2)
    third = {name.replace("people-1", "people-2"): value for name, value in fields.items() if name.startswith("people-1")}
    blank = {f"people-1-{name}": "" for name in ("name_en", "name_ru", "agreed", "means", "purpose", "until")}
    await send(ada, "/en/desk/appeals", fields | blank | third)
    row = await by_slug(SLUG)
    assert row is not None
    appeal = await appeal_of(row.id)
    assert appeal is not None
    stored = [(person.names["en"], person.means) for person in await named_people(appeal.id)]
    assert stored == [(NAMES["en"], CONSENT["means"]), (OTHER_NAMES["en"], SHORT_CONSENT["means"])]


async def test_names_stand_in_the_order_of_the_form(ada: httpx.AsyncClient) -> None:
    names = {code: f"Zarina {code}" for code in ("en", "ru", "ar", "nb", "uz", "kk", "tg", "ka")}
    await send(ada, "/en/desk/appeals", inputs(people=[person(names, CONSENT)]))
    row = await by_slug(SLUG)
    assert row is not None
    appeal = await appeal_of(row.id)
    assert appeal is not None
    [named] = await named_people(appeal.id)
    assert list(named.names.items()) == list(names.items())


async def test_a_second_coordinator_reads_the_text_line_by_line(ada: httpx.AsyncClient, app: Any) -> None:
    await send(ada, "/en/desk/appeals", inputs(named=2))
    await send(ada, f"{HERE}/networks", {"networks": ["north"]})
    ben = await factories.coordinator("ben@example.org", "Ben")
    await send(ada, f"{HERE}/sending", hidden(await ada.get(f"{HERE}/sending")) | {"confirmed": "yes"})
    [request] = await Approval.select(Approval.id)
    async with visitor(app) as browser:
        await sign_in(browser, ben)
        page = (await browser.get(f"/en/desk/approvals/{request['id']}")).text
    lines = f"{NAMES['en']}\n{OTHER_NAMES['en']}\n"
    assert any(lines in part and 'class="change"' in part for part in page.split("<dt>"))


async def test_a_name_in_a_language_without_a_text_stays(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await write_appeal(AppealForm.parse(given(people=[person(NAMES | {"uz": "Zarina Kvilova"}, CONSENT)])), ada_account.id)
    form = (await ada.get(HERE)).text
    assert all(f'name="people-0-{field}" type="text" value="{name}"' in form for field, name in (("name_uz", "Zarina Kvilova"), ("name_nb", "")))


async def test_a_language_that_was_emptied_stands_in_the_form_again(ada: httpx.AsyncClient) -> None:
    emptied = {name: "" if name.startswith(("texts-2", "texts-3")) and not name.endswith("language") else value for name, value in inputs().items()}
    shown = (await send(ada, "/en/desk/appeals", emptied | {"closes_at": "never"})).text
    assert all(f'name="texts-{at}-language" value="{code}"' in shown for at, code in enumerate(("en", "ru", "ar", "nb")))
