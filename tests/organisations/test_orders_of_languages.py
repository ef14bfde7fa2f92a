"""The order of names is that of ICU for 1,000 names in each of nine languages; pages show it in those of the interface."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import icu  # type: ignore[import-untyped]
import pytest

from coalition.acts.status_pages import Asked, sliced
from coalition.acts.status_queries import status_of, status_page
from coalition.collation import collation_key, in_order
from coalition.languages import countries, country_code, country_codes, country_name
from coalition.search_keys import search_key
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.menus import language_options
from tests import factories

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "nb": "abcdefghijklmnopqrstuvwxyzæøå",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûü",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "ar": "اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئ",
    "fa": "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
}
SEED = 2026


def names_in(language: str, number: int) -> list[str]:
    """Return names of one to four words in the script of a language, with capitals, quotation marks, hyphens and doubles."""
    chance = random.Random(f"{SEED}{language}")
    names = []
    for _ in range(number):
        words = ["".join(chance.choices(ALPHABETS[language], k=chance.randint(1, 9))) for _ in range(chance.randint(1, 4))]
        name = chance.choice((" ", "-", " — ")).join(word.capitalize() if chance.random() < 0.7 else word for word in words)
        names.append(f"«{name}»" if chance.random() < 0.1 else name)
    return [*names[: number * 9 // 10], *(name.upper() for name in names[: number - number * 9 // 10])]


def by_icu(names: list[str], language: str) -> list[str]:
    """Return names in the order of ICU's own comparison: first without punctuation, then with it."""
    shifted, plain = (icu.Collator.createInstance(icu.Locale(language)) for _ in range(2))
    shifted.setAttribute(icu.UCollAttribute.ALTERNATE_HANDLING, icu.UCollAttributeValue.SHIFTED)
    return sorted(sorted(names, key=plain.getSortKey), key=shifted.getSortKey)


@pytest.mark.parametrize("language", ALPHABETS)
def test_a_thousand_names_are_in_the_order_of_icu(language: str) -> None:
    names = names_in(language, 1000)
    assert in_order(names, language, str) == by_icu(names, language)
    assert sorted(names, key=lambda name: collation_key(name, language)) == by_icu(names, language)
    assert sorted(names) != by_icu(names, language) != sorted(names, key=search_key)


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_menus_are_in_the_order_of_icu(language: str) -> None:
    shown = [name for _, name in countries(language)]
    assert shown == by_icu(shown, language)
    others = [name for _, name in language_options(language)][len(SUPPORTED_LANGUAGES) :]
    assert others == by_icu(others, language)


def test_countries_have_the_names_that_the_field_uses() -> None:
    assert [country_name("KG", language) for language in ("ru", "en")] == ["Кыргызстан", "Kyrgyzstan"]
    assert [country_name("PS", language) for language in ("en", "ru", "ar", "nb")] == ["Palestine", "Палестина", "فلسطين", "Palestina"]
    assert [country_name("MM", language) for language in ("en", "ru", "ar", "nb")] == ["Myanmar", "Мьянма", "ميانمار", "Myanmar"]
    every = [country_name(code, language) for language in SUPPORTED_LANGUAGES for code in country_codes()]
    assert not [name for name in every if re.search(r"о-ва?\b|САР|SAR|\(Burma\)|\(Бирма\)|\bSt\b|&| - (Kin|Кин|Bra|Бра)|^[а-яa-z]", name)]
    assert len(set(every)) > len(country_codes())
    assert [country_code(text, "ru") for text in ("Киргизия", "кыргызстан", "kg", "Кения", "Нигде")] == ["KG", "KG", "KG", "KE", None]


def test_the_search_keeps_the_first_alef_of_a_word() -> None:
    keys = {name: search_key(name) for name in ("أمل", "مل", "اتحاد", "تحاد", "الأردن", "لردن", "إيران", "ایران")}
    assert keys["أمل"] != keys["مل"]
    assert keys["اتحاد"] != keys["تحاد"]
    assert keys["الأردن"] == "alardn"
    assert keys["إيران"] == keys["ایران"] == "ayrn"


async def slugs_by_pages(memorandum: Memorandum, language: str) -> tuple[list[str], list[str]]:
    """Return the lines of all pages, read from the rows of today and cut out of the whole status, as for a past day."""
    whole = await status_of(memorandum)
    read: tuple[list[str], list[str]] = ([], [])
    for lines, past in zip(read, (False, True), strict=True):
        after: str = ""
        while after or not lines:
            asked = Asked(after=after, limit=3, language=language)
            status = sliced(whole, asked) if past else await status_page(memorandum, asked)
            lines += [line.organisation.slug for line in status.lines]
            assert status.page
            after = status.page.next
            with_line = await status_page(memorandum, Asked(line=lines[-1], limit=3, language=language))
            assert [line.organisation.slug for line in with_line.lines] == [line.organisation.slug for line in status.lines]
    return read


async def test_signatories_are_in_the_readers_order_page_by_page_today_and_in_the_past(store: str, ada_account: Coordinator, cleo: Any) -> None:
    """The same lines stand on the pages of each language, once each, in the order that ICU gives; a supporter stands last; files have one order."""
    assert store
    mixed = [name for language in ("ru", "ar", "nb", "kk") for name in [long for long in names_in(language, 60) if len(long) > 12][:4]]
    memorandum = await factories.opened(ada_account)
    for at, name in enumerate(mixed):
        organisation = await factories.organisation(f"party-{at}", name, language="ru")
        await factories.signed(memorandum, organisation)
    await factories.signed(memorandum, await factories.organisation("party-last", "А", language="ru"), kind="support")
    for language in SUPPORTED_LANGUAGES:
        expected = [f"party-{mixed.index(name)}" for name in by_icu(mixed, language)] + ["party-last"]
        assert await slugs_by_pages(memorandum, language) == (expected, expected)
        page = await cleo.get(f"/{language}/memoranda/{memorandum.slug}/signatories")
        assert list(dict.fromkeys(re.findall(r"organisations/(party-\w+)", page.text))) == expected
    assert (await slugs_by_pages(memorandum, ""))[0] == [line.organisation.slug for line in (await status_of(memorandum)).lines]
