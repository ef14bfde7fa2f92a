"""Every sentence of the interface is gathered and translated, whole and with the same places."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house.tree import ROOT, modules, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages.catalog import Message

TRANSLATED = ("ru", "ar", "nb")
PLURAL_FORMS = {"en": 2, "ru": 3, "ar": 6, "nb": 2}
KEYWORDS: dict[str, Any] = {"Message": None, "plural": (1, 2), "_": None, "gettext": None, "ngettext": (1, 2)}
PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w+)}")
COUNTS = {"n", "num", "count"}


def catalog(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def gathered() -> frozenset[str]:
    """Return every sentence of code and templates; of a plural the first form, under which catalogs keep it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    folders = ("coalition", "templates")
    found: set[str] = set()
    for folder in folders:
        inside = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(f"{folder}/")]
        chosen = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        extracted = extract_from_dir(ROOT / folder, inside, chosen, keywords=KEYWORDS)
        found |= {message if isinstance(message, str) else message[0] for _, _, message, _, _ in extracted}
    return frozenset(found - {""})


def places(text: str) -> set[str]:
    return {one or other for one, other in PLACES.findall(text.replace("%%", ""))}


def problems(message: Message, forms: int) -> list[str]:
    """Return what is wrong with a translation."""
    if message.fuzzy:
        return ["fuzzy"]
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(texts):
        return ["not translated"]
    if len(originals) > 1 and len(texts) != forms:
        return [f"{len(texts)} plural forms instead of {forms}"]
    wanted = places(originals[-1])
    optional = COUNTS if len(originals) > 1 else set()
    wrong = [text for text in texts if not wanted - optional <= places(text) <= wanted]
    return [f"other places than {sorted(wanted)}: {text}" for text in wrong]


def wrong_in(known: Iterable[Message], forms: int) -> dict[Any, list[str]]:
    return {message.id: problems(message, forms) for message in known if message.id and problems(message, forms)}


def not_gathered(source: str) -> list[int]:
    """Return the lines where a `Message` is made of something that cannot be gathered from the code."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message" and node.args:
            first = node.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            again = isinstance(first, ast.Attribute) and first.attr == "msgid"
            lines += [] if literal or again else [node.lineno]
    return lines


def test_sentences_can_be_gathered_from_the_code() -> None:
    found = {name_of(path): not_gathered(path.read_text()) for path in modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert not_gathered('Message("Hello")\nMessage(kept.msgid, a=1)\nMessage(TEXTS[kind])') == [3]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_holds_what_the_code_says(language: str) -> None:
    held = {message.id if isinstance(message.id, str) else message.id[0] for message in catalog(language) if message.id}
    assert (gathered() - held, held - gathered()) == (set(), set()), "run make messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    assert wrong_in(catalog(language), PLURAL_FORMS[language]) == {}


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_the_catalog_knows_the_plural_forms_of_its_language(language: str) -> None:
    assert catalog(language).num_plurals == PLURAL_FORMS[language]


def test_english_is_what_the_code_says() -> None:
    assert [message.id for message in catalog("en") if message.id] == []


def test_sentences_are_gathered_from_code_and_templates() -> None:
    assert {"Sign in", "Page not found", "Memorandum of understanding"} <= gathered()


@pytest.mark.parametrize(
    ("original", "translation", "problem"),
    [
        ("Sign in", "", "not translated"),
        ("Open until %(date)s", "Открыто до %(data)s", "other places"),
        ("{name} has signed.", "Подписано.", "other places"),
        (("%(num)s text", "%(num)s texts"), ("%(num)s текст", "%(num)s текста"), "2 plural forms instead of 3"),
    ],
)
def test_a_bad_translation_is_found(original: Any, translation: Any, problem: str) -> None:
    sample = Catalog(locale="ru")
    sample.add(original, translation)
    [found] = wrong_in(sample, 3).values()
    assert found[0].startswith(problem)


def test_a_fuzzy_translation_is_found_and_a_good_one_is_not() -> None:
    sample = Catalog(locale="ru")
    sample.add("Sign in", "Войти", flags=["fuzzy"])
    sample.add(
        ("%(num)s text in %(place)s", "%(num)s texts in %(place)s"), ("один текст в %(place)s", "%(num)s текста в %(place)s", "%(num)s %(place)s")
    )
    assert wrong_in(sample, 3) == {"Sign in": ["fuzzy"]}
