"""Ada takes a memorandum from nothing to its closing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.memoranda.membership import add_member
from coalition.memoranda.tables import Memorandum
from coalition.notices.tables import Notification
from tests import factories
from tests.desk.conftest import adopt, follow, send, send_seen, send_sure

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"


async def states() -> tuple[str, str, str]:
    row = await Memorandum.select().where(Memorandum.slug == "cooperation").first()
    assert row
    return row["text_state"], row["signing_state"], row["publicity"]


async def test_ada_takes_a_memorandum_to_its_closing(ada: httpx.AsyncClient) -> None:
    begun = await send(
        ada, "/en/desk/memoranda", {"slug": "cooperation", "kind": "declaration", "authentic_languages": ["en", "ru"], "symbol": "CF/2026/2"}
    )
    page = await follow(ada, begun)
    assert "Next: write the text" in page.text
    assert f'{HERE}/draft?text=ru"' in page.text

    for language in ("en", "ru"):
        title, body = factories.TEXTS[language]
        await follow(ada, await send(ada, f"{HERE}/draft", {"text": language, "title": title, "body": body, "version": "0"}))
    assert "Next: adopt the text" in (await ada.get(HERE)).text

    page = await follow(ada, await adopt(ada, HERE, {"rule": "consensus", "on": "2026-11"}))
    assert "November 2026" in page.text
    assert await states() == ("authenticated", "not_open", "coordinators")

    today = clock.today()
    window = {"opens": today.isoformat(), "closes": (today + timedelta(days=9)).isoformat(), "publicity": "participants"}
    await follow(ada, await send_sure(ada, f"{HERE}/opening", window))
    assert await states() == ("authenticated", "open", "participants")
    assert await Notification.count() == 0

    page = await follow(ada, await send_seen(ada, f"{HERE}/publication"))
    assert "It is published." in page.text
    page = await follow(ada, await send_sure(ada, f"{HERE}/closing"))
    assert await states() == ("authenticated", "closed", "public")
    assert "Open it for accession" in page.text


BAD_STEPS: list[tuple[str, dict[str, Any], str]] = [
    ("adoption", {"rule": "consensus", "on": "yesterday"}, "Write a date as 2013, 2013-02 or 2013-02-17."),
    ("adoption", {"rule": "consensus", "on": ""}, "Write the day of adoption."),
    ("opening", {"opens": "", "closes": "", "publicity": "public"}, "Choose the first day."),
    ("opening", {"opens": "2026-12-02", "closes": "2026-12-01", "publicity": "public"}, "The last day must not lie before the first day."),
]


@pytest.mark.parametrize(("step", "fields", "sentence"), BAD_STEPS)
async def test_a_step_that_does_not_fit_is_explained_and_kept(
    ada: httpx.AsyncClient, ada_account: Coordinator, step: str, fields: dict[str, Any], sentence: str
) -> None:
    await (factories.draft(ada_account) if step == "adoption" else factories.adopted(ada_account))
    page = await send(ada, f"{HERE}/{step}", fields)
    assert page.status_code == 422
    assert page.text.count(sentence) == 2  # in the summary and at the field
    assert all(f'value="{value}"' in page.text for value in fields.values() if value[:1].isdigit())


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("adoption", "An authentic language has no text yet."),
        ("opening", "The text must be adopted first."),
        ("closing", "It is not open for signature."),
        ("publication", "The text must be adopted first."),
    ],
)
async def test_a_step_out_of_turn_is_refused(ada: httpx.AsyncClient, ada_account: Coordinator, step: str, sentence: str) -> None:
    await factories.beginning.begin(factories.MemorandumForm(slug="cooperation", authentic_languages=["en"]), ada_account.id)
    page = await send(ada, f"{HERE}/{step}", {"on": "2026-11-22", "opens": "2026-11-22"})
    assert page.status_code == 409
    assert sentence in page.text
    assert await states() == ("draft", "not_open", "coordinators")


async def test_an_address_name_that_is_taken_keeps_the_answers(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    page = await send(ada, "/en/desk/memoranda", {"slug": "cooperation", "authentic_languages": ["ar", "fr"], "symbol": "CF/1"})
    assert page.status_code == 422
    assert page.text.count("This address name is taken by another memorandum.") == 2
    assert 'value="CF/1"' in page.text
    assert 'value="fr" checked' in page.text


async def test_particulars_change_until_the_text_is_fixed(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    await factories.forum()
    given = {
        "kind": "open_letter",
        "symbol": "X/1",
        "forum": "kyiv-2013",
        "authentic_languages": ["en"],
        "other_language": "kk",
        "signature_rule": "invited",
    }
    page = await follow(ada, await send(ada, f"{HERE}/details", given))
    assert "Open letter" in page.text
    assert "English and Kazakh" in page.text
    await follow(ada, await send(ada, f"{HERE}/details", given | {"other_language": ""}))
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11-22"))
    assert (await send(ada, f"{HERE}/details", given)).status_code == 409


async def test_people_are_added_by_their_address(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina: httpx.AsyncClient, dina_account: Coordinator
) -> None:
    await factories.draft(ada_account)
    assert "Write the e-mail address of your colleague." in (await send(ada, f"{HERE}/people", {"email": " "})).text
    unknown = await send(ada, f"{HERE}/people", {"email": "nobody@example.org"})
    assert (unknown.status_code, 'value="nobody@example.org"' in unknown.text) == (422, True)
    page = await follow(ada, await send(ada, f"{HERE}/people", {"email": dina_account.email}))
    assert "Dina" in page.text
    assert (await dina.get(HERE)).status_code == 200
    assert (await send(ada, f"{HERE}/people", {"email": dina_account.email})).status_code == 422


async def test_the_list_needs_as_many_queries_for_many(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    counts = []
    for slugs in (["first"], [f"other-{at}" for at in range(20)]):
        for slug in slugs:
            await factories.draft(ada_account, slug, languages=("en",))
        with counting_queries() as count:
            page = await ada.get("/en/desk/memoranda")
        counts.append(count.count)
    assert page.text.count("Memorandum on cooperation") == 21
    assert counts[0] == counts[1]


async def test_only_what_one_works_on_is_listed(ada_account: Coordinator, dina: httpx.AsyncClient, dina_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    assert "Memorandum on cooperation" not in (await dina.get("/en/desk/memoranda")).text
    await add_member(memorandum, dina_account.email)
    assert "Memorandum on cooperation" in (await dina.get("/en/desk/memoranda")).text
