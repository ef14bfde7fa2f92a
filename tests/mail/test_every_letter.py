"""Every kind of letter in every situation and language: who it is from, how it is checked, until when, and nothing where it is discreet."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from coalition import languages, resources
from coalition.directions import direction, isolated_by_line, lines_joined
from coalition.host.descriptions import Described
from coalition.languages import until_text
from coalition.mail.formatting import as_html, on_one_line
from coalition.settings import SUPPORTED_LANGUAGES
from tests.mail.letter_cases import ADA, FORUMS, HOST, ORGANISATIONS, PEOPLE, TITLES, WORDS, Case, cases
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.mail.content import Content

# Latin words that stay as they are in every language: names of the samples, addresses, numbers of records, and a term of law.
_STAYS = re.compile(r"https?://\S+|\S+@\S+|N\.\d+\.\d+|CF7K3-M2QPX|UTC|Asia/Almaty|API|[Aa]d referendum|Ada Lovelace")
_WAYS_TO_CHECK = (HOST.website.removesuffix("/"), HOST.phone)


def words_of(letter: Content) -> str:
    """Return subject and text on one line, without marks of direction."""
    return re.sub("[\u2066-\u2069]", "", on_one_line(f"{letter.subject} {letter.text}"))


def paragraphs(letter: Content) -> list[str]:
    return [on_one_line(lines_joined(block)) for block in letter.text.split("\n\n") if block.strip()]


def texts_of_host(language: str) -> tuple[str, ...]:
    texts = HOST.texts[language]
    return (texts.name, texts.checking, *_WAYS_TO_CHECK)


def faults(case: Case, language: str) -> list[str]:
    """Return what is wrong with a letter in a language."""
    letter = case.composed(language)
    whole, named = words_of(letter), ADA.name in letter.text
    found = [
        "who answers" if named is not case.coordinated or (letter.reply_to == ADA.email) is not case.coordinated else "",
        "about page" if f"/{language}/about" not in whole else "",
        "last day" if case.last_day and until_text(case.last_day, language) not in whole else "",
        "twice" if len(paragraphs(letter)) != len(set(paragraphs(letter))) else "",
        "unfilled" if re.search(r"[{}]|%\(|None|\n\n\n| [.,؟،]", letter.text + letter.subject) else "",
        "subject" if not letter.subject or letter.subject.endswith(".") else "",
        *(discreet_faults(letter) if case.discreet else open_faults(letter, language)),
    ]
    return list(filter(None, found))


def open_faults(letter: Content, language: str) -> list[str]:
    whole = words_of(letter)
    return [f"lacks {text}" for text in (*texts_of_host(language), letter.sender) if text not in whole]


def discreet_faults(letter: Content) -> list[str]:
    """Return what a discreet letter names of the host, the text and the organisation."""
    secrets = {*TITLES.values(), *FORUMS.values(), *ORGANISATIONS.values(), *WORDS.values()}
    secrets |= {text for language in HOST.texts for text in texts_of_host(language)} | {texts.short_name for texts in HOST.texts.values()}
    whole = f"{words_of(letter)} {letter.sender} {letter.reply_name}"
    return [f"names {secret}" for secret in secrets if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", whole)]


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_letter_says_who_writes_how_to_check_it_and_until_when(language: str) -> None:
    wrong = {f"{case.kind}, {case.situation}": faults(case, language) for case in cases(language)}
    assert {letter: what for letter, what in wrong.items() if what} == {}


def test_the_cases_hold_every_letter_there_is() -> None:
    kinds = {path.parent.name for path in (resources.TEMPLATES / "mails").glob("*/body.txt")}
    assert {case.kind for case in cases("en")} == kinds
    discreet = {kind for kind in kinds if re.search(r"\bdiscreet\b", (resources.TEMPLATES / "mails" / kind / "body.txt").read_text())}
    both = {(case.kind, case.discreet) for case in cases("en")}
    assert {(kind, is_discreet) for kind in discreet for is_discreet in (True, False)} - both - {("notifications", True), ("news", True)} == set()


@pytest.mark.parametrize("language", [language for language in SUPPORTED_LANGUAGES if language != "en"])
def test_no_sentence_of_a_letter_is_left_in_english(language: str) -> None:
    for case, english in zip(cases(language), cases("en", language), strict=True):
        shared = set(paragraphs(case.composed(language))) & set(paragraphs(english.composed("en")))
        plain = {_STAYS.sub("", paragraph) for paragraph in shared}
        own = {*PEOPLE.values(), *ORGANISATIONS.values(), *WORDS.values()}
        assert {text for text in plain if re.search("[A-Za-z]{3}", text)} - own == set(), (case.kind, case.situation)
        if language != "nb" and case.kind != "names_changed":  # which gives names in several scripts
            assert re.findall("[A-Za-z]{2,}", _STAYS.sub("", words_of(case.composed(language)))) == [], (case.kind, case.situation)


@pytest.mark.parametrize(("language", "own"), [("ar", "en"), ("ar", "ru"), ("en", "ar"), ("ru", "ar")])
def test_names_of_the_other_direction_are_isolated(language: str, own: str) -> None:
    assert direction(language) != direction(own)
    for case in cases(language, own):
        letter = case.composed(language)
        for name in (PEOPLE[own], ORGANISATIONS[own]):
            for text in (letter.subject, "\n".join(paragraphs(letter))):
                assert text.count(name) == len(re.findall(f"[\u2066-\u2068]{re.escape(name)}\u2069", text)), (case.kind, case.situation, text)


def test_a_name_on_two_lines_is_isolated_on_both() -> None:
    for case in cases("ar", "en"):
        for line in case.composed("ar").text.splitlines():
            assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069"), line
    for text in (
        "a \u2068b c\u2069 d",
        "\u2067a \u2068b c\u2069 d\u2069 e",
        "a \u2067\u2068b c\u2069\u2069",
        "\u2067a \u2066b\u2069 \u2066c\u2069\u2069",
    ):
        on_lines = isolated_by_line(text.replace(" ", "\n"))
        assert all(len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069") for line in on_lines.split("\n"))
    broken = isolated_by_line("\u2067a\n\u2068b\nc\u2069 d\u2069")
    assert (broken, lines_joined(broken)) == (
        "\u2067a\u2069\n\u2067\u2068b\u2069\u2069\n\u2067\u2068c\u2069 d\u2069",
        "\u2067a \u2068b c\u2069 d\u2069",
    )


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_the_page_of_a_letter_says_the_same_in_its_direction(language: str) -> None:
    for case in cases(language):
        letter = case.composed(language)
        page = as_html(letter.text, letter.subject, language)
        assert f'<html lang="{language}" dir="{direction(language)}">' in page
        assert page.count("<p>") == len(paragraphs(letter))
        assert page.count("<a href=") == sum(paragraph.startswith("http") for paragraph in paragraphs(letter))


def test_a_host_that_is_not_filled_in_is_no_reason_for_an_empty_line_or_a_missing_way_to_check() -> None:
    for case in cases("en"):
        letter = case.composed("en", Described())
        assert letter.sender
        assert letter.sender in letter.text
        assert "in a way that you know from elsewhere" in on_one_line(letter.text)


def test_a_discreet_letter_that_names_the_host_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    names = mutated(sys.modules["coalition.mail.writing"], 'discreet=context.get("discreet", True)', "discreet=False")
    monkeypatch.setattr("coalition.mail.writing.compose", names["compose"])
    assert all(faults(case, "ru") for case in cases("ru") if case.discreet)


def test_a_day_without_its_zone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = mutated(languages, '"{date}, {hour} UTC"', '"{date}, {hour}"')
    case = next(case for case in cases("ar") if case.last_day)
    assert "last day" not in faults(case, "ar")
    monkeypatch.setattr(languages, "until_text", fault["until_text"])
    assert "last day" in faults(case, "ar")
