"""How dates and people are written in the languages of the interface."""

from __future__ import annotations

from datetime import date

import pytest
from babel.lists import format_list

from coalition.acts.signer_queries import signer_text
from coalition.announcements.notice_details import Detail
from coalition.languages import Message, country_name, date_text, language_name, locale, own_language_name, period_text
from coalition.partial_dates import PartialDate
from coalition.settings import SUPPORTED_LANGUAGES


@pytest.mark.parametrize(
    ("language", "starts", "ends", "written"),
    [
        ("en", "2026-10-12", "2026-10-14", "12–14 October 2026"),
        ("ru", "2026-10-12", "2026-11-14", "12 октября – 14 ноября 2026\xa0года"),
        ("ar", "2026-10-12", "2026-10-14", "12–14 أكتوبر 2026"),
        ("nb", "2026-12-30", "2027-01-02", "30. desember 2026–2. januar 2027"),
        ("nb", "2026-10", "2026-12", "oktober–desember 2026"),
        ("en", "2026", "2027", "2026–2027"),
        ("en", "2026", "2027-03", "2026 – March 2027"),
    ],
)
def test_a_period_says_once_what_its_dates_share(language: str, starts: str, ends: str, written: str) -> None:
    assert period_text(PartialDate(starts), PartialDate(ends), language) == written


@pytest.mark.parametrize("code", SUPPORTED_LANGUAGES)
def test_every_language_of_the_interface_has_its_own_name_as_cldr_writes_it(code: str) -> None:
    name = language_name(code, code)
    assert own_language_name(code) == name[:1].upper() + name[1:]


def test_the_comma_after_a_signer_is_of_the_script_of_the_position() -> None:
    assert signer_text("Ben Sultanov", "Director") == "Ben Sultanov, Director"
    assert signer_text("سامر الخوالدة", "رئيس الهيئة الإدارية") == "سامر الخوالدة، رئيس الهيئة الإدارية"
    assert signer_text("Ben Sultanov", "") == "Ben Sultanov"


def test_a_list_in_a_sentence_has_the_comma_of_the_language() -> None:
    sentence = Message("{slugs}", slugs=["a", "b"])
    assert [sentence.text(language) for language in SUPPORTED_LANGUAGES] == ["a, b", "a, b", "a\N{ARABIC COMMA} b", "a, b"]


@pytest.mark.parametrize(
    ("language", "month", "country", "named", "listed"),
    [
        ("en", "November 2026", "Kyrgyzstan", "Kyrgyz", "a and b"),
        ("ru", "ноябрь 2026\xa0года", "Кыргызстан", "киргизский", "a и b"),
        ("ar", "نوفمبر 2026", "قيرغيزستان", "القيرغيزية", "a وb"),
        ("nb", "november 2026", "Kirgisistan", "kirgisisk", "a og b"),
    ],
)
def test_dates_countries_languages_and_lists_are_written_in_the_language(language: str, month: str, country: str, named: str, listed: str) -> None:
    assert (date_text("2026-11", language), country_name("KG", language)) == (month, country)
    assert language_name("ky", language).casefold() == named.casefold()
    assert format_list(["a", "b"], locale=locale(language)) == listed


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_no_date_ends_with_a_stop_that_the_end_of_a_sentence_would_double(language: str) -> None:
    assert not any(date_text(day, language).endswith(".") for day in ("2026", "2026-11", "2026-11-28", date(2026, 11, 28)))


def test_a_quoted_text_keeps_its_direction_in_plain_text() -> None:
    quoted = Detail(Message("Text"), "Not bound by it.", "en")
    assert quoted.line("ar").endswith(": \u2066Not bound by it.\u2069")
    assert quoted.line("en") == "Text: Not bound by it."
