"""Every name of a country that is not that of CLDR, with the reason; what CLDR calls it, so that a new version of its data is noticed."""

from __future__ import annotations

import re

import pytest

from coalition import territories
from coalition.languages import countries, country_code, country_codes, country_name, locale
from coalition.settings import SUPPORTED_LANGUAGES
from tests.mutants import mutated

CONGO = "CLDR tells the two Congos apart by their capitals, or calls one of them Congo only; the United Nations by the form of state"
TWO_NAMES = "CLDR adds the former name in brackets, which the opposition and the United Nations stopped using"
STATUS = "CLDR adds that it is a special administrative region of China: too long for a menu, and the field calls it by its name"
PALESTINE = "the name in the United Nations since 2012; the organisations of the field call it so"
OWN_NAME = "the country asks for its own name in every language, and the United Nations follow"
FIELD = "the country and the field do not use CLDR's name, which dates from Soviet times"
ABBREVIATED = "CLDR has an abbreviation, which is sorted and searched badly"
TERRITORY = "CLDR names the state in brackets, or abbreviates it"
CAPITAL = "the whole name is that of a state, so both words have a capital"

ON_PURPOSE = {
    "en": {
        "CD": ("Congo - Kinshasa", "Democratic Republic of the Congo", CONGO),
        "CG": ("Congo - Brazzaville", "Congo", CONGO),
        "CV": ("Cape Verde", "Cabo Verde", OWN_NAME),
        "HK": ("Hong Kong SAR China", "Hong Kong", STATUS),
        "MM": ("Myanmar (Burma)", "Myanmar", TWO_NAMES),
        "MO": ("Macao SAR China", "Macao", STATUS),
        "PS": ("Palestinian Territories", "Palestine", PALESTINE),
        "UM": ("US Outlying Islands", "United States Outlying Islands", TERRITORY),
        "VI": ("US Virgin Islands", "United States Virgin Islands", TERRITORY),
    },
    "ru": {
        "AE": ("ОАЭ", "Объединенные Арабские Эмираты", ABBREVIATED),
        "CD": ("Конго - Киншаса", "Демократическая Республика Конго", CONGO),
        "CG": ("Конго - Браззавиль", "Конго", CONGO),
        "HK": ("Гонконг (САР)", "Гонконг", STATUS),
        "KG": ("Киргизия", "Кыргызстан", FIELD),
        "KP": ("КНДР", "Корейская Народно-Демократическая Республика", ABBREVIATED),
        "MH": ("Маршалловы о-ва", "Маршалловы Острова", CAPITAL),
        "MM": ("Мьянма (Бирма)", "Мьянма", TWO_NAMES),
        "MO": ("Макао (САР)", "Макао", STATUS),
        "PS": ("Палестинские территории", "Палестина", PALESTINE),
        "SB": ("Соломоновы о-ва", "Соломоновы Острова", CAPITAL),
        "SC": ("Сейшельские о-ва", "Сейшельские Острова", CAPITAL),
        "SH": ("о-в Св. Елены", "Остров Святой Елены", ABBREVIATED),
        "TL": ("Восточный Тимор", "Тимор-Лешти", OWN_NAME),
        "UM": ("Внешние малые о-ва (США)", "Внешние малые острова США", TERRITORY),
        "US": ("Соединенные Штаты", "Соединенные Штаты Америки", "the short name of the United Nations; CLDR leaves a word out"),
        "VG": ("Виргинские о-ва (Великобритания)", "Британские Виргинские острова", TERRITORY),
        "VI": ("Виргинские о-ва (США)", "Виргинские острова США", TERRITORY),
    },
    "ar": {
        "CD": ("الكونغو - كينشاسا", "جمهورية الكونغو الديمقراطية", CONGO),
        "CG": ("الكونغو - برازافيل", "الكونغو", CONGO),
        "CI": ("ساحل العاج", "كوت ديفوار", OWN_NAME),
        "CV": ("الرأس الأخضر", "كابو فيردي", OWN_NAME),
        "HK": ("هونغ كونغ الصينية (منطقة إدارية خاصة)", "هونغ كونغ", STATUS),
        "MM": ("ميانمار (بورما)", "ميانمار", TWO_NAMES),
        "MO": ("منطقة ماكاو الإدارية الخاصة", "ماكاو", STATUS),
        "PS": ("الأراضي الفلسطينية", "فلسطين", PALESTINE),
    },
    "nb": {
        "CD": ("Kongo", "Den demokratiske republikken Kongo", CONGO),
        "CG": ("Kongo-Brazzaville", "Republikken Kongo", CONGO),
        "HK": ("Hongkong SAR Kina", "Hongkong", STATUS),
        "MM": ("Myanmar (Burma)", "Myanmar", TWO_NAMES),
        "MO": ("Macao SAR Kina", "Macao", STATUS),
        "PS": ("Det palestinske området", "Palestina", PALESTINE),
    },
}
WHOLE_WORDS = {"en": r" & |\bSt\b", "ru": r"\bо-ва?\b", "nb": r"\bSt\. "}


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_a_name_differs_from_cldr_for_a_reason_only(language: str) -> None:
    in_cldr = locale(language).territories
    table = {code: names[language] for code, names in territories._NAMES.items() if language in names}
    assert {code: (in_cldr[code], name) for code, name in table.items()} == {code: names[:2] for code, names in ON_PURPOSE[language].items()}
    assert {code: country_name(code, language) for code in table} == table
    others = [code for code in country_codes() if code not in ON_PURPOSE[language] and country_name(code, language) != in_cldr[code]]
    assert [in_cldr[code] for code in others if not re.search(WHOLE_WORDS.get(language, "$^"), in_cldr[code])] == []
    assert all(reason for _, _, reason in ON_PURPOSE[language].values())


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_no_two_countries_have_one_name_and_both_names_are_understood(language: str) -> None:
    names = [name for _, name in countries(language)]
    assert len(set(names)) == len(names)
    for code, (cldr, ours, _) in ON_PURPOSE[language].items():
        assert country_code(ours, language) == code
        assert country_code(cldr, language) == (None if cldr in territories.AMBIGUOUS else code)


def test_a_build_with_another_name_is_caught() -> None:
    broken = mutated(territories, '"KG": {"ru": "Кыргызстан"}', '"KG": {"ru": "Киргизстан"}')
    assert broken["territory_name"]("KG", "ru", "Киргизия") != ON_PURPOSE["ru"]["KG"][1]
