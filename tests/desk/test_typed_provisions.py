"""What Ada types in a provision and does not save, while she or others move, divide, join and remove provisions: nothing is lost."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.desk.drafting import provision_pages
from coalition.drafting import dividing_provisions, unsaved_texts, working_texts
from coalition.drafting.tables import UnsavedText
from coalition.memoranda.membership import add_member
from tests.desk.conftest import follow, send
from tests.drafting.conftest import draft, key_of, numbers_of, provisions_of  # noqa: F401 -- `draft` is a fixture
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation"
TYPED = "What stands below is what you typed"
STORED = "What you typed in this provision is stored for you."


@pytest.fixture
async def shared(draft: Memorandum, edith_account) -> Memorandum:  # noqa: F811 -- the fixture
    await add_member(draft, edith_account.email)
    return draft


def page_of(key: str) -> str:
    return f"{HERE}/draft/provisions/{key}"


def form_in(page: str) -> dict[str, str]:
    """Return the fields of the form of a page, without its buttons and menus."""
    form = re.search(r'<form[^>]* id="form".*?</form>', page, re.DOTALL)
    assert form, page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    areas = re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL)
    return hidden | {name: unescape(text) for name, text in areas}


async def leave(browser: httpx.AsyncClient, key: str, text: str, step: str) -> str:
    """Type in a provision and press a button that leads elsewhere; return the page that follows."""
    fields = form_in((await browser.get(page_of(key))).text)
    return (await follow(browser, await send(browser, page_of(key), fields | {"text": text, "step": step}))).text


async def lost_by_moving(ada: httpx.AsyncClient, memorandum: Memorandum) -> object:
    """Type in the third provision and move it before the second; return what is not there afterwards, or not saved then."""
    third = await key_of(memorandum, "3")
    page = await leave(ada, third, "3. The parties publish everything.", "place-move")
    moved = await follow(ada, await send(ada, f"{page_of(third)}/move", form_in(page) | {"after": await key_of(memorandum, "1")}))
    page = (await ada.get(page_of(third))).text
    saved = await send(ada, page_of(third), form_in(page))
    was_shown = (STORED in page or TYPED in page, "Go on with what you typed" in moved.text, "2. The parties publish everything." in page)
    return (*was_shown, saved.status_code, (await provisions_of(memorandum))[third].source)


async def test_who_moves_a_provision_goes_on_with_what_they_typed_under_its_new_number(ada, shared, monkeypatch) -> None:
    assert await lost_by_moving(ada, shared) == (True, True, True, 303, "2. The parties publish everything.")
    assert await UnsavedText.count() == 0
    monkeypatch.setattr(
        working_texts, "let_unsaved_follow", mutated(unsaved_texts, "await row.save()\n\n\ndef", "pass\n\n\ndef")["let_unsaved_follow"]
    )
    third = await key_of(shared, "3(b)")
    await leave(ada, third, "(b) once.", "place-move")
    await send(ada, f"{page_of(third)}/move", {"way": "up", "language": "en"})
    assert "(a) once." not in (await ada.get(page_of(third))).text


async def test_the_next_page_says_that_it_is_stored_and_what_is_saved_stays(ada, edith, shared) -> None:
    third = await key_of(shared, "3")
    page = await leave(ada, third, "3. The parties publish everything.", "place-remove")
    assert STORED in page
    assert (await provisions_of(shared))[third].source == "3. The parties publish."
    assert "publish everything" not in (await edith.get(page_of(third))).text
    for act, status in (("move", 200), ("divide", 200), ("join", 404), ("remove", 200), ("burn", 404)):
        assert (await ada.get(f"{page_of(third)}/arrangement?act={act}")).status_code == status
    assert (await ada.get(f"{page_of('title')}/arrangement")).status_code == 404


async def test_who_goes_to_another_provision_or_language_loses_nothing(ada, shared, monkeypatch) -> None:
    first, second = await key_of(shared, "1"), await key_of(shared, "2")
    page = await leave(ada, first, "1. The parties meet often.", f"to-{second}")
    assert form_in(page)["text"] == (await provisions_of(shared))[second].source
    page = await leave(ada, first, "1. The parties meet in spring.", "in-ru")
    assert "1. Стороны встречаются." in page
    page = (await ada.get(page_of(first))).text
    assert (TYPED in page, form_in(page)["text"]) == (True, "1. The parties meet in spring.")
    await leave(ada, second, (await provisions_of(shared))[second].source, f"to-{first}")
    assert await UnsavedText.count() == 1  # what nobody changed is not stored
    monkeypatch.setattr(provision_pages, "store_typed", mutated(unsaved_texts, "!= (form.base", "== (form.base")["store_typed"])
    await leave(ada, second, "2. The parties report twice:", f"to-{first}")
    assert await UnsavedText.count() == 1


async def test_what_was_typed_is_divided(ada, shared, monkeypatch) -> None:
    first = await key_of(shared, "1")
    page = await leave(ada, first, "1. The parties meet. They write.", "place-divide")
    fields = form_in(page)
    assert ("The first part begins with what you typed" in page, fields["first"]) == (True, "1. The parties meet. They write.")
    parts = {"first": "1. The parties meet.", "second": "They write.", "keeps": "first"}
    await follow(ada, await send(ada, f"{page_of(first)}/division", fields | parts))
    assert (await UnsavedText.count(), await numbers_of(shared)) == (0, ["1.", "2.", "3.", "(a)", "(b)", "4."])
    await leave(ada, first, "1. The parties meet every year.", "place-divide")
    base = (await provisions_of(shared))[first].digest
    other_tab = {"language": "en", "first": "1. The parties", "second": "meet.", "base": base}  # it began before she typed
    await follow(ada, await send(ada, f"{page_of(first)}/division", other_tab))
    page = (await ada.get(page_of(first))).text
    assert (form_in(page)["text"], "What is saved now" in page) == ("1. The parties meet every year.", True)
    careless = mutated(unsaved_texts, "if own and {", "if own or {")
    monkeypatch.setattr(dividing_provisions, "forget_divided", careless["forget_divided"])
    base = (await provisions_of(shared))[first].digest
    await follow(ada, await send(ada, f"{page_of(first)}/division", other_tab | {"base": base, "first": "1. The", "second": "parties"}))
    assert await UnsavedText.count() == 0


async def test_who_divides_what_somebody_changed_meanwhile_sees_both(ada, edith, shared) -> None:
    first = await key_of(shared, "1")
    fields = form_in(await leave(ada, first, "1. The parties meet. They write.", "place-divide"))
    await send(edith, page_of(first), form_in((await edith.get(page_of(first))).text) | {"text": "1. The parties gather."})
    again = await send(ada, f"{page_of(first)}/division", fields | {"first": "1. The parties meet.", "second": "They write."})
    assert (again.status_code, "1. The parties gather.</pre>" in again.text) == (409, True)
    fields = form_in(again.text)
    assert (fields["first"], fields["second"]) == ("1. The parties meet.", "They write.")
    await follow(ada, await send(ada, f"{page_of(first)}/division", fields))
    assert (await provisions_of(shared))[first].source == "1. The parties meet."


async def test_what_was_typed_in_a_provision_that_is_removed_can_be_copied_and_comes_back(ada, shared) -> None:
    third = await key_of(shared, "3")
    page = await leave(ada, third, "3. The parties publish everything.", "place-remove")
    removed = await follow(ada, await send(ada, f"{page_of(third)}/removal", form_in(page)))
    assert "Go on with what you typed" in removed.text
    page = (await ada.get(page_of(third))).text
    assert ("This provision was removed meanwhile." in page, form_in(page)["text"]) == (True, "3. The parties publish everything.")
    undoing = re.search(r'action="([^"]+/undoing)"', removed.text)
    assert undoing
    await send(ada, undoing[1], {})
    page = (await ada.get(page_of(third))).text
    assert (TYPED in page, form_in(page)["text"]) == (True, "3. The parties publish everything.")
    await send(ada, f"{HERE}/draft/unsaved/removal", {"language": "en", "provision": third})
    assert TYPED not in (await ada.get(page_of(third))).text


async def test_what_was_typed_in_two_provisions_that_are_joined_stands_together(ada, shared) -> None:
    first, second = await key_of(shared, "2(a)"), await key_of(shared, "2(b)")
    await leave(ada, second, "(b) as needed.", f"to-{first}")
    page = await leave(ada, first, "(a) each month;", "place-join")
    joined = await follow(ada, await send(ada, f"{page_of(first)}/joining", form_in(page) | {"keeps": "second"}))
    assert "Go on with what you typed" in joined.text
    page = (await ada.get(page_of(second))).text
    assert form_in(page)["text"] == "(a) each month;\n\n(b) as needed."
    assert "What is saved now" in page
