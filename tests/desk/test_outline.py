"""Ada, Edith and Dina work on one draft, provision by provision."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.drafting.tables import UnsavedText
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.wording import save_wording
from tests.desk.conftest import follow, send
from tests.drafting.conftest import ENGLISH, draft, key_of, numbers_of, provisions_of, wording_of  # noqa: F401 -- `draft` is a fixture

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation"
MOST_BYTES = 150_000
TYPED = "What stands below is what you typed. It is stored for you, and it is not saved:"


@pytest.fixture
async def shared(draft: Memorandum, edith_account, dina_account) -> Memorandum:  # noqa: F811 -- the fixture
    for account in (edith_account, dina_account):
        await add_member(draft, account.email)
    return draft


def provision(key: str) -> str:
    return f"{HERE}/draft/provisions/{key}"


async def test_the_text_begins_with_its_outline(ada: httpx.AsyncClient, shared: Memorandum) -> None:
    page = await ada.get(f"{HERE}/draft")
    assert page.status_code == 200
    assert "The parties publish." in page.text
    assert "draft?text=en" in page.text
    russian = await ada.get(f"{HERE}/draft?of=ru")
    assert "Стороны публикуют." in russian.text


async def test_two_who_change_one_provision_see_both_texts(ada, edith, shared) -> None:
    key = await key_of(shared, "1")
    base = (await provisions_of(shared))[key].digest
    first = await send(ada, provision(key), {"code": "en", "text": "1. The parties meet twice.", "base": base})
    assert first.status_code == 303
    second = await send(edith, provision(key), {"code": "en", "text": "1. The parties meet thrice.", "base": base})
    assert second.status_code == 409
    assert "<ins>thrice</ins>" in second.text
    assert "1. The parties meet twice." in second.text
    now = re.search(r'name="base" value="(\w+)"', second.text)
    assert now
    third = await send(edith, provision(key), {"code": "en", "text": "1. The parties meet thrice.", "base": now[1]})
    assert third.status_code == 303
    assert "thrice" in (await wording_of(shared)).body


async def test_an_arrow_moves_a_provision_and_undo_takes_it_back(ada, shared) -> None:
    second = await key_of(shared, "2")
    page = await follow(ada, await send(ada, f"{provision(second)}/move", {"way": "down", "language": "en"}))
    assert "2." in page.text
    assert "as provision 3 says" in page.text  # it names the number that another provision has now
    undoing = re.search(r'action="([^"]+/undoing)"', page.text)
    assert undoing
    back = await follow(ada, await send(ada, undoing[1], {}))
    assert "The change is undone." in back.text
    assert (await wording_of(shared)).body == ENGLISH


async def test_numbers_that_cannot_follow_are_asked_about(ada, shared) -> None:
    below, third = await key_of(shared, "2(a)"), await key_of(shared, "3")
    asked = await send(ada, f"{provision(below)}/move", {"way": "after", "after": third, "language": "en"})
    assert asked.status_code == 409
    assert 'name="as_they_are"' in asked.text
    done = await send(ada, f"{provision(below)}/move", {"way": "after", "after": third, "language": "en", "as_they_are": "true"})
    assert done.status_code == 303


async def test_provisions_are_added_divided_joined_and_removed(ada, shared) -> None:
    first = await key_of(shared, "1")
    new = await ada.get(f"{HERE}/draft/provisions?text=en&beside={first}")
    assert new.status_code == 200
    await follow(ada, await send(ada, f"{HERE}/draft/provisions", {"language": "en", "beside": first, "place": "after", "text": "They talk."}))
    assert await numbers_of(shared) == ["1.", "2.", "3.", "(a)", "(b)", "4."]
    base = (await provisions_of(shared))[first].digest
    parts = {"language": "en", "first": "1. The parties", "second": "", "base": base, "keeps": "first"}
    wrong = await send(ada, f"{provision(first)}/division", parts)
    assert wrong.status_code == 422
    await follow(ada, await send(ada, f"{provision(first)}/division", parts | {"second": "meet."}))
    await follow(ada, await send(ada, f"{provision(first)}/joining", {"keeps": "first"}))
    assert (await provisions_of(shared))[first].source == "1. The parties\n\nmeet."
    page = await follow(ada, await send(ada, f"{provision(first)}/removal", {}))
    assert "Undo" in page.text
    assert first not in await provisions_of(shared)
    gone = await send(ada, provision(first), {"code": "en", "text": "1. The parties meet.", "base": base})
    assert gone.status_code == 409
    assert "1. The parties meet." in gone.text


async def test_an_earlier_text_is_looked_at_and_brought_back(ada, shared) -> None:
    key = await key_of(shared, "1")
    base = (await provisions_of(shared))[key].digest
    await send(ada, provision(key), {"code": "en", "text": "1. The parties meet twice.", "base": base})
    listed = await ada.get(f"{HERE}/revisions?text=en")
    assert listed.text.count('<th scope="row">') == 2
    shown = await ada.get(f"{HERE}/revisions/2?text=en")
    assert "<ins> twice</ins>" in shown.text
    assert (await ada.get(f"{HERE}/revisions/2?text=en&against=9")).status_code == 404
    assert (await ada.get(f"{HERE}/revisions/9?text=en")).status_code == 404
    late = await send(ada, f"{HERE}/revisions/1/return", {"text": "en", "version": "1"})
    assert late.status_code == 409
    back = await follow(ada, await send(ada, f"{HERE}/revisions/1/return", {"text": "en", "version": "2"}))
    assert "brought back" in back.text
    assert (await wording_of(shared)).body == ENGLISH


async def test_revisions_are_narrowed_by_person_kind_and_provision(ada, edith, edith_account, shared) -> None:
    first, second = await key_of(shared, "1"), await key_of(shared, "2")
    for browser, key, text in ((ada, first, "1. The parties gather."), (edith, second, "2. The parties tell:")):
        base = (await provisions_of(shared))[key].digest
        await send(browser, provision(key), {"code": "en", "text": text, "base": base})
    here = f"{HERE}/revisions?text=en"
    for asked, numbers in (
        ("", ["3", "2", "1"]),
        (f"who={edith_account.id}", ["3"]),
        ("kind=saved", ["1"]),
        (f"provision={first}", ["2"]),
        (f"provision={first}&kind=saved", []),
        ("kind=burnt", []),
    ):
        page = (await ada.get(f"{here}&{asked}")).text
        assert re.findall(r'<th scope="row"><a [^>]*>(\d+)</a>', page) == numbers, asked
        assert ("Show all" in page) == bool(asked)
    assert f"provision={first}" in (await ada.get(provision(first))).text
    assert "No revision is as you asked." in page


async def test_what_is_typed_is_stored_for_the_person_alone_and_offered_again(ada, edith, shared) -> None:
    key = await key_of(shared, "1")
    base = (await provisions_of(shared))[key].digest
    typed = {"language": "en", "provision": key, "text": "1. The parties me", "base": base}
    assert (await send(ada, f"{HERE}/draft/unsaved", typed)).status_code == 204
    assert (await send(ada, f"{HERE}/draft/unsaved", typed | {"text": "1. The parties meet of"})).status_code == 204
    mine, others = await ada.get(provision(key) + "?text=en"), await edith.get(provision(key) + "?text=en")
    assert (TYPED in mine.text, "1. The parties meet of</textarea>" in mine.text) == (True, True)
    assert (TYPED in others.text, "1. The parties meet of" in others.text) == (False, False)
    assert "not saved" in (await ada.get(f"{HERE}/draft")).text
    assert (await wording_of(shared)).body == ENGLISH
    await send(ada, provision(key), {"code": "en", "text": "1. The parties meet often.", "base": base})
    assert await UnsavedText.count() == 0
    await send(ada, f"{HERE}/draft/unsaved", typed | {"provision": ""})
    assert TYPED in (whole := (await ada.get(f"{HERE}/draft?text=en")).text)
    assert "1. The parties me</textarea>" in whole
    page = await follow(ada, await send(ada, f"{HERE}/draft/unsaved/removal", {"language": "en", "provision": ""}))
    assert "is discarded" in page.text
    assert await UnsavedText.count() == 0


async def test_a_long_outline_is_divided_before_headings(ada: httpx.AsyncClient, shared: Memorandum) -> None:
    chapters = [f"# Part {part}\n\n" + "".join(f"{part * 60 + at}. The parties meet.\n\n" for at in range(1, 61)) for part in range(4)]
    body = "".join(chapters).replace("200. The parties meet.", "200. The parties meet[^1].") + "[^1]: In Kyiv.\n"
    await save_wording(shared, "en", WordingForm(title="Memorandum", body=body))
    places, with_note, address = list[list[str]](), list[bool](), f"{HERE}/draft?of=en"
    while address:
        page = (await ada.get(address)).text
        assert len(page.encode()) < MOST_BYTES
        places.append(re.findall(r'value="down" formaction="[^"]+/provisions/([^/"]+)/', page))
        with_note.append("In Kyiv" in page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else ""
    keys = [key for key in await provisions_of(shared) if key != "title"]
    assert [key for part in places for key in part] == keys[:-1]  # the last one cannot go down
    assert (with_note, [keys.index(part[0]) for part in places]) == ([False, False, False, True], [0, 61, 122, 183])
    page = (await ada.get(f"{HERE}/draft?of=en&at={keys[200]}")).text
    assert (f'id="{keys[200]}"' in page, f'at={keys[0]}#{keys[0]}"' in page) == (True, True)
