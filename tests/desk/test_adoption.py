"""The page of an adoption: languages side by side, what changed, what stands in the way, the digest, the ticks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.desk.memoranda import adoption, adoption_pages
from coalition.languages import Message
from coalition.memoranda import authenticating, wording_agreement
from coalition.memoranda import obstacles as registry
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.errors import ChangedMeanwhile, WithdrawnFromPublic
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.obstacles import Obstacle
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import adopt, follow, send
from tests.mutants import mutated

if TYPE_CHECKING:
    from types import ModuleType

    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PAGE = f"{HERE}/adoption"
TITLES = {language: title for language, (title, _) in factories.TEXTS.items()}


@pytest.fixture
async def memorandum(ada_account: Coordinator, edith_account: Coordinator) -> Memorandum:
    row = await factories.draft(ada_account)
    await add_member(row, edith_account.email)
    return row


async def save(memorandum: Memorandum, language: str, body: str) -> None:
    await save_wording(memorandum, language, WordingForm(title=TITLES[language], body=body))


async def confirm(browser: httpx.AsyncClient, language: str) -> httpx.Response:
    page = (await browser.get(PAGE)).text
    seen = re.search(rf'name="seen-{language}" value="([^"]+)"', page)
    assert seen, page
    return await send(browser, f"{HERE}/confirmations", {"text": language, f"seen-{language}": seen[1]})


def unconfirmed(page: str) -> set[str]:
    return set(re.findall(r'value="unconfirmed-(\w+)"', page))


async def test_a_change_in_russian_alone_asks_to_confirm_english(ada: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(PAGE)).text
    assert (unconfirmed(page), page.count("Nobody has compared this language with the others yet") > 1) == ({"en", "ru"}, True)
    for language in ("en", "ru"):
        await follow(ada, await confirm(ada, language))
    page = (await ada.get(PAGE)).text
    assert (unconfirmed(page), "to confirm" in page) == (set(), False)

    await save(memorandum, "ru", factories.RUSSIAN.replace("дважды", "трижды"))
    page = (await ada.get(PAGE)).text
    assert unconfirmed(page) == {"en"}
    assert "changed: Russian" in page
    assert "<del>дважды</del><ins>трижды</ins>" in re.sub(r"\s+", " ", page)
    assert "to confirm" in (await ada.get(f"{HERE}/draft?text=ru")).text
    assert "Nobody has confirmed this text" in (await edith.get(f"{HERE}/draft?text=en")).text

    assert 'name="digest"' not in (await edith.get(PAGE)).text
    await follow(edith, await confirm(edith, "en"))
    page = (await ada.get(PAGE)).text
    assert (unconfirmed(page), "Edith" in page) == (set(), True)
    await save(memorandum, "ru", factories.RUSSIAN)
    await save(memorandum, "ru", factories.RUSSIAN.replace("дважды", "трижды"))
    assert unconfirmed((await ada.get(PAGE)).text) == set()  # it says again what it said


async def test_nobody_confirms_what_they_did_not_see(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(PAGE)).text
    seen = re.search(r'name="seen-en" value="([^"]+)"', page)
    assert seen
    await save(memorandum, "ru", f"{factories.RUSSIAN}\n3. Ещё.\n")
    refused = await send(ada, f"{HERE}/confirmations", {"text": "en", "seen-en": seen[1]})
    assert (refused.status_code, "Nothing was confirmed" in refused.text) == (409, True)
    assert unconfirmed((await ada.get(PAGE)).text) == {"en", "ru"}
    assert (await send(ada, f"{HERE}/confirmations", {"text": "fr", "seen-fr": seen[1]})).status_code == 409


@pytest.mark.sqlite_only
async def test_a_language_is_confirmed_beside_its_text_and_nothing_typed_is_lost(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    draft = f"{HERE}/draft"
    english = next(form for form in forms_of((await ada.get(f"{draft}?text=en")).text) if form.action == draft)
    shown = dict(english.fields)
    seen = re.search(r'form="form" name="seen" value="([^"]+)"', (await ada.get(f"{draft}?text=en")).text)
    assert seen
    confirming = {"step": "confirm", "seen": seen[1]}
    typed = await send(ada, draft, shown | confirming | {"body": f"{shown['body']}\n\n7. Typed."})
    assert (typed.status_code, "7. Typed." in typed.text, "what you typed here is not saved yet" in typed.text) == (409, True, True)
    assert unconfirmed((await ada.get(PAGE)).text) == {"en", "ru"}

    russian = await send(ada, draft, {"step": "go-en", "text": "ru", "version": "1", "title": "Заголовок", "body": "1. Один"})
    carried = re.search(r'name="others" value="([\w-]+)"', russian.text)
    assert carried
    confirmed = await send(ada, draft, shown | confirming | {"others": carried[1]})
    assert (confirmed.status_code, f'name="others" value="{carried[1]}"' in confirmed.text) == (200, True)
    assert "The language is confirmed." in confirmed.text
    assert unconfirmed((await ada.get(PAGE)).text) == {"ru"}

    await save(memorandum, "ru", f"{factories.RUSSIAN}\n3. Ещё.\n")
    late = await send(ada, draft, shown | confirming)
    assert (late.status_code, "Nothing was confirmed" in late.text) == (409, True)


async def confirm_beside_what_is_typed(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Confirm a language while a day and ticks are typed; once the text changed, the day stays and the ticks do not."""
    page = (await ada.get(PAGE)).text
    typed = dict(re.findall(r'name="(digest|versions|seen-en|seen-ru)" value="([^"]*)"', page))
    typed |= {"rule": "majority", "on": "2026-01-05", "obstacles": "unconfirmed-ru", "read": "yes"}
    confirmed = await send(ada, f"{HERE}/confirmations", typed | {"text": "en"})
    assert (confirmed.status_code, "The language is confirmed." in confirmed.text, unconfirmed(confirmed.text)) == (200, True, {"ru"})
    assert confirmed.text.count(" checked>") == 2
    assert all(value in confirmed.text for value in ('value="2026-01-05"', '<option value="majority" selected>'))
    await save(memorandum, "en", f"{factories.ENGLISH}\n3. More.\n")
    late = await send(ada, f"{HERE}/confirmations", typed | {"text": "ru"})
    assert (late.status_code, "Nothing was confirmed" in late.text, 'value="2026-01-05"' in late.text) == (409, True, True)
    assert " checked>" not in late.text, "ticks for a text that nobody read"


async def test_a_language_is_confirmed_and_what_is_typed_beside_it_stays(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await confirm_beside_what_is_typed(ada, memorandum)


@pytest.mark.sqlite_only
async def test_a_mutated_build_ticks_a_text_that_nobody_read(ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    build = mutated(adoption_pages, 'if values.get("digest", digest) != digest:', "if False:")
    monkeypatch.setattr(adoption, "adoption_page", build["adoption_page"])
    with pytest.raises(AssertionError, match="nobody read"):
        await confirm_beside_what_is_typed(ada, memorandum)


async def test_a_text_that_was_saved_meanwhile_is_not_adopted(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(PAGE)).text
    hidden = dict(re.findall(r'name="(digest|versions)" value="([^"]*)"', page))
    ticks = {"obstacles": re.findall(r'name="obstacles" value="([^"]*)"', page), "read": "yes", "rule": "consensus", "on": "2026-11"}
    await save(memorandum, "ru", f"{factories.RUSSIAN}\n3. Ещё.\n")
    refused = await send(ada, PAGE, hidden | ticks)
    assert (refused.status_code, "Changed: Russian." in refused.text) == (409, True)
    assert 'value="yes" checked' not in refused.text
    assert "1 provision is missing in a language" in refused.text
    assert (await factories.reloaded(memorandum)).text_state == "draft"


async def test_everything_has_to_be_ticked_and_what_was_typed_stays(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await send(ada, PAGE, {"rule": "silence", "on": "2026-10", "obstacles": ["unconfirmed-en"]})
    assert page.status_code == 422
    assert page.text.count("Read every language, then tick the box.") == 2
    assert page.text.count("tick all of it.") == 2
    assert 'value="2026-10"' in page.text
    assert 'value="unconfirmed-en" checked' in page.text
    assert (await factories.reloaded(memorandum)).text_state == "draft"
    await follow(ada, await adopt(ada, HERE))
    assert (await factories.reloaded(memorandum)).text_state == "authenticated"
    assert (await ada.get(PAGE)).status_code == 409


async def test_what_does_not_match_is_marked(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await save(memorandum, "ru", factories.RUSSIAN.replace("2.2 ", "[§ 2.3] ") + "\n3. Ещё.\n")
    page = (await ada.get(PAGE)).text
    assert "The number of 1 provision does not match." in page
    assert "missing: English" in page
    marked = (await ada.get(f"{PAGE}?show=marked")).text
    assert ("Ещё." in marked, "carry on their work" in marked, 'name="digest"' in marked) == (True, False, False)


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package forbids every adoption."""
    monkeypatch.setattr(registry.obstacles, "sources", list(registry.obstacles.sources))
    registry.obstacles.at(15)(forbidding)


@pytest.mark.usefixtures("forbidden")
async def test_an_obstacle_of_another_package_forbids_it(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(PAGE)).text
    assert ("It forbids the adoption." in page, 'name="digest"' in page) == (True, False)
    assert (await adopt(ada, HERE)).status_code == 409
    with pytest.raises(WithdrawnFromPublic):
        await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11-22"))
    assert (await latest_edition(memorandum.id)).digest is None


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "name", "right", "wrong"),
    [
        (authenticating, "adopt", "form.digest and form.digest !=", "form.digest and form.digest =="),
        (authenticating, "adopt", "        await check_obstacles(row, edition)\n", ""),
        (wording_agreement, "changed_since", "!= digest_of_wording(other)", "!= compared.get(other.language)"),
    ],
)
async def test_a_mutated_build_is_found(
    ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, right: str, wrong: str
) -> None:
    fault = mutated(module, right, wrong)[name]
    if module is wording_agreement:
        monkeypatch.setattr(registry, name, fault)
    else:
        monkeypatch.setattr(authenticating, name, fault)
        monkeypatch.setattr(registry.obstacles, "sources", [*registry.obstacles.sources, (15, forbidding)])
    with pytest.raises(pytest.fail.Exception):
        await refused_as_it_should_be(ada, memorandum)


async def forbidding(about: registry.TextToAdopt) -> list[Obstacle]:
    return [Obstacle("round", Message("It is not open for signature."), WithdrawnFromPublic())]


async def refused_as_it_should_be(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Fail if the text is adopted against an obstacle, if its own digest is refused, or if nobody is asked to confirm a language."""
    digest = await authenticating.digest_of(memorandum, await latest_edition(memorandum.id))
    if not unconfirmed((await ada.get(PAGE)).text):
        pytest.fail("nobody is asked to confirm")
    try:
        await authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11-22", digest=digest))
    except ChangedMeanwhile:
        pytest.fail("its own digest is refused")
    except WithdrawnFromPublic:
        return
    pytest.fail("it is adopted against an obstacle")
