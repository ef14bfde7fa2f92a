"""Every sentence of the interface is gathered and translated, whole and with the same places."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from tests.house.imports import nodes_of
from tests.house.tree import LANGUAGES, ROOT, modules, name_of

if TYPE_CHECKING:
    from babel.messages.catalog import Message

TRANSLATED = LANGUAGES[1:]
PLURAL_FORMS = {code: get_plural(code).num_plurals for code in LANGUAGES} | {"en": 2, "ru": 3, "ar": 6, "nb": 2}
KEYWORDS: dict[str, Any] = {"Message": None, "plural": (1, 2), "_": None, "gettext": None, "ngettext": (1, 2)}
PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w+)}")
# Words that speak to one reader familiarly; in Arabic and in Russian readers are addressed in the plural.
ONE_READER = {
    "ar": re.compile(r"\b(?:أنت|لك|لديك|عليك|يمكنك|وصلك|إليك|اسمك|منظمتك|رابطك|رسالتك|اقرأ|قارن|راجع|اضغط|اكتب|اختر|احفظ|افتح|انسخ)\b"),
    "ru": re.compile(r"\b(?:ты|тебя|тебе|твой|твоя|твои|нажми|введи|выбери|прочитай)\b", re.IGNORECASE),
}
SHOWS_ITSELF = {"coalition/words.py"}  # a value that was given no word is shown as it is


def catalog(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def gathered() -> frozenset[str]:
    """Return every sentence of code and templates; of a plural the first form, under which catalogs keep it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    folders = ("coalition", "templates")
    findings: set[str] = set()
    for folder in folders:
        inside = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(f"{folder}/")]
        chosen = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        extracted = extract_from_dir(ROOT / folder, inside, chosen, keywords=KEYWORDS)
        findings |= {message if isinstance(message, str) else message[0] for _, _, message, _, _ in extracted}
    return frozenset(findings - {""})


def places(text: str) -> set[str]:
    return {singular or plural for singular, plural in PLACES.findall(text.replace("%%", ""))}


def forms_for_one_number(known: Catalog) -> set[int]:
    """Return the plural forms that speak of one number only: they may say it in words, and leave out what follows from it."""
    form_of = gettext.c2py(known.plural_expr)
    used = Counter(form_of(number) for number in range(1000))
    return {form for form, times in used.items() if times == 1}


def problems(message: Message, known: Catalog) -> list[str]:
    """Return the problems of a translation."""
    if message.fuzzy:
        return ["fuzzy"]
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(texts):
        return ["not translated"]
    if len(originals) > 1 and len(texts) != known.num_plurals:
        return [f"{len(texts)} plural forms instead of {known.num_plurals}"]
    if len(originals) == 1 and originals[0].endswith(".") != texts[0].endswith("."):
        return ["another end of the sentence"]
    wanted = places(originals[-1])
    free = forms_for_one_number(known) if len(originals) > 1 else set()
    wrong = [text for form, text in enumerate(texts) if not places(text) <= wanted or (form not in free and places(text) != wanted)]
    return [f"other places than {sorted(wanted)}: {text}" for text in wrong]


def wrong_in(known: Catalog) -> dict[Any, list[str]]:
    return {message.id: problems(message, known) for message in known if message.id and problems(message, known)}


def not_gathered(source: str) -> list[int]:
    """Return the lines where a `Message` is made of something that cannot be gathered from the code."""
    lines = []
    for node in nodes_of(source):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message" and node.args:
            first = node.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            again = isinstance(first, ast.Attribute) and first.attr == "msgid"
            lines += [] if literal or again else [node.lineno]
    return lines


def test_sentences_can_be_gathered_from_the_code() -> None:
    findings = {name_of(path): not_gathered(path.read_text()) for path in modules()}
    assert {name: lines for name, lines in findings.items() if lines and name not in SHOWS_ITSELF} == {}
    assert not_gathered('Message("Hello")\nMessage(kept.msgid, a=1)\nMessage(TEXTS[kind])') == [3]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_holds_what_the_code_says(language: str) -> None:
    held = {message.id if isinstance(message.id, str) else message.id[0] for message in catalog(language) if message.id}
    assert (gathered() - held, held - gathered()) == (set(), set()), "run make messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    assert wrong_in(catalog(language)) == {}


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_the_catalog_knows_the_plural_forms_of_its_language(language: str) -> None:
    assert catalog(language).num_plurals == PLURAL_FORMS[language]


@pytest.mark.parametrize(("language", "stem"), [("ru", "аннулир"), ("ar", "بطل|بطال"), ("nb", "annull")])
def test_to_annul_is_one_word_everywhere(language: str, stem: str) -> None:
    """An act is annulled, an account or a link is revoked: docs/vocabulary.md has a word for each."""
    for message in catalog(language):
        english, translations = str(message.id), message.string if isinstance(message.string, tuple) else (message.string,)
        if re.search(r"\bannul", english, re.IGNORECASE):
            plain = [re.sub("[\u064b-\u0652]", "", translation).lower() for translation in translations]
            assert all(re.search(stem, translation) for translation in plain), english


@pytest.mark.parametrize("language", list(ONE_READER))
def test_the_reader_is_addressed_politely(language: str) -> None:
    texts = [text for message in catalog(language) for text in (message.string if isinstance(message.string, tuple) else [message.string])]
    assert [text for text in texts if ONE_READER[language].search(text)] == []
    assert ONE_READER["ar"].search("يمكنك مغادرة هذه الصفحة.")


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
        ("As at %(date)s.", "По состоянию на %(date)s", "another end"),
        (("%(num)s text", "%(num)s texts"), ("%(num)s текст", "%(num)s текста"), "2 plural forms instead of 3"),
    ],
)
def test_a_bad_translation_is_found(original: Any, translation: Any, problem: str) -> None:
    sample = Catalog(locale="ru")
    sample.add(original, translation)
    [problems] = wrong_in(sample).values()
    assert problems[0].startswith(problem)


def test_a_fuzzy_translation_is_found_and_a_good_one_is_not() -> None:
    sample = Catalog(locale="ru")
    sample.add("Sign in", "Войти", flags=["fuzzy"])
    one, many = "%(num)s text in %(place)s", "%(num)s texts in %(place)s"
    sample.add((one, many), ("%(num)s текст в %(place)s", "%(num)s текста в %(place)s", "%(num)s текстов в %(place)s"))
    assert wrong_in(sample) == {"Sign in": ["fuzzy"]}


def test_a_form_for_one_number_may_say_it_in_words() -> None:
    known = {"ru": set(), "ar": {0, 1, 2}, "nb": {0}}
    assert {language: forms_for_one_number(catalog(language)) for language in known} == known
    norwegian, russian = Catalog(locale="nb"), Catalog(locale="ru")
    norwegian.add(("{n} text", "{n} texts"), ("én tekst", "{n} tekster"))
    russian.add(("{n} text", "{n} texts"), ("один текст", "{n} текста", "{n} текстов"))
    assert wrong_in(norwegian) == {}
    assert list(wrong_in(russian)) == [("{n} text", "{n} texts")]
